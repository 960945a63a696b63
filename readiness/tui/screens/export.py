"""Writes the remediation-plan PDF, or hands it to the browser: away from the screen, with progress, and it can be stopped."""

from __future__ import annotations

import threading
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from readiness.errors import ReadinessError
from readiness.tui.commands import QUIT, Command, bindings
from readiness.tui.crash import write_crash
from readiness.tui.screens.base import Room
from readiness.tui.session import Session
from readiness.tui.state.beginning import path_of
from readiness.tui.state.text import bar, clean, short_path
from readiness.tui.widgets.header import HeaderLine
from readiness.tui.widgets.keyline import KeyLine

if TYPE_CHECKING:
    from readiness.reports.writing import ReportData

COMMANDS = (
    Command("export.write", "enter", "Enter", "write", "write the PDF", "Writes the PDF; asks before it replaces a file.", 1),
    Command("export.back", "escape", "Esc", "leave", "stop, or back", "Stops a PDF that is being written; else goes back.", 1),
    Command("export.help", "f1", "F1", "help", "keys", "Lists every key of this screen.", 2),
    QUIT,
)


class ExportScreen(Room):
    """A file name, a bar, and what came of it."""

    NAME = "export"
    CSS_PATH = "export.tcss"
    HELP_TITLE = "Keys of the export"
    COMMANDS_HERE = COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = bindings(COMMANDS)

    class Progressed(Message):
        """Some of the pages are made."""

        def __init__(self, done: float) -> None:
            super().__init__()
            self.done = done

    class Finished(Message):
        """The worker is done: the PDF is there (or here, for a browser) with warnings, or there is a problem."""

        def __init__(self, target: Path, warnings: list[str], problem: str, content: bytes = b"") -> None:
            super().__init__()
            self.target = target
            self.warnings = warnings
            self.problem = problem
            self.content = content

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._stop = threading.Event()
        self._writing = False
        self._may_replace: Path | None = None

    def compose(self) -> ComposeResult:
        """Title, name, bar, outcome."""
        yield HeaderLine()
        with Container(id="middle"), Vertical(id="box"):
            yield Static("Remediation plan as PDF", id="title", markup=False)
            yield Static("Download as" if self.app.is_web else "File", classes="label", markup=False)
            beside = self._beside()
            name = Input(beside.name if self.app.is_web else short_path(beside), select_on_focus=False)
            name.cursor_blink = False
            yield name
            yield Static(id="bar")
            yield Static(id="outcome")
        yield KeyLine(COMMANDS)

    def _beside(self) -> Path:
        path = self.session.assessment.path.absolute()
        folder = Path.cwd() if self.session.read_only else path.parent
        return folder / f"{path.stem}-plan.pdf"

    def ready(self) -> None:
        """Starts in the name."""
        self.query_one(Input).focus()

    def show(self) -> None:
        """Draws the header."""
        self.show_header()

    def tell(self, sentence: str, *, problem: bool = False) -> None:
        """Says what came of it."""
        outcome = self.query_one("#outcome", Static)
        outcome.set_class(problem, "-problem")
        outcome.update(Content(clean(sentence)))

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_write()

    @on(Input.Changed)
    def _renamed(self) -> None:
        self._may_replace = None

    def action_write(self) -> None:
        """Starts writing, once the name is sound."""
        if self._writing:
            return
        try:
            target = self._target()
        except ReadinessError as error:
            self.tell(str(error), problem=True)
            return
        if not self.app.is_web and target.exists() and self._may_replace != target:
            self._may_replace = target
            self.tell(f"{short_path(target)} is there already. Enter again replaces it.", problem=True)
            return
        self._writing = True
        self._stop.clear()
        self.tell("Writing … Esc stops.")
        self._draw_bar(0.0)
        assessment = self.session.assessment
        today = self.session.clock().date()
        from readiness.reports.writing import report_data

        # Read before the thread starts: the file belongs to this one.
        data, warnings = report_data(assessment, today)
        self.write(target, data, warnings, download=self.app.is_web)

    def _target(self) -> Path:
        target = path_of(self.query_one(Input).value)
        if target.suffix.lower() != ".pdf":
            raise ReadinessError("The report is written as PDF; give a name that ends in .pdf.")
        if target.resolve() == self.session.assessment.path.resolve():
            raise ReadinessError("That is the assessment itself; choose another name for the PDF.")
        return target

    @work(thread=True, exclusive=True, exit_on_error=False, group="export")
    def write(self, target: Path, data: ReportData, warned: list[str], *, download: bool) -> None:
        """Makes the PDF. Runs in its own thread: touches neither a widget nor the assessment's file, both belong to the other one."""
        problem, warnings, content = "", list[str](), b""
        try:
            if download:
                content, warnings = pdf_bytes(data, self._progressed, self._stop.is_set)
            else:
                warnings = make_pdf(data, target, self._progressed, self._stop.is_set)
        except ReadinessError as error:
            problem = str(error)
        except Exception as error:
            write_crash(error)
            problem = f"The PDF could not be made because of an unforeseen error ({type(error).__name__}); nothing was written."
        self.post_message(self.Finished(target, [*warned, *warnings], problem, content))

    def _progressed(self, done: float) -> None:
        self.post_message(self.Progressed(done))

    @on(Progressed)
    def _show_progress(self, event: Progressed) -> None:
        if self._writing:
            self._draw_bar(event.done)

    def _draw_bar(self, done: float) -> None:
        self.query_one("#bar", Static).update(Content(f"{bar(100 * done, 100 * done, 40)} {done:.0%}"))

    @on(Finished)
    def _finished(self, event: Finished) -> None:
        self._writing = False
        self._may_replace = None
        if event.problem:
            self.tell(event.problem, problem=True)
            return
        self._draw_bar(1.0)
        done = f"Wrote {short_path(event.target)}"
        if event.content:
            # Only the name counts: where downloads go is the browser's to say.
            self.app.deliver_binary(BytesIO(event.content), save_filename=event.target.name, mime_type="application/pdf")
            done = f"Handed {event.target.name} to the browser, which keeps it with its downloads."
        self.tell("\n".join([done, *event.warnings]))

    def action_leave(self) -> None:
        """Stops what is being written, or goes back."""
        if self._writing:
            self._stop.set()
            self.tell("Stopping …")
        else:
            self.leave()

    def on_unmount(self) -> None:
        """A thread would keep the program alive after its end."""
        self._stop.set()


def make_pdf(data: ReportData, target: Path, progress: Callable[[float], None], cancelled: Callable[[], bool]) -> list[str]:
    """The PDF at ``target``; warnings to show. Imports the report room only now. Raises ReadinessError."""
    from readiness.reports.pdf import write_pdf

    return write_pdf(data.context(), target, progress=progress, cancelled=cancelled)


def pdf_bytes(data: ReportData, progress: Callable[[float], None], cancelled: Callable[[], bool]) -> tuple[bytes, list[str]]:
    """The PDF itself, of which nothing stays on this disk, and warnings to show. Raises ReadinessError."""
    with TemporaryDirectory(prefix="readiness-") as folder:
        target = Path(folder) / "plan.pdf"
        warnings = make_pdf(data, target, progress, cancelled)
        return target.read_bytes(), warnings

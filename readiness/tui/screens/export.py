"""Writes the report in any of its formats, or hands it to the browser: away from the screen, with progress, and it can be stopped."""

from __future__ import annotations

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
from readiness.papers import PAPERS, PaperSize
from readiness.tui.commands import QUIT, Command, bindings
from readiness.tui.crash import write_crash
from readiness.tui.dialogs.form import Cycle
from readiness.tui.session import Session
from readiness.tui.state.beginning import path_of
from readiness.tui.state.exporting import EVERYBODY, FORMAT_OF, FORMATS, file_name, holds, readers, with_ending
from readiness.tui.state.text import short_path
from readiness.tui.widgets.header import HeaderLine
from readiness.tui.widgets.keyline import KeyLine
from readiness.tui.working import WorkingRoom

if TYPE_CHECKING:
    from readiness.reports.writing import ReportData

COMMANDS = (
    Command("export.write", "enter", "Enter", "write", "write it", "Writes the report; asks before it replaces a file.", 1),
    Command("export.next", "tab,down", "Tab", "field(1)", "next field", "To the next of name, format and reader; ← → choose there.", 2),
    Command("export.previous", "shift+tab,up", "↑", "field(-1)", "field before", "To the field before."),
    Command("export.back", "escape", "Esc", "leave", "stop, or back", "Stops a report that is being written; else goes back.", 1),
    Command("export.help", "f1", "F1", "help", "keys", "Lists every key of this screen.", 2),
    QUIT,
)


class ExportScreen(WorkingRoom):
    """A file name, a format and a reader, a bar, and what came of it."""

    NAME = "export"
    CSS_PATH = "export.tcss"
    HELP_TITLE = "Keys of the export"
    COMMANDS_HERE = COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = bindings(COMMANDS)

    class Progressed(Message):
        """Some of the report is made."""

        def __init__(self, done: float) -> None:
            super().__init__()
            self.done = done

    class Finished(Message):
        """The worker is done: the report is there (or here, for a browser) with warnings, or there is a problem."""

        def __init__(self, target: Path, warnings: list[str], problem: str, content: bytes = b"") -> None:
            super().__init__()
            self.target = target
            self.warnings = warnings
            self.problem = problem
            self.content = content

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._may_replace: Path | None = None
        self._suffix = FORMATS[0].suffix
        self._automatic = self._beside(EVERYBODY, self._suffix)

    def compose(self) -> ComposeResult:
        """Title, name, format, reader, bar, outcome."""
        yield HeaderLine()
        with Container(id="middle"), Vertical(id="box"):
            yield Static("Report", id="title", markup=False)
            yield Static("Download as" if self.app.is_web else "File", classes="label", markup=False)
            name = Input(self._shown(self._automatic), select_on_focus=False)
            name.cursor_blink = False
            yield name
            yield Static("Format", classes="label", markup=False)
            yield Cycle([(one.suffix, f"{one.name} ({one.suffix})") for one in FORMATS], self._suffix, id="format")
            yield Static(id="good-for", classes="said")
            yield Static("For", classes="label", markup=False)
            yield Cycle(readers(self.session.assessment), EVERYBODY, id="reader")
            yield Static(id="holds", classes="said")
            yield Static(id="bar")
            yield Static(id="outcome")
        yield KeyLine(COMMANDS)

    def _beside(self, reader: str, suffix: str) -> Path:
        path = self.session.assessment.path.absolute()
        folder = Path.cwd() if self.session.read_only else path.parent
        return folder / file_name(path.stem, reader, suffix)

    def _shown(self, target: Path) -> str:
        return target.name if self.app.is_web else short_path(target)

    @property
    def _reader(self) -> str:
        return self.query_one("#reader", Cycle).value

    def _explain(self) -> None:
        """Says what the format is good for, what the reader gets, and what would be written."""
        self.query_one("#good-for", Static).update(Content(FORMAT_OF[self._suffix].good_for))
        self.query_one("#holds", Static).update(Content(holds(self._reader)))
        if self._writing:
            return
        self.draw_line("")
        try:
            name = self._shown(self._target())
        except ReadinessError as error:
            self.tell(str(error), problem=True)
        else:
            words = dict(self.query_one("#reader", Cycle).choices)[self._reader]
            self.tell(f"{self.key('export.write')} {'downloads' if self.app.is_web else 'writes'} {name}, for {words}.")

    def _chosen(self) -> None:
        """The name follows format and reader: a name of one's own in its ending alone."""
        name = self.query_one(Input)
        before, self._suffix = self._suffix, self.query_one("#format", Cycle).value
        made = self._beside(self._reader, self._suffix)
        if name.value == self._shown(self._automatic):
            name.value = self._shown(made)
        elif before != self._suffix and name.value.strip():
            name.value = with_ending(name.value, self._suffix)
        self._automatic = made
        self._may_replace = None
        self._explain()

    def ready(self) -> None:
        """Starts in the name."""
        self.query_one(Input).focus()
        self._explain()
        for field in self.query(Cycle):
            self.watch(field, "chosen", self._chosen, init=False)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_write()

    @on(Input.Changed)
    def _renamed(self, event: Input.Changed) -> None:
        """An ending that is typed chooses the format."""
        self._may_replace = None
        suffix = Path(event.value).suffix.lower()
        if suffix in FORMAT_OF and suffix != self._suffix:
            self._suffix = suffix
            self._automatic = self._beside(self._reader, suffix)
            self.query_one("#format", Cycle).chosen = [one.suffix for one in FORMATS].index(suffix)
        self._explain()

    def action_field(self, by: int) -> None:
        """To the next field or the one before."""
        if by > 0:
            self.focus_next("Input, Cycle")
        else:
            self.focus_previous("Input, Cycle")

    def action_write(self) -> None:
        """Starts writing, once the name is sound."""
        if self._writing:
            return
        from readiness.reports.choosing import Choice, check_choice

        try:
            target = self._target()
            check_choice(Choice(self._reader), target, None)
        except ReadinessError as error:
            self.tell(str(error), problem=True)
            return
        if not self.app.is_web and target.exists() and self._may_replace != target:
            self._may_replace = target
            self.tell(f"{short_path(target)} is there already. {self.key('export.write')} again replaces it.", problem=True)
            return
        self._writing = True
        self._stop.clear()
        self.tell(f"Writing … {self.key('export.back')} stops.")
        self.draw_done(0.0)
        assessment = self.session.assessment
        today = self.session.today
        from readiness.reports.writing import report_data

        # Read before the thread starts: what the assessment keeps of it is this one's, see `readiness.storage.connection.Connection`.
        data, warnings = report_data(assessment, today)
        self.write(target, data, self._reader, warnings, download=self.app.is_web)

    def _target(self) -> Path:
        """The file that would be written: what is typed, with the ending of the format where it has none. Raises ReadinessError."""
        target = path_of(self.query_one(Input).value)
        if target.is_dir():
            raise ReadinessError(f"{short_path(target)} is a folder; add a name for the file in it.")
        if target.suffix.lower() not in FORMAT_OF:
            target = target.with_name(target.name + self._suffix)
        if target.resolve() == self.session.assessment.path.resolve():
            raise ReadinessError("That is the assessment itself; choose another name for the report.")
        return target

    @work(thread=True, exclusive=True, exit_on_error=False, group="export")
    def write(self, target: Path, data: ReportData, reader: str, warned: list[str], *, download: bool) -> None:
        """Makes the report. Runs in its own thread: touches neither a widget nor the assessment, both are the other one's."""
        problem, warnings, content = "", list[str](), b""
        paper = PAPERS[self.session.config.paper]
        try:
            if download:
                content, warnings = report_bytes(data, target.name, reader, paper, self._progressed, self._stop.is_set)
            else:
                warnings = make_report(data, target, reader, paper, self._progressed, self._stop.is_set)
        except ReadinessError as error:
            problem = str(error)
        except Exception as error:
            write_crash(error)
            problem = f"The report could not be made because of an unforeseen error ({type(error).__name__}); nothing was written."
        self.post_message(self.Finished(target, [*warned, *warnings], problem, content))

    def _progressed(self, done: float) -> None:
        self.post_message(self.Progressed(done))

    @on(Progressed)
    def _show_progress(self, event: Progressed) -> None:
        if self._writing:
            self.draw_done(event.done)

    @on(Finished)
    def _finished(self, event: Finished) -> None:
        self._writing = False
        self._may_replace = None
        if event.problem:
            self.tell(event.problem, problem=True)
            return
        self.draw_done(1.0)
        done = f"Wrote {short_path(event.target)}"
        if event.content:
            mime = FORMAT_OF[event.target.suffix.lower()].mime
            # Only the name counts: where downloads go is the browser's to say.
            self.app.deliver_binary(BytesIO(event.content), save_filename=event.target.name, mime_type=mime)
            done = f"Handed {event.target.name} to the browser, which keeps it with its downloads."
        self.tell("\n".join([done, *event.warnings]))

    def action_leave(self) -> None:
        """Stops what is being written, or goes back."""
        if self._writing:
            self.stop_writing()
        else:
            self.leave()


def make_report(
    data: ReportData, target: Path, reader: str, paper: PaperSize, progress: Callable[[float], None], cancelled: Callable[[], bool]
) -> list[str]:
    """The report at ``target``, as its name says; warnings to show. Imports the report room only now. Raises ReadinessError."""
    from readiness.reports.brand import Brand
    from readiness.reports.choosing import Choice
    from readiness.reports.writing import write_data

    return write_data(data, target, Choice(reader, brand=Brand(paper=paper)), progress, cancelled)


def report_bytes(
    data: ReportData, name: str, reader: str, paper: PaperSize, progress: Callable[[float], None], cancelled: Callable[[], bool]
) -> tuple[bytes, list[str]]:
    """The report itself, of which nothing stays on this disk, and warnings to show. Raises ReadinessError."""
    with TemporaryDirectory(prefix="readiness-") as folder:
        target = Path(folder) / f"plan{Path(name).suffix}"
        warnings = make_report(data, target, reader, paper, progress, cancelled)
        return target.read_bytes(), warnings

"""Takes over answers from a file: reads it, shows what it would change, and writes that in one step once it is said so."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical
from textual.content import Content
from textual.message import Message
from textual.suggester import Suggester
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from readiness.errors import ReadinessError, StaleWrite
from readiness.importing import Preview, Watch, preview, take_over
from readiness.tui.commands import QUIT, UNDO, Command, bindings, keymap_of
from readiness.tui.crash import write_crash
from readiness.tui.session import Session
from readiness.tui.state.beginning import path_of
from readiness.tui.state.importing import ABOUT, Group, Line, completed, figures, groups, remember, taken_over, verdict
from readiness.tui.state.text import short_path
from readiness.tui.widgets.header import HeaderLine
from readiness.tui.widgets.keyline import KeyLine
from readiness.tui.widgets.listing import Listing
from readiness.tui.working import WorkingRoom

if TYPE_CHECKING:
    from readiness.assessment import Assessment

COMMANDS = (
    Command(
        "importing.go", "enter", "Enter", "go", "read, then import", "Reads the file and shows what it would change; then imports it.", 1
    ),
    Command("importing.next", "tab,down", "Tab", "field(1)", "complete, or list", "Completes the path; else to the list of changes.", 2),
    Command("importing.previous", "shift+tab,up", "↑", "field(-1)", "path", "Back to the path."),
    Command("importing.back", "escape", "Esc", "leave", "stop, or back", "Stops reading or importing; else goes back.", 1),
    Command("importing.help", "f1", "F1", "help", "keys", "Lists every key of this screen.", 2),
    QUIT,
)
_SCROLLBAR = 2
IN_THE_BROWSER = "In the browser no file of this machine is read; `readiness import FILE ANSWERS` takes answers over."


class PathSuggester(Suggester):
    """Goes on from a path that is being typed; the disk is asked away from the screen."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        """The path that goes on from ``value``; None where there is none."""
        return await asyncio.to_thread(completed, value)


class ImportingScreen(WorkingRoom):
    """A path, a bar, what the file would change, and what came of it."""

    NAME = "importing"
    CSS_PATH = "importing.tcss"
    HELP_TITLE = "Keys of the import"
    COMMANDS_HERE = COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = bindings(COMMANDS)

    class Progressed(Message):
        """A share of the work is done (0-1). ``turn`` says for which call."""

        def __init__(self, turn: int, done: float) -> None:
            super().__init__()
            self.turn = turn
            self.done = done

    class Read(Message):
        """The file was read beside what stands, or there is a problem."""

        def __init__(self, turn: int, found: Preview | None, problem: str) -> None:
            super().__init__()
            self.turn = turn
            self.found = found
            self.problem = problem

    class Written(Message):
        """Everything was written, or nothing, and there is a problem."""

        def __init__(self, problem: str) -> None:
            super().__init__()
            self.problem = problem

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._turn = 0
        self._reading = False
        self._found: Preview | None = None
        # The same open file with caches of its own: what a worker reads stays apart from what the screens look at.
        self._view: Assessment | None = None

    def compose(self) -> ComposeResult:
        """Title, path, bar, what an import is, what this one would change, outcome."""
        yield HeaderLine()
        with Container(id="middle"), Vertical(id="page"):
            yield Static("Import answers", id="title", markup=False)
            yield Static("File (.yaml or .csv)", classes="label", markup=False)
            path = Input(self._folder, placeholder="such as answers.yaml", select_on_focus=False, suggester=PathSuggester())
            path.cursor_blink = False
            yield path
            yield Static(id="bar")
            yield Static(Content("\n\n").join(map(Content, ABOUT)), id="about")
            yield Listing()
            yield Static(id="outcome")
        yield KeyLine(COMMANDS)

    @property
    def _folder(self) -> str:
        """Where to begin: the folder of the assessment, empty for the one worked in."""
        folder = self.session.assessment.path.absolute().parent
        return "" if folder == Path.cwd() else f"{short_path(folder).rstrip('/')}/"

    def ready(self) -> None:
        """Starts in the path."""
        self.query_one(Input).focus()
        self._show_found(None)
        self._invite()

    # Keys

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_go()

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_go()

    @on(Input.Changed)
    def _renamed(self) -> None:
        """What was found in another file, or said of it, says nothing of this one."""
        if not self._writing:
            self._abandon()
            self._show_found(None)
            self._invite()

    def _invite(self) -> None:
        self.tell(IN_THE_BROWSER if self.app.is_web else "", problem=self.app.is_web)

    def action_field(self, by: int) -> None:
        """Completes the path if it can be, else walks between it and the list."""
        path = self.query_one(Input)
        before = path.value
        if by > 0 and self.focused is path:
            path.cursor_position = len(before)
            path.action_cursor_right()
        if path.value == before:
            (self.focus_next if by > 0 else self.focus_previous)("Input, Listing")

    def action_go(self) -> None:
        """Reads the file; once its changes are in sight and sound, imports them."""
        if self._reading or self._writing:
            return
        if self.app.is_web:
            self._invite()
        elif self._found is None or self._found.refused or not self._found.changes:
            self._begin_to_read()
        elif self.session.refusal:
            self.tell(self.session.refusal, problem=True)
        else:
            self._begin_to_write(self._found)

    def action_leave(self) -> None:
        """Stops what is being done, or goes back."""
        if self._writing:
            self.stop_writing()
        elif self._reading:
            self._abandon()
            self._show_found(None)
            self.tell("Stopped; nothing was read to its end, and nothing written.")
        else:
            given_up = self._found is not None
            self.leave()
            if given_up:
                self.session.saved = "Nothing was imported."

    # Reading

    def _abandon(self) -> None:
        """Forgets what is being read: the worker ends by itself, and what it finds is for nobody."""
        self._stop.set()
        self._turn += 1
        self._reading = False

    def _begin_to_read(self) -> None:
        self._show_found(None)
        try:
            source = path_of(self.query_one(Input).value)
            assessment = self.session.assessment
            self._view = assessment.looking_at(assessment.round)
        except ReadinessError as error:
            self.tell(str(error), problem=True)
            return
        self._abandon()
        self._stop = threading.Event()
        self._reading = True
        self.tell(f"Reading … {self.key('importing.back')} stops.")
        self.draw_done(0.0)
        self.read(self._turn, self._view, source, self._watch(self._turn, self._stop))

    def _watch(self, turn: int, stop: threading.Event) -> Watch:
        """Tells the screen of each percent, not of each row."""
        told = -1

        def progressed(done: float) -> None:
            nonlocal told
            if int(100 * done) != told:
                told = int(100 * done)
                self.post_message(self.Progressed(turn, done))

        return Watch(progressed, stop.is_set)

    @work(thread=True, exit_on_error=False, group="import")
    def read(self, turn: int, view: Assessment, source: Path, watch: Watch) -> None:
        """Reads the file beside what stands. Runs in its own thread and touches no widget."""
        found: Preview | None = None

        def look() -> None:
            nonlocal found
            found = preview(view, source, watch)

        problem = _problem_of(look, "The file could not be read", self.key("importing.go"))
        self.post_message(self.Read(turn, found, problem))

    @on(Read)
    def _was_read(self, event: Read) -> None:
        if event.turn != self._turn:
            return
        self._reading = False
        if event.found is None:
            self._show_found(None)
            self.tell(event.problem, problem=True)
            return
        self._show_found(event.found)
        self.tell(verdict(event.found, self.key("importing.go"), self.key("importing.back")), problem=bool(event.found.refused))
        if event.found.rows or event.found.refused:
            self.query_one(Listing).focus()

    # Writing

    def _begin_to_write(self, found: Preview) -> None:
        assert self._view is not None
        self._stop = threading.Event()
        self._writing = True
        self.tell(f"Importing … {self.key('importing.back')} stops.")
        self.draw_done(0.0)
        self.write(self._view, found, self._watch(self._turn, self._stop))

    @work(thread=True, exit_on_error=False, group="import")
    def write(self, view: Assessment, found: Preview, watch: Watch) -> None:
        """Writes all of it, or nothing. Runs in its own thread and touches no widget."""
        self.post_message(
            self.Written(_problem_of(lambda: take_over(view, found, watch), "Nothing was imported", self.key("importing.go")))
        )

    @on(Written)
    def _was_written(self, event: Written) -> None:
        self._writing = False
        found, self._found = self._found, None
        # Even where there is a problem: a file that could not be looked at afterwards may hold the answers nonetheless.
        with contextlib.suppress(ReadinessError):
            self.session.assessment.refresh(always=True)
        if event.problem or found is None:
            self._show_found(None)
            self.tell(event.problem, problem=True)
            self.query_one(Input).focus()
            return
        remember(self.session, found)
        said = taken_over(found, UNDO.named(keymap_of(self.app)))
        if self.app.screen is self:
            self.leave()
        else:
            # What lies over this screen, such as help, is not to be taken away instead of it.
            self._show_found(None)
            self.tell(f"Imported: {said} once this screen is left.")
            self.query_one(Input).focus()
        self.session.saved_now(said, "imported")

    # Drawing

    @on(Progressed)
    def _show_progress(self, event: Progressed) -> None:
        if event.turn == self._turn and (self._reading or self._writing):
            self.draw_done(event.done)

    def _show_found(self, found: Preview | None) -> None:
        """Shows what the file would change; for None what an import is."""
        self._found = found
        self.draw_line("" if found is None else figures(found))
        self.query_one("#about").display = found is None
        self.query_one(Listing).display = found is not None
        self._draw_list()

    def draw_line(self, words: str) -> None:
        """Shows the bar or the figures; the line gives way where there is nothing to show."""
        self.query_one("#bar").display = bool(words)
        super().draw_line(words)

    def on_resize(self) -> None:
        """The rows are set to the width."""
        self.call_after_refresh(self._draw_list)

    def _draw_list(self) -> None:
        listing = self.query_one(Listing)
        listed = groups(self._found, self._view.library) if self._found is not None and self._view is not None else []
        width = self.query_one("#page").content_size.width - _SCROLLBAR
        listing.show([option for group in listed for option in _options(group, width)])


def _options(group: Group, width: int) -> list[Option]:
    """A title, its rows, and a line that parts them from the next."""
    title = Option(Content.styled(group.title, "bold $error" if group.problem else "bold $primary"), disabled=True)
    return [title, *(Option(_row(line, width)) for line in group.lines), Option(Content(" "), disabled=True)]


def _row(line: Line, width: int) -> Content:
    """A row whose further lines are indented."""
    about = [(f"{line.about}  ", "bold $accent")] if line.about else []
    more = [(f"  {line.more}", "$quiet")] if line.more else []
    first, *others = Content.assemble(*about, line.what, *more).wrap(max(20, width - 6))
    return Content("\n").join([Content("  ") + first, *(Content("      ") + other for other in others)])


def _problem_of(work_on: Callable[[], object], what: str, again: str) -> str:
    """Why the work could not be done, in a sentence; empty once it is. ``again`` is the key that reads the file once more."""
    try:
        work_on()
    except StaleWrite as error:
        # What comes after the colon is for whoever writes one answer.
        said = str(error).rpartition(": ")[0]
        return f"{said}. {again} reads the file again, beside what stands now."
    except ReadinessError as error:
        return str(error)
    except Exception as error:
        write_crash(error)
        return f"{what} because of an unforeseen error ({type(error).__name__})."
    return ""

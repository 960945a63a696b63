"""The start screen: the files opened last, and the ways to begin. Light: what reads assessments is imported on use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from questionnaires.wording import count_text
from readiness.config import Config
from readiness.errors import ReadinessError
from readiness.tui.commands import HELP, QUIT, Command, bindings, keymap_of
from readiness.tui.opening import Making, Opening
from readiness.tui.session import Clock, Session
from readiness.tui.state.recent import Checked, Recent, check, forget, load_recent
from readiness.tui.state.text import cells, one_line, short_path
from readiness.tui.state.touring import tour_wanted
from readiness.tui.widgets.even import EvenColumn
from readiness.tui.widgets.keyline import KeyLine
from readiness.tui.widgets.listing import Listing

COMMANDS = (
    Command("start.recent", "1,2,3,4,5,6,7,8,9", "1–9", "recent('{key}')", "open", "Opens one of the files opened last.", 3),
    Command("start.new", "n", "n", "new", "new", "Starts an assessment in a new file.", 2),
    Command("start.open", "o", "o", "open", "open a path", "Opens a file by its path.", 2),
    Command("start.demo", "d", "d", "demo", "demo", "Makes an invented company to look around in.", 3),
    Command("start.portfolio", "p", "p", "portfolio", "portfolio", "Shows where every assessment of a folder stands.", 3),
    Command("start.forget", "delete,minus", "-", "forget", "forget", "Takes the highlighted file off this list; the file itself stays.", 5),
    HELP,
    Command("start.quit", "q", "q", "app.quit", "quit", "Leaves the program.", 1),
    Command(
        "start.stay", "escape", "Esc", "stay", "stop", "Stops a file that is being opened or made; else there is nothing to go back to."
    ),
    QUIT,
)
WAYS = (
    ("new", "New assessment", "asks for the organisation, the file and the set"),
    ("open", "Open a file", "by its path"),
    ("portfolio", "Portfolio", "all files of a folder in one table"),
    ("demo", "Demo", "an invented company, to look around in"),
    ("quit", "Quit", ""),
)
# Actions that begin something, or change what the list says.
_BEGINNINGS = ("recent", "new", "open", "demo", "portfolio", "forget")
FRAME = ("Opened last", " ")
PROMISE = "From “a customer asked for our SOC 2 report” to a remediation plan. Offline; your answers stay in one file of yours."


class StartScreen(Opening):
    """Where the program begins, and where closing a file leads back to."""

    CSS_PATH = "start.tcss"
    HELP_TITLE = "Keys of the start screen"
    STOP = "start.stay"
    COMMANDS_HERE = COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = bindings(COMMANDS)

    class Looked(Message):
        """A recent file was looked into."""

        def __init__(self, checked: Checked) -> None:
            super().__init__()
            self.checked = checked

    def __init__(self, config: Config, clock: Clock, file: Path | None = None) -> None:
        super().__init__(config, clock)
        self._file = file
        self._tour = False
        self._recent: list[Recent] = []
        self._checked: dict[str, Checked] = {}
        self._listed: list[Recent] = []
        self._drawn = False

    def compose(self) -> ComposeResult:
        """Name, promise, files and ways to begin."""
        with EvenColumn(id="page"):
            yield Static("readiness", id="name", markup=False)
            yield Static(Content(PROMISE), id="promise")
            yield Listing()
        yield Static(id="status")
        yield KeyLine(COMMANDS)

    def on_mount(self) -> None:
        """Shows the list; a file named on the command line opens after the first frame."""
        self.query_one(Listing).focus()
        if self._file is not None:
            self.tell(f"Opening {short_path(self._file)} …")
        elif tour_wanted():
            self.call_after_refresh(self.app.run_action, "tour")

    def begin(self) -> None:
        """Opens the file that was named: what this needs takes long to load."""
        file, self._file = self._file, None
        if file is not None:
            self._tour = tour_wanted()
            self.open_file(file)

    def on_screen_resume(self) -> None:
        """The list may have changed while a file was open."""
        self._recent = load_recent()
        self._draw()
        self.query_one(Listing).focus()
        if self._recent and not self._busy:
            self.look()

    def tell(self, sentence: str) -> None:
        """Shows a sentence in the status line."""
        self.query_one("#status", Static).update(Content(one_line(sentence)), layout=False)

    # The list

    @work(thread=True, exclusive=True, exit_on_error=False, group="look")
    def look(self) -> None:
        """Looks into each file, away from the screen: a big or remote one must not hold up the keys."""
        for recent in list(self._recent):
            if get_current_worker().is_cancelled:
                return
            self.post_message(self.Looked(check(recent)))

    @on(Looked)
    def _looked(self, event: Looked) -> None:
        self._checked[event.checked.recent.path] = event.checked
        self._draw()

    def on_resize(self) -> None:
        """As many files are listed as there is room for."""
        self.call_after_refresh(self._draw)

    def _draw(self) -> None:
        if self._busy and not self._drawn:
            # Whoever named a file wants that one: the list comes if it can't be opened.
            return
        self._drawn = True
        listing = self.query_one(Listing)
        size = listing.scrollable_content_region
        # Files that can't be opened stand last: they are the first for which there is no room.
        self._listed = sorted(self._recent, key=lambda recent: bool(self._look_of(recent).problem))
        drawn = [self._file_lines(number, recent, size.width or self.size.width) for number, recent in enumerate(self._listed, 1)]
        room = size.height - len(WAYS) - len(FRAME)
        while size.height and len(drawn) > 1 and sum(map(len, drawn)) + (len(drawn) < len(self._listed)) > room:
            drawn.pop()
        left_out = len(self._listed) - len(drawn)
        self._listed = self._listed[: len(drawn)]
        rows = [Option(Content("\n").join(lines), id=f"file:{recent.path}") for lines, recent in zip(drawn, self._listed, strict=True)]
        keys = {command.id: command.named(keymap_of(self.app)) for command in COMMANDS}
        if left_out:
            more = f"    {count_text(left_out, 'file')} more: {keys['start.open']} opens one by its path, {keys['start.forget']} makes room"
            rows.append(Option(Content.styled(more, "$quiet"), disabled=True))
        if rows:
            rows = [Option(Content.styled(FRAME[0], "$quiet"), disabled=True), *rows, Option(Content(FRAME[1]), disabled=True)]
        rows += [
            Option(
                Content.assemble((f" {keys[f'start.{name}']}  ", "bold $accent"), (title, "bold"), (f"  {what}", "$quiet")),
                id=f"way:{name}",
            )
            for name, title, what in WAYS
        ]
        listing.show(rows)

    def _look_of(self, recent: Recent) -> Checked:
        return self._checked.get(recent.path, Checked(recent))

    def _file_lines(self, number: int, recent: Recent, width: int) -> list[Content]:
        checked = self._look_of(recent)
        now = checked.recent
        path = short_path(Path(recent.path))
        title = one_line(now.organisation, 40) or path
        room = width - cells(title) - 6
        head = Content.assemble((f" {number}  ", "bold $accent"), (title, "bold"), f"  {one_line(path, max(12, room))}")
        if checked.problem:
            reason = Content.styled(f"can't be opened: {one_line(checked.problem)}", "$error")
            return [head, *(Content("    ") + line for line in reason.wrap(max(20, width - 4)))]
        # Rounded down: 100 % is said of nothing that is not whole.
        share = f" ({100 * now.answered // now.asked} %)" if now.asked else ""
        progress = f"{now.answered} of {now.asked} answered{share}" if now.asked else "nothing known yet"
        touched = recent.touched.replace("T", " ")[:16]
        facts = " · ".join(filter(None, (one_line(now.round, 30), progress, f"last touched {touched}" if touched else "")))
        return [head, Content.styled(f"    {one_line(facts, max(20, width - 4))}", "$quiet")]

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        kind, _, what = (event.option_id or "").partition(":")
        if self._busy:
            return
        if kind == "file":
            self.open_file(Path(what))
        elif what == "quit":
            self.app.exit()
        elif kind == "way":
            ways = {"new": self.action_new, "open": self.action_open, "portfolio": self.action_portfolio, "demo": self.action_demo}
            ways[what]()

    def action_recent(self, key: str) -> None:
        """Opens a recent file by its number."""
        number = int(key)
        if number <= len(self._listed):
            self.open_file(Path(self._listed[number - 1].path))
        else:
            self.tell(f"There is no file {number} in the list.")

    def action_forget(self) -> None:
        """Takes the highlighted file off the list."""
        kind, _, path = (self.query_one(Listing).highlighted_id or "").partition(":")
        if kind == "file":
            forget(path)
            self._recent = load_recent()
            self._draw()
            self.tell("Taken off the list; the file itself is untouched.")
        else:
            self.tell(f"Highlight a file first; {self.key('start.forget')} takes it off this list.")

    def action_stay(self) -> None:
        """Stops opening a file. Esc goes back everywhere else: pressed once too often, it must not end the program."""
        waiting, self._file = self._file, None
        if self.stop_opening() or waiting is not None:
            self._tour = False
            self.tell("Stopped; nothing was opened.")
            self._draw()
            if self._recent:
                self.look()
            return
        self.tell(f"This is the start; {self.key('start.quit')} leaves the program.")

    # Ways to begin

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """One file at a time: while one is being opened, a key pressed too early begins nothing else."""
        return not self._busy or action not in _BEGINNINGS

    @property
    def _busy(self) -> bool:
        """Whether a file is being opened, or is about to be once the first frame is drawn."""
        return self.opening is not None or self._file is not None

    def open_file(self, path: Path, making: Making | None = None) -> None:
        """Opens a file in the interview, or says in a dialog why that can't be."""
        # Looking into the others would only slow it down.
        self.workers.cancel_group(self, "look")
        super().open_file(path, making)

    def refused(self, error: ReadinessError) -> None:
        """Says in a dialog why a file can't be opened."""
        super().refused(error)
        self._draw()
        self._show_tour()

    def enter(self, session: Session, room: str = "") -> None:
        """Goes to the interview of an open assessment, and from there to ``room``."""
        from readiness.tui.screens import make_room

        self.workers.cancel_group(self, "look")
        super().enter(session)
        if room:
            self.app.push_screen(make_room(room, session))
        self._show_tour()

    def _show_tour(self) -> None:
        """Shows the tour over what came first, if that is still to come."""
        if self._tour:
            self._tour = False
            self.call_after_refresh(self.app.run_action, "tour")

    def action_new(self) -> None:
        """Asks what a new assessment needs, makes it and goes to its scope."""
        from readiness.tui.dialogs.beginning import new_dialog
        from readiness.tui.dialogs.form import Values
        from readiness.tui.state.beginning import create, library_for

        try:
            library = library_for(self.config)
        except ReadinessError as error:
            self.tell(str(error))
            return
        made: list[Session] = []

        def make(values: Mapping[str, str]) -> None:
            made.append(Session.around(create(values, self.config.recorder, library), self.config, self.clock))

        def go(values: Values | None) -> None:
            if values is not None and made:
                self.enter(made[0], "scope")

        self.app.push_screen(new_dialog(library, make), go)

    def action_open(self) -> None:
        """Asks for a path and opens it."""
        from readiness.tui.dialogs.form import Values, ask
        from readiness.tui.state.beginning import check_path, path_of

        def go(values: Values | None) -> None:
            if values is not None:
                self.open_file(path_of(values["value"]))

        self.app.push_screen(ask("Open a file", "Path of the assessment file", "", check_path, does="open"), go)

    def action_portfolio(self) -> None:
        """Shows the files of a folder, the one of the file opened last to begin with."""
        from readiness.tui.screens.portfolio import PortfolioScreen
        from readiness.tui.state.portfolio import usual_folder

        self.workers.cancel_group(self, "look")
        self.app.push_screen(PortfolioScreen(self.config, self.clock, usual_folder()))

    def action_demo(self) -> None:
        """Asks for a folder, makes the demo there and opens it."""
        from readiness.tui.dialogs.form import Values, ask
        from readiness.tui.state.beginning import check_path, path_of

        def go(values: Values | None) -> None:
            if values is not None:
                folder = path_of(values["value"])
                self.open_file(folder, Making(partial(_demo_in, folder), "Making the demo", "The demo could not be made"))

        self.app.push_screen(ask("Demo", "Folder for the demo's file", "readiness-demo", check_path, does="make"), go)

    def on_key(self, event: events.Key) -> None:
        """The status line is about the key before, unless a file is being opened."""
        if not self._busy and event.key not in ("enter", "escape"):
            self.tell("")


def _demo_in(folder: Path, cancelled: Callable[[], bool]) -> Path:
    """Makes the demo; what it needs is loaded by whoever makes it."""
    from readiness.demo import make_demo

    return make_demo(folder, cancelled=cancelled)

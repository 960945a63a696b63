"""Every assessment of a folder in one table, read away from the screen; Enter opens one."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import date
from itertools import takewhile
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from questionnaires.wording import count_text
from readiness.config import Config
from readiness.errors import ReadinessError
from readiness.portfolio import Row, files_in, rows
from readiness.tui.commands import HELP, QUIT, Command, bindings
from readiness.tui.crash import write_crash
from readiness.tui.dialogs.form import Values, ask
from readiness.tui.opening import Opening
from readiness.tui.screens.base import check_only
from readiness.tui.session import Clock, Session
from readiness.tui.state.beginning import path_of
from readiness.tui.state.portfolio import DIGITS, Table, details, headings, line
from readiness.tui.state.text import bar, clean, one_line, short_path
from readiness.tui.widgets.keyline import KeyLine
from readiness.tui.widgets.listing import Listing

COMMANDS = (
    Command("portfolio.open", "enter", "Enter", "enter", "open", "Opens the highlighted file; q there leads back here.", 1),
    Command("portfolio.sort", ",".join(DIGITS), "0–9", "sort('{key}')", "sort", "Sorts by the column of that number.", 2),
    Command("portfolio.folder", "f", "f", "folder", "folder", "Takes another folder.", 2),
    Command("portfolio.below", "b", "b", "below", "below", "Also reads the folders below this one, or no longer.", 4),
    Command("portfolio.again", "r", "r", "again", "read again", "Reads all files of the folder again.", 3),
    HELP,
    Command("portfolio.back", "escape,q", "Esc", "leave", "stop, or back", "Stops opening or reading; else goes back to the start.", 1),
    QUIT,
)
# While many files are read, the table is drawn anew for the first of them one by one, then for so many at a time.
_ONE_BY_ONE = 20
_AT_A_TIME = 50
# Padding and a scrollbar.
_FRAME = 4


class PortfolioScreen(Opening):
    """A folder, a table, and the highlighted file in full."""

    CSS_PATH = "portfolio.tcss"
    HELP_TITLE = "Keys of the portfolio"
    STOP = "portfolio.back"
    COMMANDS_HERE = COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = bindings(COMMANDS)

    class Counted(Message):
        """So many files will be read. ``turn`` says for which call to read."""

        def __init__(self, turn: int, files: int) -> None:
            super().__init__()
            self.turn = turn
            self.files = files

    class Found(Message):
        """One file was read."""

        def __init__(self, turn: int, row: Row) -> None:
            super().__init__()
            self.turn = turn
            self.row = row

    class Finished(Message):
        """Reading came to its end, was stopped, or there is a problem."""

        def __init__(self, turn: int, problem: str) -> None:
            super().__init__()
            self.turn = turn
            self.problem = problem

    def __init__(self, config: Config, clock: Clock, folder: Path) -> None:
        super().__init__(config, clock)
        self.folder = folder
        self._below = False
        self._table = Table()
        self._fresh: list[Row] = []
        self._stop = threading.Event()
        self._turn = 0
        self._reading = False
        self._files = self._read = 0
        self._entered: Path | None = None
        self._wanted: Sequence[Path] | None = None
        self._at: str | None = None

    def compose(self) -> ComposeResult:
        """Folder, how far reading is, headings, files, the highlighted one in full."""
        yield Static(id="folder")
        yield Static(id="summary")
        yield Static(id="headings")
        yield Listing()
        yield Static(id="details")
        yield Static(id="status")
        yield KeyLine(COMMANDS)

    def on_mount(self) -> None:
        """Reads the folder."""
        self.query_one(Listing).focus()
        self.action_again()

    def on_screen_resume(self) -> None:
        """The file that was opened may stand otherwise now."""
        entered, self._entered = self._entered, None
        if entered is not None:
            left = self._wanted if self._reading else ()
            self._begin(None if left is None else list(dict.fromkeys([entered, *left])))

    def on_resize(self) -> None:
        """The columns follow the width."""
        self.call_after_refresh(self._draw)

    def on_unmount(self) -> None:
        """A thread would keep the program alive after its end."""
        self._stop.set()

    @property
    def today(self) -> date:
        """The day by the clock."""
        return self.clock().date()

    def tell(self, sentence: str) -> None:
        """Shows a sentence in the status line."""
        self.query_one("#status", Static).update(Content(one_line(sentence)))

    # Reading

    def action_again(self) -> None:
        """Reads every file of the folder."""
        self._table = Table(key=self._table.key)
        self._begin(None)

    def _begin(self, only: Sequence[Path] | None) -> None:
        """Reads the files of the folder, or only these, whatever is being read now."""
        self._stop.set()
        self._stop = threading.Event()
        self._turn += 1
        self._reading, self._wanted = True, only
        self._fresh.clear()
        self._files = self._read = 0
        self.tell("")
        self._draw()
        self.read(self._turn, self.folder, only, self.today, self._stop, below=self._below)

    @work(thread=True, exclusive=True, exit_on_error=False, group="portfolio")
    def read(self, turn: int, folder: Path, only: Sequence[Path] | None, today: date, stop: threading.Event, *, below: bool) -> None:
        """Reads files one after the other. Runs in its own thread and touches no widget."""
        problem = ""
        try:
            paths = list(files_in(folder, recursive=below)) if only is None else list(only)
            self.post_message(self.Counted(turn, len(paths)))
            for row in rows(takewhile(lambda _: not stop.is_set(), paths), today=today):
                if stop.is_set():
                    break
                self.post_message(self.Found(turn, row))
        except ReadinessError as error:
            problem = str(error)
        except Exception as error:
            write_crash(error)
            again = self.key("portfolio.again")
            problem = f"Reading stopped because of an unforeseen error ({type(error).__name__}); {again} tries again."
        self.post_message(self.Finished(turn, problem))

    @on(Counted)
    def _counted(self, event: Counted) -> None:
        if event.turn == self._turn:
            self._files = event.files
            self._draw_summary()

    @on(Found)
    def _found(self, event: Found) -> None:
        if event.turn != self._turn:
            return
        self._read += 1
        self._fresh.append(event.row)
        if self._read <= _ONE_BY_ONE or self._read % _AT_A_TIME == 0:
            self._draw()
        else:
            self._draw_summary()

    @on(Finished)
    def _finished(self, event: Finished) -> None:
        if event.turn != self._turn:
            return
        self._reading = False
        if event.problem:
            self.tell(event.problem)
        elif self._read < self._files:
            self.tell(f"Stopped: {self._read} of {count_text(self._files, 'file')} read; {self.key('portfolio.again')} reads again.")
        self._draw()

    # Drawing

    def _draw(self) -> None:
        if self._fresh:
            self._table, self._fresh = self._table.with_rows(self._fresh), []
        listing = self.query_one(Listing)
        width = self.size.width - _FRAME
        below = " and the folders below it" if self._below else ""
        self.query_one("#folder", Static).update(Content(f"Assessments in {short_path(self.folder)}{below}"))
        heads = [(f"{title} ", "bold $accent" if key == self._table.key else "$quiet") for key, title in headings(width)]
        self.query_one("#headings", Static).update(Content.assemble(*heads))
        # Until somebody walks the table, its first row is highlighted, whichever is read first.
        if listing.highlighted_id == self._at:
            listing.highlighted = None
        listing.show([Option(_line(row, width, self.today), id=str(row.path)) for row in self._table.shown])
        self._at = listing.highlighted_id if listing.highlighted == 0 else ""
        self._draw_summary()
        self._explain(listing.highlighted_id)

    def _draw_summary(self) -> None:
        if self._reading:
            done = 100 * self._read / self._files if self._files else 0
            text = f"Reading {bar(done, done, 20)} {self._read} of {self._files} · {self.key('portfolio.back')} stops"
        elif self._table.rows:
            text = self._table.summary
        else:
            folder, below = self.key("portfolio.folder"), self.key("portfolio.below")
            text = f"No assessment file in this folder: {folder} takes another, {below} reads those below it."
        self.query_one("#summary", Static).update(Content(text))

    def _row(self, path: str | None) -> Row | None:
        return next((row for row in self._table.rows if str(row.path) == path), None)

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        self._explain(event.option_id)

    def _explain(self, path: str | None) -> None:
        row = self._row(path)
        told = [] if row is None else details(row, self.today)
        lines = [Content.assemble((f"{title}  " if title else "", "bold $primary"), text) for title, text in told if text]
        self.query_one("#details", Static).update(Content("\n").join(lines))

    # Keys

    @on(OptionList.OptionSelected)
    def _open(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        row = self._row(event.option_id)
        if row is None or self.opening is not None:
            return
        if row.standing is None:
            self.tell(f"{clean(row.path.name)} can't be read: its reason stands below the table.")
            return
        self.open_file(row.path)

    def enter(self, session: Session) -> None:
        """Goes to the interview of a file, whose row is read anew afterwards, and what was not read to its end with it."""
        self._entered = session.assessment.path
        # What reads beside the interview would slow its keys.
        self._stop.set()
        self._turn += 1
        super().enter(session)

    def action_enter(self) -> None:
        """Nothing is highlighted: asks for another folder."""
        self.action_folder()

    def action_sort(self, key: str) -> None:
        """Sorts by the column of that number."""
        self._table = self._table.by(DIGITS[key])
        self._draw()

    def action_below(self) -> None:
        """Also reads the folders below, or no longer."""
        self._below = not self._below
        self.action_again()

    def action_folder(self) -> None:
        """Asks for another folder."""

        def take(typed: Values | None) -> None:
            if typed is not None:
                self.folder = path_of(typed["value"])
                self.action_again()

        self.app.push_screen(
            ask("Portfolio", "Folder of the assessment files", str(self.folder), lambda text: check_only(path_of, text), does="show"), take
        )

    def action_leave(self) -> None:
        """Stops opening a file, or reading, or goes back."""
        if self.stop_opening():
            return
        if self._reading:
            self._stop.set()
        else:
            self.app.pop_screen()


def _line(row: Row, width: int, today: date) -> Content:
    return Content.styled(line(row, width, today), "$error" if row.standing is None else "")

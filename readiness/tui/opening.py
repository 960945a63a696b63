"""Opening a file away from the screen: what reads it is loaded and read by a worker, keys go on working, and Escape goes back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import on, work
from textual.message import Message

from readiness.errors import ReadinessError
from readiness.tui.crash import write_crash
from readiness.tui.screens.base import CommandScreen
from readiness.tui.session import Clock, Session
from readiness.tui.state.text import short_path

if TYPE_CHECKING:
    from readiness.config import Config

# From here on the seconds are told, so that waiting for a slow disk does not look like standing still.
_PATIENCE_SECONDS = 2


class Making(NamedTuple):
    """How a file is made that is opened then: ``make`` asks whether anybody still waits for it, and says where it is.

    ``doing`` says so meanwhile, ``refused`` is the title of what says why it could not be made.
    """

    make: Callable[[Callable[[], bool]], Path]
    doing: str
    refused: str


class Opening(CommandScreen):
    """A screen from which files are opened, one at a time.

    The worker opens the file and hands over the session, connection and all; from there on it is the screen's own thread that uses it (see
    `readiness.storage.connection.Connection`). A session that nobody waits for any more is closed unseen.
    """

    # The command that stops it, where there is one.
    STOP: ClassVar[str] = ""

    class Opened(Message):
        """The worker is done: there is a session, or a reason why not. ``turn`` says for which call."""

        def __init__(self, turn: int, session: Session | None, problem: ReadinessError | None) -> None:
            super().__init__()
            self.turn = turn
            self.session = session
            self.problem = problem

    def __init__(self, config: Config, clock: Clock) -> None:
        super().__init__()
        self.config = config
        self.clock = clock
        self.opening: Path | None = None
        self._call = 0
        self._seconds = 0
        self._opened: Session | None = None
        self._making: Making | None = None

    def tell(self, sentence: str) -> None:
        """Shows a sentence, where the screen has a place for one."""

    def enter(self, session: Session) -> None:
        """Goes to the interview of an open assessment."""
        from readiness.tui.screens import make_room

        session.started()
        self.app.push_screen(make_room("interview", session))

    def refused(self, error: ReadinessError) -> None:
        """Says in a dialog why a file can't be opened, or made."""
        self.problem("This file can't be opened" if self._making is None else self._making.refused, error)

    def open_file(self, path: Path, making: Making | None = None) -> None:
        """Opens a file, one that may have to be made first, and goes to its interview, or says in a dialog why that can't be."""
        self.stop_opening()
        self.opening = path
        self._making = making
        self._seconds = 0
        self._tell_opening()
        turn = self._call
        self.set_timer(1.0, lambda: self._count(turn))
        self.read_file(turn, path, making)

    def stop_opening(self) -> bool:
        """Forgets the file that is being opened; False if none is. The worker's session is closed when it comes."""
        self._forget_opened()
        if self.opening is None:
            return False
        self.opening = None
        self.tell("")
        return True

    def _forget_opened(self) -> None:
        self._call += 1
        opened, self._opened = self._opened, None
        if opened is not None:
            opened.assessment.close()

    def on_unmount(self) -> None:
        """Nobody is there to see it any more."""
        self._forget_opened()

    @work(thread=True, exit_on_error=False, group="open")
    def read_file(self, turn: int, path: Path, making: Making | None) -> None:
        """Makes a file if it has to be, and reads it. Runs in its own thread and touches no widget."""
        session, problem = None, None
        try:
            if making is not None:
                path = making.make(lambda: turn != self._call)
            session = Session.open(path, self.config, self.clock)
            # Loaded here as well: it takes as long as all that is read.
            from readiness.tui.screens import interview  # noqa: F401
        except ReadinessError as error:
            problem = error
        except Exception as error:
            write_crash(error)
            problem = ReadinessError(f"{path}: could not be opened because of an unforeseen error ({type(error).__name__}).")
        if not self.post_message(self.Opened(turn, session, problem)) and session is not None:
            session.assessment.close()

    @on(Opened)
    def _was_opened(self, event: Opened) -> None:
        event.stop()
        # Whoever left the program waits for nothing any more, though this screen may be there for a moment.
        if event.turn != self._call or self.app._exit or not self.app.is_running:
            if event.session is not None:
                event.session.assessment.close()
        elif event.problem is not None:
            self.opening = None
            self.tell("")
            self.refused(event.problem)
        else:
            self._opened = event.session
            self._enter_opened()

    def on_screen_resume(self) -> None:
        """A file may have been opened meanwhile."""
        self.call_after_refresh(self._enter_opened)

    def _enter_opened(self) -> None:
        """Goes to the file that was opened, not before whatever lies over this screen is put away."""
        if self._opened is not None and self.app.screen is self:
            session, self._opened, self.opening = self._opened, None, None
            self.tell("")
            self.enter(session)

    def _count(self, turn: int) -> None:
        if turn == self._call and self.opening is not None:
            self._seconds += 1
            self._tell_opening()
            self.set_timer(1.0, lambda: self._count(turn))

    def _tell_opening(self) -> None:
        if self.opening is not None:
            seconds = f" {self._seconds} s" if self._seconds >= _PATIENCE_SECONDS else ""
            stop = f" · {self.key(self.STOP)} stops" if self.STOP else ""
            doing = f"Opening {short_path(self.opening)}" if self._making is None else self._making.doing
            self.tell(f"{doing} …{seconds}{stop}")

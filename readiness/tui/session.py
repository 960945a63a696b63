"""What all screens of one open assessment share: the file, the settings, the clock and where the interview stands."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from math import inf
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from readiness.tui.state.pace import Pace
from readiness.tui.state.recent import Recent, remember, stopped_at
from readiness.tui.state.text import one_line
from readiness.tui.state.unfinished import waiting_at

if TYPE_CHECKING:
    from readiness.assessment import Assessment
    from readiness.config import Config
    from readiness.tui.state.interview import Interview
    from scoring.model import Round

Clock = Callable[[], datetime]
READ_ONLY = "This file is read-only here. To answer, copy it to a folder of yours."


@contextlib.contextmanager
def loading() -> Iterator[None]:
    """What is loaded and read in here stays as long as the program runs: no search for garbage in it, now or at a later key."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        # What is left to search is little: often through all of it. A line that was drawn refers to itself, and only this frees it.
        gc.set_threshold(*gc.get_threshold()[:2], 1)
        gc.enable()


@dataclass
class Session:
    """One open assessment. ``saved`` says what was saved last and when, ``unsaved`` what was not, for the status line.

    ``of`` is set while a closed round is looked at: the session that has the file open. ``scope_at`` is the step
    or the line of the scope that was looked at last, or is to be looked at next. ``left_out`` are steps that undo leaves out, because
    somebody else changed the same since and it was told. ``unreadable`` is what was told already of what can't be read in the file,
    ``whole`` whether what was saved last is to be read to its end, ``unkept_told`` whether it was told that what is typed can't be kept.
    ``steps_left`` is the moment, by ``moment`` in seconds, at which a screen was left on which digits are no answers.
    ``imports`` names what was imported in this session, by the id of one of its events: the file does not say where an answer came from.
    ``greeted``: the interview was shown once, and said who answered last.
    """

    assessment: Assessment
    interview: Interview
    config: Config
    clock: Clock
    saved: str = ""
    closed: bool = False
    whole: bool = False
    unsaved: str = ""
    read_only: bool = False
    pace: Pace = field(default_factory=Pace)
    advance: bool = True
    scope_at: str = ""
    of: Session | None = None
    left_out: set[str] = field(default_factory=set)
    unreadable: set[str] = field(default_factory=set)
    unkept_told: bool = False
    imports: dict[str, str] = field(default_factory=dict)
    moment: Callable[[], float] = monotonic
    steps_left: float = -inf
    greeted: bool = False

    @classmethod
    def open(cls, path: Path, config: Config, clock: Clock) -> Session:
        """Opens a file where its interview stopped, for reading where it can't be written. Raises ReadinessError; then nothing is open."""
        with loading():
            from readiness.assessment import Assessment
            from readiness.errors import FileProblem
            from readiness.storage.files import require_writable

            read_only = False
            try:
                require_writable(path)
            except FileProblem:
                # Whatever else is wrong with it, reading tells.
                read_only = True
            assessment = Assessment.open(path, write=not read_only, recorder=config.recorder)
            return cls.around(assessment, config, clock, read_only=read_only)

    @classmethod
    def around(cls, assessment: Assessment, config: Config, clock: Clock, *, read_only: bool = False) -> Session:
        """A session over an assessment that is open already. Raises ReadinessError and closes it when it can't be read."""
        from readiness.tui.state.interview import Interview

        try:
            # Read everything once, so that a damaged part is told now and not at the first key press.
            _ = assessment.scope, assessment.questions, assessment.scorecard()
            # A text that was begun says better where somebody was than the last orderly end does.
            at = (None if read_only else waiting_at(assessment)) or stopped_at(assessment.path)
            return cls(assessment, Interview(assessment, at), config, clock, read_only=read_only, advance=config.advance)
        except BaseException:
            assessment.close()
            raise

    def started(self) -> None:
        """Notes that somebody looks at the file from now on."""
        # Where that stops is known at the end only: a program that is killed must not come back to where it began.
        self.remember(stopped=False)
        self.pace.note(self.clock())

    def looking_at(self, one: Round) -> Session:
        """A session over a round of the same file as it was when it was closed; ending it leaves the file open."""
        from readiness.tui.state.interview import Interview

        view = self.assessment.looking_at(one)
        talk = Interview(view, self.interview.current.id if self.interview.questions else None)
        return Session(
            view, talk, self.config, self.clock, read_only=self.read_only, advance=self.advance, of=self, unreadable=self.unreadable
        )

    @property
    def locked(self) -> str:
        """Why nothing at all can be written to the file from here, in a sentence; empty where something can."""
        engagement = self.assessment.engagement
        if engagement is not None and engagement.closed:
            how = "`readiness close FILE --reopen --by NAME --why TEXT` opens it again"
            return f"This file is closed to changes, by {one_line(engagement.by, 60)}; {how}."
        return READ_ONLY if self.read_only else ""

    @property
    def refusal(self) -> str:
        """Why nothing can be changed here, in a sentence; empty where it can."""
        stated = self.assessment.round
        if self.of is None and self.locked:
            return self.locked
        return f"{one_line(stated.name, 60)} is closed and stays as it was." if stated.closed else self.locked

    @property
    def today(self) -> date:
        """The day by the clock; for a closed round the day it was closed."""
        return self.assessment.today if self.assessment.round.closed else self.clock().date()

    def clear_status(self) -> None:
        """Forgets what was saved last: it is about the screen that is being left."""
        self.saved = self.unsaved = ""
        self.whole = False

    def saved_now(self, what: str, how: str = "saved", *, whole: bool = False) -> None:
        """Notes that ``what`` is in the file from this moment on; ``how`` in one or two words. ``whole``: none of it may be cut away."""
        self.whole = whole
        self.saved = f"{how} {self.clock():%H:%M:%S}{f' · {what}' if what else ''}"
        self.unsaved = ""

    def not_saved(self, what: str) -> None:
        """Notes that ``what`` is not in the file."""
        self.unsaved = f"NOT saved: {what}"

    def remember(self, *, stopped: bool) -> None:
        """Puts the file at the head of the recent ones, with its figures and, once it has ``stopped``, the current question."""
        card = self.assessment.scorecard()
        remember(
            Recent(
                path=str(self.assessment.path.absolute()),
                organisation=self.assessment.scope.organisation,
                round=self.assessment.round.name,
                answered=card.answered_count,
                asked=card.asked,
                touched=self.clock().isoformat(timespec="seconds"),
                question=self.interview.current.id if stopped and self.interview.questions else "",
            )
        )

    def close(self) -> None:
        """Remembers where the interview stopped and closes the file. Never raises: all answers are in the file already."""
        from readiness.errors import ReadinessError

        if self.closed:
            return
        self.closed = True
        if self.of is not None:
            return
        with contextlib.suppress(ReadinessError):
            self.remember(stopped=True)
        with contextlib.suppress(ReadinessError):
            self.assessment.close()

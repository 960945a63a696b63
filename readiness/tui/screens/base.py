"""What the screens have in common: commands, help, the ways between them, and how it is told that a write was refused."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import ClassVar, Concatenate, ParamSpec, TypeVar

from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from readiness.errors import ReadinessError, StaleWrite
from readiness.tui.commands import APP_COMMANDS, Command, in_force
from readiness.tui.screens import make_room
from readiness.tui.session import Session
from readiness.tui.state.text import clean, one_line

Typed = TypeVar("Typed")
P = ParamSpec("P")
READ_ONLY = "This file is read-only here. To answer, copy it to a folder of yours."


class CommandScreen(Screen[None]):
    """A screen whose commands are one list."""

    COMMANDS_HERE: ClassVar[tuple[Command, ...]] = ()
    HELP_TITLE: ClassVar[str] = "Keys"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (120, "-wide")]  # noqa: RUF012  Textual declares it
    VERTICAL_BREAKPOINTS = [(0, "-short"), (32, "-tall")]  # noqa: RUF012  Textual declares it
    AUTO_FOCUS = ""

    def action_help(self) -> None:
        """Lists the screen's keys."""
        from readiness.tui.dialogs.reader import HelpDialog

        commands = in_force((*self.COMMANDS_HERE, *APP_COMMANDS), self.app)
        self.app.push_screen(HelpDialog(self.HELP_TITLE, commands, self.help_notes()))

    def begin(self) -> None:
        """What is to be done once the program's first frame is drawn, if it is this screen's."""

    def help_notes(self) -> Sequence[str]:
        """Sentences below the keys."""
        return ()

    def action_back(self) -> None:
        """Goes back one screen."""
        self.app.pop_screen()

    def problem(self, title: str, error: ReadinessError) -> None:
        """Tells a problem in its own sentence."""
        from readiness.tui.dialogs.choice import ProblemDialog

        self.app.push_screen(ProblemDialog(title, clean(str(error))))


class Room(CommandScreen):
    """A screen of one open assessment. The interview stands below the others."""

    NAME: ClassVar[str] = ""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._message = ""

    def on_mount(self) -> None:
        """Draws the screen for the first time."""
        self.redraw()
        self.ready()

    def ready(self) -> None:
        """What is to be done once the screen is drawn. Not ``on_mount``: Textual calls that one of every base class, too."""

    def on_screen_resume(self) -> None:
        """Takes up what changed meanwhile, here or in another program."""
        if self.is_mounted:
            self.redraw()

    def redraw(self) -> None:
        """Shows the assessment as it is in the file."""
        if self.session.closed:
            return
        try:
            self.session.assessment.refresh()
            self.show()
        except ReadinessError as error:
            self.problem("The file can't be read", error)

    def show(self) -> None:
        """Draws what the assessment says. May raise ReadinessError."""

    def show_header(self) -> None:
        """Draws the first line."""
        # Imported late: the start screen shares this module and must not pay for what reads assessments.
        from readiness.tui.state import card
        from readiness.tui.widgets.header import HeaderLine

        self.query_one(HeaderLine).show(card.header(self.session.assessment, read_only=self.session.read_only))

    def show_status(self) -> None:
        """Draws the status line: what was not saved, else what there is to say, else what was saved last."""
        for status in self.query("#status").results(Static):
            status.set_class(bool(self.session.unsaved), "-unsaved")
            status.update(Content(one_line(self.session.unsaved or self._message or self.session.saved)))

    def tell(self, message: str) -> None:
        """Shows a sentence in the status line until the next key that changes something."""
        self._message = message
        self.session.unsaved = ""
        self.show_status()

    def leave(self) -> None:
        """Takes this screen away; what its status line said does not follow to the next."""
        self.leaving()
        self.app.pop_screen()

    def leaving(self) -> None:
        """What is to be done before another screen comes."""
        self._message = ""
        self.session.clear_status()

    def action_back(self) -> None:
        """Goes back one screen."""
        self.leave()

    def action_room(self, name: str) -> None:
        """Goes to another screen of the same assessment: back to it where it lies below, else over the interview."""
        rooms = [screen for screen in self.app.screen_stack if isinstance(screen, Room)]
        target = next((room for room in rooms if name == room.NAME), rooms[0])
        for room in rooms[: rooms.index(target) : -1]:
            room.leave()
        if name != target.NAME:
            target.leaving()
            self.app.push_screen(make_room(name, self.session))

    def open_question(self, question_id: str) -> None:
        """Shows a question over this screen, which is there again afterwards."""
        from readiness.tui.screens.interview import InterviewScreen

        self.leaving()
        self.app.push_screen(InterviewScreen(self.session, visited=question_id, back_to=self.NAME))

    def action_what_if(self) -> None:
        """Marks items of the plan as if they were finished; nothing of it is kept."""
        from readiness.tui.dialogs.supposing import SupposeDialog
        from readiness.tui.state.supposing import supposition

        try:
            supposed = supposition(self.session.assessment)
        except ReadinessError as error:
            self.problem("There is no plan to suppose from", error)
            return
        self.app.push_screen(SupposeDialog(supposed))

    def attempt(self, write: Callable[[], None], what: str, mine: Callable[[str], None], *, how: str = "saved") -> bool:
        """Writes; True once it is durable. Else nothing was written, and a dialog says why.

        ``what`` names the change in a few words, ``how`` what came of it. ``mine`` writes again, based on the event it is given, if
        somebody else was first.
        """
        self._message = ""
        try:
            write()
        except StaleWrite as error:
            newest = error.event

            def keep(choice: str | None) -> None:
                if choice == "mine":
                    mine(newest)
                else:
                    self.session.unsaved = ""
                    self.redraw()

            from readiness.tui.dialogs.choice import StaleDialog

            self.session.not_saved(what)
            self.app.push_screen(StaleDialog(error, what), keep)
            return False
        except ReadinessError as error:
            self.session.not_saved(f"{what}: {one_line(str(error))}")
            self.problem("This was NOT saved", error)
            return False
        self.session.saved_now(what, how)
        return True


AnyRoom = TypeVar("AnyRoom", bound=Room)


def writes(action: Callable[Concatenate[AnyRoom, P], None]) -> Callable[Concatenate[AnyRoom, P], None]:
    """Marks an action that changes the file: where that is open for reading only, it says so and does nothing."""

    @functools.wraps(action)
    def guarded(self: AnyRoom, /, *args: P.args, **kwargs: P.kwargs) -> None:
        if self.session.read_only:
            self.tell(READ_ONLY)
        else:
            action(self, *args, **kwargs)

    return guarded


def check_only(make: Callable[[Typed], object], typed: Typed) -> None:
    """Makes a change only to see whether it can be made. Raises ReadinessError."""
    make(typed)

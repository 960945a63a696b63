"""What the screens have in common: commands, help, the ways between them, and how it is told that a write was refused."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, TypeVar

from textual.screen import Screen

from readiness.errors import ReadinessError, StaleWrite
from readiness.tui.commands import Command
from readiness.tui.screens import make_room
from readiness.tui.session import Session
from readiness.tui.state.text import clean, one_line

Typed = TypeVar("Typed")


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

        self.app.push_screen(HelpDialog(self.HELP_TITLE, self.COMMANDS_HERE, self.help_notes()))

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

    def action_room(self, name: str) -> None:
        """Goes to another screen of the same assessment."""
        if name == "interview":
            self.app.pop_screen()
        elif self.NAME == "interview":
            self.app.push_screen(make_room(name, self.session))
        else:
            self.app.switch_screen(make_room(name, self.session))

    def open_question(self, question_id: str) -> None:
        """Goes to a question in the interview."""
        self.session.interview.go_to(question_id)
        self.app.pop_screen()

    def attempt(self, write: Callable[[], None], what: str, mine: Callable[[str], None]) -> bool:
        """Writes; True once it is durable. Else nothing was written, and a dialog says why.

        ``what`` names the change in a few words. ``mine`` writes again, based on the event it is given, if somebody else was first.
        """
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
        self.session.saved_now(what)
        return True


def check_only(make: Callable[[Typed], object], typed: Typed) -> None:
    """Makes a change only to see whether it can be made. Raises ReadinessError."""
    make(typed)

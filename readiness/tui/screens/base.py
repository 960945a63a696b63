"""What the screens have in common: commands, help, the ways between them, and how it is told that a write was refused."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from math import inf
from typing import TYPE_CHECKING, ClassVar, Concatenate, ParamSpec, TypeVar

from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from readiness.errors import ReadinessError, StaleWrite
from readiness.tui.commands import APP_COMMANDS, Command, keymap_of
from readiness.tui.in_order import InOrder, moment
from readiness.tui.screens import make_room
from readiness.tui.session import Session
from readiness.tui.state.text import clean, one_line
from readiness.tui.widgets.even import Even

if TYPE_CHECKING:
    from readiness.tui.state.turning import Turned
    from readiness.undoing import Way
    from scoring.model import Round

Typed = TypeVar("Typed")
ROUNDS = "round"
P = ParamSpec("P")


class CommandScreen(Screen[None], Even):
    """A screen whose commands are one list."""

    COMMANDS_HERE: ClassVar[tuple[Command, ...]] = ()
    HELP_TITLE: ClassVar[str] = "Keys"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (120, "-wide")]  # noqa: RUF012  Textual declares it
    VERTICAL_BREAKPOINTS = [(0, "-short"), (32, "-tall")]  # noqa: RUF012  Textual declares it
    AUTO_FOCUS = ""

    _painting = False
    # When its first frame was begun, see `moment`: nobody answers a question they have not seen.
    _painted_at = inf

    def on_compose(self) -> None:
        """Takes the classes of its size before it has any widgets: styles and lay-out are worked out once, not twice."""
        size = self.app.size
        for breakpoints, extent in ((self.HORIZONTAL_BREAKPOINTS, size.width), (self.VERTICAL_BREAKPOINTS, size.height)):
            self.add_class(next(name for least, name in reversed(breakpoints) if extent >= least), update=False)

    def on_resize(self) -> None:
        """Paints from here on: what is set to the size is drawn by now, since the screens' own handlers come before this one."""
        self.call_after_refresh(self.paint)

    def paint(self) -> None:
        """Puts the first frame on the terminal."""
        if not self._painting:
            self._painting = True
            # With the lay-out that drawing has asked for, if any; else by itself.
            self.call_after_refresh(self._compositor_refresh)

    def _compositor_refresh(self) -> None:
        """Paints what has changed; a frame that is half laid out only takes time and would be painted over at once."""
        if self._painting and not self.app._batch_count:
            begun = moment()
            super()._compositor_refresh()
            # A fast hand, or a program, presses a key before this line is reached.
            self._painted_at = min(self._painted_at, begun)

    def seen(self) -> bool:
        """Whether it was on the terminal already when the key was pressed that is seen to now."""
        return self._painted_at < inf and not (isinstance(self.app, InOrder) and self.app.turn_before(self._painted_at))

    def action_help(self) -> None:
        """Lists the screen's keys."""
        from readiness.tui.dialogs.reader import HelpDialog

        commands = [command.told(keymap_of(self.app)) for command in (*self.COMMANDS_HERE, *APP_COMMANDS)]
        self.app.push_screen(HelpDialog(self.HELP_TITLE, commands, self.help_notes()))

    def key(self, command_id: str) -> str:
        """How a sentence calls the key of one of this screen's commands, which users may have put elsewhere."""
        return next(one for one in (*self.COMMANDS_HERE, *APP_COMMANDS) if one.id == command_id).named(keymap_of(self.app))

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
    """A screen of one open assessment. The interview stands below the others, each of them there once at most."""

    NAME: ClassVar[str] = ""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._message = ""
        # What is to be done once what `attempt` writes next is in the file, be it at the second go.
        self.once_saved: Callable[[], None] | None = None

    def on_mount(self) -> None:
        """Draws the screen for the first time."""
        self.redraw()
        self.ready()

    def ready(self) -> None:
        """What is to be done once the screen is drawn. Not ``on_mount``: Textual calls that one of every base class, too."""

    def on_screen_resume(self) -> None:
        """Takes up what changed meanwhile, here or in another program."""
        # What comes up for the first time has just been drawn.
        if self.is_mounted and self.stack_updates:
            self.redraw()

    def redraw(self) -> None:
        """Shows the assessment as it is in the file."""
        if self.session.closed:
            return
        try:
            self.session.assessment.refresh()
            self.show()
        except ReadinessError as error:
            if not self.unreadable(error, str(error)):
                for status in self.query("#status").results(Static):
                    status.update(Content(one_line(str(error))))
        self._mark_unread()

    def unreadable(self, error: ReadinessError, what: str) -> bool:
        """Tells that ``what`` can't be read: in a dialog once while the file is open (then True), else by a mark in the first line."""
        told = what in self.session.unreadable
        if not told:
            self.session.unreadable.add(what)
            self.problem("Not all of the file can be read", error)
        self._mark_unread()
        return not told

    def _mark_unread(self) -> None:
        from readiness.tui.widgets.header import HeaderLine

        if self.session.unreadable:
            for header in self.query(HeaderLine):
                header.mark_unread()

    def show(self) -> None:
        """Draws what the assessment says. May raise ReadinessError."""

    def show_header(self) -> None:
        """Draws the first line."""
        # Imported late: the start screen shares this module and must not pay for what reads assessments.
        from readiness.tui.state import card
        from readiness.tui.widgets.header import HeaderLine

        self.query_one(HeaderLine).show(card.header(self.session.assessment, read_only=bool(self.session.refusal)))

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

    def refuse(self, sentence: str) -> None:
        """Says why a command asks for nothing; what is typed for it all the same is not taken for other commands."""
        self.tell(sentence)
        if isinstance(self.app, InOrder):
            self.app.swallow_typing()

    def refusal(self) -> str:
        """Why nothing can be changed from this screen, in a sentence; empty where it can."""
        said = self.session.refusal
        return said if self.session.of is None else f"{said} {self.key(f'room.{ROUNDS}')} leads to the round that is open."

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
        """Goes to another screen of the same assessment: back to it where it lies below, else over this one, which is then gone back to."""
        rooms = [screen for screen in self.app.screen_stack if isinstance(screen, Room) and screen.session is self.session]
        if name == ROUNDS and self.session.of is not None:
            # A closed round is looked at from the screen of rounds, or from one that leads there.
            for room in reversed(rooms):
                room.leave()
            below = [screen for screen in self.app.screen_stack if isinstance(screen, Room)]
            below[-1].action_room(name)
            return
        target = next((room for room in rooms if name == room.NAME), None)
        if target is None:
            self.leaving()
            self.app.push_screen(make_room(name, self.session))
        else:
            for room in rooms[: rooms.index(target) : -1]:
                room.leave()

    def open_scope(self, where: str) -> None:
        """Goes to a step of the scope, or to one of its lines, wherever it was left."""
        self.session.scope_at = where
        self.action_room("scope")

    def open_question(self, question_id: str) -> None:
        """Shows a question over this screen, which is there again afterwards."""
        from readiness.tui.screens.interview import InterviewScreen

        self.leaving()
        self.app.push_screen(InterviewScreen(self.session, visited=question_id, back_to=self.NAME))

    def action_find(self) -> None:
        """Finds a question."""
        from readiness.tui.dialogs.finding import FindDialog

        self.app.push_screen(FindDialog(self.session.interview), self.found)

    def found(self, question_id: str | None) -> None:
        """Shows the question that was found; none if the search was left."""
        if question_id is not None:
            self.open_question(question_id)

    def open_round(self, one: Round, question_id: str = "") -> None:
        """Shows a closed round as it was over this screen: its results, or one of its questions."""
        past = self.session.looking_at(one)
        try:
            past.assessment.scorecard()
        except ReadinessError as error:
            self.problem(f"{one_line(one.name, 60)} can't be read", error)
            return
        self.leaving()
        if question_id:
            past.interview.go_to(question_id)
        self.app.push_screen(make_room("interview", past))
        if not question_id:
            self.app.push_screen(make_room("results", past))

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

    def action_undo(self) -> None:
        """Takes the last change of this session back, whatever it was."""
        if not self.turn("undo"):
            self.session.clear_status()
            self.tell("Nothing was changed in this session that could be taken back.")

    def action_redo(self) -> None:
        """Brings again what was taken back last."""
        self.turn("redo")

    def turn(self, way: Way) -> bool:
        """Undoes or redoes one step of this session; False where there is none. What came of it stands in the status line."""
        from readiness.tui.state import turning

        if refusal := self.refusal():
            self.tell(refusal)
            return True
        turned = turning.turn(self.session, way)
        if turned is None and way == "redo":
            self.session.clear_status()
            self.tell("Nothing of this session was taken back that could be brought again.")
        elif turned is not None:
            self._message = ""
            if turned.refused is None:
                self.session.saved_now(turned.said, "taken back" if way == "undo" else "brought again", whole=turned.whole)
            else:
                self.problem("This stays as it is", turned.refused)
            self.turned(turned)
            self.redraw()
        return turned is not None

    def turned(self, turned: Turned) -> None:
        """What else a screen does once a step was undone or redone."""

    def attempt(
        self, write: Callable[[], None], what: str, mine: Callable[[str], None], *, how: str = "saved", whole: bool = False
    ) -> bool:
        """Writes; True once it is durable. Else nothing was written, and a dialog says why.

        ``what`` names the change in a few words, ``how`` what came of it, ``whole`` if all of it is to be read. ``mine``
        writes again, based on the event it is given, if somebody else was first.
        """
        self._message = ""
        then, self.once_saved = self.once_saved, None
        try:
            write()
        except StaleWrite as error:
            newest = error.event

            def keep(choice: str | None) -> None:
                if choice == "mine":
                    self.once_saved = then
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
        self.session.saved_now(what, how, whole=whole)
        if then is not None:
            then()
        return True


AnyRoom = TypeVar("AnyRoom", bound=Room)


def writes(action: Callable[Concatenate[AnyRoom, P], None]) -> Callable[Concatenate[AnyRoom, P], None]:
    """Marks an action that changes the file: where that or its round is for reading only, it says so and does nothing.

    Before the screen is drawn it does nothing either: a key that was pressed so early was not about what nobody has seen yet.
    """
    return _guarded(action, lambda room, refusal: room.tell(refusal))


def asks(action: Callable[Concatenate[AnyRoom, P], None]) -> Callable[Concatenate[AnyRoom, P], None]:
    """Marks an action that changes the file and opens a form for it: `writes`, and what is typed for a refused form is no key."""
    return _guarded(action, lambda room, refusal: room.refuse(refusal))


def _guarded(
    action: Callable[Concatenate[AnyRoom, P], None], refuse: Callable[[AnyRoom, str], None]
) -> Callable[Concatenate[AnyRoom, P], None]:
    @functools.wraps(action)
    def guarded(self: AnyRoom, /, *args: P.args, **kwargs: P.kwargs) -> None:
        if not self.seen():
            return
        if refusal := self.refusal():
            refuse(self, refusal)
        else:
            action(self, *args, **kwargs)

    return guarded


def check_only(make: Callable[[Typed], object], typed: Typed) -> None:
    """Makes a change only to see whether it can be made. Raises ReadinessError."""
    make(typed)

"""Forms whose text is kept in the file while it is typed, and offered again after a program that ended over it."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable

from readiness.errors import ReadinessError
from readiness.tui.dialogs.form import FormDialog, Values
from readiness.tui.screens.base import Room
from readiness.tui.session import Session
from readiness.tui.state.text import one_line
from readiness.tui.state.unfinished import offered

EVERY_SECONDS = 1.0
"""How often what is typed goes into the file at most."""


def fill(room: Room, dialog: FormDialog, keep: Callable[[Values], None], form: str, about: str) -> None:
    """Opens a form over a room and hands what it is saved with to ``keep``, which writes it by the room's `attempt`.

    Meanwhile what is typed is kept as the ``form`` (a word or two joined by hyphens) of the question or item ``about``: until it is
    saved, or dropped by leaving the form. What could not be saved stays, and is offered at the next opening.
    """
    keeping = Keeping(room.session, dialog, form, about)
    dialog.keeping = keeping

    def left(values: Values | None) -> None:
        if values is None:
            keeping.drop()
            return
        room.once_saved = keeping.drop
        keep(values)
        room.once_saved = None
        keeping.rescue(values)

    room.app.push_screen(dialog, left)


class Keeping:
    """Keeps what stands in one form. Typing never waits for it: it writes in a thread of its own, and not while others have the file."""

    def __init__(self, session: Session, dialog: FormDialog, form: str, about: str) -> None:
        self._session, self._dialog, self._form, self._about = session, dialog, form, about
        self._desk = session.assessment.unfinished
        self.before: Values = {field.id: field.value for field in dialog.fields}
        self.begun: Values = self.before
        self.sentence = ""
        self._stored: Values | None = None
        self._in_file = self._running = self._closed = self._dropped = False
        self._problem = ""
        # Between the thread that writes and the end of the form.
        self._turn = threading.Lock()
        self._look()

    def _look(self) -> None:
        """Offers what was begun before, unless it is what stands in the file by now."""
        found = None
        with contextlib.suppress(ReadinessError):
            found = self._desk.one(self._form, self._about)
        if found is None:
            return
        self._in_file = True
        self.begun = self.before | {field: text for field, text in found.typed.items() if field in self.before}
        if self.begun == self.before:
            self.drop()
        else:
            self.sentence = offered(found, self.before)

    def start(self) -> None:
        """The form is on the screen."""
        self._stored = self._dialog.values

    def typed(self) -> None:
        """Something in the form was changed."""
        if not self._running and not self._closed and self._stored is not None:
            self._running = True
            self._dialog.run_worker(self._follow(), group="unfinished", exit_on_error=False)

    async def _follow(self) -> None:
        """Keeps up with what is typed, one write after the other, until the file has it all."""
        try:
            await asyncio.sleep(EVERY_SECONDS)
            while (values := self._dialog.values) != self._stored:
                await asyncio.to_thread(self._write, values, self._dialog.differ(values))
                self._tell()
                await asyncio.sleep(EVERY_SECONDS)
        finally:
            self._running = False

    def _write(self, values: Values, changed: bool) -> None:
        """Keeps the values, or forgets what was kept where they are those of the file. Runs in a thread and touches no widget."""
        with self._turn:
            if self._closed:
                return
            self._put(values, changed)

    def _put(self, values: Values, changed: bool) -> None:
        try:
            if changed:
                done = self._desk.keep(self._form, self._about, values, self.before)
                self._in_file |= done
            else:
                done = not self._in_file or self._desk.drop(self._form, self._about, wait=False)
        except ReadinessError as error:
            self._problem = str(error)
        except ValueError:
            self._problem = "it is too long for a note, or holds what is no text."
        else:
            self._problem = ""
            if done:
                self._stored = values

    def _tell(self) -> None:
        """Says once a session that what is typed can't be kept."""
        if self._problem and not self._session.unkept_told:
            self._session.unkept_told = True
            self._dialog.remark(f"What you type is kept only once you save it: {one_line(self._problem)}")

    def close(self) -> None:
        """What is typed is about to be saved or dropped: nothing is kept of it from here on, whatever is still on its way."""
        with self._turn:
            self._closed = True

    def flush(self) -> None:
        """The form goes with the program, neither saved nor left: keeps what stands in it."""
        if self._stored is not None and not self._closed and (values := self._dialog.values) != self._stored:
            self._write(values, self._dialog.differ(values))
        self.close()

    def drop(self) -> None:
        """Forgets what was kept."""
        self._dropped = True
        if self._in_file:
            with contextlib.suppress(ReadinessError):
                self._desk.drop(self._form, self._about)

    def rescue(self, values: Values) -> None:
        """Keeps what was to be saved, unless it was or is what stands in the file anyway."""
        if values == self.before:
            self.drop()
        elif not self._dropped:
            self._put(values, True)

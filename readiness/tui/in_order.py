"""Keys in their order: each is handed out only once what the one before it began has come to rest. Knows no screen of ours."""

from __future__ import annotations

from collections import deque
from time import monotonic

from textual import events
from textual.app import App
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget

# A key that opens a form which opens another comes to rest after some; who goes on for ever must not hold the keyboard.
_MOST_ROUNDS = 20
_LONGEST_FRAME = 0.5  # seconds
# What leaves the program waits for the keys before it, that save something perhaps; not for those that were pressed so long before.
_LEAVING = ("ctrl+q", "ctrl+c")
_PATIENCE = 2.0  # seconds
# Who types a text does not look up: a key that comes so soon after the one before it is part of the same text.
_PAUSE = 0.75  # seconds
_TEXT_KEYS = ("enter", "tab", "backspace", "delete")
_ENDING_KEYS = ("escape", "ctrl+s")


def moment() -> float:
    """Now, in seconds of the clock that keys go by."""
    return events.Event().time


class InOrder(App[None]):
    """An app in which keys may come faster than its screens do, as from a paste without marks or over a slow line.

    Textual sends every key at once to what has the focus at that moment. Of keys that come together, those behind one that opens a
    field would go to the screen below it: lost, or taken for commands.
    """

    def __init__(self) -> None:
        super().__init__()
        self._held: deque[events.Key | events.Paste] = deque()
        self._handed: events.Key | events.Paste | None = None
        self._drawn: object | None = None
        self._resting = True
        self._came = 0.0
        self._typed_at = self._turn_at = 0.0
        self._refused_at: float | None = None

    async def on_event(self, event: events.Event) -> None:
        """Hands out a key or a paste that comes from the terminal when it is its turn; all else as it comes."""
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded or self._leaves_late(event):
            await super().on_event(event)
        elif not self._resting and event is not self._handed:
            self._held.append(event)
        elif self._belongs_to_refused(event):
            if event is self._handed:
                self._next_key()
        else:
            self._resting = False
            # Typed behind another key, it was meant for what that one leads to; else for what was to be seen when it was pressed.
            self._turn_at = moment() if event is self._handed else event.time
            before, field = self.screen, self._field_for(event)
            await super().on_event(event)
            # Text only has to be in its field before a key that saves it is seen to.
            if field is None or not field.call_later(self._next_key):
                self._settle(before, _MOST_ROUNDS)

    def simulate_key(self, key: str) -> None:
        """Hands out a key that a command stands for: before those that were pressed after the command."""
        if self._resting:
            super().simulate_key(key)
        else:
            self._held.appendleft(events.Key(key, None))

    def swallow_typing(self) -> None:
        """The key just handed out was to open a field, and did not: what is typed for that field is no key of the screen's.

        Whoever begins to type a note at once would else answer questions and leave screens with its letters. All text is left out
        that comes in the same burst, by when each key came and not by when its turn is. A pause ends it, or Escape, which was for the
        field, too. Enter does not: in a note another line follows it, and elsewhere what was to be typed for the next question,
        while the screen still shows this one.
        """
        self._refused_at = self._typed_at

    def turn_before(self, painted: float) -> bool:
        """Whether a key is being seen to that was meant for what was on the terminal before that moment, see `moment`."""
        return not self._resting and self._turn_at < painted

    def _belongs_to_refused(self, event: events.Key | events.Paste) -> bool:
        """Whether this was typed for a field that did not open."""
        before, self._typed_at = self._refused_at, event.time
        self._refused_at = None
        if before is None or event.time - before > _PAUSE:
            return False
        if isinstance(event, events.Key) and not event.is_printable and event.key not in _TEXT_KEYS:
            return event.key in _ENDING_KEYS
        self._refused_at = event.time
        return True

    def _leaves_late(self, event: events.Key | events.Paste) -> bool:
        """Whether this leaves the program, long after the key before it: if that still waits, there are too many, or a screen is stuck."""
        if event is self._handed:
            return False
        now = monotonic()
        if isinstance(event, events.Key) and event.key in _LEAVING:
            return not self._resting and now - self._came > _PATIENCE
        self._came = now
        return False

    def _field_for(self, event: events.Key | events.Paste) -> Widget | None:
        """The field that takes this as text and opens nothing with it, if one has the focus."""
        field = self.focused
        taken = field is not None and isinstance(event, events.Key) and field.check_consume_key(event.key, event.character)
        return field if taken else None

    def _next_key(self) -> None:
        """Hands out the next key, if one waits."""
        if self._held:
            self._handed = self._held.popleft()
            self.post_message(self._handed)
        else:
            self._handed = None
            self._resting = True

    def _settle(self, before: Screen[object], rounds: int) -> None:
        """Goes the way of a key once: from what has the focus up to the app, each taking its turn after what it has to do already.

        What a key sets off goes the same way, and may open a screen, whose own way is gone then. ``before`` had the focus at the key.
        """
        start = self.focused or self.screen
        way = start.ancestors_with_self

        def up(place: int) -> None:
            # What is closed has nothing left to do.
            while place < len(way):
                if way[place].call_later(up, place + 1):
                    return
                place += 1
            self._settled(before, start, rounds)

        up(0)

    def _settled(self, before: Screen[object], start: DOMNode, rounds: int) -> None:
        moved = start is not (self.focused or self.screen)
        if rounds > 0 and (moved or rounds == _MOST_ROUNDS):
            self._settle(before, rounds - 1)
        elif self.screen is before:
            self._next_key()
        else:
            self._once_drawn()

    def _once_drawn(self) -> None:
        """Goes on once the new screen is drawn, for it sets itself to its size then; or soon, should it be gone before it ever is."""
        drawn = self._drawn = object()

        def go_on() -> None:
            if self._drawn is drawn:
                self._drawn = None
                self._next_key()

        self.screen.call_after_refresh(go_on)
        self.set_timer(_LONGEST_FRAME, go_on)

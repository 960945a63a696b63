"""An agenda as an iCalendar file (RFC 5545): all-day events that update when the file is imported again. Knows no files."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid5

import icalendar

from questionnaires.wording import shortened
from scoring.agenda import Entry, EntryKind

_PREFIX: dict[EntryKind, str] = {
    "recurring": "Due again",
    "planned-run": "Planned run",
    "due": "Due",
    "planned": "Planned work",
    "window": "",
}
_LONGEST_TITLE = 200
# The largest integer of RFC 5545, section 3.3.8.
_LARGEST = 2**31 - 1


def calendar_text(file_id: str, organisation: str, entries: Iterable[Entry], revision: int, today: date) -> str:
    """The text of an .ics file: titles and days only, nobody's answers or notes.

    An entry keeps its UID, made of ``file_id`` (a UUID) and its key, from one export to the next; ``revision`` is its SEQUENCE.
    """
    made = icalendar.Calendar()
    made.add("prodid", "-//readiness//readiness//EN")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", _line(f"Readiness: {organisation}"))
    space = UUID(file_id)
    for entry in entries:
        event = icalendar.Event()
        event.add("uid", f"{uuid5(space, f'{entry.kind} {entry.key}')}@readiness")
        # The same day gives the same text.
        event.add("dtstamp", datetime.combine(today, time(), UTC))
        event.add("dtstart", entry.start)
        # The day after the last one: https://www.rfc-editor.org/rfc/rfc5545#section-3.6.1
        event.add("dtend", entry.end + timedelta(days=1))
        event.add("summary", _summary(entry))
        event.add("sequence", min(revision, _LARGEST))
        event.add("transp", "TRANSPARENT")
        event.add("class", "PRIVATE")
        made.add_component(event)
    text: bytes = made.to_ical()
    return text.decode()


def _summary(entry: Entry) -> str:
    prefix = f"Overdue since {entry.since}" if entry.since is not None else _PREFIX[entry.kind]
    return shortened(_line(f"{prefix}: {entry.title}" if prefix else entry.title), _LONGEST_TITLE)


def _line(text: str) -> str:
    """The text on one line, with a mark for every character that is no letter of it."""
    one_line = " ".join(text.split())
    return "".join("\N{REPLACEMENT CHARACTER}" if unicodedata.category(char) in ("Cc", "Cf", "Cs") else char for char in one_line)

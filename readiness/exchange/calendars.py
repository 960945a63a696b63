"""An agenda as an iCalendar file (RFC 5545): all-day events that update when the file is imported again. Knows no files."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
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
_MAKER = "-//readiness//readiness//EN"
_OURS = "@readiness"
_LONGEST_UID = 100
_MOST_WRITTEN = 10_000
# The largest integer of RFC 5545, section 3.3.8.
_LARGEST = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Written:
    """An entry of an export before this one: it has to be called off where this one has it no more."""

    uid: str
    start: date
    end: date
    summary: str
    sequence: int = 0


def written_before(text: bytes, file_id: str) -> tuple[Written, ...]:
    """The entries of an .ics file that this program wrote of that assessment; none of any other, or of one that cannot be read."""
    try:
        found = icalendar.Calendar.from_ical(text)
        if not isinstance(found, icalendar.Calendar) or (str(found.get("prodid")), str(found.get("x-wr-relcalid"))) != (_MAKER, file_id):
            return ()
        events = [_written(event) for event in found.walk("VEVENT")[:_MOST_WRITTEN]]
    except (ValueError, TypeError, AttributeError, KeyError, IndexError, RecursionError):
        return ()
    return tuple(one for one in events if one is not None)


def _written(event: icalendar.cal.Component) -> Written | None:
    start, end = event.decoded("dtstart"), event.decoded("dtend")
    uid = str(event["uid"])
    if type(start) is not date or type(end) is not date or not uid.endswith(_OURS) or len(uid) > _LONGEST_UID:
        return None
    return Written(uid, start, end - timedelta(days=1), str(event["summary"]), int(str(event["sequence"])))


def calendar_text(
    file_id: str, organisation: str, entries: Iterable[Entry], revision: int, today: date, before: Iterable[Written] = ()
) -> str:
    """The text of an .ics file: titles and days only, nobody's answers or notes.

    An entry keeps its UID, made of ``file_id`` (a UUID) and its key, from one export to the next; ``revision`` is its SEQUENCE.
    Those of ``before`` that are no more are called off, so that a program that took them over lets them go (RFC 5545, section
    3.8.1.11): calendars keep what is merely left out.
    """
    made = icalendar.Calendar()
    made.add("prodid", _MAKER)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("x-wr-relcalid", file_id)
    made.add("x-wr-calname", _line(f"Readiness: {organisation}"))
    space = UUID(file_id)
    standing = set()
    for entry in entries:
        uid = f"{uuid5(space, f'{entry.kind} {entry.key}')}{_OURS}"
        standing.add(uid)
        made.add_component(_event(Written(uid, entry.start, entry.end, _summary(entry)), revision, today))
    for one in before:
        if one.uid not in standing:
            event = _event(one, revision, today)
            event.add("status", "CANCELLED")
            made.add_component(event)
    text: bytes = made.to_ical()
    return text.decode()


def _event(one: Written, revision: int, today: date) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", one.uid)
    # The same day gives the same text.
    event.add("dtstamp", datetime.combine(today, time(), UTC))
    event.add("dtstart", one.start)
    # The day after the last one: https://www.rfc-editor.org/rfc/rfc5545#section-3.6.1
    event.add("dtend", one.end + timedelta(days=1))
    event.add("summary", one.summary)
    event.add("sequence", min(revision, _LARGEST))
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    return event


def _summary(entry: Entry) -> str:
    prefix = f"Overdue since {entry.since}" if entry.since is not None else _PREFIX[entry.kind]
    return shortened(_line(f"{prefix}: {entry.title}" if prefix else entry.title), _LONGEST_TITLE)


def _line(text: str) -> str:
    """The text on one line, with a mark for every character that is no letter of it."""
    one_line = " ".join(text.split())
    return "".join("\N{REPLACEMENT CHARACTER}" if unicodedata.category(char) in ("Cc", "Cf", "Cs") else char for char in one_line)

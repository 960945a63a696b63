"""Days as people write them. Numbers are refused: taken for seconds since 1970 they would become days nobody meant."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BeforeValidator

from questionnaires.wording import kind

_WRITTEN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YEAR_FIRST = re.compile(r"([0-9]{4})([/.])([0-9]{1,2})\2([0-9]{1,2})\.?")
# With full stops the day stands first wherever people write so.
_WITH_STOPS = re.compile(r"([0-9]{1,2})\.\s?([0-9]{1,2})\.\s?([0-9]{4})")
_EITHER_FIRST = re.compile(r"([0-9]{1,2})([/-])([0-9]{1,2})\2([0-9]{4})")

First = Literal["day", "month"]


def plain_day(value: object) -> date | None:
    """A day from a date or its text; None stays None. Raises ``ValueError`` with what would be right."""
    if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    if isinstance(value, str) and _WRITTEN.fullmatch(value.strip()):
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            raise ValueError(f"{value.strip()} is no day of the calendar") from None
    raise ValueError(f"must be a date such as 2026-03-31, found {kind(value)}")


Day = Annotated[date, BeforeValidator(plain_day)]


def first_in(cells: Iterable[str]) -> First | None:
    """Whether the day or the month stands first in these days of one column, such as ``15/09/2026``; None where none of them tells."""
    found: set[First] = set()
    for cell in cells:
        if written := _EITHER_FIRST.fullmatch(cell.strip()):
            one, other = int(written[1]), int(written[3])
            if one > 12 >= other:
                found.add("day")
            elif other > 12 >= one:
                found.add("month")
    return found.pop() if len(found) == 1 else None


def sheet_day(cell: str, first: First | None) -> str:
    """A day as spreadsheet programs write it in one country or another, as ``2026-09-15``; any other text as it is.

    ``first`` is what `first_in` says of the column. Raises ``ValueError`` with both readings of a day that could be either.
    """
    text = cell.strip()
    if written := _YEAR_FIRST.fullmatch(text):
        return _day(written[1], written[3], written[4]) or cell
    if written := _WITH_STOPS.fullmatch(text):
        return _day(written[3], written[2], written[1]) or cell
    if not (written := _EITHER_FIRST.fullmatch(text)):
        return cell
    day_first, month_first = _day(written[4], written[3], written[1]), _day(written[4], written[1], written[3])
    if day_first and month_first and day_first != month_first and first is None:
        raise ValueError(f"{text} may be {_said(day_first)} or {_said(month_first)}; write {day_first} or {month_first}")
    wanted = (month_first, day_first) if first == "month" else (day_first, month_first)
    return wanted[0] or wanted[1] or cell


def _day(year: str, month: str, day: str) -> str:
    """That day in ISO form; empty for one that no calendar has."""
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


def _said(day: str) -> str:
    found = date.fromisoformat(day)
    return f"{found.day} {found:%B} {found.year}"

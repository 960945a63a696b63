"""Days as people write them. Numbers are refused: taken for seconds since 1970 they would become days nobody meant."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated

from pydantic import BeforeValidator

from questionnaires.wording import kind

_WRITTEN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


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

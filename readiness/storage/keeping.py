"""What a file says about its own keeping: that it is closed and how long it is kept, and what was removed from it for good."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from scoring.model import Id, Name, Note, Statement

ENGAGEMENT: Literal["file"] = "file"
"""The id of the one engagement that a file is about."""


class Engagement(Statement):
    """Whether the file is closed to every change, the day until which it is to be kept, and who said so and why."""

    id: Literal["file"] = ENGAGEMENT
    closed: bool
    retain_until: date | None = None
    by: Name
    why: Note = ""


class Redaction(Statement):
    """That something was removed from state and history for good: by whom, why, and from how many places by subject in words.

    ``what`` is ``text`` for a text wherever it stood and ``note`` for the notes of one question; what it was is not kept.
    """

    id: Id
    by: Name
    why: Annotated[str, Field(strict=True, min_length=1, max_length=20_000)]
    what: Literal["text", "note"]
    places: Annotated[dict[Note, Annotated[int, Field(strict=True, ge=1)]], Field(max_length=100_000)]

"""A version of the report that management made final: what it printed, frozen, and who acknowledged it."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Annotated

from pydantic import Field, model_validator

from scoring.model import Id, Name, Note, Statement

_LONGEST = 30_000_000
FROZEN, SEAL = "content", "sha256"
"""The field of a final report that holds what it printed, and the one that holds that field's SHA-256."""
_Digest = Annotated[str, Field(strict=True, pattern=r"^[0-9a-f]{64}$")]


class FinalReport(Statement):
    """One final version of the report on ``round``. ``content`` is the frozen machine form as canonical JSON text and ``sha256`` that
    of its UTF-8; ``stated`` is the SHA-256 of the statements it was made from, which tells whether they have changed since.
    """

    id: Id
    number: Annotated[int, Field(strict=True, ge=1, le=100_000)]
    round: Id
    day: date
    by: Name
    role: Name
    statement: Note
    stated: _Digest
    sha256: _Digest
    content: Annotated[str, Field(strict=True, max_length=_LONGEST)]

    @model_validator(mode="after")
    def _whole(self) -> FinalReport:
        if seal(self.content) != self.sha256:
            raise ValueError("the frozen content is not the one its SHA-256 was taken of")
        return self


def seal(content: str) -> str:
    """The SHA-256 of a frozen content's UTF-8, in hexadecimal."""
    return hashlib.sha256(content.encode()).hexdigest()

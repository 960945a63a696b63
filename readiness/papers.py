"""The sizes of paper that a report can be printed on. Knows no format."""

from __future__ import annotations

from typing import Literal, NamedTuple

PaperName = Literal["a4", "letter"]


class PaperSize(NamedTuple):
    """A size of paper: the ``name`` people ask for it by, and its measures upright in millimetres."""

    name: PaperName
    width: float
    height: float


A4 = PaperSize("a4", 210.0, 297.0)
LETTER = PaperSize("letter", 215.9, 279.4)
PAPERS: dict[str, PaperSize] = {size.name: size for size in (A4, LETTER)}
"""Every size by its name, the usual one first."""

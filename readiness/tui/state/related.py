"""Ids of other frameworks as lines for the screens: few of each by name, with what their being related means. Knows no terminal."""

from __future__ import annotations

from collections.abc import Sequence

from readiness.tui.state.text import one_line
from scoring.related import RELATED_NOTE, Related, compact_text

RELATED_TITLE = "Related work elsewhere"
_LISTED = 6


def related_lines(found: Sequence[Related]) -> str:
    """A line for each other framework with such ids, the best supported of them by name; nothing where there is none."""
    lines = [one_line(f"{related.framework.title}: {compact_text(related, _LISTED)}") for related in found if related.ids]
    return "\n".join([*lines, RELATED_NOTE]) if lines else ""

"""What no document or table may hold, made visible: control characters and marks that turn text around."""

from __future__ import annotations

import re

# Not in XML, or commands to a terminal, or directions that make a text read otherwise than it is.
_ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]")
_BREAKS = re.compile("\r\n?|[\x85\u2028\u2029]")


def clean(text: str) -> str:
    """``text`` with line breaks of one kind, and what none may hold as U+FFFD."""
    return _ODD.sub("\N{REPLACEMENT CHARACTER}", _BREAKS.sub("\n", text))

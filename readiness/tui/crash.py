"""Keeps the trace of an unforeseen error without anything a client has said: no local variables, no messages."""

from __future__ import annotations

import contextlib
import sys
import traceback

from readiness import __version__
from readiness.paths import crash_log, write_private
from readiness.tui.state.text import short_path


def write_crash(error: BaseException) -> str:
    """Keeps the trace of an unforeseen error, without locals, readable by the user alone; the sentence to leave with."""
    parts = []
    seen: BaseException | None = error
    while seen is not None:
        # The type alone: a message may quote what somebody typed.
        parts.append("".join(traceback.format_tb(seen.__traceback__)) + type(seen).__qualname__ + "\n")
        seen = seen.__cause__ or seen.__context__
    stack = "\n".join(parts)
    kept = "; its trace could not be written."
    with contextlib.suppress(OSError):
        write_private(crash_log(), f"readiness {__version__} · Python {sys.version.split()[0]}\n{stack}")
        kept = f"; its trace, without your answers, is in {short_path(crash_log())}."
    return f"readiness: stopped because of an unforeseen error; everything answered so far is kept{kept}"

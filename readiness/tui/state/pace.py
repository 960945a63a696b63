"""How fast a sitting goes, and how long the rest will take at that pace. Knows no terminal and no clock of its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

LEAST = 8
"""Times between two answers, of those that count, before a pace is told."""
RECENT = 30
"""So many of the newest times are looked at: a sitting gets faster as people find their way, and slower as they tire."""
NO_READING = 2.0
"""Seconds in which nobody reads a question: answers closer together were brought in by a program, or put right a slip."""
A_BREAK = 180.0
"""Seconds after which somebody was away, asked around or read on rather than answered."""
EXPLAINED = (
    f"Time left: the middle one of your last times between two answers, breaks of over {A_BREAK / 60:.0f} minutes left out; "
    f"told once there are {LEAST} of them."
)
"""What the time left is, for the help."""


@dataclass
class Pace:
    """The moments at which something was answered in this sitting, the first one being its start."""

    moments: list[datetime] = field(default_factory=list)

    def note(self, moment: datetime) -> None:
        """An answer was given."""
        self.moments.append(moment)

    @property
    def seconds(self) -> float | None:
        """The usual time between two answers: the median of the recent ones that a person took. None while these are too few."""
        times = [(later - earlier).total_seconds() for earlier, later in zip(self.moments, self.moments[1:], strict=False)]
        recent = times[-RECENT:]
        counted = [time for time in recent if NO_READING <= time <= A_BREAK]
        # Mostly bursts: the few times left between them say nothing about how fast people answer.
        if len(counted) < LEAST or 2 * len(counted) < len(recent):
            return None
        # Late: the start screen shares the session and has no pace to tell.
        from statistics import median

        return median(counted)

    def words(self, left: int) -> str:
        """``1.4 a minute · ~1 h 10 left`` with ``left`` questions to go; empty while nothing can be told."""
        seconds = self.seconds
        if seconds is None:
            return ""
        rate = f"{60 / seconds:.1f} a minute"
        return f"{rate} · {duration(seconds * left)} left" if left else rate


def duration(seconds: float) -> str:
    """A time to come, as roughly as it is known: ``under a minute``, ``~35 min``, ``~1 h 10``."""
    minutes = round(seconds / 60)
    if minutes < 1:
        return "under a minute"
    if minutes < 60:
        return f"~{minutes} min"
    hours, rest = divmod(round(minutes / 5) * 5, 60)
    return f"~{hours} h {rest:02}" if rest else f"~{hours} h"

"""How fast a sitting goes, and how long the rest will take at that pace. Knows no terminal and no clock of its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from statistics import median

LEAST = 3
"""Answers before a pace is told."""


@dataclass
class Pace:
    """The moments at which something was answered in this sitting, the first one being its start."""

    moments: list[datetime] = field(default_factory=list)

    def note(self, moment: datetime) -> None:
        """An answer was given."""
        self.moments.append(moment)

    @property
    def seconds(self) -> float | None:
        """The usual time between two answers: the median, which a break leaves alone. None before there are enough."""
        times = [(later - earlier).total_seconds() for earlier, later in zip(self.moments, self.moments[1:], strict=False)]
        usual = median(times) if len(times) >= LEAST else 0.0
        return usual if usual > 0 else None

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

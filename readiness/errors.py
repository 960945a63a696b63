"""The one kind of error a user ever sees: one sentence on what is wrong, where, and what to do."""

from __future__ import annotations


class ReadinessError(Exception):
    """Bad input or a condition the user can mend. ``str(error)`` is the whole message; commands exit with 2."""


class FileProblem(ReadinessError):
    """An assessment file that is missing, damaged, newer, not ours, read-only, or on a full disk."""


class StaleWrite(ReadinessError):
    """Somebody else changed the same thing first: nothing was written.

    ``subject`` names what was to change, ``by`` and ``at`` (UTC, ISO 8601) who recorded the newer event and when,
    ``event`` its id: writing again based on it keeps "mine", leaving it keeps "theirs"; both stay in history.
    """

    def __init__(self, message: str, *, subject: str, by: str, at: str, event: str) -> None:
        super().__init__(message)
        self.subject = subject
        self.by = by
        self.at = at
        self.event = event

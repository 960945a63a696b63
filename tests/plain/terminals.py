"""``readiness`` at the far end of a pseudo-terminal: typed into, read from, killed."""

from __future__ import annotations

import os
import pty
import select
import signal
import sys
import time

PATIENCE = 30.0


class Terminal:
    """``readiness`` at the far end of a pseudo-terminal."""

    def __init__(self, *arguments: str, term: str) -> None:
        self.seen = ""
        self._pid, self._fd = pty.fork()
        if self._pid == 0:
            os.environ["TERM"] = term
            # As a shell does at its own terminal: tests that run in the background were given both as ignored.
            for number in (signal.SIGINT, signal.SIGHUP):
                signal.signal(number, signal.SIG_DFL)
            os.execv(sys.executable, [sys.executable, "-m", "readiness", *arguments])

    def until(self, text: str) -> str:
        """What appears up to and with ``text``; fails if it does not come."""
        deadline = time.monotonic() + PATIENCE
        while text not in self.seen:
            ready, _, _ = select.select([self._fd], [], [], max(0.0, deadline - time.monotonic()))
            assert ready, f"{text!r} never came: {self.seen[-2000:]!r}"
            try:
                more = os.read(self._fd, 65536)
            except OSError:
                more = b""
            assert more, f"the program ended without {text!r}: {self.seen[-2000:]!r}"
            self.seen += more.decode(errors="replace")
        before, _, self.seen = self.seen.partition(text)
        return before + text

    def type(self, text: str | bytes) -> None:
        """Types into the terminal."""
        os.write(self._fd, text.encode() if isinstance(text, str) else text)

    def kill(self) -> None:
        """The program is stopped where it stands, without a chance to save anything."""
        os.kill(self._pid, signal.SIGKILL)

    def hang_up(self) -> None:
        """The window is closed."""
        os.kill(self._pid, signal.SIGHUP)

    def rest(self, insist: str = "") -> tuple[str, int]:
        """Everything up to the program's end, and its exit code.

        ``insist`` is typed again after five seconds of silence, as a person would: a ctrl+c that lands between the prompt
        and the read behind it only takes effect with the next key.
        """
        deadline = time.monotonic() + PATIENCE
        while True:
            ready, _, _ = select.select([self._fd], [], [], min(5.0, max(0.0, deadline - time.monotonic())))
            assert ready or time.monotonic() < deadline, f"the program does not end: {self.seen[-2000:]!r}"
            if not ready:
                if insist:
                    self.type(insist)
                continue
            try:
                more = os.read(self._fd, 65536)
            except OSError:
                more = b""
            if not more:
                break
            self.seen += more.decode(errors="replace")
        _, status = os.waitpid(self._pid, 0)
        self._pid = 0
        return self.seen, os.waitstatus_to_exitcode(status)

    def close(self) -> None:
        """Ends the program if a test left it running."""
        if self._pid:
            os.kill(self._pid, signal.SIGKILL)
            os.waitpid(self._pid, 0)
        os.close(self._fd)

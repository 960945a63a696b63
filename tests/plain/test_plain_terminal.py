"""The plain interview in a real terminal: a dumb one gets lines of text and not one control sequence, ctrl+c and ctrl+d lose nothing."""

from __future__ import annotations

import os
import pty
import select
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from readiness.assessment import Assessment

PATIENCE = 30.0


class Terminal:
    """``readiness`` at the far end of a pseudo-terminal."""

    def __init__(self, *arguments: str, term: str) -> None:
        self.seen = ""
        self._pid, self._fd = pty.fork()
        if self._pid == 0:
            os.environ["TERM"] = term
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


@pytest.fixture
def terminal(request: pytest.FixtureRequest, path: Path) -> Iterator[Terminal]:
    options, term = getattr(request, "param", ((), "dumb"))
    opened = Terminal(*options, str(path), term=term)
    yield opened
    opened.close()


def levels(path: Path) -> list[str]:
    with Assessment.open(path) as assessment:
        return sorted(answer.level for answer in assessment.answers.values())


@pytest.mark.parametrize("terminal", [((), "dumb"), (("interview",), "")], indirect=True)
@pytest.mark.parametrize("ending", ["q\n\n", "\x04", "\x03"], ids=["q", "ctrl-d", "ctrl-c"])
def test_a_dumb_terminal_gets_lines_and_loses_nothing(terminal: Terminal, path: Path, ending: str) -> None:
    seen = terminal.until("Answer: ")
    assert "Type 0 to 5 for the sentence that fits" in seen
    terminal.type("3 only in production\n")
    seen += terminal.until("Saved.")
    seen += terminal.until("Answer: ")
    assert levels(path) == ["3"]
    terminal.type(ending)
    end, code = terminal.rest(insist=ending if ending == "\x03" else "")
    assert code == 0
    assert f"everything is saved in {path}." in " ".join(end.split())
    assert f"-m readiness interview {path}" in " ".join(end.split())
    assert "\x1b" not in seen + end.replace("^C", "")
    assert "Traceback" not in end
    assert levels(path) == ["3"]


def test_bytes_that_are_no_text_are_none_of_the_answers(terminal: Terminal, path: Path) -> None:
    terminal.until("Answer: ")
    terminal.type(b"\xff\xfe\n")
    terminal.until("That is none of the answers")
    terminal.until("Answer: ")
    terminal.type("\x04")
    assert terminal.rest()[1] == 0
    assert levels(path) == []


@pytest.mark.parametrize("terminal", [(("--plain",), "xterm-256color"), (("interview",), "xterm-256color")], indirect=True)
def test_a_capable_terminal_asks_in_lines_too(terminal: Terminal, path: Path) -> None:
    terminal.until("Answer:")
    terminal.type("3\r")
    terminal.until("Saved.")
    terminal.until("Answer:")
    terminal.type("\x03")
    end, code = terminal.rest(insist="\x03")
    assert code == 0
    assert "-m readiness plan" in " ".join(end.split())
    assert levels(path) == ["3"]


def test_the_end_of_the_terminal_loses_nothing(terminal: Terminal, path: Path) -> None:
    terminal.until("Answer: ")
    terminal.type("4\n")
    terminal.until("Saved.")
    terminal.hang_up()
    terminal.rest()
    assert levels(path) == ["4"]


@pytest.mark.parametrize("answers", [0, 1, 5])
def test_killed_after_any_number_of_answers_all_of_them_are_kept(terminal: Terminal, path: Path, answers: int) -> None:
    for number in range(answers):
        terminal.until("Answer: ")
        terminal.type(f"{number} note {number}\n")
        terminal.until("Saved.")
    terminal.until("Answer: ")
    terminal.type("1 half a li")
    terminal.kill()
    terminal.rest()
    assert levels(path) == [str(number) for number in range(answers)]


@pytest.mark.parametrize(("inside", "asks"), [("m", "Note: "), ("k 1", "agree. "), ("r", "correct: ")])
def test_ctrl_c_inside_a_command_says_how_to_go_on(terminal: Terminal, path: Path, inside: str, asks: str) -> None:
    terminal.until("Answer: ")
    terminal.type("4\n")
    terminal.until("Saved.")
    terminal.until("Answer: ")
    terminal.type(f"{inside}\n")
    terminal.until(asks)
    terminal.type("\x03")
    end, code = terminal.rest(insist="\x03")
    assert code == 0
    assert "Go on whenever you like with: " in " ".join(end.split())
    assert "Traceback" not in end
    assert levels(path) == ["4"]

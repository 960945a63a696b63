"""The plain interview in a real terminal: a dumb one gets lines of text and not one control sequence, ctrl+c and ctrl+d lose nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from terminals import Terminal

from readiness.assessment import Assessment


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

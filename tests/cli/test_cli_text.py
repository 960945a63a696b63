"""How the command line breaks lines: none too long, and no word lost."""

from __future__ import annotations

import pytest

from readiness.cli.text import say_wrapped


@pytest.mark.parametrize("hanging", [0, 8, 30, 50, 57, 58, 59, 60, 300])
def test_no_word_is_lost_however_far_lines_hang(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, hanging: int) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    text = f"CC1 {'T' * hanging} one two three four five {'x' * 90} six"
    say_wrapped(text, hanging=hanging)
    said = capsys.readouterr().out
    assert "".join(said.split()) == "".join(text.split())
    assert max(map(len, said.splitlines())) <= 60
    assert "one two" in said

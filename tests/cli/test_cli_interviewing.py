"""The interview as a command: what it is narrowed to, who answers, and what it refuses before anything is asked."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from cli_cases import HOSTILE, Outcome, assert_harmless, assert_refused, contents

from readiness.assessment import Assessment

Run = Callable[..., Outcome]


@pytest.fixture
def typing(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Puts lines on standard input."""
    return lambda text: monkeypatch.setattr("sys.stdin", io.StringIO(text))


def said(path: Path) -> dict[str, tuple[str, str]]:
    with Assessment.open(path) as assessment:
        return {key: (answer.level, answer.respondent) for key, answer in assessment.answers.items()}


def asked(path: Path, **wanted: object) -> list[str]:
    with Assessment.open(path) as assessment:
        return [q.id for q in assessment.questions if all(getattr(q, key) == value for key, value in wanted.items())]


def test_every_answer_carries_the_declared_persons_name(readiness: Run, acme: Path, typing: Callable[[str], None]) -> None:
    typing("3\n4\n")
    ran = readiness("interview", "acme.readiness", "--by", "ADA")
    assert ran.code == 0
    assert set(said(acme).values()) == {("3", "Ada"), ("4", "Ada")}
    assert "interview acme.readiness --by ADA" in " ".join(ran.out.split())


def test_quick_keeps_to_the_quick_set_of_a_full_round(readiness: Run, acme: Path, typing: Callable[[str], None]) -> None:
    with Assessment.open(acme, write=True, recorder="Rec") as assessment:
        assessment.widen("full")
    quick = asked(acme, quick=True)
    typing("4\n" * (len(quick) + 5))
    ran = readiness("interview", "acme.readiness", "--quick")
    assert ran.code == 0
    assert set(said(acme)) == set(quick)
    with Assessment.open(acme) as assessment:
        assert assessment.round.set == "full"
        assert len(assessment.questions) > len(quick)


@pytest.mark.parametrize("role", ["it", "IT", "it or operations"])
def test_a_role_is_named_by_id_or_title(readiness: Run, acme: Path, typing: Callable[[str], None], role: str) -> None:
    wanted = asked(acme, owner="it")
    typing("4\n" * (len(wanted) + 3))
    assert readiness("interview", "acme.readiness", "--role", role).code == 0
    assert set(said(acme)) == set(wanted)


def test_only_unsure(readiness: Run, acme: Path, typing: Callable[[str], None]) -> None:
    ids = asked(acme)
    readiness("answer", "acme.readiness", ids[5], "unsure")
    typing("4\n4\n")
    assert readiness("interview", "acme.readiness", "--only", "unsure").code == 0
    assert {key: level for key, (level, _) in said(acme).items()} == {ids[5]: "4"}


def test_one_question_is_asked_even_if_it_is_answered(readiness: Run, acme: Path, typing: Callable[[str], None]) -> None:
    readiness("answer", "acme.readiness", "mfa-enforced", "1")
    typing("2\n\n")
    assert readiness("interview", "acme.readiness", "mfa-enforced").code == 0
    assert said(acme)["mfa-enforced"][0] == "2"


@pytest.mark.parametrize("which", ["CC6.1", "cc6", "security"])
def test_a_criterion_series_or_category(readiness: Run, acme: Path, typing: Callable[[str], None], which: str) -> None:
    typing("3\n")
    assert readiness("interview", "acme.readiness", which).code == 0
    assert len(said(acme)) == 1


REFUSED = {
    ("acme.readiness", "--role", "cfo"): "--role: 'cfo' is no owner role; roles are founder (",
    ("acme.readiness", "--role", HOSTILE): "is no owner role",
    ("acme.readiness", "--only", "everything"): "is not one of 'open', 'flagged', 'unsure', 'gaps', 'key', 'not-shown'",
    ("acme.readiness", "--by", "x" * 201): "a name has at most 200 characters, this one has 201; shorten it.",
    ("acme.readiness", "CC99"): "neither a question, a criterion nor a category",
    ("acme.readiness", "privacy"): "privacy: nothing on it is asked in this round; a wider set or scope would ask it.",
    ("none.readiness",): "none.readiness: no such file; `readiness new none.readiness --org NAME` starts one.",
    (): "Missing argument 'FILE'",
}


@pytest.mark.parametrize("arguments", REFUSED, ids=lambda arguments: repr(arguments[-1][:10]) if arguments else "nothing")
def test_what_it_refuses(readiness: Run, acme: Path, tmp_path: Path, typing: Callable[[str], None], arguments: tuple[str, ...]) -> None:
    before = contents(tmp_path)
    typing("3\n")
    assert_refused(readiness("interview", *arguments), REFUSED[arguments])
    assert contents(tmp_path) == before


def test_a_hostile_name_is_kept_as_one_harmless_line(readiness: Run, acme: Path, typing: Callable[[str], None]) -> None:
    typing("3\nr\n\nq\n\n")
    ran = readiness("interview", "acme.readiness", "--by", HOSTILE)
    assert ran.code == 0
    assert_harmless(ran.out)
    assert_harmless(next(iter(said(acme).values()))[1])


def test_lines_of_text_where_the_full_screen_would_have_nothing_to_draw_on(
    readiness: Run, acme: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path | None] = []
    monkeypatch.setattr("readiness.cli.interactive._is_terminal", lambda stream: stream is not sys.stderr)
    monkeypatch.setattr("readiness.plain.interview.plain_interview", lambda file, **_how: opened.append(file))
    assert readiness("acme.readiness").code == 0
    assert opened == [Path("acme.readiness")]

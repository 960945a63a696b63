"""A file whose stored library was tampered with, and a library that does not ask about everything chosen."""

from pathlib import Path

import pytest
from read_once import shipped_once

from questionnaires.loader import canonical_text
from questionnaires.model import Library
from readiness.assessment import Assessment
from readiness.cli import run
from readiness.errors import FileProblem


def test_criteria_without_a_question_are_named_at_the_start(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    library = shipped_once()
    unasked = [c.id for c in library.criteria if c.category == "A" and not any(c.id in q.criteria for q in library.questions if q.quick)]
    assert run(["new", str(tmp_path / "a.readiness"), "--org", "Acme", "--category", "A"]) == 0
    said = capsys.readouterr().out
    assert all(criterion in said for criterion in unasked)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"criteria": {"CC99.1": "key"}}, "CC99.1 is unknown"),
        ({"theme": "no-such-theme"}, "no-such-theme is unknown"),
        ({"after": ("mfa-enforced",)}, "comes after itself"),
    ],
)
def test_a_stored_library_that_is_not_sound_is_refused_in_one_sentence(tmp_path: Path, change: dict[str, object], named: str) -> None:
    shipped = shipped_once()
    questions = tuple(q.model_copy(update=change) if q.id == "mfa-enforced" else q for q in shipped.questions)
    broken: Library = shipped.model_copy(update={"questions": questions})
    assert canonical_text(broken) != canonical_text(shipped)
    path = tmp_path / "a.readiness"
    with pytest.raises(FileProblem, match=named), Assessment.create(path, "Acme", recorder="t", library=broken) as assessment:
        assessment.scorecard()

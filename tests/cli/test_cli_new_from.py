"""new --from: entity-level answers, people and vendors of another assessment, each answer open until somebody confirms it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from cli_cases import HOSTILE, Outcome, assert_harmless, assert_refused, contents
from read_once import shipped_once

from questionnaires.model import Library
from readiness.assessment import Assessment
from readiness.carrying import Carried, carry, taken_from
from readiness.exchange.facts import FactsFile, ScopeInput
from readiness.rounds import confirm, waiting
from readiness.storage import remove, set_scope, vendor_subject
from scoring.model import Answer

Run = Callable[..., Outcome]
ENTITY_LEVEL = {"CC1", "CC2", "CC3", "CC4", "CC5"}


def series_of(question: str) -> str:
    library = shipped_once()
    return library.criterion_by_id[library.question_by_id[question].home].series


@pytest.fixture
def other(acme: Path) -> Path:
    """Everything answered by Bo."""
    with Assessment.open(acme, write=True, recorder="Rec") as one:
        one.answer_all(Answer(question=question.id, level="4", respondent="Bo", note="as told") for question in one.questions)
    return acme


def test_the_rule_is_library_data() -> None:
    assert {series.id for series in shipped_once().series if series.entity_level} == ENTITY_LEVEL


def test_what_holds_for_the_organisation_is_taken_over(readiness: Run, other: Path) -> None:
    kept = other.read_bytes()
    made = readiness("new", "second.readiness", "--org", "Acme", "--from", "acme.readiness")
    assert (made.code, made.err) == (0, "")
    assert other.read_bytes() == kept
    with Assessment.open(Path("second.readiness")) as one, Assessment.open(other) as old:
        expected = {name for name in old.answers if series_of(name) in ENTITY_LEVEL}
        assert set(one.answers) == expected and 0 < len(expected) < len(old.answers)
        assert set(waiting(one)) == expected, "each is open until confirmed"
        assert one.scorecard().answered_count == 0
        for answer in one.answers.values():
            assert (answer.level, answer.respondent, answer.recorder, answer.carried) == ("4", "Bo", "Rec", True)
            assert (
                answer.note
                == f"as told\nCarried over from Acme, First round, stated {old.stored_answers[answer.question].recorded_at[:10]}."
            )
        assert one.scope.people == old.scope.people != ()
        assert one.scope.vendors == old.scope.vendors != ()
        assert one.scope.facts == {}
        assert one.file_id != old.file_id
        assert f"{len(expected)} answers, each open until confirmed, 1 person and 2 vendors." in " ".join(made.out.split())
    assert "That file is about" not in made.out


def test_what_was_taken_over_can_be_confirmed(readiness: Run, other: Path) -> None:
    readiness("new", "second.readiness", "--org", "Beta", "--from", "acme.readiness")
    with Assessment.open(Path("second.readiness"), write=True, recorder="Cleo") as one:
        name = next(iter(waiting(one)))
        assert confirm(one, [name], "Ada").done == (name,)
        assert one.scorecard().answered_count == 1


def test_another_organisation_is_pointed_out(readiness: Run, other: Path) -> None:
    made = readiness("new", "second.readiness", "--org", "Beta", "--from", "acme.readiness")
    assert "That file is about Acme: make sure" in made.out


@pytest.fixture
def inheritable(tmp_path: Path) -> tuple[Path, Library, str]:
    """A file whose library lets one entity-level control be left to a provider, and that left it to AWS."""
    library = shipped_once()
    control = next(question for question in library.questions if question.quick and series_of(question.id) in ENTITY_LEVEL)
    changed = control.model_copy(update={"inheritable": True})
    library = library.with_questions(tuple(changed if one is control else one for one in library.questions))
    path = tmp_path / "first.readiness"
    vendors = [{"name": "AWS", "subservice": True}, {"name": "Ticketwise"}]
    stated = ScopeInput(FactsFile.model_validate({"vendors": vendors, "people": [{"name": "Ada"}]}), {})
    with Assessment.create(path, "Acme", recorder="Rec", library=library, scope_input=stated) as one:
        one.answer(Answer(question=control.id, level="carved-out", vendor=one.scope.vendors[0].id))
    return path, library, control.id


@pytest.mark.parametrize(
    ("method", "left"), [("carve-out", ""), ("inclusive", "aws's controls are inside your report (inclusive): answer with a rung")]
)
def test_what_the_new_scope_states_stays_and_names_meet(
    inheritable: tuple[Path, Library, str], tmp_path: Path, method: str, left: str
) -> None:
    path, library, control = inheritable
    vendors = [{"name": "aws", "subservice": True, "method": method}]
    stated = ScopeInput(FactsFile.model_validate({"vendors": vendors, "people": [{"name": "ADA"}]}), {})
    with Assessment.create(tmp_path / "second.readiness", "Acme", recorder="Cleo", library=library, scope_input=stated) as one:
        taken = taken_from(path)
        assert carry(one, taken) == Carried(0 if left else 1, 0, 1, {control: left} if left else {})
        assert [vendor.name for vendor in one.scope.vendors] == ["aws", "Ticketwise"]
        assert [person.name for person in one.scope.people] == ["ADA"]
        assert left or one.answers[control].vendor == one.scope.vendors[0].id != taken.scope.vendors[0].id


def test_what_cannot_stand_is_left_and_named(inheritable: tuple[Path, Library, str], tmp_path: Path) -> None:
    path, library, control = inheritable
    with Assessment.open(path, write=True, recorder="Rec") as one:
        one.change_scope([remove(vendor_subject(one.scope.vendors[0].id))])
    with Assessment.create(tmp_path / "second.readiness", "Acme", recorder="Cleo", library=library) as one:
        carried = carry(one, taken_from(path))
        assert (carried.answers, carried.people, carried.vendors) == (0, 1, 1)
        assert "which the scope does not declare" in carried.left[control]
        assert one.answers == {}


def test_hostile_words_stay_words(readiness: Run, other: Path) -> None:
    with Assessment.open(other, write=True, recorder="Rec") as one:
        one.change_scope([set_scope("organisation", HOSTILE), set_scope("product", HOSTILE * 100)])
        one.answer(Answer(question="security-owner", level="4", note="n" * 20_000, last_done=date.today() - timedelta(days=1)))
    made = readiness("new", "second.readiness", "--org", "Beta", "--from", "acme.readiness")
    assert made.code == 0
    assert_harmless(made.out)
    with Assessment.open(Path("second.readiness")) as new:
        assert len(new.answers["security-owner"].note) == 20_000


@pytest.mark.parametrize(("source", "said"), [("none.readiness", "none.readiness does not exist"), ("f.txt", "is not an assessment file")])
def test_nothing_is_made_when_the_other_cannot_be_read(readiness: Run, tmp_path: Path, source: str, said: str) -> None:
    (tmp_path / "f.txt").write_text("x" * 200)
    before = contents(tmp_path)
    assert_refused(readiness("new", "second.readiness", "--org", "Acme", "--from", source), said)
    assert contents(tmp_path) == before


def test_nothing_is_left_when_taking_over_fails(readiness: Run, other: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device", "second.readiness")

    monkeypatch.setattr(Assessment, "change_scope", fails)
    assert readiness("new", "second.readiness", "--org", "Acme", "--from", "acme.readiness").code == 2
    assert not Path("second.readiness").exists()

"""What only one of the two report types asks: it comes and goes with the type, and so does a criterion that rests on it alone."""

from __future__ import annotations

from read_once import shipped_once
from small_library import answer, library, question, scope

from scoring.asked import asked
from scoring.model import Scope
from scoring.score import score
from scoring.select import applicable_questions

FIRST, SECOND = (scope(report_type=number) for number in (1, 2))
CHANGES = "description-changes"


def described(stated: Scope) -> set[str]:
    return set(asked(shipped_once(), stated, "full").description)


def ids(stated: Scope) -> set[str]:
    return {one.id for one in applicable_questions(shipped_once(), stated, "full")}


def test_a_question_of_one_report_type_is_asked_for_that_type_alone() -> None:
    found = library(question("key", {"CC1.1": "key"}), question("period", {"CC1.1": "supports"}, only_type=2))
    given = {"key": answer("key", 5), "period": answer("period", 0)}
    assert [score(found, stated, "full", given, stated.report_type).asked for stated in (FIRST, SECOND)] == [1, 2]
    assert score(found, FIRST, "full", given, 1).criteria["CC1.1"].verdict == "met"
    assert score(found, SECOND, "full", given, 2).criteria["CC1.1"].verdict == "partly"


def test_changes_of_the_system_are_a_matter_of_a_type_ii() -> None:
    assert ids(SECOND) - ids(FIRST) == {CHANGES} and not ids(FIRST) - ids(SECOND)
    assert described(SECOND) - described(FIRST) == {"DC9"} and not described(FIRST) - described(SECOND)


def test_waiving_them_does_not_outlast_a_type_i() -> None:
    waived = {CHANGES: answer(CHANGES, "na", reason="a Type I")}
    first, second = (score(shipped_once(), stated, "full", waived, stated.report_type) for stated in (FIRST, SECOND))
    assert CHANGES not in first.controls and "DC9" not in first.description
    assert second.controls[CHANGES].state == "open" and second.description["DC9"].verdict == "not_assessed"

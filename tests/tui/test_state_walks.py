"""Which questions an interview walks, who sits there, what is parked and what a search finds; without a terminal."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness.assessment import Assessment
from readiness.errors import ReadinessError
from readiness.storage import open_round, put, set_answer
from readiness.tui.state import card
from readiness.tui.state.finding import Finder
from readiness.tui.state.interview import Interview
from readiness.tui.state.pace import Pace, duration
from readiness.tui.state.sift import Sift, people_named
from readiness.tui.state.sitting import confirmed, new_person, parked, people_rows, said_by, said_words
from scoring.model import Answer, Person, Round, Scope
from scoring.whatif import VerdictChange

from .small_library import small_library

NOON = datetime(2026, 11, 23, 12)
ADA, BO = Person(id="ada", name="Ada", role="Founder"), Person(id="bo", name="Bo", role="it")


@pytest.fixture
def talk(make_file: Callable[..., Path]) -> Iterator[Interview]:
    with Assessment.open(make_file(), write=True, recorder="Ben") as assessment:
        assessment.change_scope([put(ADA), put(BO)])
        yield Interview(assessment)


def walked(talk: Interview, sift: Sift) -> list[str]:
    assert talk.narrow(sift)
    return [question.id for question in talk.walk]


def test_a_walk_takes_everything_in_the_auditors_order(talk: Interview) -> None:
    assert walked(talk, Sift()) == [question.id for question in talk.questions]
    assert not Sift().narrowed and not Sift(by_role=True).narrowed and Sift("open").narrowed


@pytest.mark.parametrize(
    ("sift", "left"),
    [
        (Sift("open"), ["leaver-access", "physical-places", "access-review"]),
        (Sift("key"), ["rules-of-conduct", "owner-named", "multi-factor", "leaver-access", "access-review"]),
        (Sift("gaps"), ["rules-of-conduct", "owner-named", "multi-factor"]),
        (Sift("not-shown"), ["rules-of-conduct", "multi-factor"]),
        (Sift("open", role="it"), ["leaver-access", "physical-places", "access-review"]),
        (Sift(role="ceo"), ["rules-of-conduct", "owner-named"]),
        (Sift(person="ada"), ["rules-of-conduct", "owner-named"]),
        (Sift(quick=True, role="ceo"), ["rules-of-conduct", "owner-named"]),
    ],
)
def test_a_sift_leaves_what_it_says(talk: Interview, sift: Sift, left: list[str]) -> None:
    assert walked(talk, sift) == left


def test_a_sift_that_leaves_nothing_changes_nothing(talk: Interview) -> None:
    assert not talk.narrow(Sift("unsure")) and talk.sift == Sift()
    assert not talk.narrow(Sift(role="no-such")) and talk.current.id == "leaver-access"


def test_flagged_unsure_and_by_name(talk: Interview) -> None:
    talk.save(talk.with_flag())
    assert walked(talk, Sift("flagged")) == ["leaver-access"] and not talk.narrow(Sift("unsure"))
    talk.save(talk.stated("unsure"))
    assert walked(talk, Sift("flagged")) == walked(talk, Sift("unsure")) == ["leaver-access"]
    talk.narrow(Sift())
    talk.go_to("owner-named")
    talk.save(
        talk.with_details(
            {"respondent": "Bo", "owner": "", "operating_since": "", "last_done": "", "evidence": "", "nothing_written": "no"}
        )
    )
    assert "owner-named" in walked(talk, Sift(person="bo"))
    assert "owner-named" not in walked(talk, Sift("open", person="bo"))


def test_a_walk_by_who_can_answer_goes_role_by_role(talk: Interview) -> None:
    talk.assessment.answer(Answer(question="access-review", level="unsure"))
    roles = [talk.assessment.library.question_by_id[one].owner for one in walked(talk, Sift(by_role=True))]
    assert roles == sorted(roles, key=["ceo", "it"].index)


def test_steps_keep_to_the_walk_and_leave_from_beside_it(talk: Interview) -> None:
    talk.narrow(Sift("gaps"))
    assert talk.current.id == "rules-of-conduct"
    assert talk.step(1) and talk.step(1) and talk.current.id == "multi-factor" and not talk.step(1)
    talk.go_to("leaver-access")
    assert card.standing(talk) == "key control · beside 3"
    assert not talk.step(1) and talk.step(-1) and talk.current.id == "multi-factor"
    assert card.standing(talk) == "key control · 3 of 3"


def test_an_answer_goes_on_within_the_walk(talk: Interview) -> None:
    talk.narrow(Sift("gaps"))
    talk.save(talk.stated("5"))
    assert talk.go_on() and talk.current.id == "owner-named"
    talk.narrow(Sift("open"))
    assert talk.current.id == "leaver-access"
    talk.save(talk.stated("5"))
    assert talk.go_on() and talk.current.id == "physical-places"


def test_changed_since_the_last_round(talk: Interview) -> None:
    assessment = talk.assessment
    first = assessment.round
    second = Round(id="r2", number=2, name="Second", set=first.set, library=first.library, rules=first.rules)
    kept = [stored.answer for stored in assessment.stored_answers.values()]
    assert assessment.answers_before == {}
    assessment.change_scope([open_round(second), *(set_answer("r2", one.model_copy(update={"carried": True})) for one in kept)])
    talk.go_to("rules-of-conduct")
    assert card.last_round(talk) == "rung 1 · said · 2026-11-23\n“Contracts hold some.”"
    assert ("Last round", card.last_round(talk)) in card.reasons(talk)
    assert not talk.narrow(Sift("changed"))
    talk.save(talk.stated("4"))
    assert walked(talk, Sift("changed")) == ["rules-of-conduct"]
    talk.narrow(Sift())
    talk.go_to("access-review")
    assert card.last_round(talk) == ""


def test_whoever_sits_there_answers_what_the_role_can(talk: Interview) -> None:
    talk.sit(ADA)
    assert [question.id for question in talk.walk] == ["rules-of-conduct", "owner-named"]
    assert card.here(talk) == "Ada · Founder"
    talk.save(talk.stated("3"))
    assert talk.answer is not None and talk.answer.respondent == "Ada"
    talk.sit(BO)
    assert talk.current.id == "leaver-access"
    talk.save(talk.stated("unsure"))
    assert talk.answer is not None and talk.answer.respondent == "Bo"
    assert [one.answer.question for one in said_by(talk.assessment, "BO")] == ["leaver-access"]
    talk.sit(Person(id="x", name="Visitor"))
    assert not talk.sift.narrowed
    talk.sit(None)
    talk.go_to("access-review")
    talk.save(talk.stated("2"))
    assert talk.answer.respondent == "" and card.here(talk) == ""


def test_people_with_what_is_left_for_them(talk: Interview) -> None:
    assert people_rows(talk.assessment) == [("ada", "Ada · Founder · 0 of 2 open"), ("bo", "Bo · IT or operations · 3 of 4 open")]


def test_two_people_cannot_share_a_name(talk: Interview) -> None:
    with pytest.raises(ReadinessError, match="already"):
        new_person(talk.assessment, {"name": " ada ", "role": ""})
    talk.assessment.change_scope(new_person(talk.assessment, {"name": "Cy", "role": "it"}))
    assert talk.assessment.scope.people[-1].name == "Cy"


def test_a_read_back_confirms_what_was_carried_over(talk: Interview) -> None:
    talk.assessment.answer(Answer(question="owner-named", level="4", respondent="Ada", carried=True))
    talk.assessment.answer(Answer(question="leaver-access", level="unsure", respondent="Ada"))
    said = said_by(talk.assessment, "Ada")
    assert said_words(said) == "2 answers, 1 of them unsure"
    assert said[0].sentence.startswith("The last leaver was removed") and said[1].sentence == ""
    assert [(one.question, one.carried) for one in confirmed(said)] == [("owner-named", False)]


def test_what_is_unsure_goes_to_its_owner_else_to_the_role(talk: Interview) -> None:
    assert parked(talk.assessment) == []
    talk.assessment.answer(Answer(question="leaver-access", level="unsure"))
    talk.assessment.answer(Answer(question="access-review", level="unsure", owner="Dee"))
    talk.assessment.answer(Answer(question="rules-of-conduct", level="unsure"))
    found = {one.who: [question.id for question in one.questions] for one in parked(talk.assessment)}
    # Ada's role is written as its title in the scope, which names the role all the same.
    assert found == {"Ada": ["rules-of-conduct"], "Bo": ["leaver-access"], "Dee": ["access-review"]}


def test_whoever_did_not_know_is_not_asked_again(talk: Interview) -> None:
    def asked() -> dict[str, list[str]]:
        return {one.who: [question.id for question in one.questions] for one in parked(talk.assessment)}

    talk.assessment.change_scope([put(Person(id="dee", name="Dee", role="it"))])
    talk.assessment.answer(Answer(question="leaver-access", level="unsure", respondent="Bo", owner="Bo"))
    assert asked() == {"Dee": ["leaver-access"]}
    talk.assessment.answer(Answer(question="leaver-access", level="unsure", respondent="Dee"))
    assert asked() == {"nobody left to ask: Bo and Dee did not know": ["leaver-access"]}
    talk.go_to("leaver-access")
    assert talk.undo_question() and asked() == {"Dee": ["leaver-access"]}


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("identity provider", "rules-of-conduct"),
        ("leavr", "rules-of-conduct"),
        ("laevers payroll", "rules-of-conduct"),
        ("mlti", "multi-factor"),
        ("Contracts hold", "rules-of-conduct"),
        ("conduct rulse", "rules-of-conduct"),
        ("CC6.2", "leaver-access"),
    ],
)
def test_a_search_finds_any_text_and_forgives_slips(talk: Interview, typed: str, first: str) -> None:
    assert talk.find(typed)[0].id == first


def test_a_search_for_nonsense_finds_nothing(talk: Interview) -> None:
    assert talk.find("zebra") == [] and talk.find("q7x9") == []
    assert len(talk.find("")) == len(talk.questions)


def test_a_search_takes_whatever_is_typed() -> None:
    library = small_library()
    hostile = {"owner-named": Answer(question="owner-named", level="3", note=f"{'ab' * 5_000} {'b' * 9_000}")}
    finder = Finder(library.questions, library, hostile)

    @settings(max_examples=100, deadline=None)
    @given(st.text(max_size=300) | st.text("ab \x1b[]/", max_size=60))
    def search(typed: str) -> None:
        assert {question.id for question in finder.find(typed)} <= set(library.question_by_id)

    search()


def test_a_pace_is_the_usual_time_between_answers() -> None:
    pace = paced(30, 60, 60, 60)
    # Not before there is ground for it.
    assert pace.words(10) == ""
    # A slip put right at once and a break for lunch are no times between answers.
    assert paced(60, 1, 60, 60, 4_000, 60).words(10) == ""
    pace = paced(30, 60, 60, 4_000, 60, 90, 60, 60, 50)
    assert pace.words(70) == "1.0 a minute · ~1 h 10 left"
    assert pace.words(0) == "1.0 a minute"


def paced(*gaps: float) -> Pace:
    pace, moment = Pace(), NOON
    pace.note(moment)
    for gap in gaps:
        moment += timedelta(seconds=gap)
        pace.note(moment)
    return pace


def test_pauses_among_the_first_answers_are_no_pace() -> None:
    """Whoever looks round for some minutes after each question is not told that hours are left."""
    assert paced(160, 150, 170, 160, 165).words(60) == ""
    assert paced(50, 600, 55, 400, 60, 50, 300, 55, 60, 50, 55).words(60) == "1.1 a minute · ~55 min left"


def test_a_burst_of_answers_is_no_pace_and_is_forgotten() -> None:
    burst = [0.01] * 200
    assert paced(*burst).words(100) == ""
    assert paced(60, 60, 60, 60, 60, *burst).words(100) == ""
    assert paced(*burst, *[45] * 5).words(100) == ""
    # Once most of the recent answers are a person's, theirs is the pace; what was long ago no longer counts.
    assert paced(*burst, *[45] * 15).seconds == 45
    assert paced(*[200] * 40, *[40] * 30).seconds == 40


@given(st.lists(st.floats(0, 100_000), max_size=60))
def test_a_pace_is_one_at_which_people_answer(gaps: list[float]) -> None:
    seconds = paced(*gaps).seconds
    assert seconds is None or 1.99 <= seconds <= 180.1


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(20, "under a minute"), (35 * 60, "~35 min"), (3_600, "~1 h"), (3_590, "~1 h"), (3_540, "~59 min"), (7_000, "~1 h 55")],
)
def test_a_time_to_come_is_rough(seconds: float, words: str) -> None:
    assert duration(seconds) == words


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (None, {"level": "3"}, "leaver-access: rung 3"),
        ({"level": "3"}, {"level": "3", "note": "n"}, "leaver-access: rung 3"),
        ({"level": "4"}, {"level": "3"}, "leaver-access: rung 3 (was 4)"),
        ({"level": "unsure"}, {"level": "0"}, "leaver-access: rung 0 (was unsure, ask someone)"),
        ({"level": "na", "reason": "(no)"}, {"level": "unsure"}, "leaver-access: unsure, ask someone (was not applicable)"),
    ],
)
def test_an_answer_over_another_says_what_was_there(before: dict[str, str] | None, after: dict[str, str], said: str) -> None:
    earlier = None if before is None else Answer.model_validate({"question": "leaver-access", **before})
    now = Answer.model_validate({"question": "leaver-access", **after})
    assert card.stated_line(now, earlier, Scope(organisation="Acme")) == said
    assert card.replaces(now, earlier) is ("was" in said)


def test_verdicts_that_changed_in_one_line() -> None:
    one, other = VerdictChange("CC6.2", "partly", "met"), VerdictChange("CC6.1", "not_assessed", "not_met")
    assert card.verdict_line([], screen=False) == ""
    assert card.verdict_line([one, other], screen=False).startswith("CC6.2 ◐ ") and card.verdict_line([one, other], screen=False).endswith(
        ", 1 more"
    )


def test_what_good_looks_like_is_the_rung_asked_for(talk: Interview) -> None:
    assert card.good(talk).startswith("Type II asks for rung 5: Every leaver since")


def test_a_walk_narrows_to_anybody_named_beside_answers(talk: Interview) -> None:
    assessment = talk.assessment
    assert dict(people_named(assessment)).get("=Priya") is None
    assessment.answer(Answer(question="owner-named", level="4", owner="Priya", respondent="priya "))
    assert [value for value, name in people_named(assessment) if name.casefold() == "priya"] == ["=Priya"]
    assert talk.narrow(Sift(person="=Priya"))
    assert [question.id for question in talk.walk] == ["owner-named"]
    assert talk.sift.words(assessment.library, assessment.scope) == "Priya"


def test_unsure_stands_on_no_basis(talk: Interview) -> None:
    talk.go_to("owner-named")
    talk.save(talk.stated("unsure"))
    assert not {"said", "shown"} & set(card.answer_line(talk).split(" · "))

"""What narrows an interview, whom to ask about parked questions, and finding by words, on a library small enough to see through."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_library import answer, library, question, scope

from scoring.asked import asked
from scoring.filters import ONLY, Choice, Only, chosen
from scoring.finding import found
from scoring.model import LEVELS, Answer
from scoring.parked import ask_lists
from scoring.score import score_asked

LIBRARY = library(
    question("front-door", {"CC1.1": "key"}, owner="it", waivable=True, no_events=True),
    question("back-door", {"CC1.1": "supports"}, owner="hr", quick=False, waivable=True, no_events=True),
    question("side-door", {"CC1.2": "key"}, owner="it", quick=False, waivable=True, no_events=True, why="Burglars look for keys."),
    question("window", {"CC1.2": "supports", "CC1.1": "key"}, owner="founder", waivable=True, no_events=True),
)
IDS = tuple(one.id for one in LIBRARY.questions)


def ids(choice: Choice, *answers: Answer) -> list[str]:
    given_answers = {one.question: one for one in answers}
    questions = asked(LIBRARY, scope(), "full")
    card = score_asked(questions, scope(), given_answers, 2)
    return [one.id for one in chosen(LIBRARY, card, given_answers, choice)]


ANSWERS = (answer("front-door", 1), answer("back-door", "unsure"), answer("side-door", 5, basis="shown", flagged=True))


@pytest.mark.parametrize(
    ("choice", "wanted"),
    [
        (Choice(), ["back-door", "window"]),
        (Choice(only="unsure"), ["back-door"]),
        (Choice(only="flagged"), ["side-door"]),
        (Choice(only="gaps"), ["front-door"]),
        (Choice(only="key"), ["window"]),
        (Choice(only="not-shown"), ["front-door"]),
        (Choice(quick=True), ["window"]),
        (Choice(roles=frozenset({"hr", "it"})), ["back-door"]),
        (Choice(only="gaps", roles=frozenset({"hr"})), []),
        (Choice(ids=frozenset({"window", "front-door", "elsewhere"})), ["window"]),
        (Choice(ids=frozenset()), []),
    ],
)
def test_what_is_asked(choice: Choice, wanted: list[str]) -> None:
    assert ids(choice, *ANSWERS) == wanted


def test_carried_over_answers_are_open_and_neither_gap_nor_unshown() -> None:
    carried = answer("front-door", 1, carried=True)
    assert "front-door" in ids(Choice(), carried)
    assert "front-door" in ids(Choice(only="key"), carried)
    assert ids(Choice(only="gaps"), carried) == ids(Choice(only="not-shown"), carried) == []


def test_only_the_plain_choice_is_not_narrowed() -> None:
    assert not Choice().narrowed
    assert all(one.narrowed for one in (Choice(quick=True), Choice(only="key"), Choice(roles=frozenset("x")), Choice(ids=frozenset())))


levels = st.dictionaries(st.sampled_from(IDS), st.sampled_from([level for level in LEVELS if level not in ("na", "carved-out")]))


@given(levels, st.sampled_from(ONLY), st.booleans(), st.frozensets(st.sampled_from(["it", "hr", "founder"])))
def test_narrowing_further_never_adds_a_question(stated: dict[str, str], only: Only, quick: bool, roles: frozenset[str]) -> None:
    answers = [answer(key, level) for key, level in stated.items()]
    wide = ids(Choice(only=only), *answers)
    narrow = ids(Choice(only=only, quick=quick, roles=roles), *answers)
    assert [one for one in wide if one in narrow] == narrow
    assert set(ids(Choice(only="key"), *answers)) | set(ids(Choice(only="unsure"), *answers)) <= set(ids(Choice(), *answers))
    assert not set(ids(Choice(only="gaps"), *answers)) & set(ids(Choice(), *answers))


def test_ask_lists_by_role_with_the_people_who_have_it() -> None:
    people = [{"id": "1", "name": "Ada", "role": "it"}, {"id": "2", "name": "Bo", "role": "it"}, {"id": "3", "name": "Cy"}]
    stated = {one: answer(one, "unsure") for one in ("side-door", "front-door", "window")} | {"back-door": answer("back-door", 2)}
    lists = ask_lists(LIBRARY, scope(people=people), LIBRARY.questions, stated)
    assert {one.role: (one.people, [q.id for q in one.questions]) for one in lists} == {
        "founder": ((), ["window"]),
        "it": (("Ada", "Bo"), ["front-door", "side-door"]),
    }
    assert [one.title for one in lists] == [role.title for role in LIBRARY.roles if role.id in ("founder", "it")]


def test_nobody_is_asked_again_who_did_not_know() -> None:
    people = [{"id": "1", "name": "Ada", "role": "it"}, {"id": "2", "name": "Bo", "role": "IT or operations"}, {"id": "3", "name": "Cy"}]
    stated = {one: answer(one, "unsure", respondent=who) for one, who in (("front-door", "ada"), ("side-door", "Bo"), ("window", "Cy"))}

    def told(**before: tuple[str, ...]) -> list[tuple[tuple[str, ...], str, list[str]]]:
        unsure_before = {name.replace("_", "-"): names for name, names in before.items()}
        lists = ask_lists(LIBRARY, scope(people=people), LIBRARY.questions, stated, unsure_before)
        return [(one.people, one.nobody_left, [q.id for q in one.questions]) for one in lists]

    founder = ((), "", ["window"])
    assert told() == [founder, (("Bo",), "", ["front-door"]), (("Ada",), "", ["side-door"])]
    nobody = "nobody left to ask: Ada and Bo did not know"
    assert told(side_door=("Ada",)) == [founder, (("Bo",), "", ["front-door"]), ((), nobody, ["side-door"])]


def test_what_nobody_has_answered_is_not_parked() -> None:
    assert ask_lists(LIBRARY, scope(), LIBRARY.questions, {"window": answer("window", "unanswered", note="n")}) == ()


def test_found_by_name_before_text_before_the_rest() -> None:
    assert [one.id for one in found(LIBRARY.questions, "")] == list(IDS)
    assert [one.id for one in found(LIBRARY.questions, "DOOR cc1.1")] == ["front-door", "back-door"]
    assert [one.id for one in found(LIBRARY.questions, "burglars")] == ["side-door"]
    assert found(LIBRARY.questions, "door burglars window") == []

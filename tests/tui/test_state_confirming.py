"""What the screen of rounds says and does, without a terminal: what comes first, what can be confirmed together, what starts next."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from questionnaires.model import Library
from readiness.assessment import Assessment
from readiness.config import Config
from readiness.errors import ReadinessError
from readiness.rounds import waiting
from readiness.storage import put
from readiness.tui.state.confirming import Confirming, View, consequences, days_of, leaves_open, newer_library, renewal_words
from scoring.due import MOST
from scoring.model import Answer, EvidenceReference, Person

from .conftest import NOON
from .rounds_cases import OPEN_NOW, second_round
from .small_library import QUESTIONS, small_library

TODAY = NOON.date()


@pytest.fixture
def path(monkeypatch: pytest.MonkeyPatch) -> Path:
    return second_round(Path("acme.readiness").absolute(), monkeypatch)


def first_of(view: View) -> dict[str, list[str]]:
    return {reason: [one.id for one in questions] for reason, questions in view.first}


def test_what_may_have_changed_comes_first_under_its_strongest_reason(path: Path) -> None:
    with Assessment.open(path) as one:
        view = Confirming(one).view(TODAY)
    assert view.title == "Autumn · round 2 · quick set, 6 questions · since 2026-08-31 (84 days)"
    assert view.counts == "6 carried over, to confirm"
    assert first_of(view) == {
        "its remediation item is done": ["multi-factor"],
        "came due since it was last done": ["access-review"],
        "answered long ago": ["rules-of-conduct"],
    }
    old = view.first[-1][1][0]
    assert (old.level, old.who, old.age, old.note) == ("rung 2", "Ada", "266 days ago, in First round", "Contracts hold some.")
    assert old.anchor.startswith("A leaver checklist exists") and old.waits
    assert view.left == 6 and view.more == 0
    assert "0–100 % with what is confirmed" in view.if_confirmed
    assert [(one.name, one.day) for one in view.past] == [("1 First round", "2026-08-31")]


def test_a_shorter_age_brings_more_and_evidence_grows_old(path: Path) -> None:
    with Assessment.open(path, write=True, recorder="Ann") as one:
        old = EvidenceReference(reference="wiki", collected_on=date(2025, 1, 1))
        one.answer(one.answers["owner-named"].model_copy(update={"evidence": (old,)}))
        seen = Confirming(one)
        assert "its evidence is out of date" in first_of(seen.view(TODAY))
        seen.older_than(" 30 ")
        assert {name for names in first_of(seen.view(TODAY)).values() for name in names} == set(waiting(one))
        for wrong in ("", "-1", "ten", "10001", "1.5", "٣" * 9):
            with pytest.raises(ReadinessError, match="number of days"):
                seen.older_than(wrong)
        assert seen.age_days == 30 and days_of("0") == 0


def test_groups_tell_what_may_have_changed_from_the_rest(path: Path) -> None:
    with Assessment.open(path) as one:
        seen = Confirming(one)
        by_owner = {group.id: group for group in seen.view(TODAY).groups}
        assert {key: len(group.questions) for key, group in by_owner.items()} == {"all:": 6, "owner:ceo": 2, "owner:it": 4}
        assert by_owner["owner:it"].changed == ("multi-factor", "access-review")
        assert by_owner["owner:it"].steady == ("leaver-access", "physical-places")
        assert by_owner["owner:ceo"].title == "Founder"
        seen.turn()
        groups = seen.view(TODAY).groups
        assert [group.id for group in groups] == ["all:", "criterion:CC1.1", "criterion:CC1.2", "criterion:CC6.1", "criterion:CC6.2"]
        assert sum(len(group.questions) for group in groups[1:]) == len(groups[0].questions)


def test_confirming_many_is_one_step_and_says_who(path: Path) -> None:
    with Assessment.open(path, write=True, recorder="Ben") as one:
        seen = Confirming(one)
        before = len(one.history())
        outcome = seen.confirm(["leaver-access", "physical-places", "multi-factor"], "Tomasz Wilk")
        assert (outcome.done, outcome.refused) == (3, ())
        assert len(one.history()) == before + 3
        answer = one.answers["leaver-access"]
        assert (answer.carried, answer.level, answer.respondent, answer.recorder) == (False, "2", "Tomasz Wilk", "Ben")
        assert seen.view(TODAY).left == 3
        again = seen.confirm(["leaver-access"], "")
        assert again.done == 0 and again.refused == ("leaver-access: is confirmed already.",)


def test_of_two_who_confirm_at_once_the_second_is_told_and_loses_nothing(path: Path, reread: Callable[..., Assessment]) -> None:
    with Assessment.open(path, write=True, recorder="Ben") as one:
        seen = Confirming(one)
        seen.view(TODAY)
        eve = reread(path, write=True)
        eve.answer(Answer(question="leaver-access", level="5", respondent="Eve"))
        outcome = seen.confirm(["leaver-access", "physical-places"], "Ben")
        assert outcome.done == 1
        (refused,) = outcome.refused
        assert refused.startswith("leaver-access: Eve changed it at 2026-11-23 ") and "T0" not in refused
        assert one.answers["leaver-access"].level == "5" and not one.answers["physical-places"].carried
        assert [event.recorder for event in one.history("leaver-access")][-1] == "Eve"


def test_the_next_round_is_told_before_it_is_started(path: Path) -> None:
    with Assessment.open(path) as one:
        told = consequences(one, "Winter", None, "U")
        assert leaves_open(one)
    assert told.splitlines()[0] == "Autumn is closed: its scorecard and plan are kept as they are; U takes it back at once."
    assert "6 answers carried over into it are not confirmed yet" in told
    assert "Winter starts from its 6 answers, each open until somebody confirms it." in told


def newer() -> Library:
    """The small library a version on: one question worded otherwise, one new, one gone."""
    data = small_library().model_dump(mode="json")
    kept = [one for one in data["questions"] if one["id"] != "physical-places"]
    kept[0] = {**kept[0], "text": "Have people read the rules of conduct this year?"}
    new = {**next(one for one in data["questions"] if one["id"] == "owner-named"), "id": "board-looks", "text": "Does a board look at it?"}
    return Library.model_validate({**data, "version": "1.1.0", "questions": [*kept, {**new, "after": []}]})


def test_a_newer_library_is_offered_with_what_it_changes(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Assessment.open(path) as one:
        assert newer_library(one, Config()) is None, "the shipped library is another one"
        monkeypatch.setattr("readiness.tui.state.confirming.library_for", lambda *_: small_library())
        assert newer_library(one, Config()) is None
        monkeypatch.setattr("readiness.tui.state.confirming.library_for", lambda *_: newer())
        found = newer_library(one, Config())
        assert found is not None
        assert renewal_words(found) == "Small test library 1.1.0: 1 new, 1 worded anew, 1 gone"
        told = consequences(one, "Winter", found, "z")
    assert "starts from its 5 answers" in told and "left behind: physical-places" in told


def test_only_what_is_new_or_means_something_else_is_asked_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    path = second_round(Path("newer.readiness").absolute(), monkeypatch, taken=newer())
    with Assessment.open(path) as one:
        first = first_of(Confirming(one).view(TODAY))
        assert first["new in the library"] == ["board-looks"]
        assert first["reads otherwise now"] == ["rules-of-conduct"]
        asked = Confirming(one)
        asked.view(TODAY)
        new = asked.asked("board-looks", TODAY)
        assert new is not None and (new.level, new.who, new.waits, new.reasons) == ("no answer", "", False, "new in the library")


def test_one_sitting_takes_forty_and_the_rest_is_one_key_away(monkeypatch: pytest.MonkeyPatch) -> None:
    data = small_library().model_dump(mode="json")
    many = [{**data["questions"][0], "id": f"many-{number:03}"} for number in range(MOST + 5)]
    library = Library.model_validate({**data, "questions": [*data["questions"], *many]})
    path = second_round(Path("many.readiness").absolute(), monkeypatch, library=small_library(), taken=library)
    with Assessment.open(path) as one:
        seen = Confirming(one)
        view = seen.view(TODAY)
        assert sum(len(questions) for _, questions in view.first) == MOST
        seen.all_first = True
        assert sum(len(questions) for _, questions in seen.view(TODAY).first) == MOST + view.more


def test_a_first_round_has_nothing_to_confirm_and_no_past(make_file: Callable[..., Path]) -> None:
    with Assessment.open(make_file()) as one:
        view = Confirming(one).view(TODAY)
        assert (view.first, view.groups, view.past, view.left, view.if_confirmed) == ((), (), (), 0, "")
        assert view.counts == "3 answered · 3 without an answer"
        assert len(QUESTIONS) == 7


def test_an_owner_of_ones_own_has_a_group(path: Path) -> None:
    with Assessment.open(path, write=True, recorder="Ann") as one:
        one.change_scope([put(Person(id="p", name="Tomasz Wilk", role="it"))])
        one.answer(one.answers["multi-factor"].model_copy(update={"owner": "Tomasz [/b]"}))
        titles = [group.title for group in Confirming(one).view(TODAY).groups]
        assert "Tomasz [/b]" in titles and one.round.name == OPEN_NOW

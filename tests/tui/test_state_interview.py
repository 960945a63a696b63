"""The interview's state machine, without a terminal."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from readiness.assessment import Assessment
from readiness.errors import ReadinessError, StaleWrite
from readiness.tui.state import card
from readiness.tui.state.interview import Interview, day_of
from readiness.tui.state.sitting import parked, said_by
from scoring.model import Answer, Person


@pytest.fixture
def talk(make_file: Callable[..., Path]) -> Iterator[Interview]:
    with Assessment.open(make_file(), write=True, recorder="Ben") as assessment:
        yield Interview(assessment)


def test_starts_at_the_first_open_question(talk: Interview) -> None:
    assert talk.current.id == "leaver-access"


def test_starts_where_it_stopped_even_if_that_is_answered(talk: Interview) -> None:
    assert Interview(talk.assessment, "owner-named").current.id == "owner-named"
    assert Interview(talk.assessment, "no-such").current.id == "leaver-access"


def test_next_open_goes_round_the_end(talk: Interview) -> None:
    talk.go_to("access-review")
    assert talk.next_open()
    assert talk.current.id == "leaver-access"


def test_it_begins_at_the_first_question_never_answered_else_the_first_open_one(talk: Interview) -> None:
    ids = [question.id for question in talk.questions]
    talk.assessment.answer(Answer(question="rules-of-conduct", level="unsure"))
    assert Interview(talk.assessment).current.id == "leaver-access"
    for question in ids:
        if question not in talk.assessment.answers:
            talk.assessment.answer(Answer(question=question, level="3"))
    assert Interview(talk.assessment).current.id == "rules-of-conduct"
    talk.assessment.answer(Answer(question="rules-of-conduct", level="3"))
    assert Interview(talk.assessment).current.id == ids[0]


def test_next_open_stays_when_no_other_is_open(talk: Interview) -> None:
    for question in ("leaver-access", "physical-places"):
        talk.go_to(question)
        talk.save(talk.stated("2"))
    talk.go_to("access-review")
    assert not talk.next_open()
    talk.save(talk.stated("0"))
    assert talk.next_open_id() is None


def test_steps_stop_at_both_ends(talk: Interview) -> None:
    talk.go_to("rules-of-conduct")
    assert not talk.step(-1)
    assert talk.step(1) and talk.current.id == "owner-named"
    talk.go_to("access-review")
    assert not talk.step(1)


def test_a_level_keeps_what_stands_beside_the_answer(talk: Interview) -> None:
    talk.go_to("owner-named")
    talk.save(talk.with_nothing_written())
    stated = talk.stated("4")
    assert (stated.level, stated.basis, stated.respondent, stated.nothing_written) == ("4", "shown", "CTO", True)
    assert talk.stated("5").nothing_written and not talk.stated("2").nothing_written


@pytest.mark.parametrize("carried", [False, True])
def test_another_level_is_nobody_elses_word_and_only_said(talk: Interview, carried: bool) -> None:
    talk.go_to("owner-named")
    assert talk.answer is not None
    talk.assessment.answer(talk.answer.model_copy(update={"carried": carried}))
    before = talk.answer
    stated = talk.stated("2")
    assert (before.basis, before.respondent) == ("shown", "CTO") and (stated.basis, stated.respondent) == ("said", "")
    assert card.basis_gone(stated, before) == "now said, no longer shown"
    talk.save(stated)
    assert talk.undo_question() and talk.answer == before
    assert (talk.stated(before.level).basis, card.basis_gone(talk.stated(before.level), before)) == ("shown", "")
    talk.sitter = Person(id="bo", name="Bo")
    assert talk.stated("2").respondent == "Bo"


def test_why_not_speaks_only_where_a_level_does_not_fit(talk: Interview) -> None:
    assert [talk.why_not(level) is None for level in ("na", "no-events", "carved-out", "unsure", "3")] == [True, True, False, True, True]
    talk.go_to("physical-places")
    assert talk.why_not("carved-out") is None
    talk.go_to("multi-factor")
    assert "waived" in (talk.why_not("na") or "")
    assert "cases" in (talk.why_not("no-events") or "")


def test_basis_goes_round_and_waits_for_an_answer(talk: Interview) -> None:
    assert talk.with_next_basis() is None
    assert talk.pending_basis == "shown"
    talk.save(talk.stated("4"))
    assert talk.answer is not None and talk.answer.basis == "shown"
    tested = talk.with_next_basis()
    assert tested is not None and tested.basis == "tested"
    talk.save(tested)
    said = talk.with_next_basis()
    assert said is not None and said.basis == "said"


def test_a_waiting_basis_does_not_follow_to_another_question(talk: Interview) -> None:
    talk.with_next_basis()
    talk.step(1)
    assert talk.pending_basis is None


EVIDENCE = {"reference": "TICKET-7", "title": "", "source": "", "collected_by": "", "collected_on": "", "covers_from": "", "covers_to": ""}


@pytest.mark.parametrize(
    "said",
    [lambda talk: talk.with_note("ask IT"), lambda talk: talk.with_evidence(EVIDENCE), lambda talk: talk.with_flag()],
    ids=["note", "evidence", "flag"],
)
def test_what_is_kept_without_an_answer_is_in_nobodys_mouth(talk: Interview, said: Callable[[Interview], Answer]) -> None:
    talk.sitter = Person(id="hanna", name="Hanna", role="it")
    assert talk.with_next_basis() is None
    talk.save(said(talk))
    kept = talk.answer
    assert kept is not None and (kept.level, kept.respondent) == ("unanswered", "") and talk.is_open("leaver-access")
    assert card.answer_line(talk).startswith("not answered yet · basis of the answer to come: shown")
    assert (
        said_by(talk.assessment, "Hanna") == [] and parked(talk.assessment) == [] and Interview(talk.assessment).current.id == kept.question
    )
    with pytest.raises(ReadinessError, match="Nobody has answered yet"):
        fields = dict.fromkeys(("owner", "operating_since", "last_done", "evidence", "nothing_written"), "")
        talk.with_details({**fields, "respondent": "Hanna"})
    stated = talk.stated("3")
    assert (stated.respondent, stated.basis, stated.note, stated.evidence, stated.flagged) == (
        "Hanna",
        "shown",
        kept.note,
        kept.evidence,
        kept.flagged,
    )


def test_nothing_written_fits_rungs_3_to_5_only(talk: Interview) -> None:
    with pytest.raises(ReadinessError, match="rungs 3 to 5"):
        talk.with_nothing_written()
    talk.go_to("multi-factor")
    assert talk.with_nothing_written().nothing_written


def test_details_are_checked(talk: Interview) -> None:
    typed = {
        "respondent": "CTO",
        "owner": "IT",
        "operating_since": "2026-01-31",
        "last_done": "",
        "evidence": "ticket 1\nticket 2",
        "nothing_written": "no",
    }
    with pytest.raises(ReadinessError, match="first"):
        talk.with_details(typed)
    talk.go_to("multi-factor")
    answer = talk.with_details(typed)
    assert (answer.respondent, answer.owner) == ("CTO", "IT")
    assert str(answer.operating_since) == "2026-01-31"
    assert [one.reference for one in answer.evidence] == ["ticket 1", "ticket 2"]
    with pytest.raises(ReadinessError, match="31 March 2027"):
        talk.with_details({**typed, "last_done": "31.1.2026"})


def test_what_was_said_about_a_question_is_taken_back_one_by_one(talk: Interview) -> None:
    talk.save(talk.stated("2"))
    talk.save(talk.stated("3"))
    assert talk.undo_question()
    assert talk.answer is not None and talk.answer.level == "2"
    assert talk.undo_question()
    assert talk.answer is None
    assert not talk.undo_question()


def test_mine_is_kept_by_basing_it_on_theirs(talk: Interview, reread: Callable[..., Assessment]) -> None:
    _ = talk.answer
    reread(talk.assessment.path, write=True).answer(Answer(question="leaver-access", level="0"))
    with pytest.raises(StaleWrite) as refused:
        talk.save(talk.stated("4"))
    assert refused.value.by == "Eve"
    assert talk.answer is not None and talk.answer.level == "0"
    talk.save(talk.stated("4"), based_on=refused.value.event)
    assert talk.answer is not None and talk.answer.level == "4"


@pytest.mark.parametrize(
    ("words", "first"),
    [("cc6.1", "multi-factor"), ("ACCESS-REV", "access-review"), ("single sign-on", "leaver-access"), ("", "rules-of-conduct")],
)
def test_find_by_criterion_id_and_words(talk: Interview, words: str, first: str) -> None:
    assert talk.find(words)[0].id == first


def test_find_needs_every_word(talk: Interview) -> None:
    assert talk.find("leaves zebra") == []


def test_a_criterion_leads_to_its_first_open_question(talk: Interview) -> None:
    assert talk.go_to_criterion("CC6.1") and talk.current.id == "leaver-access"
    assert talk.go_to_criterion("CC1.1") and talk.current.id == "rules-of-conduct"
    assert not talk.go_to_criterion("A1.1")


def test_a_question_no_longer_asked_gives_way(talk: Interview) -> None:
    from readiness.tui.state.scoping import category_drafts

    talk.assessment.change_scope(category_drafts(talk.assessment.library, talk.assessment.scope, "A"))
    talk.assessment.widen("full")
    assert talk.go_to("capacity")
    talk.assessment.widen("quick")
    assert talk.current.id == "leaver-access"


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("", None),
        ("   ", None),
        ("2027-03-31", "2027-03-31"),
        ("2027-3-1", "2027-03-01"),
        (" 31  March 2027 ", "2027-03-31"),
        ("1 may 2027", "2027-05-01"),
        ("3. Sep. 2027", "2027-09-03"),
    ],
)
def test_a_day_as_people_write_it(typed: str, day: str | None) -> None:
    assert str(day_of(typed) or "") == (day or "")


@pytest.mark.parametrize("typed", ["soon", "3/4/2027", "2027-02-30", "31 June 2027", "31 M 2027", "2027", "30 ma 2027"])
def test_no_day_shows_how_one_is_written(typed: str) -> None:
    with pytest.raises(ReadinessError, match="2027-03-31"):
        day_of(typed)


def test_what_was_said_before_this_session_is_taken_back_by_itself(talk: Interview, reread: Callable[..., Assessment]) -> None:
    assert talk.to_undo() is None
    talk.go_to("multi-factor")
    found = talk.to_undo()
    assert found is not None and found.event.recorder == "Ann"
    reread(talk.assessment.path, write=True).answer(Answer(question="multi-factor", level="0"))
    found = talk.to_undo()
    assert found is not None and found.event.recorder == "Eve"
    assert talk.undo_question()
    assert talk.answer is not None and talk.answer.recorder == "Ann"
    found = talk.to_undo()
    assert found is not None and found.event.recorder == "Ann"


def test_what_is_undone_is_not_what_was_said_last(talk: Interview) -> None:
    talk.save(talk.stated("2"))
    talk.turned(["leaver-access"], stated=False)
    assert talk.last_stated is None
    talk.turned(["leaver-access"], stated=True)
    assert talk.last_stated is not None and talk.last_stated.id == talk.current.id == "leaver-access"


def test_a_note_on_the_question_answered_last(talk: Interview) -> None:
    assert talk.last_stated is None
    talk.save(talk.stated("2"))
    talk.next_open()
    assert talk.last_stated is not None and talk.last_stated.id == "leaver-access"
    talk.save(talk.with_note("said by IT", "leaver-access"))
    assert talk.current.id == "physical-places" and talk.answer is None
    assert talk.assessment.answers["leaver-access"].note == "said by IT"


def test_a_compensating_control_is_checked(talk: Interview) -> None:
    typed = {"rung": "4", "reason": "The door is guarded.", "owner": "CTO", "evidence": ""}
    with pytest.raises(ReadinessError, match="rung first"):
        talk.with_compensating(typed)
    talk.go_to("rules-of-conduct")
    for missing, sentence in (("reason", "instead"), ("owner", "owns"), ("rung", "Choose")):
        with pytest.raises(ReadinessError, match=sentence):
            talk.with_compensating({**typed, missing: " " if missing != "rung" else ""})
    talk.save(talk.with_compensating(typed))
    assert talk.answer is not None and talk.answer.compensating is not None and talk.answer.compensating.rung == 4
    talk.save(talk.with_compensating({**typed, "rung": ""}))
    assert talk.answer is not None and talk.answer.compensating is None

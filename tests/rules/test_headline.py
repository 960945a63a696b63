"""The sentence before every number: what is known to be behind, the system description, and what nobody can judge yet."""

from read_once import shipped_once
from small_library import answer, library, question, scope

from scoring.headline import description_text, headline, with_gaps
from scoring.model import Answer
from scoring.score import Scorecard, score

SHIPPED = shipped_once()
KEY, OTHER = question("key", {"CC1.1": "key"}), question("other", {"CC1.1": "key"})
ELSE = question("else", {"CC1.2": "key"})


def card(*given: Answer) -> Scorecard:
    return score(library(KEY, OTHER, ELSE), scope(), "full", {one.question: one for one in given}, 1)


def shipped(controls: int, described: int) -> Scorecard:
    """Everything asked of the smallest scope: the controls at one rung, the system description at another."""
    asked = score(SHIPPED, scope(), "full", {}, 1)
    rungs = {name: described if one.question.home in asked.description else controls for name, one in asked.controls.items()}
    return score(SHIPPED, scope(), "full", {name: answer(name, rung) for name, rung in rungs.items()}, 1)


def test_a_gap_that_no_open_answer_can_close_is_known_before_the_verdict_is() -> None:
    found = card(answer("key", 3))
    assert found.criteria["CC1.1"].verdict == "not_assessed"
    assert with_gaps(found) == ("CC1.1",)
    assert headline(found).startswith("Not ready for Type I today: 1 of 2 criteria has a gap. 1 of 2 criteria cannot be judged yet.")


def test_nothing_known_is_not_called_no_gap() -> None:
    found = headline(card(answer("key", 5)))
    assert found == "No criterion is known to be behind for Type I so far. 2 of 2 criteria cannot be judged yet."
    assert "no gap" not in headline(card(*(answer(name, 5) for name in ("key", "other", "else")))).lower()


def test_a_description_that_is_not_there_keeps_the_headline_from_saying_that_nothing_is_behind() -> None:
    found = shipped(5, 0)
    assert not with_gaps(found)
    assert found.readiness.value == 100
    assert headline(found).startswith(
        "Not ready for Type I today. The system description, which no report goes without, is not finished (DC1, "
    )
    assert description_text(shipped(5, 5)) == ""
    assert headline(shipped(5, 5)) == "No criterion is behind for Type I in what was said and shown."


def test_gaps_in_controls_and_in_the_description_stand_side_by_side() -> None:
    found = headline(shipped(2, 0))
    assert found.startswith("Not ready for Type I today: ") and " criteria have gaps. The system description, " in found

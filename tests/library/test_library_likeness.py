"""Questions compared by their words: the same thing asked twice is told, neighbours are not; anchors keep to their own question."""

from __future__ import annotations

from pathlib import Path

import pytest
from library_cases import question, write_library
from read_once import shipped_once

from questionnaires.likeness import ALIKE, Weights, content_words, likeness
from questionnaires.lint import lint_folder

ASKED = "Is the heavy wooden door of the archive always locked at night?"
LEFT = "When someone leaves, is all their access removed within the time you promise?"


def pair(one: str, other: str) -> tuple[str, str]:
    return question("first", text=f'"{one}"'), question("second", text=f'"{other}"')


# the same question in other words of the kind that slip in when two people write
@pytest.mark.parametrize(
    ("one", "other"),
    [
        (ASKED, "At night, is the heavy wooden archive door always locked?"),
        (LEFT, "Is all access of someone who leaves removed within the time you promise?"),
        (ASKED, ASKED.lower()),
    ],
)
def test_the_same_question_is_told_at_the_second_place(tmp_path: Path, one: str, other: str) -> None:
    [found] = lint_folder(write_library(tmp_path, *pair(one, other)))
    assert "questions.1.text: asks much the same as first; merge them or tell them apart." in found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (LEFT, "When someone leaves, do they hand back every laptop and key by a set day?"),
        (ASKED, "Is the window of the archive shut when it rains?"),
        ("Does everyone complete security training every year?", "Do those who handle personal data complete privacy training on joining?"),
    ],
)
def test_neighbours_are_not_the_same(tmp_path: Path, one: str, other: str) -> None:
    assert lint_folder(write_library(tmp_path, *pair(one, other))) == []


def test_the_fourth_anchor_can_give_two_questions_away(tmp_path: Path) -> None:
    anchors = (
        "{%s, 4: The steel shutter at the loading ramp comes down at dusk as the camera film of yesterday proves%s., 5: Each dusk %s.}"
    )
    written = []
    for name, text, end in (("first", "Is the shutter down?", ""), ("second", "Does the ramp close?", " too")):
        lower = ", ".join(f"{rung}: {name} {rung}." for rung in range(4))
        written.append(question(name, text=f'"{text}"', anchors=anchors % (lower, end, name)))
    [found] = lint_folder(write_library(tmp_path, *written))
    assert "questions.1.text: asks much the same as first" in found


def test_an_anchor_that_rates_another_questions_control(tmp_path: Path) -> None:
    def written(anchor: str) -> str:
        lower = ", ".join(f"{rung}: Door {rung}." for rung in range(4))
        return question("first", text=f'"{ASKED}"', anchors=f"{{{lower}, 4: '{anchor}', 5: Door 5.}}")

    second = question("second", text=f'"{LEFT}"')
    astray = written("Locked tonight, and when someone leaves, all access was removed within the promised time.")
    [found] = lint_folder(write_library(tmp_path / "a", astray, second))
    assert "questions.0.anchors.4: asks about the control of second; keep to this question" in found
    own = written("Locked tonight, as a try shows; whether it was locked on nights before, when someone leaves late, cannot be shown.")
    assert lint_folder(write_library(tmp_path / "b", own, second)) == []


def test_words_that_carry_meaning() -> None:
    assert content_words("Is your own CRM's data kept where it's safe, every day?") == ["own", "crm", "data", "kept", "safe", "day"]


def test_rare_words_weigh_more_and_unknown_ones_most() -> None:
    weights = Weights(["door lock", "door key", "door bell"])
    assert weights.of(["door"]) < weights.of(["key"]) <= weights.of(["moat"])
    assert sum(weight**2 for weight in weights.vector("door door lock").values()) == pytest.approx(1)
    assert weights.vector("") == {}


def test_the_shipped_questions_keep_their_distance() -> None:
    closest = max(likeness(shipped_once().questions), key=lambda found: found[2])
    assert 0.5 < closest[2] < ALIKE

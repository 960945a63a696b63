"""The house style: one fact a question, nothing claimed that only an auditor may say, texts that a founder reads with ease."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from library_cases import FRAMEWORK, place, question, write_library
from read_once import shipped_once

from questionnaires.lint import lint_folder
from questionnaires.model import Library
from questionnaires.style import MAX_GRADE_ASKED, MAX_GRADE_WHY, careless_texts, grade


def faults(folder: Path) -> list[str]:
    """What is wrong in the library, without the place."""
    return [problem.split(": ", 2)[2] for problem in lint_folder(folder)]


# a question of two facts, and the words that give it away
TWO_FACTS = [
    ("Is the door locked? Is the key kept?", "kept?"),
    ("Does someone lock the door as well as the window?", "as well as"),
    ("Is the list of keys approved, and gone through every quarter?", "and gone"),
    ("Does someone read the log every week, and act on what they find?", "and act"),
    ("Is every fault recorded and corrected?", "recorded and corrected"),
    ("Is a fault looked into and quickly mended?", "looked into and quickly mended"),
    ("Is each vendor checked before you sign and looked at every year?", "checked before you sign and looked"),
    ("When the alarm rings, does somebody hear of it and review the recording?", "and review the"),
    ("Do you go through the keys and drop what nobody needs?", "and drop what"),
    ("Is the door locked at night and does someone check?", "and does someone"),
]
ONE_FACT = [
    "Is it written and approved how long keys are kept?",
    "Is it written how doors are to be locked and checked?",
    "Is the door locked, as a try shows?",
    "Are doors, windows and hatches closed at night?",
    "Is a broken lock mended or replaced within a day?",
    "Are people told plainly what they may refuse, and what follows if they do?",
    "Is it traced which doors were opened, and since when?",
    "Does somebody read the year's incidents side by side and decide what they call for?",
    "Are stored records and finished results shielded from change?",
    "Is production kept apart from development and test?",
    "When a lock is tested and mended, does someone note the day?",
]


@pytest.mark.parametrize(("text", "said"), TWO_FACTS)
def test_a_question_of_two_facts(tmp_path: Path, text: str, said: str) -> None:
    folder = write_library(tmp_path, question("front-door", text=f'"{text}"'))
    [found] = lint_folder(folder)
    assert found.startswith(f"{place(folder, chr(34) + text)}: questions.0.text: adds a second fact with ")
    assert f"{said!r}; ask for one, and give the other a question of its own." in found


@pytest.mark.parametrize("text", ONE_FACT)
def test_a_question_of_one_fact(tmp_path: Path, text: str) -> None:
    assert lint_folder(write_library(tmp_path, question("front-door", text=f'"{text}"'))) == []


def test_a_variant_asks_for_one_fact_too(tmp_path: Path) -> None:
    variants = f'[{{when: {{office: own}}, reason: "Own.", text: "{TWO_FACTS[4][0]}"}}]'
    [found] = lint_folder(write_library(tmp_path, question("front-door", variants=variants)))
    assert "questions.0.variants.0.text: adds a second fact with 'recorded and corrected'" in found


def test_how_english_joins_facts_is_not_looked_for_in_another_language(tmp_path: Path) -> None:
    spoiled = question("front-door", text=f'"{TWO_FACTS[2][0]}"', why=f'"{HARD}"')
    german = FRAMEWORK.replace("categories:", "language: de\ncategories:", 1)
    assert len(lint_folder(write_library(tmp_path / "en", spoiled))) == 2
    assert lint_folder(write_library(tmp_path / "de", spoiled, framework=german)) == []


# what is written where in the library, and the path it is found at
ANY_TEXT = [
    ("summary: ", "themes.0.summary"),
    ("meaning: ", "criteria.0.meaning"),
    ("topic: ", "points.0.topic"),
    ("why: ", "facts.0.why"),
    ("standard: ", "standard"),
    ("disclaimer: ", "disclaimer"),
]


@pytest.mark.parametrize(("key", "at"), ANY_TEXT)
@pytest.mark.parametrize("wrong", ["Doors and/or windows.", "You are compliant.", "The standard   wants locks."])
def test_no_text_of_the_library_may_claim_too_much(tmp_path: Path, key: str, at: str, wrong: str) -> None:
    claims = 'claims:\n- {never: [the standard wants, "# locks"], instead: "it wants nothing of the kind"}\n'
    framework = FRAMEWORK.replace("categories:", f'{claims}disclaimer: "whoever opens the door decides."\ncategories:', 1)
    assert lint_folder(write_library(tmp_path / "sound", framework=framework)) == []
    start = framework.index(key) + len(key)
    end = framework.index('"', start + 1)
    [found] = lint_folder(write_library(tmp_path / "spoiled", framework=f'{framework[:start]}"{wrong}{framework[end:]}'))
    assert f": {at}: says '" in found


@pytest.mark.parametrize("key", ["evidence", "remediation", "tiny", "why", "anchors", "variants"])
def test_no_text_of_a_question_may_claim_too_much(tmp_path: Path, key: str) -> None:
    claims = 'claims:\n- {never: ["# locks are"], instead: "the number is yours"}\n'
    wrong = "Twelve locks are usual."
    written = {
        "evidence": f"{{design: ['{wrong}']}}",
        "remediation": f"[{{upto: 4, days: [0, 1], do: '{wrong}'}}]",
        "anchors": f"{{0: '{wrong}', 1: One., 2: Two., 3: Three., 4: Four., 5: Five.}}",
        "variants": f"[{{when: {{office: own}}, reason: '{wrong}', tiny: Own.}}]",
    }.get(key, f"'{wrong}'")
    folder = write_library(
        tmp_path, question("front-door", **{key: written}), framework=FRAMEWORK.replace("categories:", f"{claims}categories:", 1)
    )
    assert faults(folder) == ["says 'Twelve locks are'; the number is yours."]


@pytest.mark.parametrize("phrase", ["", " ", "a  b", "a "])
def test_a_phrase_that_would_be_found_everywhere_or_nowhere_is_refused(tmp_path: Path, phrase: str) -> None:
    claims = f'claims:\n- {{never: ["{phrase}"], instead: "say something else"}}\n'
    found, *_ = lint_folder(write_library(tmp_path, framework=FRAMEWORK.replace("categories:", f"{claims}categories:", 1)))
    assert ": claims.0.never.0: " in found


# sentences about SOC 2 that a consultant knows to be wrong, each caught by the shipped list
WRONG_ABOUT_SOC_2 = [
    "SOC 2 requires a penetration test.",
    "One-year logs are required by SOC 2.",
    "The 64 controls are all yours.",
    "Security is mandatory.",
    "A minimum of six months is usual.",
    "A minimum of 3 months is usual.",
    "Points of focus are aids, but every point of focus must be met.",
    "This gets you a clean opinion.",
    "A finding is a material weakness.",
    "A significant deficiency goes to the board.",
    "The auditor writes the description.",
    "Ask for the auditor's bridge letter.",
    "AT-C 320 governs it.",
    "All vendors must have a SOC 2.",
    "You will pass.",
    "It may fail.",
    "Get certified.",
]


@pytest.fixture(scope="module")
def shipped() -> Library:
    return shipped_once()


@pytest.mark.parametrize("sentence", WRONG_ABOUT_SOC_2)
def test_the_shipped_list_knows_the_usual_wrong_claims(shipped: Library, sentence: str) -> None:
    spoiled = shipped.model_copy(update={"questions": (shipped.questions[0].model_copy(update={"tiny": sentence}),)})
    [found] = careless_texts(spoiled)
    assert found[0] == ("questions", 0, "tiny")


HARD = (
    "Organisational accountability necessitates comprehensive documentation of responsibilities, authorisation "
    "hierarchies and independent verification procedures."
)


def test_a_reason_that_is_hard_to_read(tmp_path: Path) -> None:
    assert grade([HARD]) > MAX_GRADE_WHY
    folder = write_library(tmp_path, question("front-door", why=f'"{HARD}"'))
    [found] = lint_folder(folder)
    assert found.startswith(f"{place(folder, chr(34) + HARD)}: questions.0.why: reads at grade ")
    assert f"(Automated Readability Index), at most {MAX_GRADE_WHY:.0f}; use shorter words and sentences." in found


def test_a_question_and_its_anchors_are_read_together(tmp_path: Path) -> None:
    hard = (
        "{"
        + ", ".join(f'{rung}: "Comprehensive organisational documentation {rung} necessitates verification."' for rung in range(6))
        + "}"
    )
    [found] = lint_folder(write_library(tmp_path / "a", question("front-door", anchors=hard)))
    assert "questions.0.text: reads, with its anchors, at grade " in found and f"at most {MAX_GRADE_ASKED:.0f}" in found
    variants = f'[{{when: {{office: own}}, reason: "Own.", anchors: {hard}}}]'
    [found] = lint_folder(write_library(tmp_path / "b", question("front-door", variants=variants)))
    assert "questions.0.variants.0.anchors: reads, with its anchors, at grade " in found


def test_a_sentence_too_long_to_hold_in_mind(tmp_path: Path) -> None:
    words = " ".join(["an"] * 35)
    assert faults(write_library(tmp_path / "a", question("front-door", why=f'"{words}. {words}."'))) == []
    assert faults(write_library(tmp_path / "b", question("front-door", why=f'"{words} so. Fine."'))) == [
        "has a sentence of 36 words; at most 35, cut it in two."
    ]


def test_variants_are_held_to_the_same_lengths_and_anchors_of_their_own(tmp_path: Path) -> None:
    long = " ".join(["word"] * 31)
    taken = "{0: The side-door at rung 0., 1: A., 2: A., 3: C., 4: D., 5: E.}"
    variants = f'[{{when: {{office: own}}, reason: "Own.", text: "{long}?", anchors: {taken}}}]'
    found = faults(write_library(tmp_path, question("side-door"), question("front-door", variants=variants)))
    assert sorted(found) == [
        "has 31 words; at most 30, one fact a question.",
        "reads the same as an anchor of side-door; write it for this control.",
        "reads the same as rung 1; neighbouring rungs must be told apart.",
    ]


def test_a_variant_may_keep_an_anchor_of_its_own_question(tmp_path: Path) -> None:
    same = "{0: The front-door at rung 0., 1: A., 2: B., 3: C., 4: D., 5: E.}"
    variants = f'[{{when: {{office: own}}, reason: "Own.", anchors: {same}}}]'
    assert lint_folder(write_library(tmp_path, question("front-door", variants=variants))) == []


# worked out by hand: 4.71 letters a word + 0.5 words a sentence - 21.43
@pytest.mark.parametrize(
    ("texts", "letters", "words", "sentences"),
    [
        (["The cat sat."], 9, 3, 1),
        (["The cat sat. Did it?", "It did!"], 19, 7, 3),
        (["Sign-in isn't 2-step e.g. here."], 22, 8, 2),
    ],
)
def test_the_grade_is_the_automated_readability_index(texts: list[str], letters: int, words: int, sentences: int) -> None:
    assert grade(texts) == pytest.approx(4.71 * letters / words + 0.5 * words / sentences - 21.43)


@given(st.lists(st.text(alphabet="ab .?!-'\n", max_size=40), max_size=4))
def test_any_text_has_a_grade(texts: list[str]) -> None:
    assert grade(texts) == pytest.approx(grade([" ".join(text.split()) for text in texts]))

"""The shipped library in German: one category complete, nothing changed but texts, nothing left in English."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from locale_cases import bare
from read_once import shipped_once

from questionnaires.loader import load_library, read_folder
from questionnaires.locale import Translation, translated, translated_share
from questionnaires.locale_lint import lint_translations
from questionnaires.model import Library, Question
from questionnaires.texts import FIELDS, entries, leaves, misfits, put_back, texts

SHIPPED_FOLDER = files("questionnaires") / "soc2"

json_like = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([0, 1, 5, "reason", "text", "design", "x"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(st.sampled_from(sorted(FIELDS)), st.data())
@settings(max_examples=150, deadline=None)
def test_any_value_as_a_field_is_taken_or_refused(shipped: Library, key: str, data: st.DataObject) -> None:
    entry = data.draw(st.sampled_from(entries(shipped, key) or (None,)))
    if entry is None:
        return
    original = texts(key, entry)
    wanted = {field: data.draw(json_like) for field in original if data.draw(st.booleans())}
    wrong = list(misfits(original, wanted)) or put_back(entry, wanted)
    if not isinstance(wrong, list):
        assert wrong.id == entry.id
        assert dict(leaves(texts(key, wrong))) | dict(leaves(wanted)) == dict(leaves(texts(key, wrong)))


@pytest.fixture(scope="module")
def shipped() -> Library:
    return shipped_once()


@pytest.fixture(scope="module")
def shipped_german() -> Library:
    return shipped_once("de")


def test_every_entry_of_the_shipped_library_can_be_translated(shipped: Library) -> None:
    for key in FIELDS:
        for entry in entries(shipped, key):
            original = texts(key, entry)
            assert original
            assert put_back(entry, original) == entry


def test_the_shipped_translation_changes_texts_and_nothing_else(shipped: Library, shipped_german: Library) -> None:
    assert bare(shipped_german) == bare(shipped)


def facts_named(library: Library, question: Question) -> set[str]:
    """The facts that a question branches on, in a condition or in a step."""
    words = set(re.findall(r"[a-z_]+", json.dumps(question.model_dump(mode="json", include={"applies_when", "variants", "proposes_na"}))))
    for _, text in leaves(texts("questions", question)):
        words |= {word for part in re.findall(r"{[{%].*?[%}]}", text, re.DOTALL) for word in re.findall(r"[a-z_]+", part)}
    return words & library.fact_by_id.keys()


def test_availability_is_there_in_german_completely(shipped: Library, shipped_german: Library) -> None:
    share = translated_share(shipped, shipped_german)
    assert share["A"][0] == share["A"][1] >= 15
    translation = Translation(Path(str(SHIPPED_FOLDER)), "de", shipped)
    assert (translation.refused, translation.left) == ([], [])
    themes = {question.theme for question in shipped.questions if question.home.startswith("A1.")}
    needed = {("criteria", one.id) for one in shipped.criteria if one.category == "A"}
    needed |= {("points", one.id) for one in shipped.points if one.id.startswith("A1.")}
    needed |= {("themes", theme) for theme in themes} | {("series", "A1")}
    needed |= {(key, one.id) for key in ("categories", "roles") for one in entries(shipped, key)}
    needed |= {
        ("facts", fact) for question in shipped.questions if question.home.startswith("A1.") for fact in facts_named(shipped, question)
    }
    assert needed - set(translation.made) == set()


def test_every_german_sentence_is_there_and_not_english(shipped: Library, shipped_german: Library) -> None:
    for source in shipped.questions:
        if not source.home.startswith("A1."):
            continue
        one, other = (dict(leaves(texts("questions", question))) for question in (source, shipped_german.question_by_id[source.id]))
        assert one.keys() == other.keys()
        assert [path for path, text in other.items() if not text.strip() or text == one[path]] == []
        assert [path for path, text in other.items() if text.count("{{") != one[path].count("{{")] == []


def test_lint_finds_nothing_in_the_shipped_translations(shipped: Library) -> None:
    assert lint_translations(SHIPPED_FOLDER, *read_folder(SHIPPED_FOLDER)) == []


def test_an_extension_speaks_its_base_s_language(tmp_path: Path, shipped_german: Library) -> None:
    (tmp_path / "library.yaml").write_text('key: ours\ntitle: "Ours"\nversion: 1.0.0\nextends: soc2\n', encoding="utf-8")
    (tmp_path / "own.yaml").write_text('overrides:\n- {id: capacity-forecast, text: "Do you forecast?"}\n', encoding="utf-8")
    spoken = load_library(tmp_path, "de")
    assert spoken.question_by_id["capacity-measured"] == shipped_german.question_by_id["capacity-measured"]
    # Reworded by the company, so the translation of the usual wording no longer says what is asked.
    assert spoken.question_by_id["capacity-forecast"].text == "Do you forecast?"
    assert translated(spoken, [tmp_path], "de") is spoken

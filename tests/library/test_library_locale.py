"""A translation changes texts and nothing else; whatever is missing, stale or wrong in it leaves the source or says where."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from library_cases import question, write_library
from locale_cases import GERMAN, HEAD, bare, german, german_library, of, refusals, say, source_of

from questionnaires.lint import lint_folder
from questionnaires.loader import LibraryError, load_library
from questionnaires.locale import language_of, languages, translated_share
from questionnaires.sources import MAX_FILE_BYTES


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return german_library(tmp_path / "lib")


def test_a_translated_question_reads_wholly_in_the_other_language(folder: Path) -> None:
    spoken = load_library(folder, "de")
    door = spoken.question_by_id["front-door"]
    assert spoken.language == "de"
    assert (door.text, door.why, door.tiny) == ("Ist die Haustür zu?", "Eine offene Haustür lässt Leute ein.", "Ein Riegel genügt.")
    assert door.anchors == tuple(f"Die Tür auf Stufe {rung}." for rung in range(6))
    assert [(step.upto, step.days) for step in door.remediation] == [(2, (0, 1)), (4, (1, 2))]
    assert door.remediation[0].do.startswith("Schließen")
    assert (door.evidence.design, door.evidence.operation) == (("Foto",), ("Protokoll",))
    assert door.variants[0].text == "Ist Ihre eigene Haustür zu?"
    assert door.variants[0].anchors is None
    assert door.proposes_na is not None
    assert door.proposes_na.reason == "Sonst niemand."


def test_what_is_not_translated_reads_as_it_was_written(folder: Path) -> None:
    source, spoken = source_of(folder), load_library(folder, "de")
    assert spoken.question_by_id["side-door"] == source.question_by_id["side-door"]
    assert bare(spoken) == bare(source)
    assert lint_folder(folder) == []


def test_the_share_is_counted_by_category(folder: Path) -> None:
    source = source_of(folder)
    assert translated_share(source, load_library(folder, "de")) == {"CC": (0, 1), "A": (1, 1)}
    assert translated_share(source, source) == {"CC": (0, 1), "A": (0, 1)}


def test_the_library_itself_takes_no_notice_of_its_translations(folder: Path) -> None:
    before = source_of(folder)
    (folder / "locale" / "de" / "doors.yaml").write_text("nonsense: [")
    assert source_of(folder) == before
    assert load_library(folder, "en") == before


def test_a_language_that_is_not_there_is_refused_with_those_that_are(folder: Path) -> None:
    for wanted in ("fr", "../..", "", "de/..", "x" * 5000, "_x"):
        with pytest.raises(LibraryError, match="no such language; the questions are there in de and en") as caught:
            load_library(folder, wanted)
        assert len(str(caught.value)) < 200


def test_a_linked_or_misnamed_folder_is_no_language(folder: Path) -> None:
    (folder / "locale" / "German").mkdir()
    (folder / "locale" / "fr").symlink_to(folder / "locale" / "de")
    assert languages(folder) == ["de"]
    assert lint_folder(folder) == ["locale/German: is no language code such as de or pt-BR; rename the folder."]


def test_a_changed_source_falls_back_and_lint_says_where(folder: Path) -> None:
    doors = folder / "doors.yaml"
    doors.write_text(doors.read_text().replace("An open front-door lets people in.", "An open front-door lets cats in."))
    assert load_library(folder, "de").question_by_id["front-door"] == source_of(folder).question_by_id["front-door"]
    (found,) = lint_folder(folder)
    assert found.startswith("locale/de/doors.yaml:3:7: questions.0.of: the source text of front-door has changed (")


def test_a_change_that_is_no_text_leaves_the_translation_current(folder: Path) -> None:
    doors = folder / "doors.yaml"
    doors.write_text(doors.read_text().replace("severity: high", "severity: low", 1))
    door = load_library(folder, "de").question_by_id["front-door"]
    assert (door.severity, door.text) == ("low", "Ist die Haustür zu?")


def test_an_entry_that_the_library_no_longer_has_is_left_out(folder: Path) -> None:
    say(folder, german("front-doors", "00000000"))
    assert load_library(folder, "de").questions == source_of(folder).questions
    assert lint_folder(folder) == [
        "locale/de/doors.yaml:2:7: questions.0.id: front-doors is not in the library; did you mean front-door?",
    ]


def test_a_begun_entry_falls_back_field_by_field_and_lint_says_what_is_missing(folder: Path) -> None:
    say(folder, german("front-door", of(folder), why="", tiny=""))
    door = load_library(folder, "de").question_by_id["front-door"]
    assert (door.text, door.tiny) == ("Ist die Haustür zu?", "One latch is enough.")
    assert lint_folder(folder) == [
        "locale/de/doors.yaml:2:3: questions.0: front-door is begun, why and tiny missing; translate the rest.",
    ]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"text": "5"}, "text: must be text, found the number 5; put it in quotes."),
        ({"text": "no"}, "text: must be text, found yes/no"),
        ({"text": '" "'}, "text: must not be empty."),
        ({"text": "'" + "x" * 301 + "'"}, "text: is too long: at most 300 characters, found 301."),
        ({"weight": "3"}, "weight: is not a text of the source; check the spelling or remove it."),
        ({"after": "[side-door]"}, "after: is not a text of the source"),
        ({"anchors": "{0: A, 1: B, 2: C, 3: D, 4: E}"}, "anchors: 5 is missing; translate it too."),
        ({"anchors": "{0: A, 1: B, 2: C, 3: D, 4: E, 5: F, 6: G}"}, "anchors: 6 is not in the source"),
        ({"anchors": "[A, B, C, D, E, F]"}, "anchors: must map 0, 1, 2, 3, 4, 5 to texts, found a list."),
        ({"anchors": "{0: A, 1: B, 2: C, 3: 4, 4: E, 5: F}"}, "anchors.3: must be text, found the number 4"),
        ({"evidence": "{design: [Foto]}"}, "evidence: operation is missing"),
        ({"evidence": "{design: [A, B], operation: [C]}"}, "evidence.design: has 2, the source has 1; translate each, in order."),
        ({"remediation": "[A]"}, "remediation: has 1, the source has 2"),
        ({"remediation": "{do: A}"}, "remediation: must be a list of 2, found a mapping"),
        ({"remediation": "[{do: A}, B]"}, "remediation.0: must be text, found a mapping"),
        ({"variants": '[{reason: "A", text: "B", tiny: "C"}]'}, "variants.0: tiny is not in the source"),
        ({"variants": '[{reason: "A"}]'}, "variants.0: text is missing"),
        ({"variants": '[{reason: "A", text: ""}]'}, "variants.0.text: must not be empty."),
        ({"proposes_na": '"A"'}, "proposes_na: must map reason to texts"),
        ({"of": '"xyz"'}, "of: must be eight hex digits in quotes, found the text 'xyz'."),
        ({"of": "12345678"}, "of: must be eight hex digits in quotes, found the number 12345678."),
        ({"of": ""}, "of: must be eight hex digits in quotes, found none."),
        ({"id": "[]"}, "id: must be the id it has in the source, found a list."),
    ],
    ids=str,
)
def test_a_translation_of_another_shape_is_refused_on_its_line(folder: Path, changes: dict[str, str], said: str) -> None:
    stamp = of(folder)
    say(folder, german("side-door", "00000000"), german("front-door", stamp, **changes))
    (problem,) = refusals(folder)
    place, _, rest = problem.partition(": ")
    assert f"questions.1.{said}" in rest
    file, line, column = place.split(":")
    assert file == "locale/de/doors.yaml"
    assert int(line) > 11
    assert int(column) >= 3


STEP = "Schließen Sie sie{% if cloud %} bei {{ cloud }}{% endif %}."


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ("Schließen Sie sie.", "branches on other facts or values than the source"),
        (STEP.replace("if cloud", "if not cloud"), "branches on other facts or values"),
        (STEP.replace("if cloud", "if office == 'eigen'"), "branches on other facts or values"),
        (STEP.replace("{{ cloud }}", "{{ office }}"), "branches on other facts or values"),
        (STEP.replace("{{ cloud }}", "{{ wolke }}"), "names the fact wolke, which the library does not define"),
        (STEP.replace("{% endif %}", ""), "is not a valid step"),
        (STEP.replace("{{ cloud }}", "{{ cloud.x }}"), "uses getattr"),
        ("{% for a in b %}", "is not a valid step"),
    ],
)
def test_a_step_keeps_what_its_source_branches_on(folder: Path, step: str, said: str) -> None:
    second = "\"Führen Sie{% if office == 'own' %} selbst{% endif %} Buch.\""
    say(folder, german("front-door", of(folder), remediation=f'["{step}", {second}]'))
    (problem,) = refusals(folder)
    assert "questions.0.remediation.0: " in problem
    assert said in problem


def test_a_joined_list_may_be_joined_in_the_other_language(tmp_path: Path) -> None:
    step = "[{upto: 4, days: [0, 1], do: \"{% if kinds %}{{ kinds|join(' and ') }}{% endif %}\"}]"
    folder = write_library(tmp_path, question("front-door", remediation=step))
    there = GERMAN | {"variants": "", "proposes_na": "", "remediation": "[\"Für {% if kinds %}{{ kinds|join(' und ') }}{% endif %}\"]"}
    say(folder, german("front-door", of(folder), **there))
    assert lint_folder(folder) == []


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("doors.yaml", "- a", "locale/de/doors.yaml:1:1: the file must hold keys such as questions:, found a list."),
        ("doors.yaml", "rating: {}", "locale/de/doors.yaml:1:1: rating: may not stand here"),
        ("doors.yaml", HEAD, "locale/de/doors.yaml:1:1: language: may not stand here"),
        ("doors.yaml", "questions: {}", "locale/de/doors.yaml:1:12: questions: must be a list, found a mapping"),
        ("doors.yaml", "questions: [a]", "locale/de/doors.yaml:1:13: questions.0: must be a mapping with id, of and texts"),
        ("doors.yaml", "questions: [&a {id: x}, *a]", "anchors and aliases are not allowed"),
        ("doors.yaml", "questions: !!python/name:os.system", "tags (!...) are not allowed"),
        ("doors.yaml", "1: x", "locale/de/doors.yaml:1:1: 1: may not stand here"),
        ("doors.yaml", "\x00", "locale/de/doors.yaml:1:1: the character U+0000 is not text"),
        ("doors.yaml", "# " + "x" * MAX_FILE_BYTES, "split it"),
        ("library.yaml", "{}", "locale/de/library.yaml: language is missing; add language: {name: …, translated_from: …}."),
        ("library.yaml", "language: German", "locale/de/library.yaml:1:11: language: must be a mapping of keys to values"),
        ("library.yaml", "language: {name: German}", "locale/de/library.yaml:1:11: language.translated_from: is missing; add it."),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_file_that_is_no_translation_is_refused(folder: Path, file: str, content: str, said: str) -> None:
    (folder / "locale" / "de" / file).write_text(content, encoding="utf-8")
    (problem,) = refusals(folder)
    assert said in problem


def test_an_entry_translated_twice_is_refused(folder: Path) -> None:
    (folder / "locale" / "de" / "again.yaml").write_text("questions:\n" + german("front-door", of(folder)), encoding="utf-8")
    assert [problem for problem in refusals(folder) if "is translated twice; first locale/de/again.yaml:2:3" in problem]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"text": '"Ist die Tür konform?"'}, "questions.0.text: says 'konform'; nobody but an auditor concludes"),
        ({"tiny": '"Eine zertifizierte Tür."'}, "questions.0.tiny: says 'zertifizierte'; nobody"),
        ({"text": '"Is the front-door shut?"'}, "questions.0.text: is still the source's own text; translate it"),
        ({"anchors": "{0: A, 1: a, 2: C, 3: D, 4: E, 5: F}"}, "questions.0.anchors.1: reads the same as rung 0"),
    ],
    ids=str,
)
def test_careless_text_is_found(folder: Path, changes: dict[str, str], said: str) -> None:
    say(folder, german("front-door", of(folder), **changes))
    (problem,) = lint_folder(folder)
    assert problem.startswith("locale/de/doors.yaml:")
    assert said in problem


def test_a_translation_stands_in_the_file_that_mirrors_its_source(folder: Path) -> None:
    below = folder / "locale" / "de"
    (below / "doors.yaml").rename(below / "gates.yaml")
    (problem,) = lint_folder(folder)
    assert problem.endswith("front-door belongs in locale/de/doors.yaml, as its source is in doors.yaml.")
    assert load_library(folder, "de").question_by_id["front-door"].text == "Ist die Haustür zu?"


def test_the_framework_is_translated_too(tmp_path: Path) -> None:
    folder = write_library(tmp_path)
    stamp = of(folder, "office", "facts")
    title = of(folder, "A", "categories")
    below = folder / "locale" / "de"
    below.mkdir(parents=True)
    fact = f'{{id: office, of: "{stamp}", text: "Welches Büro?", why: "Büros haben Türen.", choices: {{none: Keines, own: Unseres}}}}'
    (below / "library.yaml").write_text(
        f'{HEAD}categories:\n- {{id: A, of: "{title}", title: Verfügbarkeit}}\nfacts:\n- {fact}\n', encoding="utf-8"
    )
    spoken = load_library(folder, "de")
    assert spoken.category_by_id["A"].title == "Verfügbarkeit"
    assert spoken.fact_by_id["office"].choices == {"none": "Keines", "own": "Unseres"}
    assert bare(spoken) == bare(source_of(folder))
    assert lint_folder(folder) == []
    head = language_of([folder], "de")
    assert head is not None
    assert (head.name, head.translated_from) == ("German", "English")
    assert language_of([folder], "en") is None


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_text_as_a_translation_is_read_or_refused_in_sentences(tmp_path_factory: pytest.TempPathFactory, content: str) -> None:
    folder = tmp_path_factory.mktemp("fuzz") / "lib"
    write_library(folder)
    say(folder)
    (folder / "locale" / "de" / "doors.yaml").write_bytes(content.encode("utf-8", "surrogatepass"))
    try:
        assert load_library(folder, "de").language == "de"
    except LibraryError as error:
        assert all(problem.startswith("locale/de/doors.yaml") and problem.endswith(".") for problem in error.problems)

"""Loading a folder: faults by file, line, column and key, bounded, and never anything but LibraryError whatever is written there."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from library_cases import FRAMEWORK, place, question, write_library

from questionnaires.lint import lint_folder
from questionnaires.loader import LibraryError, canonical_text, content_hash, json_schema, load_library, parse_library, read_folder

SENTENCE = re.compile(r"[\w./-]+\.ya?ml:\d+:\d+: [^\n]+[.?]")


def problems(folder: Path) -> list[str]:
    with pytest.raises(LibraryError) as raised:
        read_folder(folder)
    assert str(raised.value) == "\n".join(raised.value.problems)
    return raised.value.problems


# key, value, where in the value, what is said
FAULTS = [
    (
        "text",
        "no",
        "no",
        "questions.0.text: must be text, found yes/no (YAML reads yes, no, on and off as truth values); put it in quotes.",
    ),
    ("text", "2026-03-31", "2026", "must be text, found the date 2026-03-31; put it in quotes."),
    ("text", "12", "12", "must be text, found the number 12; put it in quotes."),
    ("text", "~", "~", "must be text, found nothing."),
    ("text", '""', '""', "must not be empty."),
    ("text", f'"{"x" * 301}"', '"x', "is too long: at most 300 characters, found 301."),
    ("why", "{Today: x}", "{", "must be text, found a mapping (a text with ': ' in it must be quoted); put it in quotes."),
    ("id", "Front Door", "Front", "has the wrong form, found the text 'Front Door'; it must match"),
    ("criteria", "{}", "{}", "has too few entries; at least 1."),
    ("criteria", "{CC1.1: main}", "main", "must be 'key' or 'supports', found the text 'main'."),
    ("criteria", "CC1.1", "CC1.1", "must be a mapping of keys to values, found the text 'CC1.1'."),
    ("points", "CC1.1.1", "CC1.1.1", "must be a list, found the text 'CC1.1.1'."),
    ("type", "config", "config", "must be 'configuration', 'policy', 'event', 'periodic' or 'governance', found the text 'config'."),
    ("anchors", "[a, b]", "[a", "is missing; add it."),
    ("anchors", '{0: "a", 1: "b"}', "{0", "anchors need exactly the six rungs 0, 1, 2, 3, 4 and 5."),
    ("quick", "sometimes", "sometimes", "must be true or false, found the text 'sometimes'."),
    ("waivable", "1", "1", "must be true or false, found the number 1."),
    ("weight", ".nan", ".nan", "must be a number"),
    ("weight", ".inf", ".inf", "must be a number"),
    ("weight", "0", "0", "should be greater than 0, found the number 0."),
    ("weight", "heavy", "heavy", "must be a number, found the text 'heavy'."),
    ("lead_days", "1.5", "1.5", "must be a whole number, found the number 1.5."),
    ("lead_days", "-1", "-1", "must be at least 0"),
    ("colour", "red", "red", "questions.0.colour: is not a key that may stand here; check the spelling or remove it."),
    ("theme", "", None, "questions.0.theme: is missing; add it."),
    (
        "applies_when",
        "{office: 1.5}",
        "{office",
        "office: must be a value, a list of accepted values, or a range such as {min: 2, max: 50}.",
    ),
    ("applies_when", "{office: []}", "{office", "office: must be a value"),
    ("applies_when", "{headcount: {least: 2}}", "{headcount", "headcount: must be a value"),
    ("applies_when", "own", "own", "must map facts to what they must be"),
    ("remediation", "[]", "[]", "has too few entries; at least 1."),
    ("remediation", '[{upto: 4, days: [2, 1], do: "x"}]', "{upto", "days is [least, most]; the first may not exceed the second."),
    ("remediation", '[{upto: 5, days: [0, 1], do: "x"}]', "5, days", "must be at most 4"),
    ("remediation", '[{upto: 4, days: [1], do: "x"}]', "[1]", "is missing; add it."),
]


@pytest.mark.parametrize(("key", "value", "at", "said"), FAULTS, ids=lambda value: str(value)[:30])
def test_a_wrong_value_is_named_with_its_place_and_what_would_be_right(
    tmp_path: Path, key: str, value: str, at: str | None, said: str
) -> None:
    folder = write_library(tmp_path, question("front-door", **{key: value}))
    found = problems(folder)
    assert any(said in problem for problem in found), found
    for problem in found:
        assert SENTENCE.fullmatch(problem), problem
    if at is not None:
        line, column = place(folder, f"{key}: {value}").split(":")[1:]
        assert found[0].startswith(f"doors.yaml:{line}:{int(column) + len(key) + 2 + value.index(at)}: "), found
    if key == "applies_when":
        assert len(found) == 1
    assert lint_folder(folder) == found


def test_every_fault_of_every_file_is_named_at_once(tmp_path: Path) -> None:
    folder = write_library(tmp_path)
    (folder / "b.yaml").write_text("questions: 5\nroles: []\n7: x\n")
    (folder / "c.yaml").write_text("- a\n")
    (folder / "d.yaml").write_text("a: [1\n")
    (folder / "e.yaml").write_bytes(b"\xff\xfe")
    (folder / "f.yaml").write_text("")
    (folder / "g").mkdir()
    (folder / "g" / "h.yml").write_text("facts: {}\n")
    assert problems(folder) == [
        "b.yaml:1:12: questions: must be a list, found the number 5.",
        "b.yaml:2:1: roles: only themes, facts, points, questions, frameworks, advice, glossary may stand here; move it to library.yaml.",
        "b.yaml:3:1: 7: is no key of a library; keys are text, put it in quotes.",
        "c.yaml:1:1: the file must hold keys such as questions:, found a list.",
        "d.yaml:2:1: not readable as YAML: did not find expected ',' or ']'.",
        "e.yaml:1: byte 1 is not UTF-8; save the file as UTF-8.",
        "f.yaml:1:1: the file must hold keys such as questions:, found nothing.",
        "g/h.yml:1:8: facts: must be a list, found a mapping (a text with ': ' in it must be quoted).",
    ]


def test_folders_that_are_none(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_text("a: 1")
    assert problems(tmp_path / "nowhere") == [f"{tmp_path / 'nowhere'}: no such folder; give a folder with library.yaml in it."]
    assert problems(file) == [f"{file}: is a file; give the folder that library.yaml is in."]
    assert problems(tmp_path) == [f"{tmp_path}: library.yaml is missing; it names the framework, its criteria and rating."]
    assert "library.yaml is missing" in problems(Path("/"))[0]


def test_odd_entries_of_a_folder(tmp_path: Path) -> None:
    folder = write_library(tmp_path / "library")
    (folder / "loop").symlink_to(folder)
    (folder / ".hidden").mkdir()
    (folder / ".hidden" / "x.yaml").write_text("nonsense")
    (folder / "_drafts.yaml").write_text("nonsense")
    (folder / "notes.txt").write_text("nonsense")
    assert lint_folder(folder) == []
    os.mkfifo(folder / "pipe.yaml")
    (folder / "gone.yaml").symlink_to(folder / "nowhere")
    assert problems(folder) == [
        "gone.yaml: is no regular file; remove it or put the file itself there.",
        "pipe.yaml: is no regular file; remove it or put the file itself there.",
    ]


def test_too_many_files_and_folders(tmp_path: Path) -> None:
    folder = write_library(tmp_path / "many")
    for number in range(500):
        (folder / f"x{number}.yaml").write_text("")
    assert problems(folder) == [f"{folder}: has more than 500 YAML files; is it really a question library?"]
    deep = write_library(tmp_path / "deep")
    (deep / "/".join("abcdefgh")).mkdir(parents=True)
    assert problems(deep) == ["a/b/c/d/e/f/g/: folders are nested deeper than 6; move the files up."]


def test_a_large_file_is_refused_by_its_size(tmp_path: Path) -> None:
    folder = write_library(tmp_path)
    (folder / "big.yaml").write_bytes(b"#" * 10_000_000)
    assert problems(folder) == ["big.yaml: the file has 2,000,001 bytes; split it, at most 2,000,000 are read."]


def test_many_faults_are_cut_to_fifty(tmp_path: Path) -> None:
    folder = write_library(tmp_path, *["- {}\n"] * 100)
    assert len(problems(folder)) == 50


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[0, 0.1, 0.3, 0.6, 1, 1]", "[0, 0.5, 0.3, 0.6, 1, 1]", "rating: credit must rise from 0 at rung 0 to 1 at rung 5."),
        ("[0, 0.1, 0.3, 0.6, 1, 1]", "[0, .nan, 0.3, 0.6, 1, 1]", "rating.credit.type_1.1: must be a number"),
        (
            "target: {type_1: 4, type_2: 5}",
            "target: {type_1: 4}",
            "rating: credit, target and severity_lower each need both type_1 and type_2.",
        ),
        ("role_weight: {key: 1,", "role_weight: {key: .inf,", "rating.role_weight.key: must be a number"),
        ("supports: [0, 0, 1, 1, null, null]", "supports: [0]", "rating: severity_lower needs key and supports with one entry a rung"),
        ("minimum: 1, maximum: 100", "minimum: 100, maximum: 1", "facts.1: minimum may not exceed maximum."),
        ("type: yes-no,", "type: yes-no, minimum: 1,", "facts.2: minimum and maximum belong to facts of type number."),
        ("type: yes-no,", "type: choice,", "facts.2: choices belong to facts of type choice or choices, and these need some."),
        ("version: 0.1.0", "version: 0.1", "version: must be text, found the number 0.1; put it in quotes."),
        ("key: small", "kee: small", "key: is missing; add it."),
    ],
)
def test_faults_of_the_framework(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in FRAMEWORK
    found = problems(write_library(tmp_path, framework=FRAMEWORK.replace(old, new, 1)))
    assert any(said in problem for problem in found), found
    assert all(SENTENCE.fullmatch(problem) for problem in found), found


def test_what_a_message_quotes_stays_short_and_on_one_line(tmp_path: Path) -> None:
    folder = write_library(tmp_path)
    (folder / "b.yaml").write_text('"q\\t\\e[31m": 1\n' + "x" * 100 + ": 1\n")
    bell, long = problems(folder)
    assert bell.startswith("b.yaml:1:1: q\\t\\x1b[31m: only themes,")
    assert long.startswith(f"b.yaml:2:1: {'x' * 79}…: only themes,")


def test_a_library_of_many_large_files_is_not_read_to_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_library(tmp_path)
    monkeypatch.setattr("questionnaires.loader.MAX_LIBRARY_BYTES", 500)
    assert problems(folder) == ["library.yaml: the files before it have more than 500 bytes; shorten the library."]


def test_a_library_survives_its_canonical_form() -> None:
    library = load_library()
    text = canonical_text(library)
    assert parse_library(text) == library
    assert canonical_text(parse_library(text)) == text
    assert content_hash(text) == content_hash(canonical_text(load_library()))
    assert [question.home for question in parse_library(text).questions] == [question.home for question in library.questions]


STORED = [
    *(
        "",
        "{",
        "[]",
        "null",
        "5",
        '"x"',
        "[" * 100_000,
        '{"a":' * 50_000,
        '{"key": 1e999}',
        '{"key": NaN}',
        '{"key": "\\ud800"}',
        '{"\\ud800": 1}',
    ),
    '{"key": ' + "9" * 5_000 + "}",
]


@pytest.mark.parametrize("text", STORED, ids=lambda text: text[:15])
def test_a_damaged_stored_library_is_refused(text: str) -> None:
    with pytest.raises(LibraryError) as raised:
        parse_library(text, "acme.readiness (stored library)")
    assert all(problem.startswith("acme.readiness (stored library): ") for problem in raised.value.problems)


def test_the_schema_for_editors_names_what_a_file_may_hold() -> None:
    schema = json_schema()
    assert json.loads(json.dumps(schema)) == schema
    assert {"questions", "themes", "facts", "points"} <= set(schema["properties"])
    assert "required" not in schema


PLAIN: dict[str, Any] = yaml.safe_load(
    FRAMEWORK + "questions:\n" + question("front-door") + question("side-door", criteria="{A1.1: supports}")
)
odd_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.dates()
    | st.sampled_from(["CC1.1", "key", "office", "{{ x"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5) | st.integers(0, 5) | st.booleans(), inner, max_size=3),
    max_leaves=5,
)


def places_in(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [found for key, inner in entries for found in [(*path, key), *places_in(inner, (*path, key))]]


def changed(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    """A copy of ``value`` with ``new`` at ``path``; ``...`` takes the entry out."""
    if not path:
        return new
    copy = value.copy()
    inner = changed(value[path[0]], path[1:], new)
    if inner is ...:
        del copy[path[0]]
    else:
        copy[path[0]] = inner
    return copy


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=st.sampled_from(places_in(PLAIN)), new=odd_values | st.just(...))
def test_a_library_with_anything_anywhere_is_sound_or_refused(tmp_path: Path, path: tuple[Any, ...], new: Any) -> None:
    spoiled = changed(PLAIN, path, new)
    (tmp_path / "library.yaml").write_text(yaml.safe_dump(spoiled, allow_unicode=True), encoding="utf-8")
    for problem in lint_folder(tmp_path):
        assert re.match(r"library\.yaml(:\d+:\d+)?: [^\n]", problem), problem


@settings(max_examples=100, deadline=None)
@given(path=st.sampled_from(places_in(PLAIN)), new=odd_values | st.just(...))
def test_a_stored_library_with_anything_anywhere_is_read_or_refused(path: tuple[Any, ...], new: Any) -> None:
    try:
        parse_library(json.dumps(changed(PLAIN, path, new), default=str))
    except LibraryError as error:
        assert error.problems


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(0, len(FRAMEWORK.encode()) - 1), new=st.binary(max_size=6), cut=st.integers(0, 30))
def test_a_library_file_with_bytes_changed_is_sound_or_refused(tmp_path: Path, at: int, new: bytes, cut: int) -> None:
    raw = FRAMEWORK.encode()
    write_library(tmp_path)
    (tmp_path / "library.yaml").write_bytes(raw[:at] + new + raw[at + cut :])
    for problem in lint_folder(tmp_path):
        assert "\n" not in problem

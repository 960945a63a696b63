"""Spoilt libraries, thousands of them: each loads, or ends in sentences that say where; never in another error, never without bound."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from library_cases import FRAMEWORK, question
from spoiling import WHERE, Edit, edits, spoilt

from questionnaires.lint import MOST_FINDINGS, lint
from questionnaires.loader import LibraryError, canonical_text, parse_library, read_folder
from questionnaires.sources import Source
from questionnaires.wording import dotted, ended

SHIPPED = Path(__file__).parents[2] / "questionnaires" / "soc2"
FULL = question(
    "front-door",
    only_with="[A]",
    after="[side-door]",
    sooner_than="[]",
    alternatives="[side-door]",
    applies_when="{office: [own], headcount: {min: 2, max: 50}}",
    variants='[{when: {contractors: true}, reason: "They come and go.", text: "Is it shut behind them?", tiny: "A sign will do."}]',
    proposes_na='{when: {office: none}, reason: "No office."}',
    provider_report="false",
    remediation='[{upto: 4, days: [0.5, 1], do: "Shut it{% if contractors %}, twice{% endif %}."}]',
)
SMALL = {"library.yaml": FRAMEWORK, "doors.yaml": "questions:\n" + FULL + question("side-door", criteria="{A1.1: key}", points="[]")}
MAPPING = """\
frameworks:
- id: other
  title: "Other"
  version: "1"
  sources: {table: "A table"}
  related:
    CC1.1: {"A.1": [table], "A.2": []}
"""
SMALL["other.yaml"] = MAPPING

# A file, then a line and column unless it is the file as a whole that is wrong; one line, and a whole sentence.
SENTENCE = re.compile(r"[\w./-]+\.ya?ml(:\d+:\d+: |:\d+: byte |: the file has )[^\n\x00-\x1f\x7f-\x9f]+[.?]")


def check_sentences(problems: list[str]) -> None:
    for problem in problems:
        assert SENTENCE.fullmatch(problem), problem
        assert len(problem) < 1_000, problem


def sound_or_told(folder: Path) -> bool:
    """Whether the library loads. Fails unless its faults are told in sentences, or its stored form is the very same library."""
    try:
        library, origins = read_folder(folder)
    except LibraryError as error:
        assert error.problems
        check_sentences(error.problems)
        return False
    check_sentences([ended(f"{origins.locate(path)}: {dotted(path)}: {what}") for path, what in lint(library)])
    assert parse_library(canonical_text(library)) == library
    return True


@contextmanager
def library_of(files: dict[str, bytes]) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        for file, raw in files.items():
            (Path(name) / file).write_bytes(raw)
        yield Path(name)


def small_with(file: str, raw: bytes) -> dict[str, bytes]:
    return {name: text.encode() for name, text in SMALL.items()} | {file: raw}


def test_the_library_that_is_spoilt_below_was_sound() -> None:
    with library_of(small_with("other.yaml", MAPPING.encode())) as folder:
        assert sound_or_told(folder)


quickly = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@settings(quickly, max_examples=900)
@given(file=st.sampled_from(sorted(SMALL)), changes=st.lists(edits, min_size=1, max_size=3))
def test_a_spoilt_text_loads_or_is_told(file: str, changes: list[Edit]) -> None:
    raw = spoilt(SMALL[file], changes).encode("utf-8", "surrogatepass")
    with library_of(small_with(file, raw)) as folder:
        sound_or_told(folder)


ENCODINGS = ["utf-16", "utf-16-le", "utf-32", "utf-8-sig", "latin-1", "cp1252", "shift_jis", "utf-7", "cp037"]
byte_changes = st.tuples(WHERE, st.integers(0, 12), st.binary(max_size=4))


@settings(quickly, max_examples=1_000)
@given(file=st.sampled_from(sorted(SMALL)), changes=st.lists(byte_changes, max_size=3), encoding=st.sampled_from(["utf-8", *ENCODINGS]))
def test_bytes_in_any_encoding_are_read_or_told(file: str, changes: list[tuple[int, int, bytes]], encoding: str) -> None:
    raw = f"# caf\u00e9\n{SMALL[file]}".encode(encoding, "replace")
    for at, length, new in changes:
        at %= len(raw) + 1
        raw = raw[:at] + new + raw[at + length :]
    try:
        source = Source(file, raw)
    except LibraryError as error:
        assert len(error.problems) == 1
        check_sentences(error.problems)
    else:
        assert re.fullmatch(r"[a-z]+\.yaml(:\d+:\d+)?", source.locate(("questions", 0, "id")))


SOUND: dict[str, Any] = {key: value for text in SMALL.values() for key, value in yaml.safe_load(text).items()}
WILD: list[Any] = [
    *(
        None,
        True,
        False,
        0,
        1,
        -1,
        5,
        10**30,
        0.5,
        1e308,
        float("inf"),
        float("nan"),
        "",
        "x",
        "x" * 3_000,
        "no",
        "CC1.1",
        "CC1.1.1",
        "key",
    ),
    *(
        "office",
        "{{ x",
        "{% if office %}",
        "{{ office }}",
        "{% if headcount < 'a' %}x{% endif %}",
        "\ud800",
        "\0",
        "\n",
        "\u202e",
        "A",
        "front-door",
    ),
    *(
        [],
        {},
        [[]],
        [None],
        ["CC1.1"],
        [0, 1],
        [1, 0],
        ["front-door", "front-door"],
        {"min": 1},
        {"min": 2, "max": 1},
        {"office": []},
        {"": {}},
    ),
    *(
        {"CC1.1": "key"},
        {"A1.1": "supports"},
        {"headcount": {"max": 3}},
        {"office": "own"},
        {"office": 1},
        {str(rung): "x" for rung in range(6)},
    ),
]


def places_in(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [found for key, inner in entries for found in [(*path, key), *places_in(inner, (*path, key))]]


PLACES = places_in(json.loads(json.dumps(SOUND)))
structure_changes = st.lists(
    st.tuples(st.sampled_from(PLACES), st.sampled_from(["drop", "rename", "change", "double"]), st.sampled_from(WILD)),
    min_size=1,
    max_size=3,
)


def restructured(changes: list[tuple[tuple[Any, ...], str, Any]]) -> Any:
    """The sound library with keys dropped or renamed, entries doubled, and values changed."""
    data = json.loads(json.dumps(SOUND))
    for path, what, new in changes:
        try:
            holder = data
            for part in path[:-1]:
                holder = holder[part]
            old = holder.pop(path[-1])
        except (KeyError, IndexError, TypeError, AttributeError):  # an earlier change took it away
            continue
        kept = {"drop": [], "rename": [old], "change": [new], "double": [old, old]}[what]
        if isinstance(holder, list):
            holder[path[-1] : path[-1]] = kept
        elif what == "rename":
            holder[f"{path[-1]}x"] = old
        elif kept:
            holder[path[-1]] = kept[-1]
    return data


@settings(quickly, max_examples=500)
@given(changes=structure_changes)
def test_a_library_of_another_shape_loads_or_is_told(changes: list[tuple[tuple[Any, ...], str, Any]]) -> None:
    # What JSON writes, YAML reads, numbers without bounds apart.
    raw = json.dumps(restructured(changes), ensure_ascii=False).encode("utf-8", "surrogatepass")
    with library_of({"library.yaml": raw}) as folder:
        sound_or_told(folder)


def read_or_told(text: str) -> None:
    try:
        library = parse_library(text, "acme.readiness")
    except LibraryError as error:
        assert error.problems
        for problem in error.problems:
            assert re.fullmatch(r"acme\.readiness: [^\n\x00-\x1f\x7f-\x9f]{1,900}[.?]", problem), problem
    else:
        assert parse_library(canonical_text(library)) == library
        list(lint(library))


@settings(quickly, max_examples=1_500)
@given(changes=structure_changes, ascii_only=st.booleans())
def test_a_stored_library_of_another_shape_is_read_or_told(changes: list[tuple[tuple[Any, ...], str, Any]], ascii_only: bool) -> None:
    read_or_told(json.dumps(restructured(changes), ensure_ascii=ascii_only))


@settings(quickly, max_examples=500)
@given(changes=st.lists(edits, min_size=1, max_size=3))
def test_a_spoilt_stored_library_is_read_or_told(changes: list[Edit]) -> None:
    read_or_told(spoilt(json.dumps(SOUND, indent=1), changes))


@settings(quickly, max_examples=60)
@given(
    file=st.sampled_from(["privacy/p7.yaml", "themes.yaml", "scope.yaml", "mappings/gdpr.yaml"]),
    changes=st.lists(edits, min_size=1, max_size=2),
)
def test_a_spoilt_file_of_the_shipped_library_is_read_or_told(file: str, changes: list[Edit]) -> None:
    raw = spoilt((SHIPPED / file).read_text(encoding="utf-8"), changes).encode("utf-8", "surrogatepass")
    beside = {"library.yaml": FRAMEWORK.encode(), "mine.yaml": raw}
    with library_of(beside) as folder:
        sound_or_told(folder)


WHOLE = {
    "a question's key indented by a tab": ("security/cc6.yaml", lambda text: text.replace("\n  why:", "\n\twhy:", 1)),
    "a flag that is a word": ("availability/a1.yaml", lambda text: text.replace("quick: false", "quick: sometimes", 1)),
    "a day where a text should stand": ("privacy/p3.yaml", lambda text: re.sub(r"tiny: .*", "tiny: 2026-03-31", text, count=1)),
    "half a file": ("security/cc7.yaml", lambda text: text[: len(text) // 2]),
}


@pytest.mark.parametrize("name", WHOLE)
def test_the_whole_shipped_library_with_one_fault_names_its_file(tmp_path: Path, name: str) -> None:
    file, change = WHOLE[name]
    folder = tmp_path / "library"
    shutil.copytree(SHIPPED, folder)
    text = (folder / file).read_text(encoding="utf-8")
    (folder / file).write_text(change(text), encoding="utf-8")
    assert (folder / file).read_text(encoding="utf-8") != text
    with pytest.raises(LibraryError) as raised:
        read_folder(folder)
    check_sentences(raised.value.problems)
    assert {problem.split(":")[0] for problem in raised.value.problems} == {file}


BOMBS = {
    "aliases": "a: &a [x, x, x, x, x, x, x, x, x]\n"
    + "".join(f"{b}: &{b} [{','.join([f'*{a}'] * 9)}]\n" for a, b in pairwise("abcdefghijklm")),
    "merges": "a: &a {x: 1}\n" + "".join(f"{b}: &{b} {{<<: [{','.join([f'*{a}'] * 9)}]}}\n" for a, b in pairwise("abcdefghijklm")),
    "10 MB": "questions:\n" + "- {}\n" * 2_000_000,
    "a file just small enough": "questions:\n" + "- {id: a}\n" * 180_000,
    "lists in lists": "questions: " + "[" * 500_000,
    "dashes": "- " * 900_000,
    "unclosed quotes": "questions: '" + "x\n\n" * 600_000,
    "a key of a megabyte": "? " + "x" * 1_500_000 + "\n: 1\n",
    "keys without end": "".join(f"k{number}: 1\n" for number in range(30_000)),
    "questions without end": "questions:\n" + "".join(question(f"door-{number}") for number in range(1_001)),
    "references that lead nowhere": "questions:\n" + question("front-door", after=f"[{','.join(f'door-{n}' for n in range(30_000))}]"),
    "a number of a megabyte": "questions: " + "7" * 1_500_000,
    "comments": "#\n" * 990_000,
}
BOUNDED = """
import json, resource, sys
from pathlib import Path
from questionnaires.lint import lint_folder
resource.setrlimit(resource.RLIMIT_AS, (700_000_000, 700_000_000))
resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
print(json.dumps({folder: lint_folder(Path(folder)) for folder in sys.argv[1:]}))
"""


def test_bombs_are_defused_within_bounds_of_memory_and_processor_time(tmp_path: Path) -> None:
    for name, text in BOMBS.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "library.yaml").write_text(FRAMEWORK, encoding="utf-8")
        (tmp_path / name / "bomb.yaml").write_text(text, encoding="utf-8")
    ran = subprocess.run([sys.executable, "-c", BOUNDED, *BOMBS], cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)
    assert ran.returncode == 0, ran.stderr[-500:]
    told: dict[str, list[str]] = json.loads(ran.stdout)
    assert {name for name in BOMBS if not told[name]} == set()
    assert {name for name, problems in told.items() if len(problems) > MOST_FINDINGS} == set()
    for problems in told.values():
        check_sentences(problems)

"""A folder laid over another library: what it may add, say otherwise and leave out, and where each fault is said to stand."""

from __future__ import annotations

import re
from copy import deepcopy
from importlib.resources import files
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from library_cases import place, question, write_library
from read_once import shipped_once

from questionnaires.changes import changes
from questionnaires.lint import lint_folder
from questionnaires.loader import LibraryError, canonical_text, json_schema, load_library, parse_library, read_folder
from questionnaires.model import Library

EXAMPLES = Path(__file__).parents[2] / "examples" / "libraries"
SOC2 = files("questionnaires") / "soc2"
HEAD = "key: house\ntitle: House\nversion: 1.0.0\nextends: small\n"
VARIANT = '[{when: {office: none}, reason: "No office.", text: "Is your home door shut?"}]'


@pytest.fixture
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small shipped library: two doors that keep CC1.1 firm, one of them with a wording of its own for some."""
    gate = question(
        "gate", points="[]", text='"Does anyone guard the gate at night?"', variants=VARIANT, quick="false", after="[front-door]"
    )
    folder = write_library(tmp_path / "small", question("front-door"), gate)
    monkeypatch.setattr("questionnaires.extension.base_folder", lambda _name, _own: folder)
    return folder


def extension(tmp_path: Path, rules: str = "", head: str = HEAD) -> Path:
    folder = tmp_path / "house"
    folder.mkdir(exist_ok=True)
    (folder / "library.yaml").write_text(head, encoding="utf-8")
    (folder / "rules.yaml").write_text(rules, encoding="utf-8") if rules else (folder / "rules.yaml").unlink(missing_ok=True)
    return folder


def problems(folder: Path) -> list[str]:
    with pytest.raises(LibraryError) as raised:
        read_folder(folder)
    return raised.value.problems


def test_it_adds_to_every_list_and_keeps_the_rest(base: Path, tmp_path: Path) -> None:
    added = question("cellar", criteria="{H1: key}", points="[]", theme="cellars", owner="porter", text='"Who holds a cellar key today?"')
    rules = f"questions:\n{added}themes:\n- {{id: cellars, title: Cellars, summary: Below.}}\n"
    lists = (
        "categories: [{id: H, title: House}]\nseries: [{id: H, category: H, title: House}]\n"
        "criteria: [{id: H1, category: H, series: H, title: Cellar, meaning: It is shut.}]\nroles: [{id: porter, title: Porter}]\n"
    )
    folder = extension(tmp_path, rules, HEAD + lists)
    library, small = load_library(folder), load_library(base)
    assert (library.key, library.title, library.version, library.extends) == ("house", "House", "1.0.0", "small 0.1.0")
    assert library.questions[:-1] == small.questions
    assert library.question_by_id["cellar"].owner == "porter"
    assert [category.id for category in library.categories] == ["CC", "A", "H"]
    assert (library.rating, library.standard, library.version_key) == (small.rating, small.standard, small.version_key)
    assert lint_folder(folder) == []
    assert parse_library(canonical_text(library)) == library


def test_it_overrides_wording_and_nothing_it_does_not_name(base: Path, tmp_path: Path) -> None:
    library = load_library(extension(tmp_path, "overrides:\n- {id: front-door, text: 'Is our red door shut?', severity: low, weight: 2}\n"))
    one, other = library.question_by_id["front-door"], load_library(base).question_by_id["front-door"]
    assert one == other.model_copy(update={"text": "Is our red door shut?", "severity": "low", "weight": 2.0})


def test_what_is_left_out_leaves_nothing_pointing_at_it(base: Path, tmp_path: Path) -> None:
    mine = question("back-door", text='"Who looks after locks behind your building?"')
    folder = extension(tmp_path, f"questions:\n{mine}", HEAD + "leaves_out: {front-door: Bricked up.}\n")
    library = load_library(folder)
    assert "front-door" not in library.question_by_id
    assert library.question_by_id["gate"].after == ()
    assert library.leaves_out == {"front-door": "Bricked up."}
    assert lint_folder(folder) == []


def test_points_that_only_a_left_out_question_touched_take_its_reason(base: Path, tmp_path: Path) -> None:
    mine = question("back-door", points="[]", text='"Who looks after locks behind your building?"')
    folder = extension(tmp_path, f"questions:\n{mine}", HEAD + "leaves_out: {front-door: Bricked up.}\n")
    assert load_library(folder).unasked_points == {"CC1.1.1": "Bricked up."}
    assert lint_folder(folder) == []


# what stands in library.yaml, what in rules.yaml, the file and text that the fault stands at, what is said
FAULTS = [
    (
        "",
        "overrides: [{id: frontdoor, text: x}]",
        "rules.yaml",
        "frontdoor",
        "overrides.0.id: small has no question frontdoor; did you mean front-door?",
    ),
    ("", "overrides: [{id: front-door, text: ''}]", "rules.yaml", "''", "overrides.0.text: must not be empty."),
    (
        "",
        "overrides: [{id: front-door, criteria: {A1.1: key}}]",
        "rules.yaml",
        "{id",
        "overrides.0: criteria says what the question means and cannot be overridden",
    ),
    (
        "",
        "overrides: [{id: front-door, type: policy}]",
        "rules.yaml",
        "{id",
        "overrides.0: type says what the question means and cannot be overridden",
    ),
    (
        "",
        "overrides: [{id: front-door, points: []}]",
        "rules.yaml",
        "{id",
        "overrides.0: points says what the question means and cannot be overridden",
    ),
    ("", "overrides: [{id: front-door, owner: nobody}]", "rules.yaml", "nobody", "questions.0.owner: nobody is unknown here"),
    ("", "overrides: [{text: x}]", "rules.yaml", "{text", "overrides.0.id: is missing; add it."),
    ("", "overrides: [{id: gate, text: 'Shut?'}]", "rules.yaml", "gate", "gate has another text where some facts are stated"),
    ("", "overrides: [{id: gate, cost: low}, {id: gate, cost: none}]", "rules.yaml", "gate, cost: none", "gate is overridden twice"),
    ("", "overrides: [{id: front-door, quick: false}]", "rules.yaml", "false", "CC1.1 is left without a key question in the quick set"),
    ("", "overrides: front-door", "rules.yaml", "front-door", "overrides: must be a list"),
    ("leaves_out: {frontdoor: x}", "", "library.yaml", "x}", "leaves_out.frontdoor: small has no question frontdoor"),
    ("leaves_out: [gate]", "", "library.yaml", "[gate]", "leaves_out: must be a mapping"),
    ("leaves_out: {gate: ''}", "", "library.yaml", "''", "leaves_out.gate: must not be empty."),
    (
        "leaves_out: {front-door: x}",
        "",
        "library.yaml",
        "x}",
        "leaves_out.front-door: CC1.1 is left without a key question in the quick set",
    ),
    ("leaves_out: {gate: x}", "overrides: [{id: gate, cost: low}]", "rules.yaml", "gate", "gate is left out as well; keep one of the two."),
    ("rating: {}", "", "library.yaml", "{}", "rating: belongs to small, which this library extends; remove it."),
    ("colour: red", "", "library.yaml", "red", "colour: is not a key that may stand here"),
    ("roles: porter", "", "library.yaml", "porter", "roles: must be a list"),
    ("roles: [porter]", "", "library.yaml", "porter", "roles.1: must be a mapping"),
    ("unasked_points: []", "", "library.yaml", "[]", "unasked_points: must map points to the reason"),
    (
        "criteria: [{id: CC1.9, category: CC, series: CC1, title: x, meaning: x}]",
        "",
        "library.yaml",
        "CC, series",
        "the criteria of A made-up standard are not ours to add to; put yours in a category of your own.",
    ),
    ("", "questions:\n" + question("front-door"), "rules.yaml", "front-door", "front-door stands twice; ids must be unique"),
    ("", "questions:\n" + question("new-door", theme="doorz"), "rules.yaml", "doorz", "questions.2.theme: doorz is unknown here"),
    ("", "questions:\n" + question("new-door", replaces="[gate]"), "rules.yaml", "[gate]", "gate is still asked here"),
    ("", "questions: [5]", "rules.yaml", "5", "questions.2: must be a mapping"),
]


@pytest.mark.parametrize(("head", "rules", "file", "text", "said"), FAULTS, ids=lambda value: str(value)[:40])
def test_a_fault_is_said_with_its_place(base: Path, tmp_path: Path, head: str, rules: str, file: str, text: str, said: str) -> None:
    folder = extension(tmp_path, rules, f"{HEAD}{head}\n")
    start = place(folder, text, file).rsplit(":", 1)[0]
    found = lint_folder(folder)
    assert any(problem.startswith(f"{start}:") and said in problem for problem in found), found
    assert lint_folder(base) == []


def test_a_fault_of_the_base_is_said_to_stand_there(base: Path, tmp_path: Path) -> None:
    (base / "doors.yaml").write_text((base / "doors.yaml").read_text().replace("theme: doors", "theme: doorz", 1))
    (problem,) = lint_folder(extension(tmp_path))
    assert problem.startswith("small/doors.yaml:")


@pytest.mark.parametrize(
    ("head", "said"),
    [
        (HEAD.replace("key: house\n", ""), "library.yaml:1:1: key: is missing; add it."),
        (HEAD.replace("version: 1.0.0\n", ""), "library.yaml:1:1: version: is missing; add it."),
        (HEAD.replace("house", "small"), "library.yaml:1:6: key: small is the extended library's own; give yours another."),
    ],
)
def test_it_has_a_name_and_a_version_of_its_own(base: Path, tmp_path: Path, head: str, said: str) -> None:
    assert problems(extension(tmp_path, "", head)) == [said]


@pytest.mark.parametrize("wanted", ["soc3", "../soc2", "5", "[soc2]", "~"])
def test_only_a_shipped_library_can_be_extended(tmp_path: Path, wanted: str) -> None:
    (problem,) = problems(extension(tmp_path, "", HEAD.replace("small", wanted)))
    assert problem.startswith("library.yaml:4:10: extends: must be the key of a library that ships (soc2), found ")


def test_only_an_extension_overrides(tmp_path: Path) -> None:
    folder = write_library(tmp_path, question("front-door"))
    (folder / "more.yaml").write_text("overrides: [{id: front-door, text: x}]\n")
    (problem,) = problems(folder)
    assert "overrides: is not a key that may stand here" in problem


RULES = (
    "questions:\n"
    + question("new-door", replaces="[old-door]")
    + "overrides:\n- {id: front-door, text: 'Red?', anchors: {0: a, 1: b, 2: c, 3: d, 4: e, 5: f}}\n"
)
PLAIN = yaml.safe_load(HEAD + "leaves_out: {gate: Sold.}\nunasked_points: {}\nroles: []\n" + RULES)
odd = st.none() | st.booleans() | st.integers() | st.text(max_size=6) | st.sampled_from(["gate", "front-door", [], {}, [[]], {"id": 5}])


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_an_extension_with_anything_anywhere_is_sound_or_refused(base: Path, tmp_path: Path, data: st.DataObject) -> None:
    spoiled = deepcopy(PLAIN)
    spot = spoiled
    while True:
        key = data.draw(st.sampled_from(sorted(spot)) if isinstance(spot, dict) else st.integers(0, len(spot) - 1))
        if not spot[key] or not isinstance(spot[key], dict | list) or data.draw(st.booleans()):
            spot[key] = data.draw(odd)
            break
        spot = spot[key]
    folder = extension(tmp_path, "", yaml.safe_dump(spoiled))
    for problem in lint_folder(folder):
        assert re.match(r"(small/)?[a-z]+\.yaml(:\d+:\d+)?: [^\n]", problem), problem


def test_replaced_ids_are_gone_and_have_one_successor(tmp_path: Path) -> None:
    one, other = question("new-door", replaces="[old-door]"), question("newer-door", replaces="[old-door]")
    found = lint_folder(write_library(tmp_path, one, other.replace("Is the", "Who watches a")))
    assert any("new-door replaces old-door already" in problem for problem in found), found


def test_the_schema_for_editors_takes_an_extension_s_files() -> None:
    properties = json_schema()["properties"]
    override = properties["overrides"]["items"]
    assert {"extends", "leaves_out", "key", "title", "version"} <= set(properties)
    assert {"id", "text", "anchors", "evidence", "severity"} <= set(override["properties"])
    assert not {"criteria", "points", "type", "replaces"} & set(override["properties"])
    assert override["properties"]["anchors"]["required"] == ["0", "1", "2", "3", "4", "5"]
    assert re.fullmatch(properties["extends"].get("pattern", ".*"), "soc2")


@pytest.fixture(scope="module")
def shipped() -> Library:
    return shipped_once()


def test_the_example_of_house_rules_is_clean_and_says_what_it_changes(shipped: Library) -> None:
    assert lint_folder(EXAMPLES / "house_rules") == []
    found = changes(shipped, load_library(EXAMPLES / "house_rules"))
    assert (len(found.new), found.gone, found.reworded, found.replaced, found.revised) == (2, (), ("org-structure",), {}, ())


def test_the_example_on_the_page_is_clean(tmp_path: Path) -> None:
    page = (EXAMPLES.parents[1] / "docs" / "custom-libraries.md").read_text(encoding="utf-8")
    head = re.search(r"```yaml\n(# house/library.yaml\n.+?)```", page, re.DOTALL)
    assert head
    folder = extension(tmp_path, head=head[1])
    assert lint_folder(folder) == []
    assert list(load_library(folder).leaves_out) == ["insurance-weighed"]


def test_the_example_of_another_framework_is_clean_and_shares_no_question(shipped: Library) -> None:
    assert lint_folder(EXAMPLES / "hipaa_safeguards") == []
    library = load_library(EXAMPLES / "hipaa_safeguards")
    assert not library.question_by_id.keys() & shipped.question_by_id.keys()
    assert {criterion.id for criterion in library.criteria} == {c for question in library.questions for c in question.criteria}


def test_changes_put_each_question_in_one_list(shipped: Library) -> None:
    first, second, third, fourth, *rest = shipped.questions
    newer = shipped.with_questions(
        (
            first.model_copy(update={"text": "Reworded?"}),
            second.model_copy(update={"weight": 9.0}),
            third.model_copy(update={"id": "another", "replaces": (third.id, "long-gone")}),
            fourth.model_copy(update={"id": "brand-new"}),
            *rest,
        )
    )
    found = changes(shipped, newer)
    assert (found.new, found.gone, found.reworded, found.revised) == (("brand-new",), (fourth.id,), (first.id,), (second.id,))
    assert found.replaced == {"another": (third.id,)}
    assert not changes(shipped, shipped).any


IDS = SOC2 / "ids.txt"
LINE = re.compile(r"(?P<id>[a-z][a-z0-9-]*) (?P<since>\d+\.\d+\.\d+)(?: retired (?P<until>\d+\.\d+\.\d+): (?P<why>\S.*))?")


def released() -> dict[str, re.Match[str]]:
    lines = [line for line in IDS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    found = [LINE.fullmatch(line) for line in lines]
    assert [line for line, match in zip(lines, found, strict=True) if match is None] == []
    return {match["id"]: match for match in found if match}


def test_no_released_id_is_lost(shipped: Library) -> None:
    replaced = {old for question in shipped.questions for old in question.replaces}
    for name, line in released().items():
        known = [name in shipped.question_by_id, name in replaced, line["until"] is not None]
        assert known.count(True) == 1, f"{name}: asked, replaced or retired with a reason, exactly one of them"


def test_every_id_that_ships_is_on_the_list(shipped: Library) -> None:
    missing = sorted(shipped.question_by_id.keys() - released().keys())
    assert [f"{name} {shipped.version}" for name in missing] == [], "add these lines to ids.txt"


def test_the_library_s_changelog_begins_with_its_version(shipped: Library) -> None:
    text = (SOC2 / "CHANGELOG.md").read_text(encoding="utf-8")
    first = re.search(r"^## (.+)$", text, re.MULTILINE)
    assert first and first[1] == shipped.version
    assert {match["since"] for match in released().values()} <= set(re.findall(r"^## (.+)$", text, re.MULTILINE))

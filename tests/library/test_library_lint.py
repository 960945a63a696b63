"""Each lint rule finds its fault and says on which line and column; a sound library, the shipped one too, has none."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest
from library_cases import FRAMEWORK, place, question, write_library

from questionnaires.lint import lint_folder


def test_a_sound_library_has_no_fault(tmp_path: Path) -> None:
    assert lint_folder(write_library(tmp_path)) == []


def test_the_shipped_library_has_no_fault() -> None:
    assert lint_folder(files("questionnaires") / "soc2") == []


LONG = " ".join(["word"] * 31)
# key of the spoiled question, what it is spoiled with, where in that line the fault is located, what is said
QUESTION_FAULTS = [
    ("criteria", "{CC1.1: key, CC9.9: supports}", "{CC1.1: key", "CC9.9 is unknown here"),
    ("points", "[CC1.1.2]", "[CC1.1.2]", "CC1.1.2 is unknown here; did you mean CC1.1.1?"),
    ("only_with", "[Z]", "[Z]", "Z is unknown here"),
    ("theme", "doorz", "doorz", "doorz is unknown here; did you mean doors?"),
    ("owner", "hr", "hr\n", "hr is unknown here"),
    ("after", "[back-door]", "[back-door]", "back-door is unknown here"),
    ("sooner_than", "[back-door]", "[back-door]", "back-door is unknown here"),
    ("applies_when", "{ofice: own}", "{ofice", "ofice is unknown here; did you mean office?"),
    ("applies_when", "{office: ours}", "ours}", "'ours' is no choice of office; choices are none, own"),
    ("applies_when", "{kinds: [card, x]}", "[card, x]", "'x' is no choice of kinds"),
    ("applies_when", "{headcount: many}", "many}", "headcount is a number"),
    ("applies_when", "{headcount: true}", "true}", "headcount is a number"),
    ("applies_when", "{contractors: sure}", "sure}", "contractors is yes or no; write true or false"),
    ("applies_when", "{contractors: 1}", "1}", "contractors is yes or no"),
    ("applies_when", "{cloud: {min: 2}}", "{min", "cloud is text; a range fits numbers only"),
    ("applies_when", "{cloud: true}", "true}", "cloud is text"),
    ("waivable", "true", "true\n", "a key control of a common criterion (CC1.1) may not be waived"),
    ("text", '"Are you compliant?"', '"Are you compliant?"', "says 'compliant'"),
    ("why", '"The auditor may fail you."', '"The auditor may fail', "says 'fail'"),
    ("tiny", '"Get certified."', '"Get certified', "says 'certified'"),
    ("text", f'"{LONG}?"', f'"{LONG}', "has 31 words; at most 30"),
    ("evidence", "{population: [list]}", "{population", "names no evidence"),
    ("remediation", '[{upto: 3, days: [0, 1], do: "Shut it."}]', "[{upto: 3", "has no step with upto: 4"),
    ("remediation", '[{upto: 4, days: [0, 1], do: "It {% for a in b %}"}]', '"It {%', "is not a valid step"),
    (
        "remediation",
        '[{upto: 4, days: [0, 1], do: "On {{ clod }}"}]',
        '"On {{',
        "names the fact clod, which the library does not define; did you",
    ),
    ("remediation", '[{upto: 4, days: [0, 1], do: "{{ cloud.x }}"}]', '"{{ cloud', "uses getattr; steps allow only"),
    ("remediation", '[{upto: 4, days: [0, 1], do: "{{ headcount < cloud }}"}]', '"{{ head', "compares a fact with a value of another type"),
    ("remediation", """[{upto: 4, days: [0, 1], do: "{{ cloud in 'AWS' }}"}]""", '"{{ cloud', "looks for an unknown fact in a text"),
]


@pytest.mark.parametrize(("key", "value", "at", "said"), QUESTION_FAULTS, ids=lambda value: str(value)[:30])
def test_a_fault_in_a_question_is_found_on_its_place(tmp_path: Path, key: str, value: str, at: str, said: str) -> None:
    folder = write_library(tmp_path, question("side-door"), question("front-door", **{key: value}))
    found = lint_folder(folder)
    matching = [problem for problem in found if said in problem]
    assert found == matching
    assert len(found) == 1
    line = int(place(folder, f"\n  {key}: {value}").split(":")[1]) + 1
    column = 3 + len(f"{key}: ") + f"{value}\n".index(at)
    assert found[0].startswith(f"doors.yaml:{line}:{column}: questions.1.{key}")
    assert re.search(r"[^.?][.?]$", found[0])


def anchors(name: str, **changed: str) -> str:
    """Anchors of a door, some of them written otherwise."""
    texts = {str(rung): f"The {name} at rung {rung}." for rung in range(6)} | {
        key.removeprefix("at"): text for key, text in changed.items()
    }
    return "{" + ", ".join(f'{rung}: "{text}"' for rung, text in texts.items()) + "}"


def only_fault(folder: Path) -> str:
    found = lint_folder(folder)
    assert len(found) == 1, found
    return found[0]


def test_two_rungs_that_read_the_same(tmp_path: Path) -> None:
    folder = write_library(tmp_path, question("front-door", anchors=anchors("front-door", at4="THE front-door AT rung 3.")))
    at = place(folder, '"THE front-door')
    assert only_fault(folder).startswith(f"{at}: questions.0.anchors.4: reads the same as rung 3")


def test_an_anchor_with_too_many_words(tmp_path: Path) -> None:
    folder = write_library(tmp_path, question("front-door", anchors=anchors("front-door", at2=LONG)))
    at = place(folder, f'"{LONG}')
    assert only_fault(folder) == f"{at}: questions.0.anchors.2: has 31 words; at most 30."


def test_an_anchor_taken_from_another_question(tmp_path: Path) -> None:
    folder = write_library(
        tmp_path, question("front-door"), question("side-door", anchors=anchors("side-door", at0="The front-door at rung 0."))
    )
    found = only_fault(folder)
    assert "questions.1.anchors.0: reads the same as an anchor of front-door" in found


def test_a_point_of_a_criterion_the_question_does_not_name(tmp_path: Path) -> None:
    framework = FRAMEWORK.replace("roles:", '- {id: A1.1.1, applies: A, topic: "have spares"}\nroles:')
    framework = framework.replace("roles:", "unasked_points: {CC1.1.1: no need}\nroles:")
    folder = write_library(tmp_path, question("front-door", points="[A1.1.1]"), framework=framework)
    assert only_fault(folder).startswith(f"{place(folder, '[A1.1.1]')}: questions.0.points: A1.1.1 belongs to a criterion")


def test_a_point_that_no_question_touches_needs_a_reason(tmp_path: Path) -> None:
    folder = write_library(tmp_path, question("front-door", points="[]"))
    assert "CC1.1.1 is touched by no question" in only_fault(folder)
    listed = FRAMEWORK.replace("roles:", "unasked_points: {CC1.1.1: no need}\nroles:")
    assert lint_folder(write_library(tmp_path / "b", question("front-door", points="[]"), framework=listed)) == []
    assert "CC1.1.1 is asked about by front-door" in only_fault(write_library(tmp_path / "c", question("front-door"), framework=listed))


def test_two_questions_that_ask_the_same_are_told(tmp_path: Path) -> None:
    twins = [question(name, text=f'"Is the heavy wooden door always locked at night {name[0]}?"') for name in ("one", "two")]
    assert "questions.1.text: asks much the same as one" in only_fault(write_library(tmp_path, *twins))


def test_a_mapping_to_a_criterion_or_source_nobody_knows(tmp_path: Path) -> None:
    folder = write_library(tmp_path, question("front-door"))
    mapping = (
        'frameworks:\n- {id: other, title: "Other", version: "1", sources: {a: "A list"}, related: {CC1.1: {"X.1": [b]}, CC9.9: {}}}\n'
    )
    (folder / "mapping.yaml").write_text(mapping)
    assert [problem.split(": ", 2)[2] for problem in lint_folder(folder)] == [
        "b is not among this framework's sources.",
        "CC9.9 is no criterion of this library.",
    ]


MAPPING = """\
frameworks:
- id: other
  title: "Other"
  version: "1"
  total: {count: 2, of: "controls", prefix: "X."}
  levels: {title: "Baseline", source: "a list", names: [low, high], ids: {"X.1": [low, high], "X.2": [high], "4": []}}
  related: {CC1.1: {"X.1": [], "X.2": [], "4": []}}
"""
# what is spoiled, with what, where, what is said
MAPPING_FAULTS = [
    ("count: 2", "count: 1", "5:18: frameworks.0.total.count: ", "1 is less than the 2 ids related here; correct one of them."),
    ('"4": []}}\n  rel', '"5": [], "4": []}}\n  rel', "levels.ids.5: ", "5 is not among this framework's related ids."),
    ('"X.2": [high], ', "", "6:74: frameworks.0.levels.ids: ", "X.2 is missing; name its levels, or [] if it stands in none."),
    (
        '[low, high], "X',
        '[high, low], "X',
        "frameworks.0.levels: ",
        "X.1 needs levels out of low, high, each at most once and in this order.",
    ),
    ('"X.2": [high]', '"X.2": [top]', "frameworks.0.levels: ", "X.2 needs levels out of low, high, each at most once and in this order."),
    ("[low, high], ids", "[low, low, high], ids", "frameworks.0.levels: ", "names may not repeat a level."),
]


def test_levels_and_a_total_that_fit_are_no_fault(tmp_path: Path) -> None:
    folder = write_library(tmp_path)
    (folder / "mapping.yaml").write_text(MAPPING)
    assert lint_folder(folder) == []


@pytest.mark.parametrize(("old", "new", "at", "said"), MAPPING_FAULTS, ids=lambda value: str(value)[:30])
def test_levels_or_a_total_that_do_not_fit_the_related_ids(tmp_path: Path, old: str, new: str, at: str, said: str) -> None:
    assert MAPPING.count(old) == 1
    folder = write_library(tmp_path)
    (folder / "mapping.yaml").write_text(MAPPING.replace(old, new))
    [found] = lint_folder(folder)
    assert found.startswith("mapping.yaml:") and at in found and found.endswith(said)


def test_a_variant_is_held_to_the_same_rules(tmp_path: Path) -> None:
    steps = '[{upto: 4, days: [0, 1], do: "{{ moat }}"}]'
    variant = f'[{{when: {{office: castle}}, reason: "No office.", tiny: "You are compliant.", remediation: {steps}}}]'
    folder = write_library(tmp_path, question("front-door", variants=variant))
    said = "\n".join(lint_folder(folder))
    assert "questions.0.variants.0.tiny: says 'compliant'" in said
    assert "questions.0.variants.0.remediation.0.do: names the fact moat" in said
    assert "questions.0.variants.0.when.office: 'castle' is no choice of office" in said


def test_proposing_not_applicable_needs_a_question_that_can_be_waived(tmp_path: Path) -> None:
    proposal = '{when: {office: none}, reason: "No office."}'
    assert "cannot be waived" in only_fault(write_library(tmp_path, question("front-door", proposes_na=proposal)))


ADVICE_FAULTS = [
    ("subject", "Z", "Z is no category that can be chosen or left out"),
    ("subject", "CC", "CC is no category that can be chosen or left out"),
    ("when", "{ofice: own}", "ofice is unknown here; did you mean office?"),
    ("unless", "{scope_colour: 1}", "scope_colour is unknown here"),
    ("when", "{office: castle}", "'castle' is no choice of office; choices are none, own"),
    ("when", "{contractors: 1}", "contractors is yes or no"),
    ("when", "{scope_categories: Z}", "'Z' is no choice of scope_categories; choices are CC, A"),
    ("when", "{scope_vendors: many}", "scope_vendors is a number"),
    ("reason", '"Then you are certified."', "says 'certified'"),
]


def advice(**changes: str) -> str:
    """One piece of advice as YAML text, with some of its keys written otherwise."""
    parts = {"id": "spare", "about": "category", "subject": "A", "says": "include", "when": "{office: own}", "reason": '"Own it."'}
    return "- " + "\n  ".join(f"{key}: {value}" for key, value in (parts | changes).items()) + "\n"


@pytest.mark.parametrize(("key", "value", "said"), ADVICE_FAULTS, ids=lambda value: str(value)[:30])
def test_a_fault_in_advice_is_found_on_its_place(tmp_path: Path, key: str, value: str, said: str) -> None:
    folder = write_library(tmp_path)
    (folder / "advice.yaml").write_text("advice:\n" + advice(id="sound") + advice(**{key: value}))
    found = only_fault(folder)
    assert said in found
    lines = (folder / "advice.yaml").read_text().splitlines()
    line = max(number for number, text in enumerate(lines, start=1) if text.strip() == f"{key}: {value}")
    assert re.match(rf"advice\.yaml:{line}:\d+: advice\.1\.{key}", found)


def test_advice_needs_an_id_of_its_own(tmp_path: Path) -> None:
    folder = write_library(tmp_path)
    (folder / "advice.yaml").write_text("advice:\n" + advice() + advice())
    assert "advice.1.id: spare stands twice" in only_fault(folder)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"when": "{}"}, "when needs at least one fact"),
        ({"unless": "{}"}, "unless needs at least one fact"),
        ({"about": "pitfall"}, "include is said of a category only"),
        ({"about": "weather"}, "must be 'category', 'report', 'width' or 'pitfall'"),
    ],
)
def test_advice_that_is_none(tmp_path: Path, changes: dict[str, str], said: str) -> None:
    folder = write_library(tmp_path)
    (folder / "advice.yaml").write_text("advice:\n" + advice(**changes))
    assert said in only_fault(folder)


def test_a_fact_may_not_be_named_like_what_the_scope_says(tmp_path: Path) -> None:
    fact = '- {id: scope_vendors, type: number, text: "How many?", why: "Spares."}\n'
    (write_library(tmp_path) / "more.yaml").write_text("facts:\n" + fact)
    assert "scope_vendors begins with scope_, which is kept for what the scope itself says" in only_fault(tmp_path)


def test_a_cycle_is_found_at_each_of_its_questions(tmp_path: Path) -> None:
    folder = write_library(tmp_path, question("front-door", after="[side-door]"), question("side-door", after="[front-door]"))
    assert [problem.split(": ", 1)[1] for problem in lint_folder(folder)] == [
        "questions.0.after: front-door comes after itself; break the cycle.",
        "questions.1.after: side-door comes after itself; break the cycle.",
    ]


def test_a_quick_win_behind_paperwork(tmp_path: Path) -> None:
    folder = write_library(tmp_path, question("front-door", quick_win="true", after="[rules]"), question("rules", type="policy"))
    assert only_fault(folder).startswith(f"{place(folder, '[rules]')}: questions.0.after: a quick win may not wait for paperwork (rules)")


@pytest.mark.parametrize(
    ("change", "missing_in"),
    [
        ({"criteria": "{CC1.1: supports}"}, ["quick", "full"]),
        ({"quick": "false"}, ["quick"]),
        ({"inheritable": "true"}, ["quick", "full"]),
    ],
)
def test_a_common_criterion_keeps_a_firm_key_question(tmp_path: Path, change: dict[str, str], missing_in: list[str]) -> None:
    folder = write_library(tmp_path, question("front-door", **change))
    where = place(folder, "CC1.1, category", "library.yaml")
    assert lint_folder(folder) == [
        f"{where}: criteria.0.id: CC1.1 has no key question in the {which} set that nobody may waive; add one." for which in missing_in
    ]


# what stands in library.yaml, what replaces it, the text the fault is located at, what is said
FRAMEWORK_FAULTS = [
    ("series: CC1, title", "series: CC2, title", "CC2, title", "CC2 is not a series of this library"),
    ("CC1.1, category: CC", "CC1.1, category: Z", "Z, series", "Z is not a category of this library"),
    ("{id: CC1.1.1, applies", "{id: CC7.1.1, applies", "CC7.1.1", "CC7.1.1 belongs to no criterion of this library"),
    ("applies: all", "applies: some", "some", "some is neither all, system nor a category"),
    ("- {id: A, title", "- {id: CC, title", None, "CC stands twice; ids must be unique"),
    ("- {id: A1, cat", "- {id: CC1, cat", None, "CC1 stands twice"),
    ("- {id: A1.1, cat", "- {id: CC1.1, cat", None, "CC1.1 stands twice"),
    ("- {id: cloud,", "- {id: office,", None, "office stands twice"),
]


@pytest.mark.parametrize(("old", "new", "at", "said"), FRAMEWORK_FAULTS, ids=lambda value: str(value)[:30])
def test_a_fault_in_the_framework_is_found_on_its_place(tmp_path: Path, old: str, new: str, at: str | None, said: str) -> None:
    assert old in FRAMEWORK
    folder = write_library(tmp_path, framework=FRAMEWORK.replace(old, new, 1))
    matching = [problem for problem in lint_folder(folder) if said in problem]
    assert matching
    if at is not None:
        assert matching[0].startswith(place(folder, at, "library.yaml") + ": ")


@pytest.mark.parametrize(
    ("list_name", "entry"), [("themes", '{id: doors, title: "D", summary: "S"}'), ("points", '{id: CC1.1.1, topic: "t"}')]
)
def test_ids_are_unique_across_files(tmp_path: Path, list_name: str, entry: str) -> None:
    folder = write_library(tmp_path)
    (folder / "more.yaml").write_text(f"{list_name}:\n- {entry}\n", encoding="utf-8")
    assert "stands twice; ids must be unique" in only_fault(folder)
    assert only_fault(folder).startswith("more.yaml:2:")


def test_a_question_that_stands_twice_is_named_where_it_stands_again(tmp_path: Path) -> None:
    folder = write_library(tmp_path, question("front-door"), question("front-door"))
    again = (folder / "doors.yaml").read_text(encoding="utf-8").splitlines().index("- id: front-door", 2) + 1
    assert f"doors.yaml:{again}:7: questions.1.id: front-door stands twice; ids must be unique." in lint_folder(folder)

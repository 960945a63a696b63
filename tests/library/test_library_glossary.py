"""The glossary: every term of the interface explained once, briefly, and found by any of its names."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from library_cases import FRAMEWORK
from read_once import shipped_once

from questionnaires.glossary import MAX_WORDS, GlossaryTerm, alphabetical, look_up
from questionnaires.lint import lint_folder
from questionnaires.loader import read_folder
from questionnaires.model import Library

# Words that screens, plan and report print, and that a founder can't be expected to know.
IN_THE_INTERFACE = (
    *("Security", "Availability", "Processing integrity", "Confidentiality", "Privacy", "category", "criterion", "series"),
    *("point of focus", "control", "key control", "rung", "absent", "ad hoc", "decided", "partial", "running", "on record"),
    *("target", "basis", "said", "shown", "tested", "open", "unsure", "carried over", "no events", "carved out", "carve-out"),
    *("inclusive", "not applicable", "subservice organisation", "vendor", "CUEC", "CSOC", "bridge letter", "compensating control"),
    *("nothing written", "design", "implementation", "operating", "evidence", "documentation", "scope", "gap", "severity", "critical"),
    *("met", "partly met", "not met", "not assessed", "not tested", "no gap seen", "claimed", "bounds", "readiness", "quick set"),
    *("full set", "observation window", "as-of date", "Type I", "Type II", "SOC 1", "SOC 2", "SOC 3", "system description"),
    *(f"DC {number}" for number in range(1, 10)),
    *("management's assertion", "exception", "opinion", "examination", "auditor", "sampling", "population", "operating since"),
    *("missed occurrence", "remediation item", "work package", "theme", "quick win", "lead time", "effort", "capacity", "critical path"),
    *("risk acceptance", "management's response", "round", "fact", "owner", "respondent", "recorder", "walkthrough", "commitment"),
    *("user entity", "control type", "frequency", "fingerprint", "related", "common criteria"),
)


@pytest.fixture(scope="module")
def library() -> Library:
    return shipped_once()


@pytest.mark.parametrize("term", IN_THE_INTERFACE)
def test_each_term_of_the_interface_has_one_entry(library: Library, term: str) -> None:
    assert len(look_up(library.glossary, term)) == 1


def test_what_the_library_shows_by_name_is_explained(library: Library) -> None:
    names = {name.casefold() for entry in library.glossary for name in entry.names}
    assert {category.title.casefold() for category in library.categories} <= names
    assert {criterion.id.casefold() for criterion in library.criteria if library.category_by_id[criterion.category].description} <= names


def test_no_entry_is_out_of_reach(library: Library) -> None:
    for entry in library.glossary:
        for name in entry.names:
            assert look_up(library.glossary, f"  {name.upper()} ") == [entry], name
    assert look_up(library.glossary, "") == alphabetical(library.glossary)


def term(name: str, **changes: object) -> GlossaryTerm:
    return GlossaryTerm.model_validate({"id": name.lower().replace(" ", "-"), "term": name, "meaning": "Some words.", **changes})


def test_names_come_before_meanings() -> None:
    glossary = (term("Zebra", meaning="Has stripes like a door frame."), term("Front door"), term("Doorman"), term("House"))
    assert [entry.term for entry in look_up(glossary, "door")] == ["Doorman", "Front door", "Zebra"]
    assert [entry.term for entry in look_up(glossary, "DOOR frame")] == ["Zebra"]
    assert look_up(glossary, "window") == []


@given(st.text(max_size=80))
def test_whatever_is_typed_finds_terms_at_most_once(typed: str) -> None:
    glossary = (term("Front door"), term("Doorman"), term("House", also=["Home", "ß"]))
    found = [entry.id for entry in look_up(glossary, typed)]
    assert len(found) == len(set(found))


def entry(**changes: str) -> str:
    parts = {"id": "door", "term": "Door", "meaning": '"What opens."'}
    return "- {" + ", ".join(f"{key}: {value}" for key, value in (parts | changes).items()) + "}\n"


LONG = " ".join(["word"] * (MAX_WORDS + 1))
FAULTS = {
    "an id that stands twice": ({"term": "Gate"}, "glossary.1.id: door stands twice; ids must be unique"),
    "a name of two terms": ({"id": "gate"}, "glossary.1.term: Door is a name of door already; a name leads to one term"),
    "another name of two terms": ({"id": "gate", "term": "Gate", "also": "[way in, DOOR]"}, "glossary.1.also.1: DOOR is a name of door"),
    "itself to read next": ({"id": "gate", "term": "Gate", "see": "[gate]"}, "glossary.1.see: gate is this very term"),
    "nothing to read next": ({"id": "gate", "term": "Gate", "see": "[dor]"}, "glossary.1.see: dor is unknown here; did you mean door?"),
    "a long meaning": ({"id": "gate", "term": "Gate", "meaning": LONG}, f"glossary.1.meaning: has {MAX_WORDS + 1} words; at most"),
    "a conclusion": ({"id": "gate", "term": "Gate", "meaning": "You are compliant."}, "glossary.1.meaning: says 'compliant'"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found_on_its_place(tmp_path: Path, fault: str) -> None:
    changes, said = FAULTS[fault]
    (tmp_path / "library.yaml").write_text(f"{FRAMEWORK}questions: []\n")
    (tmp_path / "glossary.yaml").write_text(f"glossary:\n{entry()}{entry(**changes)}")
    (found,) = [problem for problem in lint_folder(tmp_path) if problem.startswith("glossary.yaml")]
    assert said in found and found.startswith("glossary.yaml:3:")


def test_an_own_library_may_add_terms(tmp_path: Path, library: Library) -> None:
    (tmp_path / "library.yaml").write_text('key: own\ntitle: "Own"\nversion: 0.1.0\nextends: soc2\n')
    (tmp_path / "glossary.yaml").write_text("glossary:\n" + entry(see="[gap]"))
    extended = read_folder(tmp_path)[0]
    assert [one.id for one in extended.glossary] == [*(one.id for one in library.glossary), "door"]

"""new, scope and facts: what an assessment is about."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from cli_cases import HOSTILE, Outcome, assert_harmless, assert_refused, contents

from readiness.assessment import Assessment

Run = Callable[..., Outcome]


def test_new_starts_the_quick_set_and_says_what_is_next(readiness: Run, tmp_path: Path) -> None:
    made = readiness("new", "a.readiness", "--org", " Acme ")
    assert (made.code, made.err) == (0, "")
    assert made.out.startswith("Started a.readiness for Acme: ")
    assert "Next: `readiness a.readiness`" in made.out
    assert stat.S_IMODE((tmp_path / "a.readiness").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["a.readiness"]
    scope = json.loads(readiness("scope", "a.readiness", "--json").out)
    assert (scope["organisation"], scope["report_type"], scope["set"], scope["categories"]) == ("Acme", 2, "quick", ["CC"])


def test_new_says_how_many_questions_stand_outside_every_figure(readiness: Run, tmp_path: Path) -> None:
    made = readiness("new", "a.readiness", "--org", "Acme", "--set", "full").out
    counted = json.loads(readiness("score", "a.readiness", "--json").out)["questions"]
    asked = json.loads(readiness("scope", "a.readiness", "--json").out)["questions"]
    assert f": {asked} questions, {asked - counted} of them on the system description, Type II." in made
    assert "system description" not in readiness("new", "b.readiness", "--org", "Acme").out


def test_new_with_everything(readiness: Run, tmp_path: Path) -> None:
    (tmp_path / "f.yaml").write_text("product: Desk\nfacts: {headcount: 5}\n")
    chosen = ("-c", "a", "--category", "Processing integrity", "--category", "confidentiality", "-c", "P", "-c", "P", "-c", "Security")
    assert readiness("new", "a.readiness", "--org", "Acme", *chosen, "--type", "1", "--set", "full", "--facts", "f.yaml").code == 0
    scope = json.loads(readiness("scope", "a.readiness", "--json").out)
    assert scope["categories"] == ["CC", "A", "PI", "C", "P"]
    assert (scope["report_type"], scope["set"], scope["product"], scope["facts"]) == (1, "full", "Desk", {"headcount": 5})
    assert scope["questions"] > 0


NEW = {
    "no organisation": (("a.readiness",), "Missing option '--org'"),
    "no file": (("--org", "X"), "Missing argument 'FILE'"),
    "empty organisation": (("a.readiness", "--org", " "), "--org: the name needs 1 to 200 characters, found 0."),
    "long organisation": (("a.readiness", "--org", "x" * 201), "--org: the name needs 1 to 200 characters, found 201."),
    "organisation of odd bytes": (("a.readiness", "--org", "x\udcff"), "--org: the name holds bytes that are not valid text"),
    "unknown category": (("a.readiness", "--org", "X", "-c", "Z"), "Z: no such category; categories are CC (Security), A (Availability)"),
    "hostile category": (("a.readiness", "--org", "X", "-c", HOSTILE), "no such category"),
    "empty category": (("a.readiness", "--org", "X", "-c", ""), "no such category"),
    "unknown type": (("a.readiness", "--org", "X", "--type", "3"), "'3' is not one of '1', '2'"),
    "unknown set": (("a.readiness", "--org", "X", "--set", "some"), "'some' is not one of 'quick', 'full'"),
    "unknown option": (("a.readiness", "--org", "X", "--ctegory", "A"), "--category"),
    "one argument too many": (("a.readiness", "b", "--org", "X"), "unexpected extra argument"),
    "no facts file": (("a.readiness", "--org", "X", "--facts", "none.yaml"), "none.yaml: no such file; check the name."),
    "a folder as facts": (("a.readiness", "--org", "X", "--facts", "folder"), "folder: is a folder; name a file in it."),
    "a vendor's method": (
        ("a.readiness", "--org", "X", "--facts", "method.yaml"),
        "method.yaml:1:29: vendors.0.method: must be 'carve-out' or 'inclusive'",
    ),
    "binary facts": (("a.readiness", "--org", "X", "--facts", "binary"), "binary:2: byte 129 is not UTF-8"),
    "existing file": (("there.readiness", "--org", "X"), "there.readiness already exists"),
    "a folder": (("folder", "--org", "X"), "folder"),
    "below a file": (("there.readiness/a", "--org", "X"), "there.readiness/a"),
    "a name too long": (("x" * 300, "--org", "X"), "x" * 300),
}


@pytest.mark.parametrize("name", NEW)
def test_new_refuses(readiness: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "there.readiness").write_text("mine")
    (tmp_path / "method.yaml").write_text("vendors: [{name: A, method: foo}]")
    (tmp_path / "binary").write_bytes(bytes(range(256)))
    before = contents(tmp_path)
    arguments, said = NEW[name]
    assert_refused(readiness("new", *arguments), said)
    assert contents(tmp_path) == before


def test_scope_shows_everything_in_words(readiness: Run, acme: Path) -> None:
    shown = readiness("scope", "acme.readiness")
    assert shown.code == 0
    for text in (
        "Acme\n",
        "Type II · Security",
        "First round · quick set",
        "AWS (carve-out)",
        "Other vendors\n  Ticketwise",
        "Ada",
        "12",
        "? not stated",
    ):
        assert text in shown.out


def test_scope_takes_over_facts_and_keeps_the_rest(readiness: Run, acme: Path, tmp_path: Path) -> None:
    (tmp_path / "f.yaml").write_text("type: 1\nas_of: 2027-03-31\nsystems: [GitHub]\nfacts: {contractors: yes}\n")
    shown = readiness("scope", "acme.readiness", "--facts", "f.yaml")
    assert "as of 2027-03-31" in shown.out
    scope = json.loads(readiness("scope", "acme.readiness", "--json").out)
    assert scope["facts"] == {"headcount": 12, "contractors": True}
    assert [vendor["name"] for vendor in scope["vendors"]] == ["AWS", "Ticketwise"]
    again = readiness("scope", "acme.readiness", "--facts", "f.yaml", "--json")
    assert json.loads(again.out) == scope


@pytest.mark.parametrize(
    "content", ["vendors: [{name: A, method: carve-out}]", "systems: [A, A]", "facts: {headcount: 0}", "x: 1", "a: [", "\x00"]
)
def test_scope_with_bad_facts_changes_nothing(readiness: Run, acme: Path, tmp_path: Path, content: str) -> None:
    (tmp_path / "f.yaml").write_text(content)
    before = contents(tmp_path)
    assert_refused(readiness("scope", "acme.readiness", "--facts", "f.yaml"), "f.yaml:")
    assert contents(tmp_path) == before


@pytest.mark.parametrize(
    ("command", "facts", "problem"),
    [
        (
            ("scope", "acme.readiness"),
            "type: 1\nwindow: {from: 2027-01-01, to: 2027-06-30}",
            "f.yaml:1:7: type: a Type I report has an",
        ),
        (("scope", "acme.readiness"), "type: 2\nas_of: 2027-03-31", "f.yaml:1:7: type: a Type II report has a window, not an as_of date."),
        (("scope", "acme.readiness"), "type: 3", "f.yaml:1:7: type: must be at most 2"),
        (("scope", "acme.readiness"), "type: true", "f.yaml:1:7: type: must be a whole number"),
        (("scope", "acme.readiness", "--type", "2"), "type: 1", "--type 2: the facts say type: 1; leave one of them out."),
        (("scope", "acme.readiness", "--type", "2"), "as_of: 2027-03-31", "--type 2: a Type II report has a window, not"),
        (
            ("new", "b.readiness", "--org", "B", "--type", "1"),
            "window: {from: 2027-01-01, to: 2027-06-30}",
            "--type 1: a Type I report",
        ),
    ],
)
def test_a_report_type_and_days_that_do_not_fit_are_refused(
    readiness: Run, acme: Path, tmp_path: Path, command: tuple[str, ...], facts: str, problem: str
) -> None:
    (tmp_path / "f.yaml").write_text(facts)
    before = contents(tmp_path)
    assert_refused(readiness(*command, "--facts", "f.yaml"), problem)
    assert contents(tmp_path) == before


def test_the_report_type_can_be_changed_and_shows_only_its_own_days(readiness: Run, acme: Path, tmp_path: Path) -> None:
    (tmp_path / "day.yaml").write_text("type: 1\nas_of: 2999-03-31\n")
    (tmp_path / "window.yaml").write_text("window: {from: 2999-01-01, to: 2999-06-30}\n")

    def period(*arguments: str) -> str:
        return readiness("scope", "acme.readiness", *arguments).out.splitlines()[1].partition(" · ")[0]

    assert period("--facts", "day.yaml") == "Type I, as of 2999-03-31"
    assert period("--type", "2") == period() == "Type II"
    assert period("--type", "1") == "Type I, as of 2999-03-31"
    # A window without a type is kept for later, and it is said that it is.
    early = readiness("scope", "acme.readiness", "--facts", "window.yaml")
    assert "A Type I report has an as_of date, not a window: what the facts say is kept for the other type" in early.err
    assert period() == "Type I"
    listed = json.loads(readiness("portfolio", ".", "--json").out)
    assert "window" not in json.dumps(listed) and "next: window" not in readiness("portfolio", ".").out
    assert period("--type", "2") == "Type II, 2999-01-01 to 2999-06-30"
    assert "next: window opens" in readiness("portfolio", ".").out
    said = json.loads(readiness("scope", "acme.readiness", "--json").out)
    assert said["report_type"] == 2
    (tmp_path / "one.yaml").write_text("type: 1")
    assert "questions, Type I.\n" in readiness("new", "b.readiness", "--org", "B", "--facts", "one.yaml").out


def test_scope_says_when_the_facts_change_how_many_questions_are_asked(readiness: Run, acme: Path, tmp_path: Path) -> None:
    (tmp_path / "f.yaml").write_text("facts: {founders_only: true, own_developers: false, office: none, customer_data_stored: false}")
    with Assessment.open(acme) as assessment:
        before = len(assessment.questions)
    shown = readiness("scope", "acme.readiness", "--facts", "f.yaml")
    with Assessment.open(acme) as assessment:
        now = len(assessment.questions)
    assert now < before
    assert shown.out.endswith(f"This changes what is asked: {now} questions now, {before} before.\n")
    assert "questions now" not in readiness("scope", "acme.readiness", "--facts", "f.yaml").out
    assert "questions now" not in readiness("scope", "acme.readiness").out


def test_scope_tells_its_advice_in_words_and_as_json(readiness: Run, acme: Path, tmp_path: Path) -> None:
    (tmp_path / "f.yaml").write_text(
        "facts: {asked_categories: [availability], privacy_role: processor, breadth: company, money_moving: true}"
    )
    shown = readiness("scope", "acme.readiness", "--facts", "f.yaml").out
    assert shown.index("\nWhat the report is for\n") < shown.index("\nAbout the organisation\n") < shown.index("\nAdvice (it changes")
    for text in (
        "  Availability: left out though recommended\n    The readers of the report ask for it.\n    It was asked for",
        "  Confidentiality: not settled yet\n    Would decide more: confidential_terms, data_kinds\n",
        "! Too wide: ",
        "  SOC 1: ",
    ):
        assert text in shown
    scope = json.loads(readiness("scope", "acme.readiness", "--json").out)
    assert scope["categories"] == ["CC"]
    by_id = {category["id"]: category for category in scope["advice"]["categories"]}
    assert list(by_id) == ["A", "PI", "C", "P"]
    assert (by_id["A"]["standing"], by_id["A"]["chosen"], by_id["A"]["disagreement"]) == (
        "recommended",
        False,
        "left out though recommended",
    )
    assert by_id["P"]["standing"] == "not settled yet" and "promised_to_individuals" in by_id["P"]["open_facts"]
    assert {"id": "width-company", "about": "width", "subject": "Too wide", "warns": True}.items() <= scope["advice"]["notes"][0].items()


def test_a_role_that_the_library_does_not_have_changes_nothing(readiness: Run, acme: Path, tmp_path: Path) -> None:
    (tmp_path / "f.yaml").write_text("people: [{name: Bo, role: wizard}]\nproduct: x\n")
    before = contents(tmp_path)
    assert_refused(readiness("scope", "acme.readiness", "--facts", "f.yaml"), "f.yaml:1:27: people.0.role: must be one of founder (")
    assert contents(tmp_path) == before


def test_reading_the_scope_changes_nothing(readiness: Run, acme: Path, tmp_path: Path) -> None:
    before = contents(tmp_path)
    assert readiness("scope", "acme.readiness").code == 0
    assert contents(tmp_path) == before


def test_facts_lists_names_types_and_questions(readiness: Run) -> None:
    listed = readiness("facts")
    assert "headcount (number)" in listed.out
    assert "office (choice)" in listed.out
    facts = json.loads(readiness("facts", "--json").out)
    assert {"headcount": "number", "contractors": "yes-no"}.items() <= {fact["id"]: fact["type"] for fact in facts}.items()
    assert all(fact["text"] for fact in facts)


def test_hostile_names_are_kept_and_shown_harmless(readiness: Run, tmp_path: Path) -> None:
    (tmp_path / "f.yaml").write_text(
        json.dumps({"product": HOSTILE, "systems": [HOSTILE], "people": [{"name": HOSTILE, "email": HOSTILE}]})
    )
    made = readiness("new", "a.readiness", "--org", HOSTILE, "--facts", "f.yaml")
    assert made.code == 0, made.err
    for arguments in (["scope"], ["score"], ["plan"]):
        shown = readiness(*arguments, "a.readiness")
        assert shown.code == 0
        assert_harmless(shown.out + shown.err)
    as_json = readiness("scope", "a.readiness", "--json")
    assert_harmless(as_json.out)
    assert json.loads(as_json.out)["product"] == HOSTILE
    assert_harmless(made.out)

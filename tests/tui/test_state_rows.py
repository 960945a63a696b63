"""What the tree, the scope, the results, the plan and the recent files show, without a terminal."""

import json
import os
import stat
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from questionnaires.model import Library
from readiness.assessment import Assessment
from readiness.errors import ReadinessError
from readiness.paths import recent_file
from readiness.storage import set_scope
from readiness.tui.commands import fitting
from readiness.tui.screens import interview as interview_screen
from readiness.tui.state import beginning, card, planning, progress, recent, results, scoping, steps, text
from readiness.tui.state.interview import Interview

from .conftest import HOSTILE
from .small_library import QUESTIONS, question, small_library


@pytest.fixture
def assessment(make_file: Callable[..., Path]) -> Iterator[Assessment]:
    with Assessment.open(make_file(), write=True, recorder="Ben") as opened:
        yield opened


# Text


def test_control_and_direction_characters_become_marks() -> None:
    shown = text.clean(HOSTILE + "\x9b31m\x07\r\nnext\tcell")
    assert not set(shown) & set("\x1b\x9b\x07\u202e\r\t")
    assert "[/foo] <b>" in shown and "\nnext" in shown


@pytest.mark.parametrize(
    ("given", "most", "shown"), [("a\n b", 0, "a b"), ("abcdef", 4, "abc…"), ("abc", 3, "abc"), ("漢字漢字", 5, "漢字…")]
)
def test_one_line(given: str, most: int, shown: str) -> None:
    assert text.one_line(given, most) == shown


@pytest.mark.parametrize(("low", "high", "shown"), [(31.2, 78.4, "31–78 %"), (50.1, 49.9, "50 %")])
def test_percent_range(low: float, high: float, shown: str) -> None:
    assert text.percent_range(low, high) == shown


@pytest.mark.parametrize(
    ("low", "high", "drawn"), [(0, 100, "▕▒▒▒▒▒▒▒▒▒▒▏"), (30, 60, "▕███▒▒▒····▏"), (100, 100, "▕██████████▏"), (0, 0, "▕··········▏")]
)
def test_bar_is_as_wide_as_asked(low: float, high: float, drawn: str) -> None:
    assert text.bar(low, high) == drawn


def test_paths_are_shown_from_the_working_folder_or_home(tmp_path: Path) -> None:
    assert text.short_path(tmp_path / "a" / "b.readiness") == "a/b.readiness"
    assert text.short_path(Path.home() / "c.readiness") == "~/c.readiness"
    assert text.short_path(Path("/elsewhere/d")) == "/elsewhere/d"


# Tree and card


def test_the_tree_counts_each_question_once_a_branch(assessment: Assessment) -> None:
    rows = {row.id: row for row in progress.branches(assessment, {"CC6"})}
    assert list(rows) == ["CC", "CC1", "CC6", "CC6.1", "CC6.2"]
    assert (rows["CC"].answered, rows["CC"].asked) == (3, 6)
    assert (rows["CC6"].answered, rows["CC6"].asked) == (1, 4)
    assert (rows["CC6.1"].answered, rows["CC6.1"].asked) == (1, 2)
    assert rows["CC1"].glyph == "○" and rows["CC1"].word == "not met"


def test_a_tree_row_fills_its_width(assessment: Assessment) -> None:
    for row in progress.branches(assessment, {"CC1", "CC6"}):
        assert len(row.line(34)) == 34
        assert row.line(34).endswith(f"{row.answered}/{row.asked}")


def test_a_screen_never_says_met(assessment: Assessment) -> None:
    assert "no gap seen" in progress.legend(screen=True)
    assert " met" not in progress.legend(screen=True).replace("partly met", "").replace("not met", "")


def test_the_card_says_what_a_question_takes(assessment: Assessment) -> None:
    talk = Interview(assessment)
    assert [level for level, _, _ in card.other_levels(talk)] == ["na", "unsure", "no-events"]
    talk.go_to("physical-places")
    assert [level for level, _, _ in card.other_levels(talk)] == ["unsure", "carved-out"]


def test_the_answer_in_words(assessment: Assessment) -> None:
    talk = Interview(assessment)
    assert card.answer_line(talk) == "not answered yet"
    talk.with_next_basis()
    assert card.answer_line(talk) == "not answered yet · basis of the answer to come: shown"
    talk.save(talk.stated("na", reason="No staff\nhas left"))
    assert card.answer_line(talk) == "not applicable: No staff has left · shown"
    talk.go_to("physical-places")
    talk.save(talk.stated("carved-out", vendor="aws"))
    assert card.answer_line(talk).startswith("carved out to AWS")
    talk.go_to("owner-named")
    assert card.answer_line(talk) == "rung 4 · shown · by CTO"


def test_the_details_tell_the_history(assessment: Assessment) -> None:
    talk = Interview(assessment)
    talk.save(talk.stated("2"))
    talk.undo_question()
    history = dict(card.detail_sections(talk))["History"].splitlines()
    assert [line.rpartition(": ")[2] for line in history] == ["rung 2", "taken back (undo)"]
    assert all("Ben" in line for line in history)


def test_what_the_facts_change_stands_by_the_reasons(tmp_path: Path) -> None:
    asked = question(
        "physical-places",
        "Are the places guarded?",
        {"CC6.2": "key"},
        waivable=True,
        proposes_na={"when": {"office": False}, "reason": "There is no place of your own."},
        variants=[{"when": {"hosting": "cloud"}, "reason": "All runs in a cloud.", "text": "Is your cloud's hall guarded?"}],
        alternatives=["multi-factor"],
    )
    library = Library.model_validate(
        {**small_library().model_dump(), "questions": [asked, *(one for one in QUESTIONS if one["id"] in ("multi-factor", "owner-named"))]}
    )
    with Assessment.create(tmp_path / "a.readiness", "Acme", recorder="Ben", library=library) as made:
        talk = Interview(made, "physical-places")
        assert card.proposed_reason(talk) == "" and "Worded for your facts" not in dict(card.reasons(talk))
        made.change_scope([*scoping.fact_drafts(library, "office", "no"), *scoping.fact_drafts(library, "hosting", "cloud")])
        assert talk.current.text == "Is your cloud's hall guarded?"
        told = dict(card.reasons(talk))
        assert told["Worded for your facts"] == "All runs in a cloud."
        assert told["Perhaps not applicable"].startswith("There is no place of your own.")
        assert told["Can stand in for it"] == "- Is multi-factor sign-in on for everyone?"
        assert ("na", "not applicable", True) in card.other_levels(talk) and talk.answer is None
        talk.save(talk.stated("1"))
        talk.go_to("multi-factor")
        talk.save(talk.stated("4"))
        talk.go_to("physical-places")
        assert "counts as rung 4: multi-factor stands in" in card.answer_line(talk)
        assert "counts here now" in dict(card.reasons(talk))["Can stand in for it"]


def test_related_work_elsewhere_stands_by_the_reasons_and_the_packages(tmp_path: Path) -> None:
    frameworks = [
        {"id": "other", "title": "Other [/x]", "version": "1", "sources": {"a": "A"}, "related": {"CC6.2": {"O.10": [], "O.9": ["a"]}}},
        {"id": "plain", "title": "Plain", "version": "1", "related": {}},
    ]
    asked = question("multi-factor", "Is multi-factor sign-in on for everyone?", {"CC6.2": "key"})
    for name, given, told in (("with", frameworks, True), ("without", [], False)):
        library = Library.model_validate({**small_library().model_dump(), "questions": [asked], "frameworks": given})
        with Assessment.create(tmp_path / f"{name}.readiness", "Acme", recorder="Ben", library=library) as made:
            talk = Interview(made, "multi-factor")
            talk.save(talk.stated("0"))
            package = planning.plan_rows(made, made.plan())[0]
            for sections in (dict(card.reasons(talk)), dict(package.sections)):
                assert ("Related work elsewhere" in sections) is told
                if told:
                    lines = sections["Related work elsewhere"].splitlines()
                    assert lines[0] == "Other [/x]: O.9; indicative: O.10" and len(lines) == 2
                    assert "never 'satisfies'" in lines[1]


# Results and plan


def test_gaps_stand_by_severity(assessment: Assessment) -> None:
    rows = results.gap_rows(assessment)
    assert [row.question for row in rows] == ["multi-factor", "rules-of-conduct", "owner-named"]
    assert rows[0].kind == "implementation" and rows[0].rung == 3


def test_types_stand_side_by_side(assessment: Assessment) -> None:
    first, second = results.type_figures(assessment)
    assert (first.title, second.title) == ("Type I", "Type II")
    assert second.chosen and not first.chosen
    assert second.shown == "evidence shown for 1 of 3 answers"


def test_the_map_and_its_criteria(assessment: Assessment) -> None:
    rows = {row.id: row for row in results.map_rows(assessment)}
    assert rows["CC1"].glyphs == "○◐" and rows["CC"].category
    criteria = results.criterion_rows(assessment, rows["CC6"].criteria)
    assert criteria[1].word == "not assessed (not met to no gap seen)"
    assert criteria[1].questions == ("leaver-access", "physical-places", "access-review")


def test_the_plan_follows_its_packages(assessment: Assessment) -> None:
    rows = planning.plan_rows(assessment, assessment.plan())
    assert [(row.number, row.question) for row in rows if row.number] == [(1, "multi-factor"), (2, "rules-of-conduct")]
    item = next(row for row in rows if row.id == "multi-factor")
    assert item.quick_win and item.owner == "IT or operations"
    assert "1. Open a ticket" in dict(item.sections)["Steps"]


def test_a_plan_says_what_is_still_open(assessment: Assessment) -> None:
    _, summary = planning.plan_summary(assessment, assessment.plan())
    assert "3 open questions: any gap there is not in here yet." in summary


def test_a_short_summary_takes_one_line_each(assessment: Assessment) -> None:
    verdict, summary = planning.short_summary(assessment, assessment.plan())
    assert verdict == "Not ready for Type II today: 3 of 4 criteria have gaps."
    assert summary.startswith("3 items · ") and summary.endswith("3 questions still open")
    for answered in list(assessment.answers):
        assessment.clear_answer(answered)
    verdict, summary = planning.short_summary(assessment, assessment.plan())
    assert verdict.startswith("Nothing is answered yet") and summary.startswith("No gap is known yet")


# Scope


def scope_rows(assessment: Assessment) -> dict[str, scoping.ScopeRow]:
    today = date(2026, 11, 23)
    return {row.id: row for step in steps.STEPS for section in steps.sections(assessment, step.id, today) for row in section.rows}


def test_every_fact_is_shown_and_an_unknown_one_says_so(assessment: Assessment) -> None:
    rows = scope_rows(assessment)
    assert {row_id for row_id in rows if row_id.startswith("fact:")} == {f"fact:{fact.id}" for fact in assessment.library.facts}
    assert rows["fact:office"].value == "not stated"


@pytest.mark.parametrize(
    ("fact", "typed", "value"),
    [
        ("office", "no", False),
        ("headcount", " 12 ", 12),
        ("cloud", "AWS", "AWS"),
        ("hosting", "own", "own"),
        ("kinds", ["health"], ("health",)),
    ],
)
def test_facts_are_kept_as_typed_and_cleared(assessment: Assessment, fact: str, typed: str | list[str], value: object) -> None:
    assessment.change_scope(scoping.fact_drafts(assessment.library, fact, typed))
    assert assessment.scope.facts[fact] == value
    assessment.change_scope(scoping.fact_drafts(assessment.library, fact, [] if isinstance(typed, list) else ""))
    assert fact not in assessment.scope.facts


@pytest.mark.parametrize(("fact", "typed", "shown"), [("hosting", "own", "Own"), ("kinds", ["business", "health"], "Business; Health")])
def test_choices_are_shown_in_their_words(assessment: Assessment, fact: str, typed: str | list[str], shown: str) -> None:
    assessment.change_scope(scoping.fact_drafts(assessment.library, fact, typed))
    assert scope_rows(assessment)[f"fact:{fact}"].value == shown


def test_roles_of_people_are_shown_in_their_words(assessment: Assessment) -> None:
    blank = scoping.entry_values(assessment.scope, "people", None)
    for name, role in (("Ida", "it"), ("Max", "Adviser")):
        assessment.change_scope(scoping.entry_drafts(assessment.scope, "people", None, {**blank, "name": name, "role": role}))
    people = {row.label: row.value for row in scoping.list_rows(assessment.library, assessment.scope, "people")}
    assert (people["Ida"], people["Max"]) == ("IT or operations", "Adviser")


def test_a_fact_out_of_bounds_is_refused(assessment: Assessment) -> None:
    with pytest.raises(ReadinessError, match="at least 1"):
        scoping.fact_drafts(assessment.library, "headcount", "0")


def test_an_endless_product_is_refused() -> None:
    with pytest.raises(ReadinessError, match="2,000"):
        scoping.product_drafts("x" * 2001)


def test_security_is_always_in(assessment: Assessment) -> None:
    with pytest.raises(ReadinessError, match="every report"):
        scoping.category_drafts(assessment.library, assessment.scope, "CC")
    assessment.change_scope(scoping.category_drafts(assessment.library, assessment.scope, "A"))
    assert assessment.scope.categories == ("CC", "A")
    assessment.change_scope(scoping.category_drafts(assessment.library, assessment.scope, "A"))
    assert assessment.scope.categories == ("CC",)


def test_a_date_and_a_window_exclude_each_other(assessment: Assessment) -> None:
    assessment.change_scope(scoping.window_drafts("2027-01-01", "2027-06-30"))
    assert assessment.scope.window is not None
    assessment.change_scope(scoping.as_of_drafts("2027-03-31"))
    assert assessment.scope.window is None and str(assessment.scope.as_of) == "2027-03-31"
    assessment.change_scope(scoping.as_of_drafts(""))
    assert assessment.scope.as_of is None


@pytest.mark.parametrize(("start", "end"), [("2027-01-01", ""), ("2027-06-30", "2027-01-01"), ("x", "y")])
def test_a_window_is_checked(start: str, end: str) -> None:
    with pytest.raises(ReadinessError):
        scoping.window_drafts(start, end)


@pytest.mark.parametrize("name", list(scoping.LISTS))
def test_entries_are_added_changed_and_removed(assessment: Assessment, name: scoping.ListName) -> None:
    blank = scoping.entry_values(assessment.scope, name, None)
    first = next(iter(blank))
    before = len(getattr(assessment.scope, name))
    assessment.change_scope(scoping.entry_drafts(assessment.scope, name, None, {**blank, first: "One"}))
    key = scoping.list_rows(assessment.library, assessment.scope, name)[-2].id.partition(":")[2]
    assert scoping.entry_values(assessment.scope, name, key)[first] == "One"
    assessment.change_scope(scoping.entry_drafts(assessment.scope, name, key, {**blank, first: "Two"}))
    assert scoping.entry_values(assessment.scope, name, key)[first] == "Two"
    assert len(getattr(assessment.scope, name)) == before + 1
    assessment.change_scope(scoping.removal_drafts(assessment.scope, name, key))
    assert len(getattr(assessment.scope, name)) == before


@pytest.mark.parametrize("name", list(scoping.LISTS))
def test_an_entry_needs_a_name(assessment: Assessment, name: scoping.ListName) -> None:
    with pytest.raises(ReadinessError):
        scoping.entry_drafts(assessment.scope, name, None, scoping.entry_values(assessment.scope, name, None))


def test_only_the_date_that_fits_the_report_type_is_shown(assessment: Assessment) -> None:
    def row() -> scoping.ScopeRow:
        return next(row for row_id, row in scope_rows(assessment).items() if row_id in ("as_of", "window"))

    assert row().id == "window" and "Type I report has an as-of date" in row().help
    assessment.change_scope([*scoping.as_of_drafts("31 March 2027"), set_scope("report_type", 1)])
    assert (row().id, row().value) == ("as_of", "2027-03-31")
    assessment.change_scope([set_scope("report_type", 2)])
    assert row().value == "not stated; the as-of date 2027-03-31 is for Type I"


# Recent files


def test_a_file_is_remembered_once_and_privately(make_file: Callable[..., Path]) -> None:
    for organisation in ("A", "B", "A"):
        recent.remember(recent.Recent(path=f"/{organisation}", organisation=organisation, question="q"))
    assert [one.path for one in recent.load_recent()] == ["/A", "/B"]
    assert stat.S_IMODE(os.stat(recent_file()).st_mode) == 0o600
    assert recent.stopped_at(Path("/A")) == "q"
    recent.forget("/A")
    assert [one.path for one in recent.load_recent()] == ["/B"]


@pytest.mark.parametrize("content", ["", "{", "[1, null, {}]", '{"a": 1}', '[{"path": 3}]', "[" * 100_000, "\x00"])
def test_a_damaged_list_is_an_empty_one(content: str) -> None:
    recent_file().parent.mkdir(parents=True, exist_ok=True)
    recent_file().write_text(content)
    assert recent.load_recent() == []


def test_odd_values_in_the_list_are_left_out() -> None:
    recent_file().parent.mkdir(parents=True, exist_ok=True)
    recent_file().write_text(json.dumps([{"path": "/a", "answered": -1, "asked": "x", "organisation": 5, "more": 1}]))
    assert recent.load_recent() == [recent.Recent(path="/a")]


def test_a_recent_file_is_looked_into(make_file: Callable[..., Path], tmp_path: Path) -> None:
    seen = recent.check(recent.Recent(path=str(make_file())))
    assert (seen.recent.organisation, seen.recent.answered, seen.recent.asked, seen.problem) == ("Acme", 3, 6, "")
    assert "does not exist" in recent.check(recent.Recent(path=str(tmp_path / "gone.readiness"))).problem
    (tmp_path / "bad.readiness").write_bytes(b"no database at all" * 20)
    assert "not an assessment file" in recent.check(recent.Recent(path=str(tmp_path / "bad.readiness"))).problem


# Beginning


def test_a_name_without_suffix_gets_ours(tmp_path: Path) -> None:
    values = {"organisation": "Acme", "file": "new", "type": "1", "set": "full", "category-A": "yes", "category-C": "no"}
    with beginning.create(values, "Ben") as made:
        assert made.path == tmp_path / "new.readiness"
        assert made.scope.report_type == 1 and made.round.set == "full" and "A" in made.scope.categories


@pytest.mark.parametrize("values", [{"organisation": " ", "file": "x"}, {"organisation": "A", "file": " "}])
def test_a_beginning_needs_a_name_and_a_file(values: dict[str, str], tmp_path: Path) -> None:
    with pytest.raises(ReadinessError):
        beginning.create({**values, "type": "2", "set": "quick"}, "Ben")
    assert list(tmp_path.iterdir()) == []


# Commands


@pytest.mark.parametrize("width", [20, 40, 78, 118, 400])
def test_the_key_line_fits_and_always_names_the_help(width: int) -> None:
    shown = fitting(interview_screen.COMMANDS, width)
    assert len("  ".join(f"{command.shown} {command.label}" for command in shown)) <= width or len(shown) == 1
    assert width < 78 or "room.results" in [command.id for command in shown]
    if width >= 40:
        assert "help" in [command.id for command in shown]

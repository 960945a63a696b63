"""score, plan, report, questions, lint and demo: the JSON other programs rely on, the gate, and what is refused."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from cli_cases import HOSTILE, Outcome, assert_harmless, assert_refused, contents
from read_once import shipped_once

from questionnaires.steps import render_step
from readiness.assessment import Assessment
from readiness.errors import ReadinessError
from scoring.model import Answer
from scoring.related import ids_text, related_ids

Run = Callable[..., Outcome]
LIBRARY = shipped_once()
VERDICTS = {"met", "partly", "not_met", "not_assessed", "not_applicable"}
SEVERITIES = {"low", "medium", "high", "critical"}


def answer_all(path: Path, level: str, but: dict[str, str] | None = None) -> None:
    with Assessment.open(path, write=True, recorder="Rec") as assessment:
        answers = [Answer(question=question.id, level=(but or {}).get(question.id, level)) for question in assessment.questions]  # type: ignore[arg-type]
        assessment.answer_all(answers)


def scored(readiness: Run, *options: str) -> dict[str, Any]:
    outcome = readiness("score", "acme.readiness", "--json", *options)
    assert (outcome.code, outcome.err) == (0, "")
    card: dict[str, Any] = json.loads(outcome.out)
    return card


def test_score_as_json_before_any_answer(readiness: Run, acme: Path) -> None:
    card = scored(readiness)
    assert (card["type"], card["set"], card["screen"], card["answered"], card["shown"]) == (2, "quick", True, 0, 0)
    assert card["readiness"] == {"low": 0, "value": None, "high": 100}
    assert list(card["criteria"]) == [criterion.id for criterion in LIBRARY.criteria if criterion.category == "CC"]
    for result in card["criteria"].values():
        assert {result["verdict"], result["verdict_low"], result["verdict_high"]} <= VERDICTS
        assert result["verdict"] == "not_assessed"
        assert 0 <= result["low"] <= result["high"] <= 100
        assert set(result["questions"]) <= set(LIBRARY.question_by_id)


def test_score_as_json_with_every_answer(readiness: Run, acme: Path) -> None:
    answer_all(acme, "4", {"mfa-enforced": "0"})
    card = scored(readiness)
    assert card["answered"] == 1
    assert card["readiness"]["low"] == card["readiness"]["value"] == card["readiness"]["high"] < 100
    assert card["criteria"]["CC6.1"]["verdict"] == "not_met"
    assert "mfa-enforced" in card["criteria"]["CC6.1"]["questions"]
    assert scored(readiness, "--type", "1")["type"] == 1
    assert scored(readiness, "--type", "1")["readiness"]["low"] > card["readiness"]["low"]
    assert scored(readiness, "--round", "1") == scored(readiness, "--round", "First round") == card


def test_score_in_words(readiness: Run, acme: Path) -> None:
    answer_all(acme, "4", {"mfa-enforced": "0"})
    said = readiness("score", "acme.readiness")
    assert said.out.startswith("Not ready for Type II today: ")
    assert "○ CC6.1" in said.out
    assert "→ Type II" in said.out
    assert "Next: `readiness plan acme.readiness`" in said.out


@pytest.mark.parametrize(("columns", "widest"), [("80", 80), ("7", 60), ("300", 100)])
def test_score_keeps_to_the_width(readiness: Run, acme: Path, monkeypatch: pytest.MonkeyPatch, columns: str, widest: int) -> None:
    answer_all(acme, "4", {"mfa-enforced": "0", "policies-approved": "unsure"})
    monkeypatch.setenv("COLUMNS", columns)
    for options in ((), ("--explain", "all"), ("--explain", "CC6.1"), ("--suppose", "mfa-enforced=4"), ("--include-carried",)):
        said = readiness("score", "acme.readiness", *options).out
        # A command stays whole, to be copied; everything else fits, and a mark stays with what it marks.
        assert [line for line in said.splitlines() if len(line) > widest and "`" not in line] == [], options
        assert not any(line.endswith(("●", "◐", "○", "·", "-")) for line in said.splitlines())
    assert "`readiness report acme.readiness -o plan.pdf`" in readiness("score", "acme.readiness").out
    assert max(map(len, readiness("score", "acme.readiness").out.splitlines())) > widest - 20


@pytest.mark.parametrize(
    ("level", "gate", "code"),
    [("5", "100", 0), ("5", "0", 0), ("4", "99.9", 1), ("0", "0", 0), ("0", "0.01", 1), ("4", "75", 0), (None, "1", 1)],
)
def test_the_gate_tests_the_lowest_value(readiness: Run, acme: Path, level: str | None, gate: str, code: int) -> None:
    if level:
        answer_all(acme, level)
    for options in ((), ("--json",)):
        outcome = readiness("score", "acme.readiness", "--fail-under", gate, *options)
        assert outcome.code == code
        assert outcome.out
        assert outcome.err.count("\n") == code
        assert ("the lowest possible readiness, " in outcome.err) == bool(code)


READING: dict[str, tuple[list[str], str]] = {
    "a gate that is no number": (["score", "FILE", "--fail-under", "nan"], "'nan' is no percentage from 0 to 100"),
    "a gate above 100": (["score", "FILE", "--fail-under", "101"], "'101' is no percentage from 0 to 100"),
    "a gate below 0": (["score", "FILE", "--fail-under", "-1"], "'-1' is no percentage"),
    "an endless gate": (["score", "FILE", "--fail-under", "inf"], "'inf' is no percentage"),
    "a gate in words": (["score", "FILE", "--fail-under", HOSTILE], "is no percentage"),
    "a type there is not": (["score", "FILE", "--type", "3"], "'3' is not one of '1', '2'"),
    "no round of that name": (["score", "FILE", "--round", "7"], "there is no round 7; rounds are 1 (First round)."),
    "no plan of that round": (["plan", "FILE", "--round", "x"], "there is no round x"),
    "no report of that round": (["report", "FILE", "-o", "o.pdf", "--round", HOSTILE], "there is no round"),
    "an unknown option": (["score", "FILE", "--jsn"], "--json"),
    "no file": (["score"], "Missing argument 'FILE'. `readiness score --help` says how it goes."),
    "no output": (["report", "FILE"], "Missing option '-o'"),
    "an output of no format": (
        ["report", "FILE", "-o", "o.txt"],
        "o.txt: the name says the format; give one that ends in .pdf, .html, .md, .docx, .xlsx or .json.",
    ),
    "a template for Word": (["report", "FILE", "-o", "o.docx", "--template", "t.j2"], "o.docx: a template writes text"),
    "no such template": (["report", "FILE", "-o", "o.md", "--template", "t.md.j2"], "t.md.j2: cannot be read (No such file or directory)"),
    "a day out of reach": (["report", "FILE", "-o", "o.md", "--date", "1999-01-01"], "1999-01-01: is no day for a report"),
    "no day": (["report", "FILE", "-o", "o.md", "--date", "soon"], "'soon'"),
    "a folder as output": (["report", "FILE", "-o", "folder.pdf"], "folder.pdf"),
    "an output nowhere": (["report", "FILE", "-o", "no/where.pdf"], "no/where.pdf"),
    "the assessment as output": (["report", "same.pdf", "-o", "./same.pdf"], "same.pdf: is the assessment itself"),
    "a link to the assessment": (["report", "same.pdf", "-o", "link.pdf"], "link.pdf: is the assessment itself"),
    "an unknown question": (
        ["questions", "mfa-enforcd"],
        "mfa-enforcd: neither a question, a criterion nor a category; did you mean mfa-enforced?",
    ),
    "an unknown criterion": (["questions", "cc66"], "cc66: neither a question, a criterion nor a category; did you mean CC6.6?"),
    "a hostile question": (["questions", HOSTILE], "neither a question, a criterion nor a category"),
    "an endless question": (["questions", "z" * 100_000], "neither a question, a criterion nor a category"),
    "no library": (["lint", "folder.pdf"], "library.yaml is missing"),
}


@pytest.mark.parametrize("name", READING)
def test_reading_commands_refuse(readiness: Run, acme: Path, tmp_path: Path, name: str) -> None:
    arguments, said = READING[name]
    (tmp_path / "folder.pdf").mkdir()
    (tmp_path / "same.pdf").write_bytes(acme.read_bytes())
    (tmp_path / "link.pdf").symlink_to("same.pdf")
    before = contents(tmp_path)
    outcome = readiness(*["acme.readiness" if part == "FILE" else part for part in arguments])
    if arguments[0] == "lint":
        assert outcome.code == 2
        assert said in outcome.err
    else:
        assert_refused(outcome, said)
    assert contents(tmp_path) == before


def test_the_report_goes_where_it_was_asked(readiness: Run, acme: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def write(assessment: Assessment, output: Path, day: date | None, template: Path | None, choice: object) -> list[str]:
        asked.append((assessment.round.name, output))
        return [f"a warning {HOSTILE}"]

    monkeypatch.setattr("readiness.cli.reporting.write_report", write)
    outcome = readiness("report", "acme.readiness", "-o", "Out.PDF", "--round", "1")
    assert (outcome.code, outcome.out) == (0, "Wrote Out.PDF.\n")
    assert asked == [("First round", Path("Out.PDF"))]
    assert outcome.err.startswith("readiness: a warning")
    assert_harmless(outcome.err)


def test_a_report_onto_another_says_that_it_replaced_it(readiness: Run, acme: Path, tmp_path: Path) -> None:
    (tmp_path / "o.pdf").write_bytes(b"%PDF old")
    replaced = readiness("report", "acme.readiness", "-o", "o.pdf")
    assert (replaced.code, replaced.out) == (0, "Replaced o.pdf.\n")
    assert (tmp_path / "o.pdf").stat().st_size > 10_000


def test_a_report_of_a_stated_day_in_json_and_by_a_template(readiness: Run, acme: Path, tmp_path: Path) -> None:
    answer_all(acme, "2")
    given = ("report", "acme.readiness", "--date", "2026-11-23", "-o")
    assert readiness(*given, "plan.json").out == "Wrote plan.json.\n"
    first = (tmp_path / "plan.json").read_bytes()
    assert readiness(*given, "plan.json").out == "Replaced plan.json.\n"
    assert (tmp_path / "plan.json").read_bytes() == first
    data = json.loads(first)
    plan = json.loads(readiness("plan", "acme.readiness", "--json").out)
    assert data["cover"]["report_date"] == "2026-11-23"
    assert sorted(item["question"] for package in data["packages"] for item in package["items"]) == sorted(
        item["question"] for item in plan["items"]
    )
    assert data["effort_days"] == plan["effort_days"]
    (tmp_path / "mine.txt.j2").write_text("{{ items | length }} on {{ cover.report_date | day }}")
    assert readiness(*given, "mine.txt", "--template", "mine.txt.j2").code == 0
    assert (tmp_path / "mine.txt").read_text() == f"{len(plan['items'])} on 23 November 2026"
    assert_refused(readiness(*given, "mine.txt.j2", "--template", "mine.txt.j2"), "mine.txt.j2: is the template itself")
    (tmp_path / "mine.txt.j2").write_text(f"\n{{{{ nothing }}}}{HOSTILE}")
    assert_refused(readiness(*given, "other.txt", "--template", "mine.txt.j2"), "mine.txt.j2:2: 'nothing' is undefined")
    assert not (tmp_path / "other.txt").exists()


def test_plan_as_json(readiness: Run, acme: Path) -> None:
    assert json.loads(readiness("plan", "acme.readiness", "--json").out)["items"] == []
    answer_all(acme, "2")
    before = acme.read_bytes()
    plan = json.loads(readiness("plan", "acme.readiness", "--json").out)
    assert acme.read_bytes() == before
    questions = [item["question"] for item in plan["items"]]
    assert set(questions) == {question.id for question in LIBRARY.questions_in_order if question.quick}
    packages = {package["id"]: package for package in plan["packages"]}
    for item in plan["items"]:
        assert item["kind"]
        assert item["severity"] in SEVERITIES
        assert item["owner"]
        assert set(item["criteria"]) <= set(LIBRARY.criterion_by_id)
        least, most = item["effort_days"]
        assert 0 <= least <= most
        assert all(questions.index(earlier) < questions.index(item["question"]) for earlier in item["after"] if earlier in questions)
        assert item["question"] in packages[item["package"]]["questions"]
    for package in plan["packages"]:
        assert package["title"]
        assert package["severity"] in SEVERITIES
        assert math.isclose(
            sum(item["effort_days"][1] for item in plan["items"] if item["package"] == package["id"]),
            package["effort_days"][1],
            abs_tol=0.5,
        )
        assert package["criteria"]
    assert json.loads(readiness("plan", "acme.readiness", "--json", "--round", "1").out) == plan


def test_plan_in_words(readiness: Run, acme: Path) -> None:
    empty = readiness("plan", "acme.readiness")
    assert "No gap is known yet, so there is nothing to plan. 65 questions still open." in empty.out.replace(
        str(len(LIBRARY.questions_in_order)), "65"
    )
    readiness("answer", "acme.readiness", "mfa-enforced", "1")
    planned = readiness("plan", "acme.readiness")
    assert "1 item in 1 work package, " in planned.out
    assert "mfa-enforced (" in planned.out


def test_questions_as_json(readiness: Run) -> None:
    questions = json.loads(readiness("questions", "--json").out)
    assert [question["id"] for question in questions] == [question.id for question in LIBRARY.questions_in_order]
    for question in questions:
        assert question["text"]
        assert set(question["criteria"].values()) <= {"key", "supports"}
        assert isinstance(question["points"], list)
        assert len(question["anchors"]) == 6
        assert all(isinstance(anchor, str) for anchor in question["anchors"])
        assert question["quick"] in (True, False)
        assert question["theme"] in LIBRARY.theme_by_id


def test_questions_of_a_criterion_a_series_or_one_alone(readiness: Run) -> None:
    of_criterion = json.loads(readiness("questions", "cc6.1", "--json").out)
    assert of_criterion
    assert all("CC6.1" in question["criteria"] for question in of_criterion)
    of_series = json.loads(readiness("questions", "CC6", "--json").out)
    assert len(of_series) > len(of_criterion)
    assert [question["id"] for question in json.loads(readiness("questions", "mfa-enforced", "--json").out)] == ["mfa-enforced"]
    in_full = readiness("questions", "mfa-enforced").out
    for text in (*LIBRARY.question_by_id["mfa-enforced"].anchors, "Steps", "If you are tiny: ", "Evidence   design: "):
        assert text in in_full
    assert "questions; * marks a key control" in readiness("questions").out


def test_questions_of_a_category_by_id_or_title(readiness: Run) -> None:
    for category in LIBRARY.categories:
        ids = {criterion.id for criterion in LIBRARY.criteria if criterion.category == category.id}
        wanted = [question.id for question in LIBRARY.questions_in_order if ids & set(question.criteria)]
        for name in (category.id, category.id.lower(), category.title, category.title.upper().replace(" ", "-")):
            found = [question["id"] for question in json.loads(readiness("questions", name, "--json").out)]
            assert found == wanted != []


def test_steps_are_written_out_for_a_reader_and_raw_as_json(readiness: Run) -> None:
    templated = [question for question in LIBRARY.questions_in_order if any("{%" in step.do for step in question.remediation)]
    assert templated
    for question in templated:
        shown = readiness("questions", question.id).out
        assert not any(mark in shown for mark in ("{%", "{{", "}}"))
        for step in question.remediation:
            assert " ".join(render_step(step.do, {}).split()) in shown
        (raw,) = json.loads(readiness("questions", question.id, "--json").out)
        assert [step["do"] for step in raw["remediation"]] == [step.do for step in question.remediation]


def test_lint_of_the_shipped_library_and_its_schema(readiness: Run) -> None:
    outcome = readiness("lint")
    assert (outcome.code, outcome.out, outcome.err) == (0, "The shipped library: nothing to complain about.\n", "")
    assert "properties" in json.loads(readiness("lint", "--schema").out)


def test_lint_names_each_fault_and_counts_them(readiness: Run, tmp_path: Path) -> None:
    (tmp_path / "library.yaml").write_text(f"key: {json.dumps(HOSTILE)}\n")
    outcome = readiness("lint", ".")
    assert outcome.code == 2
    assert outcome.out == ""
    lines = outcome.err.splitlines()
    assert lines[0].startswith("library.yaml:1:6: key: has the wrong form")
    assert lines[-1] == f"readiness: {len(lines) - 1} problems in .."
    assert_harmless(outcome.err)


def test_demo_makes_the_example_once_and_leaves_it_alone(readiness: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("readiness.cli.demo.write_report", lambda _assessment, output: output.write_bytes(b"%PDF") and [])
    made = readiness("demo")
    assert (made.code, made.err) == (0, "")
    assert made.out.startswith("Made the assessment of an invented company: readiness-demo/larkfield.readiness\n")
    assert sorted(path.name for path in (tmp_path / "readiness-demo").iterdir()) == [
        "larkfield-remediation-plan.pdf",
        "larkfield.readiness",
    ]
    before = (tmp_path / "readiness-demo" / "larkfield.readiness").read_bytes()
    found = readiness("demo", "readiness-demo").out
    assert found.startswith("Found the assessment")
    assert "\nReplaced its remediation plan: readiness-demo/larkfield-remediation-plan.pdf\n" in found
    assert (tmp_path / "readiness-demo" / "larkfield.readiness").read_bytes() == before
    card = json.loads(readiness("score", "readiness-demo/larkfield.readiness", "--json").out)
    assert 0 < card["answered"] < 1


@pytest.mark.parametrize("target", ["file", "file/below", "x" * 300], ids=["file", "below", "long"])
def test_demo_refuses_where_it_cannot_be(readiness: Run, tmp_path: Path, target: str) -> None:
    (tmp_path / "file").write_text("mine")
    before = contents(tmp_path)
    assert_refused(readiness("demo", target), target[:100])
    assert contents(tmp_path) == before


@pytest.mark.parametrize("stopped_by", [KeyboardInterrupt(), ReadinessError("no")])
def test_a_demo_that_was_stopped_half_way_leaves_no_half_example(
    readiness: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stopped_by: BaseException
) -> None:
    def stop(*_: object) -> None:
        raise stopped_by

    monkeypatch.setattr("readiness.demo.read_answers", stop)
    outcome = readiness("demo")
    assert outcome.code == (130 if isinstance(stopped_by, KeyboardInterrupt) else 2)
    assert not (tmp_path / "readiness-demo").exists()


def test_the_way_back_from_another_framework(readiness: Run) -> None:
    found = [question["id"] for question in json.loads(readiness("questions", "--framework", "iso_27001", "A.5.15", "--json").out)]
    iso = next(framework for framework in LIBRARY.frameworks if framework.id == "iso_27001")
    criteria = {criterion for criterion, ids in iso.related.items() if "A.5.15" in ids}
    assert found == [q.id for q in LIBRARY.questions_in_order if criteria & set(q.criteria)] != []
    assert "no such framework; known are" in readiness("questions", "--framework", "iso", "A.5.15").err
    assert "nothing here is related to it" in readiness("questions", "--framework", "iso_27001", "A.99").err


def test_a_question_names_what_it_is_related_to_elsewhere(readiness: Run) -> None:
    said = readiness("questions", "mfa-enforced").out
    for related in related_ids(LIBRARY, LIBRARY.question_by_id["mfa-enforced"]):
        assert f"Related    {related.framework.name}: {ids_text(related.ids)}\n" in said
    assert "Related    GDPR articles: indicative: 25, 32\n" in said
    assert "FedRAMP Rev. 5 baseline: low, moderate, high: AC-2, " in said and "; moderate, high: AC-4, AC-6\n" in said
    assert "never 'satisfies'" in said


@pytest.mark.parametrize(("other", "levels"), [("AC-2", "low, moderate, high"), ("AC-6", "moderate, high"), ("PM-2", "none")])
def test_the_way_back_says_in_which_baselines_a_control_stands(readiness: Run, other: str, levels: str) -> None:
    assert f"{other}, FedRAMP Rev. 5 baseline: {levels}. Read in " in readiness("questions", "--framework", "nist_800_53", other).out
    assert "baseline" not in readiness("questions", "--framework", "iso_27001", "A.5.15").out


def test_the_plan_says_what_the_same_work_is_related_to(readiness: Run, acme: Path) -> None:
    with Assessment.open(acme, write=True, recorder="Rec") as assessment:
        assessment.answer(Answer(question="mfa-enforced", level="1"))
    found = {related.framework.id: related for related in related_ids(LIBRARY, LIBRARY.question_by_id["mfa-enforced"])}
    told = json.loads(readiness("plan", "acme.readiness", "--json").out)["related"]
    assert [entry["framework"] for entry in told] == [framework.id for framework in LIBRARY.frameworks]
    for entry in told:
        related = found[entry["framework"]]
        assert [one["id"] for one in entry["ids"]] == [one.id for one in related.ids]
        assert all(one["indicative"] is (one["sources"] == []) for one in entry["ids"])
        assert (entry["mapped"], entry["published"]) == (related.mapped, related.published)
        assert (entry["total"] is None) is (entry["share"] is None)
    iso, nist = (next(entry for entry in told if entry["framework"] == name) for name in ("iso_27001", "nist_800_53"))
    assert iso["total"] == {"touched": 13, "count": 93, "of": "Annex A controls"} and iso["share"] == 0.1398
    assert nist["levels"]["counts"]["low"] == {"touched": 13, "mapped": 92}
    assert next(one for one in nist["ids"] if one["id"] == "AC-6")["levels"] == ["moderate", "high"]
    said = readiness("plan", "acme.readiness").out
    assert "the most that the work touches. Related, never 'satisfies'.\n" in said
    assert "   ISO/IEC 27001 2022: 13 of 114 ids mapped here, 12 with a published mapping; 13 of its 93 Annex A controls\n" in said
    assert "     FedRAMP Rev. 5 baseline: low 13 of 92, moderate 15 of 112, high 15 of 112 ids mapped here\n" in said


def test_lint_prints_which_questions_touch_each_point(readiness: Run) -> None:
    said = readiness("lint", "--coverage").out
    assert all(point.id in said for point in LIBRARY.points)
    assert said.count("not asked: ") == len(LIBRARY.unasked_points) == 3

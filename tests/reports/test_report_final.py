"""Final versions: frozen as they were, numbered, acknowledged, printed again from what was frozen, and never quietly altered."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from format_cases import CASES
from pypdf import PdfReader

from readiness.assessment import Assessment
from readiness.chronicle import history
from readiness.demo import make_demo
from readiness.errors import FileProblem, ReadinessError
from readiness.redacting import redact, wanted_text
from readiness.reports.choosing import Choice
from readiness.reports.final import final_of, freeze, since_then, stated_digest, thawed
from readiness.reports.machine import report_data
from readiness.reports.pages import markdown_report
from readiness.reports.words import ACKNOWLEDGEMENT
from readiness.reports.writing import report_context, write_report
from readiness.rounds import start_round
from readiness.storage import FinalReport, Store
from readiness.undoing import log_of, to_undo
from scoring.model import Answer

DAY = date(2026, 11, 23)
LATER = date(2026, 12, 24)


@pytest.fixture(scope="module")
def made_demo(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return make_demo(tmp_path_factory.mktemp("demo")).read_bytes()


@pytest.fixture
def demo(made_demo: bytes, tmp_path: Path) -> Iterator[Assessment]:
    path = tmp_path / "demo.readiness"
    path.write_bytes(made_demo)
    with Assessment.open(path, write=True, recorder="Ann") as assessment:
        yield assessment


def make(assessment: Assessment, day: date = DAY, by: str = "Dana Ruiz") -> FinalReport:
    return freeze(assessment, report_context(assessment, day)[0], by=by, role="Founder")


def printed(assessment: Assessment, target: Path, choice: Choice, day: date | None = None) -> tuple[bytes, list[str]]:
    warnings = write_report(assessment, target, today=day, choice=choice)
    return target.read_bytes(), warnings


@pytest.mark.parametrize("case", CASES)
def test_what_is_frozen_thaws_to_the_same_report(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = report_data(CASES[case]())
    frozen = {name: value for name, value in data.items() if name != "edition"}
    made = FinalReport.model_construct(number=1, content=json.dumps(frozen))
    again = thawed(None, made)  # type: ignore[arg-type]
    assert report_data(again) == data


def within(part: object, whole: object) -> bool:
    """Whether all of ``part`` stands in ``whole``, which may have fields of its own."""
    if isinstance(part, dict) and isinstance(whole, dict):
        return all(name in whole and within(value, whole[name]) for name, value in part.items())
    if isinstance(part, list) and isinstance(whole, list):
        return len(part) == len(whole) and all(map(within, part, whole))
    return part == whole


def test_what_an_earlier_program_froze_is_read_and_printed() -> None:
    """The sample is never renewed: whoever adds a field to a row gives it a default, so that what is final stays readable."""
    content = (Path(__file__).parent / "frozen_final.json").read_text(encoding="utf-8")
    again = thawed(None, FinalReport.model_construct(number=1, content=content))  # type: ignore[arg-type]
    kept = json.loads(content)
    assert all(kept[name] for name in ("progress", "requests", "recurring", "set_aside", "dates", "evidence_index"))
    assert within(kept, json.loads(json.dumps(report_data(again))))
    printed_again = markdown_report(report_data(again))
    assert all(row["text"] in printed_again for name in ("gaps", "requests", "answers") for row in kept[name])


def test_a_final_version_is_printed_as_it_was_whatever_is_answered_later(demo: Assessment, tmp_path: Path) -> None:
    made = make(demo)
    asked = Choice(state="final")
    before = {suffix: printed(demo, tmp_path / f"a{suffix}", asked) for suffix in (".pdf", ".md", ".json")}
    assert all(warnings == [] for _, warnings in before.values())
    question = next(iter(demo.answers))
    demo.answer(Answer(question=question, level="unsure" if demo.answers[question].level != "unsure" else "0", note="Looked again."))
    for suffix, (content, _) in before.items():
        again, (warning,) = printed(demo, tmp_path / f"b{suffix}", asked)
        assert again == content, suffix
        assert "have changed since version 1 was made final on 2026-11-23" in warning
    draft, warnings = printed(demo, tmp_path / "draft.json", Choice(), DAY)
    frozen = json.loads(before[".json"][0])
    assert not any("final" in one for one in warnings)
    assert json.loads(draft)["answers"] != frozen["answers"]
    assert (frozen["edition"]["state"], frozen["edition"]["final"]["sha256"]) == ("final", made.sha256)


@pytest.mark.parametrize("reader", ["team", "board", "auditor"])
def test_a_final_version_says_who_acknowledged_what(demo: Assessment, tmp_path: Path, reader: str) -> None:
    made = make(demo)
    printed(demo, tmp_path / "final.pdf", Choice(reader=reader, state="final"))
    pages = [" ".join(page.extract_text().split()) for page in PdfReader(tmp_path / "final.pdf").pages]
    assert [number for number, page in enumerate(pages) if "Version 1, final" not in page or "· Draft" in page] == []
    assert "acknowledged by Dana Ruiz, Founder" in pages[0]
    if reader != "board":
        whole = " ".join(pages)
        assert ACKNOWLEDGEMENT in whole and made.sha256 in whole
        assert "Acknowledged on 23 November 2026 by Dana Ruiz, Founder, as version 1." in whole


def test_versions_are_numbered_and_each_is_kept(demo: Assessment, tmp_path: Path) -> None:
    first = make(demo)
    demo.answer(Answer(question=next(iter(demo.answers)), level="0"))
    second = make(demo, LATER, by="Ann Lee")
    assert [one.number for one in demo.final_reports()] == [1, 2]
    assert final_of(demo, None) == second and final_of(demo, 1) == first
    assert since_then(demo, second) == "" != since_then(demo, first)
    json_of = {number: json.loads(printed(demo, tmp_path / f"{number}.json", Choice(state="final", number=number))[0]) for number in (1, 2)}
    assert [json_of[number]["cover"]["report_date"] for number in (1, 2)] == ["2026-11-23", "2026-12-24"]
    with pytest.raises(ReadinessError, match=r"--version 3: there is no such final version; there is: 1, 2\."):
        final_of(demo, 3)


def test_a_change_taken_back_is_no_change(demo: Assessment) -> None:
    made = make(demo)
    question, answer = next((question, answer) for question, answer in demo.answers.items() if answer.recorder)
    demo.answer(answer.model_copy(update={"note": "something else"}))
    assert since_then(demo, made)
    demo.answer(answer)
    assert (since_then(demo, made) == "") == (demo.answers[question] == answer)


def test_the_digest_covers_scope_and_decisions(demo: Assessment) -> None:
    before = stated_digest(demo)
    demo.change_items([demo.items[0].model_copy(update={"response": "Agreed, from March."})])
    after = stated_digest(demo)
    assert before != after == stated_digest(demo)


def test_a_closed_round_keeps_its_final_version(demo: Assessment, tmp_path: Path) -> None:
    made, first = make(demo), demo.round
    start_round(demo, "Second round", today=DAY)
    with pytest.raises(ReadinessError, match="There is 1 version of other rounds; --round names theirs"):
        final_of(demo, None)
    closed = demo.looking_at(first)
    assert final_of(closed, None) == made and since_then(closed, made) == ""
    _, warnings = printed(closed, tmp_path / "final.md", Choice(state="final"))
    assert warnings == []


def test_what_cannot_be_made_final_is_a_sentence(demo: Assessment, tmp_path: Path) -> None:
    context, _ = report_context(demo, DAY)
    for by, role in (("", "Founder"), ("Dana", "   "), ("x" * 201, "Founder")):
        with pytest.raises(ReadinessError, match="nothing was made final"):
            freeze(demo, context, by=by, role=role)
    with pytest.raises(ReadinessError, match="nothing is answered yet"):
        freeze(demo, replace(context, answered=0), by="Dana", role="Founder")
    with pytest.raises(ReadinessError, match="no version of this round's report is final"):
        write_report(demo, tmp_path / "x.pdf", choice=Choice(state="final"))
    assert demo.final_reports() == []
    make(demo)
    with pytest.raises(ReadinessError, match="keeps its own day, 2026-11-23"):
        write_report(demo, tmp_path / "x.pdf", today=LATER, choice=Choice(state="final"))
    assert list(tmp_path.glob("x.pdf")) == []


def test_somebody_elses_change_in_between_stops_it(demo: Assessment) -> None:
    context, _ = report_context(demo, DAY)
    with Assessment.open(demo.path, write=True, recorder="Bo") as other:
        other.answer(Answer(question=next(iter(other.answers)), level="0"))
    with pytest.raises(ReadinessError):
        freeze(demo, context, by="Dana", role="Founder")
    demo.refresh(always=True)
    assert demo.final_reports() == []


def test_an_altered_frozen_content_is_found(demo: Assessment) -> None:
    made = make(demo)
    path = demo.path
    demo.close()
    with sqlite3.connect(path) as db:
        db.execute("UPDATE reports SET content = replace(content, 'Larkfield', 'Parkfield')")
    with Store.open(path, write=False) as store, pytest.raises(FileProblem, match="reports"):
        store.final_reports()
    assert made.sha256 == hashlib.sha256(made.content.encode()).hexdigest()


def test_a_content_of_another_form_is_a_sentence(demo: Assessment) -> None:
    made = make(demo)
    short = made.model_copy(update={"content": json.dumps({"cover": {}})})
    with pytest.raises(FileProblem, match="final version 1 cannot be read"):
        thawed(demo, short)


def test_a_redaction_reaches_what_was_frozen(demo: Assessment) -> None:
    made = make(demo)
    person = next(one.name for one in demo.scope.people)
    assert person in made.content
    path = demo.path
    demo.close()
    with Store.open(path, write=True, recorder="Ann") as store:
        redact(store, wanted_text(person), by="Ann", why="They asked for it.")
        (after,) = store.final_reports()
    assert person not in after.content and after.sha256 != made.sha256
    with Assessment.open(path) as assessment:
        assert thawed(assessment, after).cover.organisation == "Larkfield Software (invented example)"


def test_a_final_version_is_not_taken_back_by_an_undo(demo: Assessment) -> None:
    make(demo)
    log = log_of(demo)
    steps = log.steps()
    assert steps[-1].events[0].kind == "report.final"
    assert steps[-1] not in to_undo(log, steps)


def test_history_tells_of_it_without_its_pages(demo: Assessment) -> None:
    make(demo)
    told = history(demo)[-1]
    assert told.what == "final version 1 of the report"
    assert {one.field: one.after for one in told.differences}["content"] == "kept"

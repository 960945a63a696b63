"""evidence requests, request, prepare: the list, what people state about it, and a folder that writes over nothing."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from cli_cases import HOSTILE, Outcome, assert_harmless, assert_refused, contents, data

from readiness.assessment import Assessment
from readiness.rounds import start_round
from readiness.storage import set_scope
from scoring.model import Answer, EvidenceReference

Run = Callable[..., Outcome]
FILE = "acme.readiness"
TODAY = date.today()
SECRET = "nobody but us reads this"
WINDOW = {"from": str(TODAY - timedelta(days=30)), "to": str(TODAY + timedelta(days=150))}


@pytest.fixture
def asked(acme: Path) -> Path:
    """A window, and controls at rung 4."""
    with Assessment.open(acme, write=True, recorder="Rec") as one:
        one.change_scope([set_scope("window", WINDOW)])
        one.answer_all(Answer(question=question.id, level="4", note=SECRET) for question in one.questions[:20])
    return acme


def listed(readiness: Run, *arguments: str) -> dict[str, dict[str, Any]]:
    found = data(readiness, "evidence", FILE, "requests", *arguments)
    return {one["id"]: one for one in found["requests"]}


def population(readiness: Run) -> str:
    return next(name for name, one in listed(readiness).items() if one["kind"] == "population")


def sample(readiness: Run, asked: Path) -> str:
    with Assessment.open(asked) as one:
        known = one.library.question_by_id
        return next(name for name, request in listed(readiness).items() if request["kind"] == "sample" and known[name].evidence.population)


def test_the_list_follows_from_library_and_answers(readiness: Run, asked: Path) -> None:
    found = data(readiness, "evidence", FILE, "requests")
    assert (found["counts"], found["overdue"]) == ({"open": 20}, 0)
    with Assessment.open(asked) as one:
        assert [request["id"] for request in found["requests"]] == [question.id for question in one.questions[:20]]
        for request in found["requests"]:
            question = one.library.question_by_id[request["id"]]
            assert request["item"] == question.title
            assert request["criteria"] == list(question.criteria)
            assert request["owner"] == one.library.role_by_id[question.owner].title
            assert set(request["wanted"]) >= set(question.evidence.population)
    assert {tuple(request["period"]) for request in found["requests"]} == {(WINDOW["from"], WINDOW["to"])}
    words = readiness("evidence", FILE, "requests").out
    assert words.startswith("20 requests: 20 open.\n")
    assert SECRET not in words + json.dumps(found)


def test_nothing_is_asked_for_before_there_are_answers(readiness: Run, acme: Path) -> None:
    assert readiness("evidence", FILE, "requests").out.startswith("Nothing is asked for yet")
    assert_refused(readiness("evidence", FILE, "prepare", "ev"), "answer some questions first")


def test_how_far_a_request_is(readiness: Run, asked: Path) -> None:
    name = population(readiness)
    due, taken = str(TODAY - timedelta(days=2)), str(TODAY - timedelta(days=9))
    told = ("--source", "Payroll", "--query", "left in the period", "--rows", "12", "--extracted-on", taken)
    outcome = readiness("evidence", FILE, "request", name, "--status", "requested", "--owner", "ada", "--due", due, *told)
    assert (outcome.code, outcome.err) == (0, "")
    assert "12 rows" in outcome.out and "overdue" in outcome.out
    found = listed(readiness)[name]
    assert (found["status"], found["owner"], found["due"], found["overdue"]) == ("requested", "Ada", due, True)
    assert found["population"] == {"source": "Payroll", "query": "left in the period", "rows": 12, "extracted_on": taken}
    assert list(listed(readiness, "--overdue")) == [name] == list(listed(readiness, "--owner", "Ada"))
    assert name not in listed(readiness, "--status", "open")
    assert readiness("evidence", FILE, "check").code == 1
    assert data(readiness, "evidence", FILE)["overdue_requests"] == [name]

    readiness("evidence", FILE, "request", name, "--status", "returned", "--reason", "Stops in May.")
    assert listed(readiness)[name]["reason"] == "Stops in May."
    readiness("evidence", FILE, "request", name, "--status", "received", "--clear", "query", "--clear", "rows")
    found = listed(readiness)[name]
    assert (found["status"], found["reason"], found["overdue"], found["population"]["query"]) == ("received", None, False, None)
    assert readiness("evidence", FILE, "check").code == 0
    with Assessment.open(asked) as one:
        said = [event.kind.value for event in one.history() if event.subject == f"request:{name}"]
        assert said == ["request.put"] * 3

    assert "its history stays" in readiness("evidence", FILE, "request", name, "--forget").out
    found = listed(readiness)[name]
    assert (found["status"], found["due"], found["population"]) == ("open", None, None)


def test_a_request_of_ones_own(readiness: Run, asked: Path) -> None:
    name = population(readiness)
    outcome = readiness("evidence", FILE, "request", "--new", "The parent's chart", "--control", name, "--due", str(TODAY))
    (own,) = (one for one in listed(readiness).values() if one["item"] == "The parent's chart")
    assert own["control"] == name and outcome.out.startswith(f"Saved {own['id'][-8:]}: open")
    readiness("evidence", FILE, "request", own["id"][-8:], "--title", "The group's chart", "--status", "accepted")
    assert data(readiness, "evidence", FILE, "request", own["id"])["item"] == "The group's chart"
    readiness("evidence", FILE, "request", own["id"], "--forget")
    assert own["id"] not in listed(readiness)


def test_what_was_stated_lives_on_in_the_next_round_and_the_closed_one_stays(readiness: Run, asked: Path) -> None:
    name = population(readiness)
    readiness("evidence", FILE, "request", name, "--status", "requested")
    with Assessment.open(asked, write=True, recorder="Rec") as one:
        start_round(one, "Next")
    readiness("evidence", FILE, "request", name, "--status", "accepted")
    assert readiness("answer", FILE, name, "4").code == 0
    assert listed(readiness)[name]["status"] == "accepted"
    assert listed(readiness, "--round", "1")[name]["status"] == "requested"


def test_the_table_runs_nothing(readiness: Run, asked: Path, tmp_path: Path) -> None:
    name = population(readiness)
    readiness("evidence", FILE, "request", name, "--source", "=cmd()", "--query", "+1+1", "--status", "returned", "--reason", "@SUM(A1)")
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(readiness("evidence", FILE, "requests", "--csv", "-").out))}
    assert (rows[name]["source"], rows[name]["query"], rows[name]["reason"]) == ("'=cmd()", "'+1+1", "'@SUM(A1)")
    assert readiness("evidence", FILE, "requests", "--csv", "list.csv").out == "Wrote list.csv.\n"
    assert_refused(readiness("evidence", FILE, "requests", "--csv", FILE), "is an assessment file")


def test_hostile_words_stay_words(readiness: Run, asked: Path) -> None:
    name = population(readiness)
    readiness("evidence", FILE, "request", name, "--source", HOSTILE, "--query", HOSTILE, "--status", "returned", "--reason", HOSTILE)
    readiness("evidence", FILE, "request", "--new", HOSTILE)
    for options in (("requests",), ("requests", "--json"), ("requests", "--csv", "-"), ("request", name), ("request", name, "--json")):
        assert_harmless(readiness("evidence", FILE, *options).out)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--status", "returned"), "needs a reason"),
        (("--reason", "no"), "belongs to returning"),
        (("--owner", "Nobody Known"), "neither a role"),
        (("--due", "1999-01-01"), "makes no sense"),
        (("--due", "soon"), "soon"),
        (("--rows", "-1"), "-1"),
        (("--rows", "3", "--clear", "rows"), "another option sets it"),
        (("--title", "Mine"), "only requests of your own"),
        (("--extracted-on", str(TODAY + timedelta(days=1))), "still to come"),
        (("--forget", "--owner", "Ada"), "stands alone"),
        (("--forget",), "nothing to forget"),
        (("--control", "x"), "give --new"),
        (("--source", "x" * 20_001), "at most 20,000 characters"),
    ],
)
def test_what_is_refused(readiness: Run, asked: Path, options: tuple[str, ...], said: str) -> None:
    name, before = population(readiness), asked.read_bytes()
    assert_refused(readiness("evidence", FILE, "request", name, *options), said)
    assert asked.read_bytes() == before


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("request",), "name the REQUEST"),
        (("request", "no-such"), "no such request"),
        (("request", "--new", " "), "what it asks for"),
        (("request", "--new", "A list", "--control", "nothing"), "no such control"),
        (("request", "x", "--new", "A list"), "name no REQUEST"),
        (("requests", "--json", "--csv", "-"), "use one of them"),
        (("requests", "--owner", "Nobody Known"), "neither a role"),
        (("prepare",), "FOLDER"),
    ],
)
def test_what_cannot_be_meant(readiness: Run, asked: Path, options: tuple[str, ...], said: str) -> None:
    before = asked.read_bytes()
    assert_refused(readiness("evidence", FILE, *options), said)
    assert asked.read_bytes() == before


def test_a_control_without_an_answer_is_not_on_the_list_yet(readiness: Run, asked: Path) -> None:
    with Assessment.open(asked) as one:
        name = one.questions[-1].id
    assert_refused(readiness("evidence", FILE, "request", name, "--owner", "Ada"), "nothing is asked for here yet")


def test_a_filter_that_leaves_nothing_says_which(readiness: Run, asked: Path) -> None:
    said = readiness("evidence", FILE, "requests", "--overdue", "--status", "accepted").out
    assert said.endswith("\nNone of them is overdue and marked accepted.\n")


def test_a_sample_may_have_a_list_too(readiness: Run, asked: Path) -> None:
    name = sample(readiness, asked)
    assert readiness("evidence", FILE, "request", name, "--rows", "31").code == 0
    assert listed(readiness)[name]["population"]["rows"] == 31


def test_a_folder_is_prepared_and_nothing_written_over(readiness: Run, asked: Path, tmp_path: Path) -> None:
    name = population(readiness)
    readiness("evidence", FILE, "request", name, "--source", "Payroll", "--owner", "Ada")
    with Assessment.open(asked, write=True, recorder="Rec") as one:
        home = one.library.question_by_id[name].home
        one.answer(one.answers[name].model_copy(update={"evidence": (EvidenceReference(reference="=2+2", title=HOSTILE),)}))
    outcome = readiness("evidence", FILE, "prepare", "proof/2027")
    assert outcome.out == "Prepared proof/2027 for 20 controls: 22 files written.\n"
    folder = tmp_path / "proof" / "2027"
    about = (folder / home / name / "README.txt").read_text()
    for text in ("Payroll", "Ada", f"{WINDOW['from']} to {WINDOW['to']}", "=2+2", "the complete list first", name, f"add {name} PATH"):
        assert text in about, about
    rows = list(csv.DictReader((folder / "index.csv").open()))
    assert [row["folder"] for row in rows] == [str(Path(row["criteria"].split()[0]) / row["control"]) for row in rows]
    assert all((folder / row["folder"] / "README.txt").is_file() for row in rows)
    for path in (folder, *folder.rglob("*")):
        assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600), path
        if path.is_file():
            text = path.read_text()
            assert_harmless(text)
            assert SECRET not in text

    (folder / home / name / "export.csv").write_text("mine")
    (folder / home / name / "README.txt").write_text("mine as well")
    (folder / "index.csv").unlink()
    kept = contents(folder)
    again = readiness("evidence", FILE, "prepare", "proof/2027")
    assert "1 file written" in again.out and "21 files stood there already" in again.out
    assert {place: text for place, text in contents(folder).items() if place in kept} == kept
    assert "move proof/2027/index.csv away" in " ".join(readiness("evidence", FILE, "prepare", "proof/2027").out.split())


@pytest.mark.parametrize("how", ["file", "link", "dangling"])
def test_what_stands_in_the_way_stops_it_before_anything_is_made(readiness: Run, asked: Path, tmp_path: Path, how: str) -> None:
    with Assessment.open(asked) as one:
        home = one.questions[0].home
    (tmp_path / "ev").mkdir()
    (tmp_path / "elsewhere").mkdir()
    way = tmp_path / "ev" / home
    if how == "file":
        way.write_text("in the way")
    else:
        way.symlink_to(tmp_path / ("elsewhere" if how == "link" else "nowhere"))
    before = contents(tmp_path)
    assert_refused(readiness("evidence", FILE, "prepare", "ev"), "is no folder of its own", home)
    assert contents(tmp_path) == before


def test_a_file_cannot_be_the_folder(readiness: Run, asked: Path) -> None:
    assert_refused(readiness("evidence", FILE, "prepare", FILE), "is no folder of its own")
    assert_refused(readiness("evidence", FILE, "prepare", f"{FILE}/below"), "cannot be made")

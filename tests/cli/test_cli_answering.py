"""answer and import: what is said is kept, and what cannot stand is refused without a byte changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from cli_cases import HOSTILE, Outcome, assert_harmless, assert_refused, contents
from read_once import shipped_once

from readiness.assessment import Assessment
from readiness.exchange import evidence_files
from scoring.model import Answer, EvidenceReference

Run = Callable[..., Outcome]
LIBRARY = shipped_once()
NO_EVENTS = next(question.id for question in LIBRARY.questions if question.no_events)
INHERITABLE = next(question.id for question in LIBRARY.questions if question.inheritable)
WAIVABLE = next(question.id for question in LIBRARY.questions if question.waivable)


@pytest.mark.parametrize(
    ("question", "level", "options"),
    [
        *[("mfa-enforced", str(rung), ()) for rung in range(6)],
        ("mfa-enforced", "unsure", ("--note", "ask Bo")),
        ("mfa-enforced", "UNSURE", ()),
        (NO_EVENTS, "no-events", ()),
        (WAIVABLE, "na", ("--reason", "we have none")),
        (INHERITABLE, "carved-out", ("--vendor", "aws")),
    ],
)
def test_answer_keeps_a_level(readiness: Run, acme: Path, question: str, level: str, options: tuple[str, ...]) -> None:
    said = readiness("answer", "acme.readiness", question, level, *options)
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith(f"Saved {question}: {level}. ")
    with Assessment.open(acme) as assessment:
        assert assessment.answers[question].level == level.lower()


def test_by_is_the_respondent_and_the_recorder_comes_from_the_configuration(
    readiness: Run, acme: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("READINESS_RECORDER", "Rita")
    options = ("--by", "Ada", "--note", "n", "--basis", "shown", "--since", "2026-02-01", "--last-done", "2026-03-01", "--nothing-written")
    assert readiness("answer", "acme.readiness", "mfa-enforced", "5", *options, "--evidence", "x", "--evidence", "y").code == 0
    with Assessment.open(acme) as assessment:
        answer = assessment.answers["mfa-enforced"]
    assert (answer.respondent, answer.recorder, answer.note, answer.basis, answer.nothing_written) == ("Ada", "Rita", "n", "shown", True)
    assert (str(answer.operating_since), str(answer.last_done)) == ("2026-02-01", "2026-03-01")
    assert [one.reference for one in answer.evidence] == ["x", "y"]


def test_a_later_answer_replaces_the_earlier_one(readiness: Run, acme: Path) -> None:
    readiness("answer", "acme.readiness", "mfa-enforced", "1")
    readiness("answer", "acme.readiness", "mfa-enforced", "2")
    with Assessment.open(acme) as assessment:
        assert assessment.answers["mfa-enforced"].level == "2"
        assert len(assessment.history("mfa-enforced")) == 2


ANSWERS = {
    "six": (("mfa-enforced", "6"), "mfa-enforced: level: the text '6' is no level; give 0 to 5, na, unsure, no-events or carved-out."),
    "ten": (("mfa-enforced", "ten"), "the text 'ten' is no level"),
    "one and a half": (("mfa-enforced", "1.5"), "is no level"),
    "true": (("mfa-enforced", "true"), "is no level"),
    "nothing": (("mfa-enforced", ""), "is no level"),
    "minus one": (("mfa-enforced", "--", "-1"), "is no level"),
    "minus one as an option": (("mfa-enforced", "-1"), "No such option"),
    "a long level": (("mfa-enforced", "x" * 100_000), "is no level"),
    "no level": (("mfa-enforced",), "Missing argument 'LEVEL'"),
    "a misspelt question": (("mfa-enforcd", "3"), "mfa-enforcd: no such question; did you mean mfa-enforced?"),
    "a criterion": (("cc6.1", "3"), "CC6.1 is a criterion; `readiness questions CC6.1` lists its questions."),
    "a word of an id": (("mfa", "3"), "mfa: no such question; did you mean mfa-enforced?"),
    "a day to come": (
        ("mfa-enforced", "3", "--since", "9999-12-31"),
        "operating_since: 9999-12-31 is still to come; give a day up to today",
    ),
    "an unknown question": (("zzz", "3"), "zzz: no such question; `readiness questions` lists them."),
    "a long question": (("z" * 100_000, "3"), "…: no such question"),
    "no question": (("", "3"), "no such question"),
    "a hostile question": ((HOSTILE, "3"), "no such question"),
    "odd bytes": (("mfa\udcff", "3"), "no such question"),
    "na without a reason": ((WAIVABLE, "na"), "not applicable needs a written reason (--reason)."),
    "na with a blank reason": ((WAIVABLE, "na", "--reason", " "), "not applicable needs a written reason"),
    "waiving a key control": (("mfa-enforced", "na", "--reason", "r"), "cannot be waived"),
    "no events where there always are": (("mfa-enforced", "no-events"), "no-events does not fit"),
    "carved out without a vendor": ((INHERITABLE, "carved-out"), "carved out needs the vendor that runs the control (--vendor)."),
    "carved out to nobody": (
        (INHERITABLE, "carved-out", "--vendor", "Nobody"),
        "names the vendor 'Nobody', which the scope does not declare",
    ),
    "carved out to a hostile vendor": ((INHERITABLE, "carved-out", "--vendor", HOSTILE), "which the scope does not declare"),
    "carved out to another vendor": ((INHERITABLE, "carved-out", "--vendor", "Ticketwise"), "not declared as a subservice organisation"),
    "carved out where one's own": (("mfa-enforced", "carved-out", "--vendor", "AWS"), "cannot be left to a provider"),
    "nothing written at rung 2": (("mfa-enforced", "2", "--nothing-written"), "nothing written is a remark on rungs 3 to 5 only."),
    "a guess": (("mfa-enforced", "3", "--basis", "guessed"), "'guessed' is not one of 'said', 'shown', 'tested'"),
    "a month too many": (("mfa-enforced", "3", "--since", "2026-13-01"), "operating_since: 2026-13-01 is no day of the calendar."),
    "seconds since 1970": (("mfa-enforced", "3", "--since", "1700000000"), "operating_since: must be a date such as 2026-03-31"),
    "a day in words": (("mfa-enforced", "3", "--last-done", "last week"), "last_done: must be a date"),
    "empty evidence": (("mfa-enforced", "3", "--evidence", "x", "--evidence", ""), "evidence.1.reference: must not be empty."),
    "a long note": (("mfa-enforced", "3", "--note", "x" * 20_001), "note: is too long: at most 20,000 characters, found 20,001."),
    "a note of odd bytes": (("mfa-enforced", "3", "--note", "x\udcff"), "note: holds bytes that are not valid text"),
    "an unknown option": (("mfa-enforced", "3", "--nte", "x"), "--note"),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_answer_refuses(readiness: Run, acme: Path, tmp_path: Path, name: str) -> None:
    before = contents(tmp_path)
    arguments, said = ANSWERS[name]
    refused = readiness("answer", "acme.readiness", *arguments)
    assert_refused(refused, said)
    assert len(refused.err) < 400
    assert contents(tmp_path) == before


def test_import_takes_over_every_row(readiness: Run, acme: Path, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("mfa-enforced: 3\nchange-review: {level: 5, by: Ada, basis: shown}\n")
    (tmp_path / "b.csv").write_text("question,level\ndata-flow-map,2\nmfa-enforced,4\n")
    assert readiness("import", "acme.readiness", "a.yaml").out == "Saved 2 answers from a.yaml: 2 new.\n"
    assert readiness("import", "acme.readiness", "b.csv").out == "Saved 2 answers from b.csv: 1 new, 1 replaced (mfa-enforced 3 → 4).\n"
    with Assessment.open(acme) as assessment:
        assert {key: answer.level for key, answer in assessment.answers.items()} == {
            "mfa-enforced": "4",
            "change-review": "5",
            "data-flow-map": "2",
        }


def test_import_names_a_handful_of_what_it_replaces(readiness: Run, acme: Path, tmp_path: Path) -> None:
    with Assessment.open(acme) as assessment:
        ids = [question.id for question in assessment.questions][:9]
    (tmp_path / "a.yaml").write_text("".join(f"{one}: 3\n" for one in ids))
    (tmp_path / "b.yaml").write_text("".join(f"{one}: 4\n" for one in ids[:7]) + f"{ids[7]}: {{level: 3, note: n}}\n{ids[8]}: 3\n")
    readiness("import", "acme.readiness", "a.yaml")
    assert readiness("import", "acme.readiness", "a.yaml").out == "Nothing to save from a.yaml: 9 as before.\n"
    named = "; ".join(f"{one} 3 → 4" for one in ids[:5])
    assert readiness("import", "acme.readiness", "b.yaml").out == (
        f"Saved 8 answers from b.yaml: 8 replaced ({named} and 3 more), 1 as before.\n"
    )
    # The note on the eighth is not named, so that it stays.
    assert readiness("import", "acme.readiness", "a.yaml").out.endswith(" and 2 more), 2 as before.\n")
    (tmp_path / "c.yaml").write_text(f"{ids[0]}: {{level: 3, note: n}}\n")
    assert f"1 replaced ({ids[0]} 3, note)" in readiness("import", "acme.readiness", "c.yaml").out


EVERYTHING = (
    "mfa-enforced: {level: 4, by: Ada, basis: shown, note: n, owner: Bo, flag: true, nothing_written: true, walkthrough: w,"
    " operating_since: 2026-02-01, last_done: 2026-03-01, compensating: {rung: 4, reason: r, owner: Ada, evidence: e},"
    " evidence: [{reference: list.csv, title: T}, SEC-12]}\n"
)


def kept(path: Path, question: str = "mfa-enforced") -> dict[str, object]:
    with Assessment.open(path) as assessment:
        return dict(assessment.answers[question])


def by_answer(readiness: Run, level: str, *_: Path) -> None:
    assert readiness("answer", "acme.readiness", "mfa-enforced", level).code == 0


def by_yaml(readiness: Run, level: str, folder: Path) -> None:
    (folder / "b.yaml").write_text(f"mfa-enforced: {level}\n")
    assert readiness("import", "acme.readiness", "b.yaml").code == 0


def by_csv(readiness: Run, level: str, folder: Path) -> None:
    (folder / "b.csv").write_text(f"question,level,note,owner,evidence,last_done\nmfa-enforced,{level},,,,\n")
    assert readiness("import", "acme.readiness", "b.csv").code == 0


@pytest.mark.parametrize("state", [by_answer, by_yaml, by_csv])
@pytest.mark.parametrize(
    ("level", "dropped"),
    [("5", {}), ("2", {"nothing_written": False}), ("unsure", {"nothing_written": False, "compensating": None})],
)
def test_what_is_not_named_stays(
    readiness: Run, acme: Path, tmp_path: Path, state: Callable[..., None], level: str, dropped: dict[str, object]
) -> None:
    (tmp_path / "list.csv").write_text("who\n")
    (tmp_path / "a.yaml").write_text(EVERYTHING)
    readiness("import", "acme.readiness", "a.yaml")
    before = kept(acme)
    # A change of the file since is for `evidence check` to find: naming a level alone does not read it again.
    (tmp_path / "list.csv").write_text("who else\n")
    state(readiness, level, tmp_path)
    # How it was known, and who said so, was said of the level that was.
    assert kept(acme) == {**before, "level": level, "basis": "said", "respondent": "", **dropped}
    state(readiness, level, tmp_path)
    assert readiness("undo", "acme.readiness").code == 0
    assert kept(acme) == before


@pytest.mark.parametrize("state", [by_answer, by_yaml, by_csv])
def test_the_same_level_stays_as_it_was_said_and_shown(readiness: Run, acme: Path, tmp_path: Path, state: Callable[..., None]) -> None:
    (tmp_path / "a.yaml").write_text(EVERYTHING)
    readiness("import", "acme.readiness", "a.yaml")
    before = kept(acme)
    state(readiness, "4", tmp_path)
    assert kept(acme) == before and (before["basis"], before["respondent"]) == ("shown", "Ada")
    readiness("answer", "acme.readiness", "mfa-enforced", "5", "--by", "Tom", "--basis", "tested")
    assert (kept(acme)["basis"], kept(acme)["respondent"]) == ("tested", "Tom")


def test_an_empty_value_clears(readiness: Run, acme: Path, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(EVERYTHING)
    readiness("import", "acme.readiness", "a.yaml")
    empty = ("--note", "", "--by", "", "--since", "", "--last-done", "", "--evidence", "", "--owner", "", "--walkthrough", "")
    assert readiness("answer", "acme.readiness", "mfa-enforced", "4", *empty, "--no-flag", "--written", "--basis", "said").code == 0
    cleared = kept(acme)
    assert cleared["compensating"] is not None
    readiness("import", "acme.readiness", "a.yaml")
    (tmp_path / "b.yaml").write_text(
        "mfa-enforced: {level: 4, by: '', basis: null, note: '', owner: null, flag: false, nothing_written: false, walkthrough: '',"
        " operating_since: null, last_done: '', compensating: null, evidence: []}\n"
    )
    assert readiness("import", "acme.readiness", "b.yaml").err == ""
    assert kept(acme) == {**cleared, "compensating": None}
    bare = Answer(question="mfa-enforced", level="4", recorder=str(cleared["recorder"]))
    assert kept(acme) == dict(bare)


def test_a_reason_and_a_vendor_go_with_their_level(readiness: Run, acme: Path) -> None:
    readiness("answer", "acme.readiness", WAIVABLE, "na", "--reason", "we have none", "--owner", "Bo")
    assert readiness("answer", "acme.readiness", WAIVABLE, "na", "--note", "asked again").code == 0
    assert kept(acme, WAIVABLE)["reason"] == "we have none"
    readiness("answer", "acme.readiness", WAIVABLE, "3")
    assert (kept(acme, WAIVABLE)["reason"], kept(acme, WAIVABLE)["owner"]) == ("", "Bo")
    assert_refused(readiness("answer", "acme.readiness", WAIVABLE, "na"), "not applicable needs a written reason")
    readiness("answer", "acme.readiness", INHERITABLE, "carved-out", "--vendor", "AWS")
    readiness("answer", "acme.readiness", INHERITABLE, "2")
    assert kept(acme, INHERITABLE)["vendor"] == ""


def test_the_same_answer_again_writes_nothing(readiness: Run, acme: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "list.csv").write_text("who\n")
    said = ("answer", "acme.readiness", "mfa-enforced", "3", "--note", "n", "--by", "Ada", "--evidence", "list.csv")
    assert readiness(*said).out.startswith("Saved mfa-enforced: 3. ")
    before = acme.read_bytes()
    monkeypatch.setenv("READINESS_RECORDER", "Rita")
    for again in (said, said[:4]):
        outcome = readiness(*again)
        assert (outcome.code, outcome.err) == (0, "")
        assert outcome.out.startswith("Nothing changed: mfa-enforced says 3 already, and the details are the same. 64 of 65 questions")
    assert acme.read_bytes() == before
    assert readiness(*said[:4], "--note", "m").out.startswith("Saved mfa-enforced: 3. ")
    (tmp_path / "list.csv").write_text("who else\n")
    assert readiness(*said[:4], "--evidence", "list.csv").out.startswith("Nothing changed: "), "a changed file is for a check to find"


def test_saying_again_what_was_carried_over_confirms_it(readiness: Run, second: Path) -> None:
    assert readiness("answer", "acme.readiness", "mfa-enforced", "3").out.startswith("Saved mfa-enforced: 3. 64 of ")
    assert readiness("answer", "acme.readiness", "mfa-enforced", "3").out.startswith("Nothing changed: ")


def test_the_same_import_again_writes_nothing(readiness: Run, acme: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "list.csv").write_text("who\n")
    (tmp_path / "a.yaml").write_text(EVERYTHING + "change-review: {level: 3, evidence: list.csv}\n")
    assert readiness("import", "acme.readiness", "a.yaml").out == "Saved 2 answers from a.yaml: 2 new.\n"
    before = acme.read_bytes()
    monkeypatch.setenv("READINESS_RECORDER", "Rita")
    assert readiness("import", "acme.readiness", "a.yaml").out == "Nothing to save from a.yaml: 2 as before.\n"
    assert acme.read_bytes() == before
    (tmp_path / "list.csv").write_text("who else\n")
    assert readiness("import", "acme.readiness", "a.yaml").out == "Nothing to save from a.yaml: 2 as before.\n"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.yaml", "mfa-enforced: {level: 3, evidence: [list.csv, SEC-12]}\n"),
        ("a.yaml", "mfa-enforced: {level: 3, evidence: [{reference: list.csv, collected_on: 2026-01-31}, SEC-12]}\n"),
        ("a.csv", "question,level,evidence\nmfa-enforced,3,list.csv; SEC-12\n"),
    ],
)
def test_a_file_that_an_import_names_is_known_again(readiness: Run, acme: Path, tmp_path: Path, name: str, content: str) -> None:
    file = tmp_path / "list.csv"
    file.write_text("who\n")
    (tmp_path / "answers").mkdir()
    (tmp_path / "answers" / name).write_text(content)
    assert readiness("import", "acme.readiness", f"answers/{name}").code == 0
    with Assessment.open(acme) as assessment:
        listed, ticket = assessment.answers["mfa-enforced"].evidence
    assert (listed.sha256, listed.size) == (hashlib.sha256(b"who\n").hexdigest(), 4)
    stated = "2026-01-31" in content
    assert listed.collected_on == (date(2026, 1, 31) if stated else date.fromtimestamp(file.stat().st_mtime))
    assert ticket == EvidenceReference(reference="SEC-12")


def test_an_import_says_which_file_it_could_not_read(readiness: Run, acme: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "list.csv").write_text("who\n")
    (tmp_path / "a.yaml").write_text("mfa-enforced: {level: 3, evidence: list.csv}\nchange-review: {level: 3, evidence: list.csv}\n")
    monkeypatch.setattr(evidence_files, "MOST_BYTES", 3)
    said = readiness("import", "acme.readiness", "a.yaml")
    assert said.code == 0
    assert said.err.count("list.csv is larger than") == 1


UNASKED = {
    "it belongs to the full set": next(q.id for q in LIBRARY.questions if not q.quick and q.home.startswith("CC")),
    "its category is not in the scope": next(q.id for q in LIBRARY.questions if q.home.startswith("P") and not q.only_with),
    "the stated facts rule it out": next(
        q.id for q in LIBRARY.questions if q.quick and not q.only_with and q.applies_when.root.get("customer_data_stored") is True
    ),
}


@pytest.mark.parametrize("why", UNASKED)
def test_an_answer_nobody_asked_for_is_kept_and_it_says_so(readiness: Run, acme: Path, tmp_path: Path, why: str) -> None:
    (tmp_path / "f.yaml").write_text("facts: {customer_data_stored: false}")
    readiness("scope", "acme.readiness", "--facts", "f.yaml")
    question = UNASKED[why]
    said = readiness("answer", "acme.readiness", question, "3")
    assert (said.code, said.err) == (0, "")
    assert said.out.splitlines()[1:] == [f"{question} is not asked here ({why}): the answer is kept, but counts nowhere."]
    with Assessment.open(acme) as assessment:
        assert assessment.answers[question].level == "3"
    (tmp_path / "a.yaml").write_text(f"mfa-enforced: 3\n{question}: 3\n")
    imported = readiness("import", "acme.readiness", "a.yaml").out
    assert f"1 of them kept though not asked here, and counted nowhere: {question}.\n" in imported
    assert len(readiness("answer", "acme.readiness", "mfa-enforced", "3").out.splitlines()) == 1


def test_an_import_with_bad_rows_imports_nothing_and_names_each(readiness: Run, acme: Path, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("change-review: 3\nmfa-enforced: 6\nzzz: 1\nasset-inventory: {level: na, reason: r}\n")
    (tmp_path / "b.csv").write_text("question,level,reason\nchange-review,3,\nmfa-enforced,ten,\nchange-review,4,\n")
    before = contents(tmp_path)
    assert_refused(readiness("import", "acme.readiness", "a.yaml"), "a.yaml:2: ", "\na.yaml:3: ", "\na.yaml:4: ", lines=3)
    assert_refused(
        readiness("import", "acme.readiness", "b.csv"), "b.csv, row 3: ", "\nb.csv, row 4: change-review is answered twice", lines=2
    )
    assert contents(tmp_path) == before


FILES: dict[str, tuple[str, bytes | None, str]] = {
    "missing": ("none.yaml", None, "none.yaml: no such file; check the name."),
    "a folder": ("folder.yaml", None, "folder.yaml: is a folder; name a file in it."),
    "another suffix": ("a.txt", b"mfa-enforced: 3", "a.txt: answers come as .yaml or .csv"),
    "the assessment itself": ("acme.readiness", None, "acme.readiness: answers come as .yaml or .csv"),
    "bad YAML": ("a.yaml", b"mfa-enforced: 3\nb: [1\n", "a.yaml:3:1: not readable as YAML"),
    "a list": ("a.yaml", b"- mfa-enforced", "a.yaml:1:1: the file must map question ids to levels"),
    "empty": ("a.yaml", b"", "a.yaml:1:1: the file must map question ids to levels"),
    "an alias bomb": ("a.yaml", b"a: &a [x,x]\nb: &b [*a,*a]\n", "a.yaml:1:4: anchors and aliases are not allowed"),
    "deep nesting": ("a.yaml", b"a: " + b"[" * 50_000, "a.yaml:1:23: nested deeper than 20 levels."),
    "binary": ("a.yaml", bytes(range(256)), "a.yaml:2: byte 129 is not UTF-8"),
    "escape sequences": ("a.yaml", b"mfa\x1b[31m: 3", "a.yaml:1:4: the character U+001B is not text"),
    "hostile id": ("a.yaml", json.dumps({HOSTILE: 3}).encode(), "no such question"),
    "10 MB": ("a.yaml", b"x: 1\n" * 2_000_000, "a.yaml: the file has 10,000,000 bytes; split it"),
    "bars": ("a.csv", b"question|level\nmfa-enforced|3\n", "a.csv:1: the first row lacks question and level"),
    "NUL bytes": ("a.csv", b"question,level\nmfa-enforced\0,3\n", "a.csv:2: holds a NUL byte"),
    "hostile column": ("a.csv", f"question,level,{HOSTILE.strip()}\n".encode(), "a.csv:1: the first row names"),
    "hostile name": (f"{HOSTILE}.csv", b"x", ".csv:1: the first row lacks question and level"),
}


@pytest.mark.parametrize("name", FILES)
def test_import_refuses(readiness: Run, acme: Path, tmp_path: Path, name: str) -> None:
    file, content, said = FILES[name]
    (tmp_path / "folder.yaml").mkdir()
    if content is not None:
        (tmp_path / file).write_bytes(content)
    before = contents(tmp_path)
    assert_refused(readiness("import", "acme.readiness", file), said)
    assert contents(tmp_path) == before


@pytest.mark.parametrize(
    "arguments", [["answer", "FILE", "mfa-enforced", "3"], ["import", "FILE", "a.yaml"], ["scope", "FILE", "--facts", "f.yaml"]]
)
@pytest.mark.parametrize("target", ["none.readiness", "folder", "text.readiness", "empty.readiness", "other.sqlite", "half.readiness"])
def test_files_that_are_no_assessment_are_left_as_they_are(
    readiness: Run, acme: Path, tmp_path: Path, arguments: list[str], target: str
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "text.readiness").write_text("x" * 200)
    (tmp_path / "empty.readiness").touch()
    (tmp_path / "other.sqlite").write_bytes(acme.read_bytes().replace(b"RDNS", b"ABCD", 1))
    (tmp_path / "half.readiness").write_bytes(acme.read_bytes()[:50_000])
    (tmp_path / "a.yaml").write_text("mfa-enforced: 3")
    (tmp_path / "f.yaml").write_text("product: x")
    before = contents(tmp_path)
    assert_refused(readiness(*[target if part == "FILE" else part for part in arguments]), target)
    assert contents(tmp_path) == before


def test_hostile_notes_are_kept_and_shown_harmless(readiness: Run, acme: Path) -> None:
    said = readiness("answer", "acme.readiness", "mfa-enforced", "1", "--note", HOSTILE, "--by", HOSTILE, "--evidence", HOSTILE)
    assert said.code == 0, said.err
    for arguments in (["score"], ["score", "--json"], ["plan"], ["plan", "--json"]):
        shown = readiness(arguments[0], "acme.readiness", *arguments[1:])
        assert shown.code == 0
        assert_harmless(shown.out + shown.err)
    with Assessment.open(acme) as assessment:
        assert assessment.answers["mfa-enforced"].note == HOSTILE

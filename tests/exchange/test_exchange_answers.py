"""Answers from YAML and CSV: every row is checked, every bad one named with its line, and nothing else is ever raised."""

from __future__ import annotations

import re
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from read_once import shipped_once

from questionnaires.model import Library
from readiness.errors import ReadinessError
from readiness.exchange.answers import make_answer, read_answers, similar_questions
from scoring.model import Answer, Scope, Vendor

LIBRARY: Library = shipped_once()
SCOPE = Scope(
    organisation="Acme",
    vendors=(Vendor(id="v1", name="AWS", subservice=True, method="carve-out"), Vendor(id="v2", name="Ticketwise")),
)
NO_EVENTS = next(question.id for question in LIBRARY.questions if question.no_events)
INHERITABLE = next(question.id for question in LIBRARY.questions if question.inheritable)
WAIVABLE = next(question.id for question in LIBRARY.questions if question.waivable)


@pytest.fixture
def read(tmp_path: Path):
    """Reads answers from a file with this content; its name is cut from the messages."""

    def read(content: str | bytes, name: str = "a.yaml") -> list[Answer]:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        try:
            return read_answers(path, LIBRARY, SCOPE)
        except ReadinessError as error:
            raise ReadinessError(str(error).replace(f"{tmp_path}/", "")) from None

    return read


def refused(read, content: str | bytes, name: str = "a.yaml") -> list[str]:
    with pytest.raises(ReadinessError) as raised:
        read(content, name)
    return str(raised.value).split("\n")


def test_a_bare_number_is_enough(read) -> None:
    answers = read("mfa-enforced: 3\nchange-review: '4'\ndata-flow-map: UNSURE\n")
    assert [(answer.question, answer.level) for answer in answers] == [
        ("mfa-enforced", "3"),
        ("change-review", "4"),
        ("data-flow-map", "unsure"),
    ]


def test_every_field_of_an_answer(read) -> None:
    (answer,) = read(
        "mfa-enforced:\n  level: 5\n  note: 'a: b'\n  by: Ada\n  basis: Shown\n  operating_since: 2026-02-01\n  last_done: '2026-03-01'\n"
        "  evidence: [x, {reference: y, title: t, collected_on: 2026-01-01}]\n  nothing_written: yes\n"
        "  compensating: {rung: 3, reason: r, owner: o}\n"
    )
    assert answer.respondent == "Ada"
    assert answer.basis == "shown"
    assert answer.operating_since == date(2026, 2, 1)
    assert answer.last_done == date(2026, 3, 1)
    assert [(one.reference, one.collected_on) for one in answer.evidence] == [("x", None), ("y", date(2026, 1, 1))]
    assert answer.nothing_written
    assert answer.compensating is not None


def test_every_field_of_a_piece_of_evidence(read) -> None:
    (answer,) = read(
        "mfa-enforced:\n  level: 4\n  evidence:\n  - {reference: x, covers_from: 2026-01-01, covers_to: '2026-03-31', collected_by: Bo,\n"
        "     source: Payroll, query: left in the period, row_count: 0, extracted_on: 2026-04-01}\n"
    )
    (one,) = answer.evidence
    assert (one.covers_from, one.covers_to, one.extracted_on) == (date(2026, 1, 1), date(2026, 3, 31), date(2026, 4, 1))
    assert (one.collected_by, one.source, one.query, one.row_count) == ("Bo", "Payroll", "left in the period", 0)


def test_special_levels(read) -> None:
    answers = read(f"{WAIVABLE}: {{level: na, reason: r}}\n{NO_EVENTS}: no-events\n{INHERITABLE}: {{level: carved-out, vendor: aws}}\n")
    assert [answer.level for answer in answers] == ["na", "no-events", "carved-out"]
    assert answers[2].vendor == "v1"


def test_csv_with_every_column_a_bom_and_windows_lines(read) -> None:
    content = (
        "\ufeffQuestion, LEVEL,note,by,basis,nothing_written,operating_since,last_done,evidence\r\n"
        'mfa-enforced,3,"two\r\nlines",Ada,tested,yes,2026-02-01,2026-03-01,"x; y"\r\n'
        ",,,,,,,,\r\n"
        "change-review,unsure,,,,,,,\r\n"
    )
    first, second = read(content, "a.CSV")
    assert first.note == "two\r\nlines"
    assert first.nothing_written
    assert [one.reference for one in first.evidence] == ["x", "y"]
    assert (second.question, second.level, second.basis) == ("change-review", "unsure", "said")


ROWS = [
    ("mfa-enforced: 6", "mfa-enforced: level: the number 6 is no level; give 0 to 5, na, unsure, no-events or carved-out."),
    ("mfa-enforced: -1", "level: the number -1 is no level"),
    ("mfa-enforced: true", "level: yes/no (YAML reads yes, no, on and off as truth values) is no level"),
    ("mfa-enforced: 1.5", "level: the number 1.5 is no level"),
    ('mfa-enforced: "6"', "level: the text '6' is no level"),
    ("mfa-enforced: ten", "level: the text 'ten' is no level"),
    ("mfa-enforced: {level: null, note: x}", "level: nothing is no level"),
    ("mfa-enforced: ''", "level: the text '' is no level"),
    ("mfa-enforced: [3]", "level: a list is no level"),
    ("mfa-enforced: 2026-01-01", "level: the date 2026-01-01 is no level"),
    ("mfa-enforced: ３", "level: the text '３' is no level"),
    (f"mfa-enforced: {'9' * 39}", "level: the number 999"),
    ("mfa-enforced: {note: x}", "level is missing; give 0 to 5, na, unsure, no-events or carved-out."),
    ("mfa-enforced: {}", "level is missing"),
    ("mfa-enforced: {level: 3, nte: x}", "'nte' is no key of an answer; keys are level, note"),
    ("mfa-enforced: {level: 3, 1: x}", "'1' is no key of an answer"),
    ("mfa-enforced: {level: 3, note: 5}", "note: must be text, found the number 5; put it in quotes."),
    ("mfa-enforced: {level: 3, by: yes}", "by: must be text, found yes/no"),
    ("mfa-enforced: {level: 3, basis: guessed}", "basis: must be 'said', 'shown' or 'tested', found the text 'guessed'."),
    ("mfa-enforced: {level: 3, nothing_written: maybe}", "nothing_written: must be yes or no, found the text 'maybe'."),
    ("mfa-enforced: {level: 3, nothing_written: [1]}", "nothing_written: must be true or false, found a list."),
    ("mfa-enforced: {level: 2, nothing_written: true}", "nothing written is a remark on rungs 3 to 5 only."),
    ("mfa-enforced: {level: 3, operating_since: 5}", "operating_since: must be a date such as 2026-03-31, found the number 5."),
    ("mfa-enforced: {level: 3, operating_since: 1700000000}", "operating_since: must be a date"),
    ("mfa-enforced: {level: 3, last_done: yesterday}", "last_done: must be a date such as 2026-03-31, found the text 'yesterday'."),
    ("mfa-enforced: {level: 3, last_done: '2026-02-30'}", "last_done: 2026-02-30 is no day of the calendar."),
    ("mfa-enforced: {level: 3, last_done: 2026-01-01T10:00:00}", "last_done: must be a date"),
    ("mfa-enforced: {level: 3, evidence: 5}", "evidence: must be text or a list of texts, found the number 5."),
    ("mfa-enforced: {level: 3, evidence: [5]}", "evidence: must be text, found the number 5; put it in quotes."),
    ("mfa-enforced: {level: 3, evidence: ['']}", "evidence.0.reference: must not be empty."),
    ("mfa-enforced: {level: 3, evidence: [{reference: x, colour: y}]}", "evidence.0.colour: is not a key that may stand here"),
    ("mfa-enforced: {level: 3, evidence: [{reference: x, collected_on: 5}]}", "evidence: collected_on must be a date"),
    ("mfa-enforced: {level: 3, evidence: [{reference: x, covers_to: 20260131}]}", "evidence: covers_to must be a date"),
    (
        "mfa-enforced: {level: 3, evidence: [{reference: x, covers_from: 2026-02-01, covers_to: 2026-01-01}]}",
        "evidence.0: what evidence covers ends on or after the day it begins",
    ),
    ("mfa-enforced: {level: 3, evidence: [{reference: x, row_count: -1}]}", "evidence.0.row_count: "),
    ("mfa-enforced: {level: 3, compensating: {rung: 3}}", "compensating.reason: is missing; add it."),
    ("mfa-enforced: {level: 3, compensating: none}", "compensating: must be a mapping of keys to values"),
    ("mfa-enforced: {level: unsure, compensating: {rung: 3, reason: r, owner: o}}", "a compensating control stands beside a rung"),
    (f"mfa-enforced: {{level: 3, note: '{'x' * 20_001}'}}", "note: is too long: at most 20,000 characters, found 20,001."),
    ("mfa-enforcd: 3", "mfa-enforcd: no such question; did you mean mfa-enforced?"),
    ("CC6.1: 3", "CC6.1 is a criterion; `readiness questions CC6.1` lists its questions."),
    ("yes: 3", "yes/no (YAML reads yes, no, on and off as truth values) is no question id; quote it if it is meant as text."),
    ("5: 3", "the number 5 is no question id"),
    (f"{'x' * 900}: 3", "…: no such question"),
    ("cc6: 3", "CC6 is a series of criteria; `readiness questions CC6` lists its questions."),
    ("mfa: 3", "mfa: no such question; did you mean mfa-enforced?"),
    ("mfa-enforced: {level: 3, last_done: 9999-12-31}", "last_done: 9999-12-31 is still to come; give a day up to today, "),
    ("mfa-enforced: {level: 5, operating_since: '9999-12-31'}", "operating_since: 9999-12-31 is still to come"),
    (f"{WAIVABLE}: na", "not applicable needs a written reason (the key reason)."),
    (f"{WAIVABLE}: {{level: na, reason: ' '}}", "not applicable needs a written reason"),
    ("mfa-enforced: {level: na, reason: r}", "cannot be waived: every company needs this control in some form"),
    ("mfa-enforced: no-events", "always has cases to look at, so no-events does not fit"),
    (f"{INHERITABLE}: carved-out", "carved out needs the vendor that runs the control (the key vendor)."),
    (f"{INHERITABLE}: {{level: carved-out, vendor: Nobody}}", "names the vendor 'Nobody', which the scope does not declare"),
    (f"{INHERITABLE}: {{level: carved-out, vendor: Ticketwise}}", "names Ticketwise, which is not declared as a subservice organisation"),
    ("mfa-enforced: {level: carved-out, vendor: AWS}", "cannot be left to a provider"),
]


@pytest.mark.parametrize(("row", "said"), ROWS, ids=lambda value: str(value)[:40])
def test_a_bad_row_is_named_with_its_line(read, row: str, said: str) -> None:
    (problem,) = refused(read, f"change-review: 3\n{row}\ndata-flow-map: 3\n")
    assert problem.startswith("a.yaml:2: ")
    assert said in problem
    assert len(problem) < 400


def test_every_bad_row_is_named(read) -> None:
    assert refused(read, "mfa-enforced:\n  note: x\n  level: 7\nchange-review: 3\nnonsense: 1\ndata-flow-map: five\n") == [
        "a.yaml:1: mfa-enforced: level: the number 7 is no level; give 0 to 5, na, unsure, no-events or carved-out.",
        "a.yaml:5: nonsense: no such question; `readiness questions` lists them.",
        "a.yaml:6: data-flow-map: level: the text 'five' is no level; give 0 to 5, na, unsure, no-events or carved-out.",
    ]


CSVS = {
    "empty": ("", 1, "the first row lacks question and level; it must name the columns question and level, and may name note, reason"),
    "no level": ("question,note\nx,y\n", 1, "the first row lacks level"),
    "unknown column": ("question,level,colour\n", 1, "the first row names 'colour'; it must name"),
    "column twice": ("question,level,note,note\n", 1, "the first row names note twice; keep one."),
    "bars": ("question|level\nmfa-enforced|3\n", 1, "the first row lacks question and level"),
    "semicolons below": ("question,level\nmfa-enforced;3\n", 2, "check the commas and quotes."),
    "commas below": ("question;level\nmfa-enforced,3\n", 2, "check the semicolons and quotes."),
    "a cell more": ("question,level\nmfa-enforced,3,x\n", 2, "has a cell in column C, which the first row gives no name"),
    "a cell in a nameless column": ("question,level,\nmfa-enforced,3,x\n", 2, "has a cell in column C, which the first row gives no name"),
    "open quote": (
        'question,level\nchange-review,3\n"mfa-enforced,3\nx,4\n',
        3,
        "not readable as CSV (unexpected end of data); check the quotes",
    ),
    "text after a quote": ('question,level,note\nmfa-enforced,3,"a"b\n', 2, "not readable as CSV"),
    "endless cell": (f"question,level,note\nmfa-enforced,3,{'x' * 200_000}\n", 2, "not readable as CSV (field larger than field limit"),
    "no id": ("question,level\n,3\n", 2, "a row without id: no such question"),
    "no level in a row": ("question,level,note\nmfa-enforced,,x\n", 2, "mfa-enforced: level is missing"),
    "after two lines in a cell": ('question,level,note\nmfa-enforced,3,"a\nb"\nnonsense,4,"c\nd"\n', 3, "nonsense: no such question"),
    "NUL": (b"question,level\nmfa\0,3\n", 2, "holds a NUL byte"),
    "na without a reason": (f"question,level\n{WAIVABLE},na\n", 2, "not applicable needs a written reason (the column reason)."),
    "carved out to nobody": (
        f"question,level\n{INHERITABLE},carved-out\n",
        2,
        "needs the vendor that runs the control (the column vendor).",
    ),
    "nothing_written": ("question,level,nothing_written\nmfa-enforced,3,perhaps\n", 2, "nothing_written: must be yes or no"),
    "a date": (
        "question,level,last_done\nmfa-enforced,3,31.12.2099\n",
        2,
        "last_done: 2099-12-31 is still to come; give a day up to today",
    ),
    "twice": (
        "question,level\nmfa-enforced,3\nchange-review,2\nmfa-enforced,4\n",
        4,
        "mfa-enforced is answered twice (first at a.csv, row 2); keep one.",
    ),
}


@pytest.mark.parametrize("name", CSVS)
def test_a_bad_csv_is_refused_with_its_line(read, name: str) -> None:
    content, line, said = CSVS[name]
    (problem,) = refused(read, content, "a.csv")
    # Rows are numbered as spreadsheet programs do; where the file can't be parted into rows at all, only its line is known.
    assert problem.startswith((f"a.csv, row {line}: ", f"a.csv:{line}: "))
    assert said in problem


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1", "cp1252"])
def test_a_csv_in_another_encoding_is_refused(read, encoding: str) -> None:
    (problem,) = refused(read, "question,level,note\nmfa-enforced,3,é\n".encode(encoding), "a.csv")
    assert re.fullmatch(r"a\.csv: byte \d+ is not UTF-8; save the file as CSV UTF-8\.", problem)


FILES = {
    "a list": ("a.yaml", b"- mfa-enforced\n", "a.yaml:1:1: the file must map question ids to levels"),
    "a text": ("a.yaml", b"mfa-enforced", "a.yaml:1:1: the file must map question ids"),
    "empty": ("a.yaml", b"", "a.yaml:1:1: the file must map question ids"),
    "twice": ("a.yaml", b"mfa-enforced: 1\nmfa-enforced: 2\n", "a.yaml:2:1: the key 'mfa-enforced' stands twice; keep one."),
    "binary": ("a.yml", bytes(range(256)), "a.yml:2: byte 129 is not UTF-8"),
    "an image": ("a.yml", b"\x89PNG\r\n\x1a\n", "a.yml:1: byte 1 is not UTF-8"),
    "a database": ("a.yml", b"SQLite format 3\0", "a.yml:1:16: the character U+0000 is not text"),
    "10 MB": ("a.yaml", b"a: 1\n" * 2_200_000, "a.yaml: has more than 10,000,000 bytes; split it."),
    "3 MB": ("a.yaml", b"a: 1\n" * 600_000, "a.yaml: the file has 3,000,000 bytes; split it, at most 2,000,000 are read."),
    "11 MB of CSV": ("a.csv", b"question,level\n" * 800_000, "a.csv: has more than 10,000,000 bytes; split it."),
    "too many rows": ("a.csv", b"question,level\n" + b"x,1\n" * 2_001, "a.csv: has more than 2,000 rows; split it."),
    "too many answers": (
        "a.yaml",
        b"".join(b"x%d: 1\n" % number for number in range(2_001)),
        "a.yaml: has 2,001 answers; at most 2,000 are read.",
    ),
    "another suffix": ("a.json", b"{}", "a.json: answers come as .yaml or .csv; rename or convert the file."),
    "no suffix": ("answers", b"a: 1", "answers: answers come as .yaml or .csv"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_holds_no_answers(read, name: str) -> None:
    file, content, said = FILES[name]
    started = time.perf_counter()
    (problem,) = refused(read, content, file)
    assert problem.startswith(said)
    assert time.perf_counter() - started < 5


def test_many_bad_rows_are_all_named_soon(read) -> None:
    started = time.perf_counter()
    assert len(refused(read, "".join(f"mfa-enforce-{number}: 1\n" for number in range(2_000)))) == 2_000
    assert time.perf_counter() - started < 20


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "folder.yaml").mkdir()
    (tmp_path / "loop.csv").symlink_to(tmp_path / "loop.csv")
    for name, said in (
        ("none.yaml", "no such file"),
        ("folder.yaml", "is a folder"),
        ("loop.csv", "cannot be read"),
        ("x" * 300 + ".csv", "cannot be"),
    ):
        with pytest.raises(ReadinessError, match=said):
            read_answers(tmp_path / name, LIBRARY, SCOPE)


scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=10)
    | st.dates()
    | st.datetimes()
    | st.sampled_from(["3", "na", "AWS"])
)
loose = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4) | st.integers(), inner, max_size=2),
    max_leaves=4,
)
KEYS = [
    "level",
    "note",
    "reason",
    "by",
    "basis",
    "vendor",
    "nothing_written",
    "operating_since",
    "last_done",
    "evidence",
    "compensating",
    "x",
]


@settings(max_examples=100, deadline=None)
@given(
    question=st.sampled_from(["mfa-enforced", INHERITABLE, WAIVABLE]) | st.text(max_size=8),
    fields=st.dictionaries(st.sampled_from(KEYS), loose),
)
def test_any_fields_make_an_answer_or_one_sentence(question: str, fields: dict[str, object]) -> None:
    try:
        answer = make_answer(question, fields, LIBRARY, SCOPE)
    except ReadinessError as error:
        assert str(error).endswith((".", "?"))
    else:
        assert answer.question == question


yaml_like = st.text(alphabet=st.sampled_from("mfa-enforced: 35\n{}[],'\"#&*!|>?%\t"), max_size=80)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=100) | yaml_like.map(str.encode), suffix=st.sampled_from([".yaml", ".csv"]))
def test_any_bytes_are_read_or_refused(tmp_path: Path, content: bytes, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes((b"question,level\n" if suffix == ".csv" else b"") + content)
    try:
        read_answers(path, LIBRARY, SCOPE)
    except ReadinessError as error:
        assert str(error).startswith(str(path))


def test_today_is_no_day_of_the_future(read) -> None:
    (answer,) = read(f"mfa-enforced: {{level: 3, last_done: {date.today()}, operating_since: {date.today()}}}")
    assert answer.last_done == answer.operating_since == date.today()


def test_a_word_of_an_id_leads_to_the_questions_that_have_it() -> None:
    ids = [question.id for question in LIBRARY.questions]
    named = [one for one in ids if "access" in one.split("-")]
    said = similar_questions(LIBRARY, "access")
    assert said.startswith(f"; did you mean {' or '.join(named[:4])}")
    assert said.endswith(f", or one of {len(named) - 4} more?" if len(named) > 4 else "?")
    assert similar_questions(LIBRARY, "") == similar_questions(LIBRARY, "zzz") == ""


def test_the_command_line_keeps_its_options_in_messages() -> None:
    with pytest.raises(ReadinessError, match=r"needs a written reason \(--reason\)"):
        make_answer(WAIVABLE, {"level": "na"}, LIBRARY, SCOPE)


@pytest.mark.parametrize(
    "path", [f"examples/{name}/answers-{wanted}.yaml" for name in ("startup", "fintech") for wanted in ("quick", "full")]
)
def test_our_own_examples_are_valid(path: str) -> None:
    assert all(answer.note for answer in read_answers(Path(__file__).parents[2] / path, LIBRARY, SCOPE))


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("mfa-enforced: {level: 4, owner: Bo, flag: yes, walkthrough: 'Ann joined.'}\n", "a.yaml"),
        ("question,level,owner,flag,walkthrough\nmfa-enforced,4,Bo,x,Ann joined.\n", "a.csv"),
    ],
)
def test_owner_flag_and_one_case(read, content: str, name: str) -> None:
    (answer,) = read(content, name)
    assert (answer.owner, answer.flagged, answer.walkthrough) == ("Bo", True, "Ann joined.")


def test_a_flag_is_yes_or_no(read) -> None:
    assert "flag: must be yes or no" in refused(read, "mfa-enforced: {level: 4, flag: perhaps}\n")[0]


def test_a_hash_is_64_hex_digits(read) -> None:
    assert "sha256" in refused(read, "mfa-enforced: {level: 4, evidence: [{reference: x, sha256: abc}]}\n")[0]

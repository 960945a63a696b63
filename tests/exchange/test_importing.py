"""Taking answers over from a file: told first what would change, then all of it in one step that one undo takes back, or nothing."""

from __future__ import annotations

import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from questionnaires.loader import load_library
from readiness.assessment import Assessment
from readiness.closing import close_file
from readiness.errors import ReadinessError, StaleWrite
from readiness.importing import Preview, Stopped, Watch, preview, take_over
from readiness.rounds import start_round
from readiness.undoing import turn
from scoring.model import Answer

read_once = cache(load_library)
LATER = 4_000_000_000
ROWS = "mfa-enforced: 4\nchange-review: 3\nasset-inventory: {level: 2, note: as before}\nincident-plan: 3\n"


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "acme.readiness"
    Assessment.create(path, "Acme", recorder="Ann", library=read_once()).close()
    return path


@pytest.fixture
def ann(file: Path) -> Iterator[Assessment]:
    with Assessment.open(file, write=True, recorder="Ann") as one:
        yield one


def answers_in(text: str, name: str = "a.yaml", *, saved: float = LATER) -> Path:
    """A file of answers, last written at ``saved`` (seconds since 1970): unless told so, later than anything that stands."""
    path = Path(name)
    path.write_text(text)
    os.utime(path, (saved, saved))
    return path


def state(one: Assessment) -> list[str]:
    one.refresh(always=True)
    return [event.id for event in one.history()]


def told(found: Preview) -> dict[str, tuple[str, str]]:
    return {row.answer.question: (row.kind, row.change) for row in found.rows}


def test_a_preview_tells_new_changed_and_same_and_writes_nothing(ann: Assessment) -> None:
    ann.answer_all([Answer(question="mfa-enforced", level="2"), Answer(question="asset-inventory", level="2", note="as before")])
    ann.answer(Answer(question="change-review", level="3"))
    before = state(ann)
    rows = "mfa-enforced: 4\nchange-review: {level: 3, note: n, owner: Bo}\nasset-inventory: 2\nvendor-list: 1\n"
    found = preview(ann, answers_in(rows))
    assert told(found) == {
        "mfa-enforced": ("changed", "2 → 4"),
        "change-review": ("changed", "3, note, owner"),
        "asset-inventory": ("same", "2"),
        "vendor-list": ("new", "1"),
    }
    assert found.summary == "1 new, 2 replaced (mfa-enforced 2 → 4; change-review 3, note, owner), 1 as before"
    assert (found.refused, found.older, found.unread) == ((), [], ())
    assert state(ann) == before


def test_an_import_is_one_step_that_one_undo_takes_back(ann: Assessment) -> None:
    ann.answer(Answer(question="mfa-enforced", level="2"))
    before = dict(ann.answers)
    found = preview(ann, answers_in("mfa-enforced: 4\nchange-review: 3\nvendor-list: 1\n"))
    assert take_over(ann, found) == 3
    assert {question: ann.answers[question].level for question in told(found)} == {
        "mfa-enforced": "4",
        "change-review": "3",
        "vendor-list": "1",
    }
    (step,) = turn(ann, "undo", run=True)
    assert len(step.events) == 3
    assert {**ann.answers, "mfa-enforced": before["mfa-enforced"]} == ann.answers and set(ann.answers) == set(before)
    turn(ann, "redo", run=True)
    assert ann.answers["change-review"].level == "3"


def test_refused_rows_are_told_beside_the_sound_ones_and_keep_all_of_them_out(ann: Assessment) -> None:
    before = state(ann)
    rows = "mfa-enforced: 4\nzzz: 1\nchange-review: {level: 3, last_done: 1999-12-31}\n5: 3\nvendor-list: ten\n"
    found = preview(ann, answers_in(rows))
    assert told(found) == {"mfa-enforced": ("new", "4")}
    assert [row.where for row in found.refused] == ["a.yaml:4", "a.yaml:2", "a.yaml:3", "a.yaml:5"]
    assert "zzz: no such question" in found.refused[1].problem
    assert "1999-12-31 is before 2000; check the year" in found.refused[2].problem
    with pytest.raises(ReadinessError) as raised:
        take_over(ann, found)
    assert len(str(raised.value).split("\n")) == 4
    assert state(ann) == before


def test_moments_are_told_in_local_time(ann: Assessment, monkeypatch: pytest.MonkeyPatch) -> None:
    ann.answer_all([Answer(question="mfa-enforced", level="2")])
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("TZ", "EAST-02:00")
        time.tzset()
        (row,) = preview(ann, answers_in("mfa-enforced: 3\n", saved=1_700_000_000)).older
    time.tzset()
    recorded = datetime.fromisoformat(ann.stored_answers["mfa-enforced"].recorded_at) + timedelta(hours=2)
    assert row.older == f"ours was recorded {recorded:%Y-%m-%d %H:%M}, the file last saved 2023-11-15 00:13"


def test_what_may_be_newer_here_is_told(ann: Assessment) -> None:
    ann.answer_all(
        [Answer(question="mfa-enforced", level="2"), Answer(question="change-review", level="3", last_done=date(2026, 3, 1))],
    )
    old = preview(ann, answers_in("mfa-enforced: 3\nvendor-list: 2\n", saved=1_700_000_000))
    (row,) = old.older
    recorded = ann.stored_answers["mfa-enforced"].recorded_at[:16].replace("T", " ")
    assert row.answer.question == "mfa-enforced"
    assert row.older == f"ours was recorded {recorded}, the file last saved 2023-11-14 22:13"
    fresh = preview(ann, answers_in("mfa-enforced: 3\nchange-review: {level: 4, last_done: 2026-02-01}\n"))
    assert [(one.answer.question, one.older) for one in fresh.older] == [
        ("change-review", "last done 2026-03-01 by ours, 2026-02-01 by the file")
    ]
    # What says the same is never older: nothing would go over it.
    assert preview(ann, answers_in("mfa-enforced: 2\n", saved=1_700_000_000)).older == []


def test_what_is_carried_over_is_confirmed_and_not_called_newer(ann: Assessment) -> None:
    ann.answer(Answer(question="mfa-enforced", level="2"))
    start_round(ann, "Q1")
    found = preview(ann, answers_in("mfa-enforced: 2\n", saved=1_700_000_000))
    assert told(found) == {"mfa-enforced": ("changed", "2, confirmed")} and found.older == []


def test_a_row_that_is_not_asked_says_why(ann: Assessment) -> None:
    library = ann.library
    full = next(
        question.id for question in library.questions if not question.quick and question.home.startswith("CC") and not question.after
    )
    elsewhere = next(question.id for question in library.questions if question.home.startswith("A1"))
    found = preview(ann, answers_in(f"mfa-enforced: 2\n{full}: 3\n{elsewhere}: 3\n"))
    assert [row.unasked for row in found.rows] == ["", "it belongs to the full set", "its category is not in the scope"]


def test_files_named_as_evidence_are_read_once_and_those_that_cannot_be_are_told(ann: Assessment, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("log.txt").write_text("seen")
    Path("big.bin").write_bytes(b"x" * 32)
    monkeypatch.setattr("readiness.exchange.evidence_files.MOST_BYTES", 16)
    rows = "mfa-enforced: {level: 4, evidence: [log.txt, big.bin]}\nchange-review: {level: 4, evidence: big.bin}\n"
    found = preview(ann, answers_in(rows))
    assert [one.size for one in found.rows[0].answer.evidence] == [4, None]
    assert found.unread == ("big.bin is larger than 200 MB: it is kept by its name alone.",)


@pytest.mark.parametrize("closed", ["round", "file"])
def test_what_is_closed_takes_no_answers(ann: Assessment, closed: str) -> None:
    first = ann.round
    if closed == "file":
        close_file(ann, date.today() + timedelta(days=400), "Dora")
        one = ann
    else:
        start_round(ann, "Q1")
        one = ann.looking_at(next(found for found in ann.rounds if found.id == first.id))
    with pytest.raises(
        ReadinessError, match="was closed by Dora and takes no change" if closed == "file" else "is closed and stays as it was"
    ):
        preview(one, answers_in("mfa-enforced: 2\n"))


def test_a_pipe_is_refused_and_not_waited_for(ann: Assessment) -> None:
    os.mkfifo("a.yaml")
    with pytest.raises(ReadinessError, match=r"a\.yaml: is no ordinary file; save the answers in one first\."):
        preview(ann, Path("a.yaml"))


def test_what_somebody_changed_since_the_preview_is_not_written_over(ann: Assessment, file: Path) -> None:
    ann.answer(Answer(question="mfa-enforced", level="2"))
    found = preview(ann, answers_in("change-review: 3\nmfa-enforced: 4\n"))
    with Assessment.open(file, write=True, recorder="Eve") as eve:
        eve.answer(Answer(question="mfa-enforced", level="5"))
        before = state(eve)
    with pytest.raises(StaleWrite, match="was changed by Eve"):
        take_over(ann, found)
    assert state(ann) == before


def stopping_at(turn_number: int) -> Callable[[], bool]:
    """Says stop at the look of that number."""
    looks = iter(range(10_000))
    return lambda: next(looks) >= turn_number


@pytest.mark.parametrize("look", range(6))
def test_stopped_anywhere_nothing_was_read_or_written(ann: Assessment, look: int) -> None:
    source, before = answers_in(ROWS), state(ann)
    with pytest.raises(Stopped, match="stopped; nothing was written"):
        preview(ann, source, Watch(cancelled=stopping_at(look)))
    found = preview(ann, source)
    if look < len(found.changes):
        with pytest.raises(Stopped):
            take_over(ann, found, Watch(cancelled=stopping_at(look)))
    assert state(ann) == before


def test_the_share_done_rises_to_the_whole(ann: Assessment) -> None:
    read, wrote = list[float](), list[float]()
    take_over(ann, preview(ann, answers_in(ROWS), Watch(read.append)), Watch(wrote.append))
    for shares in (read, wrote):
        assert shares == sorted(shares) and (shares[0], shares[-1]) == (0.0, 1.0) and len(shares) > 4


def test_a_thread_reads_and_writes_through_the_open_file_while_another_looks_at_it(ann: Assessment) -> None:
    """The screens let a worker do so; both share one connection, and each has its turn."""
    source, view, problems = answers_in(ROWS), ann.looking_at(ann.round), list[BaseException]()
    done = threading.Event()

    def work() -> None:
        try:
            take_over(view, preview(view, source))
        except BaseException as error:
            problems.append(error)
        finally:
            done.set()

    worker = threading.Thread(target=work)
    worker.start()
    while not done.is_set():
        ann.refresh(always=True)
        assert len(ann.answers) in (0, 4)
    worker.join()
    assert problems == []
    ann.refresh(always=True)
    assert len(ann.answers) == 4
    assert len(turn(ann, "undo", run=True)) == 1 and ann.answers == {}


PIECES = ("mfa-enforced", "question", "level", ",", ":", " ", "\n", "[/x]", "{", "}", "'", '"', "3", "na", "\x1b[31m", "\u202e", "\0", "é")


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(content=st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=30).map("".join), suffix=st.sampled_from([".yaml", ".csv"]))
def test_any_content_is_a_preview_or_one_readiness_error(ann: Assessment, content: str, suffix: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"a{suffix}"
        source.write_bytes(content.encode(errors="surrogatepass"))
        try:
            found = preview(ann, source)
        except ReadinessError as error:
            assert str(error)
        else:
            assert len(found.changes) <= len(found.rows)

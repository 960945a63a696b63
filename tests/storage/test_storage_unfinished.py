"""Texts begun and not saved: kept in the file and nowhere else, bounded, never an answer, gone without a trace once dropped."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from redacting_cases import ANY, OLD_FORMATS, SECRET, bytes_of, redact, stands_in
from storage_cases import answer, fill, folder_state, in_child, round_one

from readiness.errors import FileProblem, ReadinessError
from readiness.storage import Engagement, Store, close_engagement, close_round, open_round, set_answer
from readiness.storage.erasing import Wanted

HALF = "By HR, on the day they lea"
NOTHING = {"value": ""}


@pytest.fixture
def other(filled: Path) -> Iterator[sqlite3.Connection]:
    """Another program with the same file."""
    db = sqlite3.connect(filled, isolation_level=None)
    yield db
    db.close()


def keep(store: Store, text: str = HALF, *, form: str = "note", about: str = "q1") -> bool:
    return store.unfinished.keep(form, about, {"value": text}, NOTHING)


def texts(store: Store) -> list[tuple[str, str, str]]:
    return [(one.form, one.about, one.typed["value"]) for one in store.unfinished.all()]


def test_it_is_there_again_in_another_program(filled: Path) -> None:
    """Killed while it is open: nothing but what was kept before."""

    def killed() -> None:
        store = Store.open(filled, write=True, recorder="Ann")
        assert keep(store, "B") and keep(store) and keep(store, "one day", form="case", about="q:2")

    assert in_child(killed) == ""
    with Store.open(filled, write=False) as store:
        assert texts(store) == [("case", "q:2", "one day"), ("note", "q1", HALF)]
        found = store.unfinished.one("note", "q1")
        assert found is not None and found.before == NOTHING and found.at.endswith("Z")
        assert store.unfinished.one("note", "q2") is None


def test_it_is_no_answer_and_no_event_and_in_no_table(filled: Path) -> None:
    with Store.open(filled, write=True, recorder="Ann") as store:
        before = store.dump(), store.history(), store.heads(), store.data_version()
        assert keep(store)
        assert (store.dump(), store.history(), store.heads(), store.data_version()) == before
        store.verify()
        store.rebuild()
        assert texts(store) == [("note", "q1", HALF)]
    assert stat.S_IMODE(filled.stat().st_mode) == 0o600


def test_dropped_leaves_no_byte(filled: Path) -> None:
    long = HALF * 700
    with Store.open(filled, write=True, recorder="Ann") as store:
        assert keep(store, long) and keep(store, long[:100]) and keep(store, long)
        assert stands_in(filled.parent, HALF)
        assert store.unfinished.drop("note", "q1")
        assert store.unfinished.drop("note", "q1")
        assert not stands_in(filled.parent, HALF[4:])
        assert texts(store) == []


def test_a_round_that_closes_neither_takes_it_nor_loses_it(filled: Path) -> None:
    with Store.open(filled, write=True, recorder="Ann") as store:
        keep(store)
        seen = store.heads()
        stated = store.rounds()[0].model_copy(update={"closed": True, "scorecard": {"form": 1}, "plan": {"made": "x"}})
        store.append([close_round(stated, based_on=seen[close_round(stated).subject])])
        store.append([open_round(round_one(stated.library).model_copy(update={"id": "r2", "number": 2, "name": "Autumn"}))])
        assert HALF not in str(store.dump()) and HALF not in str([event.payload for event in store.history()])
        assert texts(store) == [("note", "q1", HALF)]


@pytest.mark.parametrize("text", ["x" * 20_001, "half \ud800 a character"])
def test_what_no_note_could_hold_is_refused_and_what_was_kept_stays(filled: Path, text: str) -> None:
    with Store.open(filled, write=True, recorder="Ann") as store:
        keep(store)
        for form, about, typed in (("note", "q1", text), ("Note", "q1", ""), ("note", "", ""), ("note", "q" * 65, "")):
            with pytest.raises(ValueError):
                keep(store, typed, form=form, about=about)
        with pytest.raises(ValueError, match="longer than"):
            store.unfinished.keep("note", "q1", {str(one): "\x00" * 20_000 for one in range(9)}, NOTHING)
        assert texts(store) == [("note", "q1", HALF)]


def test_control_characters_and_the_longest_note_come_back_as_they_were(filled: Path) -> None:
    for text in ("\x00 \x1b[31m ‮ \U0001f512 \r\n", "x" * 20_000):
        with Store.open(filled, write=True, recorder="Ann") as store:
            assert keep(store, text)
        with Store.open(filled, write=True, recorder="Ann") as store:
            assert texts(store) == [("note", "q1", text)]


def test_while_another_program_has_the_file_it_says_so_at_once(
    filled: Path, other: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store.open(filled, write=True, recorder="Ann") as store:
        waits = store._db.execute("PRAGMA busy_timeout").fetchone()
        keep(store)
        other.execute("BEGIN IMMEDIATE")
        # Whoever waits finds the lock held for ever.
        assert not keep(store, "more")
        assert not store.unfinished.drop("note", "q1", wait=False)
        other.execute("COMMIT")
        assert texts(store) == [("note", "q1", HALF)]
        # A reader in the way of the commit is another way to be refused.
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM meta").fetchone()
        assert not keep(store, "more")
        other.execute("COMMIT")
        assert keep(store, "more")
        assert store._db.execute("PRAGMA busy_timeout").fetchone() == waits != (0,)


def test_a_file_for_reading_takes_none_and_shows_them(filled: Path) -> None:
    with Store.open(filled, write=True, recorder="Ann") as store:
        keep(store)
    before = folder_state(filled.parent)
    with Store.open(filled, write=False) as store:
        assert texts(store) == [("note", "q1", HALF)]
        with pytest.raises(FileProblem, match="reading only"):
            keep(store)
        with pytest.raises(FileProblem, match="reading only"):
            store.unfinished.drop("note", "q1")
    assert folder_state(filled.parent) == before


def test_a_closed_file_takes_none(filled: Path) -> None:
    with Store.open(filled, write=True, recorder="Ann") as store:
        store.append([close_engagement(Engagement(closed=True, by="Cleo"))])
        with pytest.raises(ReadinessError, match="was closed by Cleo"):
            keep(store)
        assert texts(store) == []


def test_rows_of_nobody_are_passed_over_and_leave_with_a_redaction(filled: Path, other: sqlite3.Connection) -> None:
    rows = {
        "draft:note": "{}",
        "draft:note:q2": "not JSON",
        "draft:note:q3": '{"at":"yesterday","typed":{},"before":{}}',
        "draft:note:q4": '{"at":"2026-11-23T14:02:11.000Z","typed":{"value":7},"before":{}}',
        "draft:note:q5": '{"at":"2026-11-23T14:02:11.000Z","typed":{"value":"%s"},"before":{}}' % ("x" * 2**20),
        "drafts": "of somebody else",
    }
    other.executemany("INSERT INTO meta VALUES (?, ?)", rows.items())
    with Store.open(filled, write=True, recorder="Ann") as store:
        assert texts(store) == [] and store.unfinished.one("note", "q5") is None
        keep(store)
        assert texts(store) == [("note", "q1", HALF)]
        redact(store, "Enforced by")
        left = {key for (key,) in other.execute("SELECT key FROM meta WHERE key LIKE 'draft%'")}
        assert left == {"draft:note:q1", "drafts"}


def test_a_text_is_redacted_in_it_and_in_what_stood_there_before(filled: Path) -> None:
    with Store.open(filled, write=True, recorder="Ann") as store:
        store.unfinished.keep("note", "q1", {"value": f"it is {SECRET}, and mo"}, {"value": f"see {SECRET}"})
        store.unfinished.keep("plan-note", f"of {SECRET}", {"value": SECRET}, {"value": ""})
        keep(store, about="q2")
        keep(store, form="case", about="q3")
        found = redact(store)
        assert found.places == {"unfinished note on q1": 2, "unfinished plan note on of [redacted]": 2}
        assert not stands_in(filled.parent)
        assert store.unfinished.one("note", "q1").typed == {"value": "it is [redacted], and mo"}  # type: ignore[union-attr]
        assert len(store.unfinished.all()) == 4


def test_a_redaction_by_question_takes_the_note_begun_on_it(filled: Path) -> None:
    with Store.open(filled, write=True, recorder="Ann") as store:
        keep(store)
        keep(store, about="q2")
        keep(store, "the latest one", form="case")
        found = store.redact(Wanted(questions=("q1",)), ANY, by="Cleo", why="Pasted by mistake")
        assert found.places["unfinished note on q1"] == 1
        assert texts(store) == [("case", "q1", "the latest one"), ("note", "q2", HALF)]


def test_a_backup_holds_it_until_it_is_redacted(path: Path) -> None:
    """The copy of an older format too."""
    row = json.dumps({"at": "2026-11-23T14:02:11.000Z", "typed": {"value": SECRET}, "before": NOTHING}, ensure_ascii=False)
    Store.create(path, recorder="Ann", formats=OLD_FORMATS[:1]).close()
    with contextlib.closing(sqlite3.connect(path)) as db, db:
        db.execute("INSERT INTO meta VALUES ('draft:note:q1', ?)", (row,))
    with Store.open(path, write=True, recorder="Ann") as store:
        backup = path.with_name(f"{path.name}.format-1.bak")
        assert SECRET.encode() in backup.read_bytes()
        assert store.unfinished.one("note", "q1") is not None
        found = redact(store)
        assert found.backups == {backup.name: 1}
    assert SECRET.encode() not in bytes_of(path.parent)


def test_a_copy_holds_it(filled: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    with Store.open(filled, write=True, recorder="Ann") as store:
        keep(store)
        store.copy_to(copy)
    with Store.open(copy, write=False) as store:
        assert texts(store) == [("note", "q1", HALF)]


def test_saving_an_answer_leaves_it_to_who_began_it(store: Store) -> None:
    fill(store)
    keep(store, about="new")
    store.append([set_answer("r1", answer("new", note="whole"))])
    assert texts(store) == [("note", "new", HALF)]

"""Redaction: what is erased is in no byte of the file, journal or backups, the log still gives the state, a kill is harmless."""

from __future__ import annotations

import json
import re
import sqlite3
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from redacting_cases import ANY, OLD_FORMATS, SECRET, redact, say_it_everywhere, stands_in
from storage_cases import answer, fill, final_report, folder_state, full_answer, read_everything, round_one

from readiness.errors import FileProblem, ReadinessError
from readiness.storage import (
    Engagement,
    Kind,
    Store,
    close_engagement,
    close_round,
    make_final,
    put,
    set_answer,
)
from readiness.storage.erasing import Wanted
from readiness.storage.finals import seal
from readiness.storage.redacting import Found, Rules, backups_of
from scoring.model import Person


def test_no_byte_of_it_is_left_and_the_log_gives_the_state(path: Path) -> None:
    with Store.create(path, recorder=f"Ann {SECRET}") as store:
        say_it_everywhere(store)
        events = [(one.id, one.clock, one.seq, one.recorded_at, one.kind, one.based_on) for one in store.history()]
        assert stands_in(path.parent)
        found = redact(store)
        assert not stands_in(path.parent)
        assert found.places["the answer to x0"] == 1 + 9 + 2  # and once a recorder of each
        assert found.places["fact fact [redacted]"] == 3  # its id, its value, its recorder
        assert any(name.startswith("library own") for name in found.places)
        after = [(one.id, one.clock, one.seq, one.recorded_at, one.kind, one.based_on) for one in store.history()]
        assert after[:-1] == events
        last = store.history()[-1]
        assert (last.kind, last.payload["by"], last.payload["why"]) == (Kind.REDACTION_MADE, "Cleo", "Pasted by mistake")
        assert last.recorder == "Ann [redacted]"
        store.verify()
        read_everything(store)
        kept = store.dump()
        store.rebuild()
        assert store.dump() == kept
        assert [one.name for one in store.rounds()] == ["Spring", "Autumn [redacted]"]
        assert store.library_text(store.rounds()[0].library) == b'{"key":"own","text":"Our [redacted] rule","[redacted]":["[redacted]"]}'
        store.append([set_answer("r2", full_answer())])
    with sqlite3.connect(path) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    db.close()


def test_what_was_deleted_long_ago_leaves_the_unused_pages_too(path: Path) -> None:
    with Store.create(path, recorder="Ann") as store:
        fill(store)
        say = "n" * 3000 + SECRET
        # Many builds of SQLite wipe what is deleted by themselves, others do not.
        store._db.execute("PRAGMA secure_delete=off")
        with store._changing():
            store._db.execute("CREATE TABLE gone (text TEXT)")
            store._db.executemany("INSERT INTO gone VALUES (?)", [(say,)] * 40)
        with store._changing():
            store._db.execute("DROP TABLE gone")
        assert stands_in(path.parent)
        store.append([set_answer("r1", answer("x", note=SECRET))])
        redact(store)
        assert not stands_in(path.parent)


def test_another_program_with_the_file_open_goes_on(path: Path) -> None:
    with Store.create(path, recorder="Ann") as store, Store.open(path, write=True, recorder="Bo") as other:
        say_it_everywhere(store)
        seen = other.data_version()
        assert SECRET in other.answers("r1")["x3"].answer.note
        redact(store)
        assert other.data_version() != seen
        assert SECRET not in other.answers("r1")["x3"].answer.note
        other.append([set_answer("r2", full_answer())])
        assert "CC6.1-mfa" in store.answers("r2")
        store.verify()
        settings_now = [store._db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "locking_mode")]
        assert settings_now == ["delete", "normal"]


def test_backups_of_older_formats_lose_it_and_stay_what_they_are(path: Path) -> None:
    with Store.create(path, recorder="Ann", formats=OLD_FORMATS) as store:
        db = store._db
        db.execute("PRAGMA foreign_keys=off")
    with sqlite3.connect(path) as old:
        stated = answer("q1", note=f"old {SECRET}").model_dump(mode="json")
        say = json.dumps(stated, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        zero = "00000000-0000-7000-8000-000000000000"
        moment = "2026-01-01T00:00:00.000Z"
        values = (zero, zero, zero, 1, 1, moment, "Ann", SECRET, "r1", "answer:r1:q1", "answer.set", 1, say, None, None)
        old.execute(f"INSERT INTO events VALUES ({', '.join('?' * 15)})", values)
    old.close()
    with Store.open(path, write=True, recorder="Ann") as store:
        store.rebuild()
        assert len(backups_of(path)) == 1
        found = redact(store)
        store.verify()
    (backup,) = backups_of(path)
    assert found.backups == {backup.name: 2}
    assert not stands_in(path.parent)
    assert backup.stat().st_mode & 0o777 == 0o600
    assert backup.read_bytes()[60:64] == (2).to_bytes(4)
    with Store.open(backup, write=False) as store:
        assert store.history()[0].payload["note"] == "old [redacted]"


def test_a_backup_that_cannot_be_read_stops_it_all(path: Path) -> None:
    with Store.create(path, recorder="Ann") as store:
        say_it_everywhere(store)
        path.with_name(f"{path.name}.format-1.bak").write_bytes(b"precious")
        before = folder_state(path.parent)
        with pytest.raises(FileProblem, match=r"format-1\.bak"):
            redact(store)
        assert {name: state[0] for name, state in folder_state(path.parent).items()} == {name: state[0] for name, state in before.items()}
        store.append([set_answer("r2", full_answer())])


def test_looking_changes_nothing_and_counts_the_same(path: Path) -> None:
    with Store.create(path, recorder="Ann") as store:
        say_it_everywhere(store)
    before = folder_state(path.parent)
    with Store.open(path, write=False) as store:
        looked = store.find(Wanted(SECRET), ANY)
        assert store.find(Wanted("nowhere to be found"), ANY) == Found({}, {})
        with pytest.raises(FileProblem, match="reading only"):
            redact(store)
    assert folder_state(path.parent) == before
    assert SECRET not in repr(looked)
    with Store.open(path, write=True, recorder="Ann") as store:
        assert redact(store) == looked
        with pytest.raises(ReadinessError, match="found nowhere"):
            redact(store)


def test_the_notes_of_one_question_alone(path: Path) -> None:
    with Store.create(path, recorder="Ann") as store:
        fill(store)
        for note in ("First pasted secret", "Second pasted secret"):
            store.append([set_answer("r1", answer("x", note=note), based_on=store.head(set_answer("r1", answer("x")).subject))])
        store.append([set_answer("r1", answer("y", note="First pasted secret"))])
        stated = round_one("0" * 64).model_copy(update={"closed": True, "plan": {"kept": ["saw: Second pasted secret."]}})
        store.append([close_round(stated, based_on=store.head(close_round(stated).subject))])
        found = store.redact(Wanted(questions=("x",)), ANY, by="Cleo", why="Personal")
        assert found.places == {"the answer to x": 2, "round Spring": 1}
        assert [one.payload["note"] for one in store.history(set_answer("r1", answer("x")).subject)] == ["[redacted]"] * 2
        assert store.answers("r1")["y"].answer.note == "First pasted secret"
        assert store.rounds()[0].plan == {"kept": ["saw: [redacted]."]}
        store.verify()
        assert not stands_in(path.parent, "Second pasted secret")
        with pytest.raises(ReadinessError, match="found nowhere"):
            store.redact(Wanted(questions=("x",)), ANY, by="Cleo", why="Again")


@pytest.mark.parametrize(
    ("wanted", "note", "after"),
    [
        (Wanted("Ann", words=True), "Ann and Annual, Ann's", "[redacted] and Annual, [redacted]'s"),
        (Wanted("ann LEE", any_case=True), "Ann Lee; ANN LEE", "[redacted]; [redacted]"),
        (Wanted("Jos\u00e9"), "Jose\u0301 and Jos\u00e9", "[redacted] and [redacted]"),
        (Wanted('a"b\\c'), 'x a"b\\c y', "x [redacted] y"),
        (Wanted("redacted"), "all redacted now", "all *** now"),
        (Wanted("a\nb"), "1 a\nb 2", "1 [redacted] 2"),
    ],
)
def test_how_it_is_found(path: Path, wanted: Wanted, note: str, after: str) -> None:
    with Store.create(path, recorder="Bo") as store:
        store.append([set_answer("r1", answer("q", note=note))])
        store.redact(wanted, ANY, by="Cleo", why="Personal")
        assert store.answers("r1")["q"].answer.note == after
        store.verify()


def test_a_shorter_mark_where_the_usual_one_does_not_fit(path: Path) -> None:
    with Store.create(path, recorder="Bo") as store:
        store.append([put(Person(id="p", name="abcd " * 40))])
        store.redact(Wanted("abcd"), ANY, by="Cleo", why="Personal")
        assert store.history()[0].payload["name"] == "*** " * 40


@pytest.mark.parametrize("word", ["said", "answer", "r1", "4"])
def test_a_word_of_the_files_own_is_refused(path: Path, word: str) -> None:
    with Store.create(path, recorder="Ann") as store:
        fill(store)
        store.append([set_answer("r1", answer("said answer r1 4", note="said answer r1 4"))])
        before = path.read_bytes()
        if word in ("said", "4", "answer"):
            with pytest.raises(ReadinessError, match="give a longer piece"):
                redact(store, word)
            assert path.read_bytes() == before
        else:
            redact(store, word)
        store.verify()


def test_a_library_that_would_be_none_is_refused(path: Path) -> None:
    def check(text: str) -> None:
        raise ValueError("no library")

    with Store.create(path, recorder="Ann") as store:
        store.put_library('{"key":"soc2 name"}', "soc2", "1")
        before = path.read_bytes()
        with pytest.raises(ReadinessError, match="give a longer piece"):
            store.redact(Wanted("soc2 name"), Rules(frozenset(), check), by="Cleo", why="x")
        assert path.read_bytes() == before
        with pytest.raises(ReadinessError, match="found nowhere"):
            store.redact(Wanted("soc2 name"), Rules(frozenset({"soc2 name"}), check), by="Cleo", why="x")


def test_a_closed_file_can_be_redacted(path: Path) -> None:
    with Store.create(path, recorder="Ann") as store:
        say_it_everywhere(store)
        store.append([close_engagement(Engagement(closed=True, by="Dora"))])
        redact(store)
        assert not stands_in(path.parent)


def test_somebody_elses_lock_leaves_everything(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("readiness.storage.connection.BUSY_SECONDS", 0.02)
    with Store.create(path, recorder="Ann") as store:
        say_it_everywhere(store)
        before = path.read_bytes()
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(FileProblem, match="another program"):
            redact(store)
        other.execute("ROLLBACK")
        other.close()
        assert path.read_bytes() == before
        redact(store)


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=4, max_size=12).filter(lambda text: text.strip() == text)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS, st.lists(st.tuples(st.integers(0, 5), st.integers(0, 6000), st.booleans()), min_size=1, max_size=12))
def test_whatever_was_written_nothing_is_left(text: str, says: list[tuple[int, int, bool]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "a"
        with Store.create(path, recorder="Ann") as store:
            if re.fullmatch(r"[a-z0-9:\-\"{},\[\]n]*", text) or text.encode() in path.read_bytes():
                # Could be a word of the file's own, or of its tables.
                text = f"Ж{text}"
            for number, length, said in says:
                subject = set_answer("r1", answer(f"q{number}")).subject
                note = "n" * length + (text if said else "")
                store.append([set_answer("r1", answer(f"q{number}", note=note), based_on=store.head(subject))])
            expected = sum(said for *_, said in says)
            if expected:
                assert sum(redact(store, text).places.values()) == expected
                assert not stands_in(path.parent, text)
            store.verify()


def test_a_final_report_loses_it_and_is_sealed_anew(path: Path) -> None:
    frozen = json.dumps({"notes": [f'say "{SECRET}"', "public words"], "sum": 1.5}, ensure_ascii=False, separators=(",", ":"))
    untouched = json.dumps({"b": 1, "a": [1.0]})
    with Store.create(path, recorder="Ann") as store:
        fill(store)
        for number, content in enumerate((frozen, untouched), 8):
            made = final_report(number).model_copy(update={"id": f"f{number}", "content": content, "sha256": seal(content)})
            store.append([make_final(made)])
        store.copy_to(path.with_name(f"{path.name}.format-3.bak"))
        rules = Rules(frozenset({"public words"}), lambda _: None)
        assert sum(store.redact(Wanted(f'"{SECRET}"'), rules, by="Cleo", why="Pasted").places.values()) == 1
        assert not stands_in(path.parent)
        payloads = {one.payload["id"]: one.payload for one in store.history() if one.kind is Kind.REPORT_FINAL}
        assert json.loads(payloads["f8"]["content"]) == {"notes": ["say [redacted]", "public words"], "sum": 1.5}
        assert payloads["f8"]["sha256"] == seal(payloads["f8"]["content"]) != seal(frozen)
        assert payloads["f9"]["content"] == untouched
        store.verify()
    (backup,) = backups_of(path)
    with Store.open(backup, write=False) as store:
        store.verify()

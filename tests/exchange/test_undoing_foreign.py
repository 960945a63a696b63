"""Undo and redo on a file whose history another program wrote or changed: one sentence, nothing written, never a crash."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from read_once import shipped_once

from readiness.assessment import Assessment
from readiness.errors import FileProblem
from readiness.undoing import log_of, next_steps, summary, turn, undo_answer
from scoring.model import Answer

UNSOUND: list[Any] = [
    {},
    {"zz": 1},
    {"value": None},
    {"set": []},
    {"set": "quick"},
    {"set": {"a": 1}, "name": 3},
    {"level": "9"},
    {"id": 1},
]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An assessment in which one answer was stated twice, and the question set widened; made once."""
    path = tmp_path_factory.mktemp("sound") / "acme.readiness"
    with Assessment.create(path, "Acme", recorder="Ann", library=shipped_once()) as one:
        one.answer(Answer(question=one.questions[0].id, level="2"))
        one.answer(Answer(question=one.questions[0].id, level="4"))
        one.widen("full")
    return path


@pytest.fixture
def file(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(sound, tmp_path / "acme.readiness"))


def spoil(path: Path, family: str, payload: Any) -> None:
    """Changes the first statement about a subject of that family: what an undo goes back to."""
    db = sqlite3.connect(path)
    (first,) = db.execute("SELECT id FROM events WHERE subject LIKE ? ORDER BY clock LIMIT 1", (f"{family}:%",)).fetchone()
    db.execute("UPDATE events SET payload=? WHERE id=?", (json.dumps(payload), first))
    db.commit()
    db.close()


@pytest.mark.parametrize("payload", UNSOUND, ids=str)
@pytest.mark.parametrize("family", ["round", "answer"])
def test_an_unsound_statement_in_the_history_is_said_and_nothing_is_written(file: Path, family: str, payload: Any) -> None:
    spoil(file, family, payload)
    with Assessment.open(file, write=True, recorder="Ann") as one:
        before = len(one.history())
        for way in ("undo", "redo"):
            assert all(isinstance(summary(step, {}), str) for step in next_steps(one, log_of(one), way, older=True))
        with pytest.raises(FileProblem, match="holds an invalid row in table events"):
            turn(one, "undo", 2, older=True)
        assert len(one.history()) == before


def test_an_answer_alone_is_no_way_around_it(file: Path) -> None:
    spoil(file, "answer", {"level": "9"})
    with Assessment.open(file, write=True, recorder="Ann") as one, pytest.raises(FileProblem, match="invalid row"):
        undo_answer(one, one.questions[0].id)

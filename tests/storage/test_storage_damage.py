"""Bytes that were cut or flipped: a sentence or valid data, never anything else."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from storage_cases import fill, read_everything

from readiness.errors import FileProblem
from readiness.storage import Store, set_fact


@pytest.fixture(scope="module")
def original() -> Iterator[tuple[bytes, dict[str, str]]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.rdns"
        with Store.create(path, recorder="Ann") as store:
            fill(store, 4)
            dump = store.dump()
        yield path.read_bytes(), dump


def outcome(content: bytes, kept: dict[str, str] | None) -> str:
    """How opening, reading everything, checking and writing to a file of those bytes ends; anything but FileProblem fails."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.rdns"
        path.write_bytes(content)
        try:
            with Store.open(path, write=False) as store:
                read_everything(store)
                store.verify()
                # Log and state agree: nothing that a report is made of was altered.
                assert kept is None or store.dump() == kept
        except FileProblem as problem:
            assert str(path) in str(problem)
            result = "refused"
        else:
            result = "read"
        assert path.read_bytes() == content
        try:
            with Store.open(path, write=True, recorder="Ann") as store:
                store.append([set_fact("after", 1)])
                store.rebuild()
        except FileProblem:
            return "refused"
        return result


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_a_truncated_file_is_refused(original: tuple[bytes, dict[str, str]], data: st.DataObject) -> None:
    content, kept = original
    size = data.draw(st.integers(0, len(content) - 1))
    assert outcome(content[:size], kept) == "refused"


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_flipped_bit_never_passes_for_other_data(original: tuple[bytes, dict[str, str]], data: st.DataObject) -> None:
    content, kept = original
    place = data.draw(st.integers(0, len(content) - 1))
    spoiled = bytearray(content)
    spoiled[place] ^= 1 << data.draw(st.integers(0, 7))
    outcome(bytes(spoiled), kept)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_overwritten_stretches_never_crash(original: tuple[bytes, dict[str, str]], data: st.DataObject) -> None:
    content, _ = original
    spoiled = bytearray(content)
    start = data.draw(st.integers(0, len(content) - 1))
    junk = data.draw(st.binary(min_size=1, max_size=64))
    spoiled[start : start + len(junk)] = junk
    # What is read may differ here: several bytes can alter the log and the state alike. It is validated all the same.
    outcome(bytes(spoiled), None)

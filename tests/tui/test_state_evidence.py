"""What is kept of a file named as evidence, without a terminal."""

import hashlib
import os
from datetime import date
from pathlib import Path

import pytest

from readiness.errors import ReadinessError
from readiness.exchange import evidence_files
from readiness.exchange.evidence_files import Fingerprint, fingerprint, local_file, unread, with_fingerprints
from readiness.tui.state.evidence import evidence_line, size_text
from scoring.model import Answer, EvidenceReference

DAY = date(2026, 5, 2)


def read(path: Path) -> Fingerprint | None:
    return fingerprint(path, lambda _: None, lambda: False)


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "export.csv"
    path.write_bytes(b"who,when\n" * 300_000)
    os.utime(path, (1_777_723_200, 1_777_723_200))
    return path


def test_a_file_is_known_by_hash_size_and_day(export: Path) -> None:
    shares: list[float] = []
    found = fingerprint(export, shares.append, lambda: False)
    assert found == Fingerprint(hashlib.sha256(export.read_bytes()).hexdigest(), 2_700_000, DAY)
    assert shares == sorted(shares) and shares[-1] == 1.0 and len(shares) > 1


def test_reading_stops_when_asked(export: Path) -> None:
    assert fingerprint(export, lambda _: None, lambda: True) is None


def test_what_is_too_large_missing_or_no_file_is_kept_by_name(export: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ReadinessError, match="No such file"):
        read(export.with_name("gone"))
    pipe = export.with_name("pipe")
    os.mkfifo(pipe)
    with pytest.raises(ReadinessError, match="no ordinary file"):
        read(pipe)
    monkeypatch.setattr(evidence_files, "MOST_BYTES", 1_000)
    with pytest.raises(ReadinessError, match="larger than 200 MB"):
        read(export)


@pytest.mark.parametrize("reference", ["https://wiki/export.csv", "TICKET-7", "\0", "x" * 5_000, "", "  ", "~nobody-of-that-name/x"])
def test_links_tickets_and_nonsense_are_no_files(reference: str, tmp_path: Path) -> None:
    assert local_file(reference, tmp_path) is None


def test_a_file_is_looked_for_here_and_beside_the_assessment(export: Path, tmp_path: Path) -> None:
    beside = tmp_path / "client"
    beside.mkdir()
    (beside / "log.txt").write_text("log")
    assert local_file(" export.csv ", beside) == export
    assert local_file("log.txt", beside) == beside / "log.txt"
    assert local_file("client", beside) is None


def test_only_new_references_are_read(export: Path, tmp_path: Path) -> None:
    before = Answer(question="q", level="4", evidence=(EvidenceReference(reference="export.csv"),))
    after = before.model_copy(update={"evidence": (*before.evidence, EvidenceReference(reference="TICKET-7"))})
    assert unread(after, None, tmp_path) == [("export.csv", export)]
    assert unread(after, before, tmp_path) == []


def test_a_day_that_was_stated_stays_and_one_to_come_is_left_out() -> None:
    stated = EvidenceReference(reference="a", collected_on=date(2026, 1, 1))
    answer = Answer(question="q", level="4", evidence=(stated, EvidenceReference(reference="b"), EvidenceReference(reference="c")))
    found = Fingerprint("0" * 64, 1_234_567, DAY)
    kept = with_fingerprints(answer, {"a": found, "b": found}, DAY).evidence
    assert [one.collected_on for one in kept] == [date(2026, 1, 1), DAY, None]
    assert with_fingerprints(answer, {"b": found}, date(2026, 1, 1)).evidence[1].collected_on is None
    assert evidence_line(kept[1]) == "b · 2026-05-02 · 1.2 MB · SHA-256 000000000000…"
    assert evidence_line(EvidenceReference(reference="[/x]\x1b", title="T")) == "T: [/x]\N{REPLACEMENT CHARACTER}"


def test_sizes_as_people_read_them() -> None:
    assert [size_text(size) for size in (0, 999, 1_000, 2**60)] == ["0 bytes", "999 bytes", "1.0 kB", "1152921.5 TB"]

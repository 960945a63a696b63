"""export: questions to fill in and answers that stand, taken over again without a change; nothing is written over."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from cli_cases import HOSTILE, Outcome, assert_harmless, assert_refused, contents, stated

from readiness.assessment import Assessment

Run = Callable[..., Outcome]
SUFFIXES = [".csv", ".yaml"]


def table(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_file_to_fill_in_is_taken_over_where_it_was_filled_in(readiness: Run, acme: Path, tmp_path: Path, suffix: str) -> None:
    readiness("answer", "acme.readiness", "mfa-enforced", "3")
    readiness("answer", "acme.readiness", "policies-approved", "unsure", "--note", "ask Bo")
    before = acme.read_bytes()
    made = readiness("export", "acme.readiness", "-o", f"a{suffix}")
    assert (made.code, made.err) == (0, "")
    assert f"Wrote a{suffix}.\n64 questions, 64 of them to fill in.\nThen `readiness import acme.readiness a{suffix}`" in made.out
    path = tmp_path / f"a{suffix}"
    assert path.stat().st_mode & 0o777 == 0o600 and acme.read_bytes() == before
    text = path.read_text()
    assert {".csv": ',"0 to 5, unsure",unsure,', ".yaml": "# Takes 0 to 5, unsure. So far: unsure.\n"}[suffix] in text
    imported = readiness("import", "acme.readiness", path.name)
    assert (imported.code, imported.out) == (0, f"Nothing to save from a{suffix}: 0 new, 64 not filled in.\n")
    assert acme.read_bytes() == before
    if suffix == ".csv":
        head, rows = text.splitlines()[0].lstrip("\ufeff").split(","), table(path)
        rows[0] |= {"level": "2", "note": "half done", "owner": "Ada"}
        with path.open("w", newline="") as stream:
            writer = csv.DictWriter(stream, head)
            writer.writeheader()
            writer.writerows(rows)
        first = rows[0]["question"]
    else:
        path.write_text(text.replace("  level:\n", "  level: 2\n  note: half done\n  owner: Ada\n", 1))
        first = text.split(":\n  level:")[0].splitlines()[-1]
    assert readiness("import", "acme.readiness", path.name).out == f"Saved 1 answer from a{suffix}: 1 new, 63 not filled in.\n"
    with Assessment.open(acme) as assessment:
        kept = assessment.answers[first]
        assert (kept.level, kept.note, kept.owner) == ("2", "half done", "Ada")
        assert assessment.answers["policies-approved"].note == "ask Bo"


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_all_that_stands_comes_back_without_a_change(readiness: Run, answered: Path, tmp_path: Path, suffix: str) -> None:
    (tmp_path / "list.txt").write_text("who")
    readiness("answer", "acme.readiness", "mfa-enforced", "4", "--note", "=1+1", "--evidence", "list.txt", "--evidence", "a; b")
    with Assessment.open(answered, write=True, recorder="Rec") as assessment:
        instead = {"rung": 4, "reason": HOSTILE, "owner": "Ada"}
        assessment.answer(stated("logging-on", 1, note=f"two\r\nlines {HOSTILE}", compensating=instead, flagged=True))
    before = answered.read_bytes()
    said = readiness("export", "acme.readiness", "-o", f"a{suffix}", "--which", "answered").out
    assert "65 questions, 0 of them to fill in.\n" in said and "import" not in said
    imported = readiness("import", "acme.readiness", f"a{suffix}")
    assert (imported.code, imported.err, imported.out) == (0, "", f"Nothing to save from a{suffix}: 65 as before.\n")
    assert answered.read_bytes() == before
    if suffix == ".yaml":
        assert_harmless((tmp_path / "a.yaml").read_text())


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("seen", [True, False], ids=["fingerprinted", "by name alone"])
def test_what_is_known_of_a_changed_file_stays_for_a_check_to_find(
    readiness: Run, acme: Path, tmp_path: Path, suffix: str, seen: bool
) -> None:
    proof = tmp_path / "proof.txt"
    if seen:
        proof.write_text("MFA on")
    readiness("answer", "acme.readiness", "mfa-enforced", "4", "--by", "Ivo")
    details = ("--title", "MFA export", "--collected-on", "2026-01-31", "--covers-from", "2025-07-01", "--covers-to", "2025-12-31")
    readiness("evidence", "acme.readiness", "add", "mfa-enforced", "proof.txt", *details, "--by", "Ivo")
    proof.write_text("MFA off")
    before = acme.read_bytes()
    readiness("export", "acme.readiness", "-o", f"all{suffix}", "--which", "answered")
    for dry_run in (("--dry-run",), ()):
        assert readiness("import", "acme.readiness", f"all{suffix}", *dry_run).out.startswith(
            f"Nothing to save from all{suffix}: 1 as before."
        )
    assert acme.read_bytes() == before
    state = "changed since it was named" if seen else "there, but no SHA-256 was kept"
    assert state in readiness("evidence", "acme.readiness", "check").out
    # What a row says of a reference is said of it beside what is known already.
    (tmp_path / "more.yaml").write_text("mfa-enforced: {level: 4, evidence: [{reference: proof.txt, source: IdP}]}\n")
    assert "1 replaced (mfa-enforced 4, evidence)" in readiness("import", "acme.readiness", "more.yaml", "--dry-run").out
    with Assessment.open(acme) as assessment:
        (standing,) = assessment.answers["mfa-enforced"].evidence
    readiness("import", "acme.readiness", "more.yaml")
    with Assessment.open(acme) as assessment:
        assert assessment.answers["mfa-enforced"].evidence == (standing.model_copy(update={"source": "IdP"}),)


def test_what_was_carried_over_is_not_confirmed_unseen(readiness: Run, second: Path, tmp_path: Path) -> None:
    readiness("answer", "acme.readiness", "mfa-enforced", "4")
    before = second.read_bytes()
    assert "65 questions, 64 of them to fill in." in readiness("export", "acme.readiness", "-o", "a.csv", "--which", "all").out
    assert readiness("import", "acme.readiness", "a.csv").out == "Nothing to save from a.csv: 1 as before, 64 not filled in.\n"
    assert second.read_bytes() == before
    by_id = {row["question"]: row for row in table(tmp_path / "a.csv")}
    assert (by_id["mfa-enforced"]["level"], by_id["logging-on"]["level"], by_id["logging-on"]["so_far"]) == ("4", "", "3, to be confirmed")


def test_the_quick_questions_of_a_full_set(readiness: Run, acme: Path, tmp_path: Path) -> None:
    with Assessment.open(acme, write=True, recorder="Rec") as assessment:
        assessment.widen("full")
        asked = assessment.questions
    readiness("export", "acme.readiness", "-o", "full.csv")
    readiness("export", "acme.readiness", "-o", "quick.csv", "--quick")
    assert [row["question"] for row in table(tmp_path / "full.csv")] == [question.id for question in asked]
    quick = table(tmp_path / "quick.csv")
    assert [row["question"] for row in quick] == [question.id for question in asked if question.quick]
    row = next(row for row in quick if row["question"] == "mfa-enforced")
    whole = next(question for question in asked if question.id == "mfa-enforced")
    assert (row["control"], row["asked"], row["takes"]) == (whole.control, whole.text, "0 to 5, unsure")
    assert row["rungs"].split("\n")[5] == f"5 {whole.anchors[5]}"


def test_what_is_refused(readiness: Run, acme: Path, tmp_path: Path) -> None:
    (tmp_path / "kept.csv").write_text("filled in")
    (tmp_path / "folder.csv").mkdir()
    before = contents(tmp_path)
    assert_refused(
        readiness("export", "acme.readiness", "-o", "a.xlsx"), "a.xlsx: the name says the format; give one that ends in .csv or .yaml."
    )
    assert_refused(readiness("export", "acme.readiness", "-o", "kept.csv"), "kept.csv: is there already, and may be filled in")
    assert_refused(readiness("export", "acme.readiness", "-o", "folder.csv"), "folder.csv: is there already")
    assert_refused(readiness("export", "acme.readiness", "-o", "a.csv", "--which", "answered"), "no question is answered there")
    assert_refused(readiness("export", "none.readiness", "-o", "a.csv"), "none.readiness")
    assert_refused(readiness("export", "acme.readiness"), "Missing option '-o'")
    assert contents(tmp_path) == before

"""The language of the questions on the command line: chosen, preferred, missing, and kept in the file."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from cli_cases import HOSTILE, Outcome, assert_refused, contents
from read_once import shipped_once

from questionnaires.texts import fingerprint, texts
from readiness.assessment import Assessment

Run = Callable[..., Outcome]
STARTED = ("new", "a.readiness", "--org", "Acme", "-c", "A", "--set", "full")


def test_new_in_german_keeps_the_language_and_says_how_far_it_goes(readiness: Run, tmp_path: Path) -> None:
    made = readiness(*STARTED, "--language", "de")
    assert (made.code, made.err) == (0, "")
    with Assessment.open(tmp_path / "a.readiness") as assessment:
        assert assessment.library.language == "de"
        german = [question for question in assessment.questions if question.home.startswith("A1.")]
        asked = len(assessment.questions)
    total = sum(not question.home.startswith("DC") for question in shipped_once().questions)
    done = len(german)
    line = f"{done} of {total} questions are in German (Availability completely), {done} of the {asked} asked here; the rest is in English."
    assert line in made.out.splitlines()
    assert all("Sie" in question.why + question.tiny + question.text + question.remediation[0].do for question in german)
    assert "Verfügbarkeit" in readiness("scope", "a.readiness").out


def test_a_german_file_is_answered_scored_and_planned_in_german(readiness: Run, tmp_path: Path) -> None:
    assert readiness(*STARTED, "--language", "de").code == 0
    assert readiness("answer", "a.readiness", "backup-rules", "0").code == 0
    assert readiness("score", "a.readiness").code == 0
    plan = readiness("plan", "a.readiness").out
    assert "Notfallvorsorge, Sicherung und Wiederherstellung" in plan
    assert "Listen Sie jeden Datenspeicher auf" in plan
    assert "List each data store" not in plan


@pytest.mark.parametrize("category", ["A", "Availability", "verfügbarkeit"])
def test_a_category_goes_by_its_name_in_either_language(readiness: Run, category: str) -> None:
    assert readiness("new", "a.readiness", "--org", "Acme", "-c", category, "--language", "de").code == 0
    assert json.loads(readiness("scope", "a.readiness", "--json").out)["categories"] == ["CC", "A"]
    shown = readiness("questions", category, "--language", "de")
    assert "Messen Sie für jeden Teil des Produkts" in shown.out


@pytest.mark.parametrize("language", ["fr", "../de", "DE", "x" * 500, HOSTILE])
def test_a_language_that_is_not_there_is_refused(readiness: Run, tmp_path: Path, language: str) -> None:
    said = "no such language; the questions are there in de and en."
    assert_refused(readiness(*STARTED, "--language", language), said)
    assert_refused(readiness("questions", "--language", language), said)
    assert contents(tmp_path) == {}


def test_the_configured_language_is_the_default_for_new_files(readiness: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("READINESS_LANGUAGE", "de")
    assert "questions are in German" in readiness(*STARTED).out
    assert "questions are in German" not in readiness("new", "b.readiness", "--org", "Acme", "--language", "en").out


def test_a_configured_language_that_is_not_there_only_warns(readiness: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("READINESS_LANGUAGE", "fr")
    made = readiness(*STARTED)
    assert made.code == 0
    assert made.err == "readiness: language: 'fr' is not there, en is used; the questions are there in en and de.\n"
    assert "German" not in made.out


def test_one_question_is_shown_in_german_in_full(readiness: Run) -> None:
    shown = readiness("questions", "backup-rules", "--language", "de").out
    assert "Ist schriftlich festgelegt und genehmigt" in shown
    assert "  0  Niemand hat entschieden" in shown
    assert json.loads(readiness("questions", "backup-rules", "--language", "de", "--json").out)[0]["id"] == "backup-rules"


def test_lint_reports_a_stale_translation_on_its_line(readiness: Run, tmp_path: Path) -> None:
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "library.yaml").write_text("key: ours\ntitle: Ours\nversion: 1.0.0\nextends: soc2\n", encoding="utf-8")
    below = tmp_path / "lib" / "locale" / "fr"
    (below / "soc2").mkdir(parents=True)
    stamp = fingerprint(texts("themes", shipped_once().theme_by_id["vendors"]))
    (below / "library.yaml").write_text("language: {name: French, translated_from: English}\n", encoding="utf-8")
    entry = f'themes:\n- {{id: vendors, of: "{stamp}", title: Fournisseurs, summary: "Bien les choisir."}}\n'
    (below / "soc2" / "themes.yaml").write_text(entry, encoding="utf-8")
    assert readiness("lint", "lib").code == 0
    (below / "soc2" / "themes.yaml").write_text(entry.replace(stamp, "00000000"), encoding="utf-8")
    checked = readiness("lint", "lib")
    assert checked.code == 2
    assert "locale/fr/soc2/themes.yaml:2:21: themes.0.of: the source text of vendors has changed" in checked.err
    assert readiness("questions", "--library", "lib", "--language", "fr").code == 0

"""The back of the Word document: evidence, subservice organisations, what is left out or open, scope, method and answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from readiness.reports.wordkit import Made, bullets, numbered, say
from readiness.reports.wordtables import table


def evidence(document: Made, data: Mapping[str, Any]) -> None:
    """What to have ready, by owner role."""
    if not data["evidence"]:
        say(document, "None is known to be needed so far.")
    for group in data["evidence"]:
        document.add_heading(group["owner"], 2)
        for row in group["rows"]:
            say(document, f"{row['text']} ({row['criterion']}, {row['frequency']})", "List Bullet")
            wanted = row["wanted"]
            population = [f"Population: {text}" for text in wanted["population"]]
            noted = [f"Noted: {text}" for text in row["noted"]]
            bullets(document, (*wanted["design"], *wanted["operation"], *population, *noted), "List Bullet 2")


def related(document: Made, data: Mapping[str, Any]) -> None:
    """What the same work serves elsewhere."""
    table(
        document,
        ("Framework", "Related ids, of those mapped", "Published mapping", "Of its whole"),
        [
            (
                row["framework"],
                f"{row['count']} of {row['mapped']}",
                row["published"] or "none, indicative",
                f"{row['whole']} {row['levels']}",
            )
            for row in data["related"]
        ],
    )


def providers(document: Made, data: Mapping[str, Any]) -> None:
    """Every subservice organisation: how it is treated, what is left to it, and its report."""
    say(document, data["subservice"])
    for row in data["providers"]:
        document.add_heading(row["name"], 2)
        say(document, row["service"])
        for note in row["notes"]:
            say(document, note["text"], label=note["label"])
            bullets(document, note["entries"])


def left_out(document: Made, data: Mapping[str, Any]) -> None:
    """Controls left out of verdicts, replaced or asked otherwise, with reasons."""
    table(
        document,
        ("Control", "How", "Reason", "Effect"),
        [(row["text"], f"{row['kind'].replace('-', ' ')} {row['vendor']}", row["reason"], row["effect"]) for row in data["left_out"]],
    )
    table(
        document,
        ("Compensating control", "Rung", "Its rung", "Counts as", "Reason", "Owner"),
        [(row["text"], row["rung"], row["own_rung"], row["counts_as"], row["reason"], row["owner"]) for row in data["compensating"]],
    )
    bullets(
        document, (f"{row['text']} Not asked: {'; '.join(f'{fact} {value}' for fact, value in row['facts'])}" for row in data["removed"])
    )
    bullets(document, (f"{row['text']} Asked in these words: {row['reason']}" for row in data["reworded"]))


def open_questions(document: Made, data: Mapping[str, Any]) -> None:
    """Questions without a settled answer, and answers that need another look."""
    say(document, "" if data["open"] else "No question is open.")
    table(
        document,
        ("Open question", "Criterion", "State", "Who should know", "Note"),
        [(row["text"], row["criterion"], row["state"], row["who"], row["note"]) for row in data["open"]],
    )
    bullets(document, (f"{row['text']} {'; '.join(row['remarks'])}" for row in data["remarks"]))


def scope(document: Made, data: Mapping[str, Any]) -> None:
    """What the report is about and takes for granted."""
    for group in data["scope"]:
        document.add_heading(group["title"], 2)
        bullets(document, (": ".join(text for text in (line["name"], line["text"]) if text) for line in group["lines"]))
    document.add_heading("Assumptions", 2)
    bullets(document, data["assumptions"])


def method(document: Made, data: Mapping[str, Any]) -> None:
    """The rules by which every figure came about."""
    numbered(document, data["method"])
    say(document, f"Question library: {data['cover']['library']}. Standard: {data['cover']['standard']}.")


def answers(document: Made, data: Mapping[str, Any]) -> None:
    """Every answer as given."""
    if not data["answers"]:
        say(document, "None so far.")
    # Not a table: notes may run over pages, which narrow columns bear badly.
    for row in data["answers"]:
        say(document, f"{row['text']} ({row['criterion']})", "List Bullet")
        level = f"{row['level']}: {row['anchor']}" if row["anchor"] else row["level"]
        basis = f"{row['basis']} by {row['respondent']}".strip() if row["respondent"] else row["basis"]
        details = (f"{label}: {text}" for label, text in row["details"])
        bullets(document, (f"{level} ({basis})", row["note"], *details), "List Bullet 2")

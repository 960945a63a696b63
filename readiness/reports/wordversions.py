"""The parts of the Word document that only some readers' versions have: letter, board's pages, requests, controls, acknowledgement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from questionnaires.wording import count_text
from readiness.reports.wordkit import Made, bullets, day, facts, numbered, say
from readiness.reports.words import ACKNOWLEDGEMENT, UNDATED, amount_text, percent_text, range_text
from readiness.reports.wordtables import table, verdict


def letter(document: Made, data: Mapping[str, Any]) -> None:
    """The whole letter: sender, day, subject, paragraphs, lines to fill in."""
    document.add_heading(data["cover"]["organisation"], 0)
    say(document, day(data["cover"]["report_date"]))
    document.add_heading(data["letter"]["subject"], 1)
    for paragraph in data["letter"]["paragraphs"]:
        say(document, paragraph)
    for label in data["letter"]["signature"]:
        say(document, "_" * 34, label=label)


def both_types(document: Made, data: Mapping[str, Any]) -> None:
    """A line for Type I and one for Type II: where each stands, its gaps and the work they take."""
    table(
        document,
        ("Report", "Verdict", "Readiness", "Lowest to highest possible", "Gaps", "Effort"),
        [
            (
                kind["word"] + (" (this report)" if kind["chosen"] else ""),
                verdict(kind["standing"]),
                percent_text(kind["standing"]["value"]),
                f"{percent_text(kind['standing']['low'])} to {percent_text(kind['standing']['high'])}",
                kind["gaps"],
                range_text(kind["effort_days"]),
            )
            for kind in data["types"]
        ],
    )


def brief(document: Made, data: Mapping[str, Any]) -> None:
    """Where the organisation stands, what is not ready, what it takes, by when, what to decide."""
    say(document, data["headline"], "Headline")
    both_types(document, data)
    document.add_heading("What is not ready", 2)
    behind = [row for verdict in ("not_met", "partly") for row in data["criteria"] if row["main"]["verdict"] == verdict]
    nothing = "No criterion is behind in what is answered." if data["answered"] else "Nothing is answered yet, so nothing can be said."
    say(document, "" if behind else nothing)
    table(
        document,
        ("Criterion", "Verdict", "Behind it"),
        [
            (
                f"{row['id']} {row['title']}",
                verdict(row["main"]),
                row["decided_by"][0] if row["decided_by"] else "",
            )
            for row in behind
        ],
    )
    say(document, data["description_said"])
    document.add_heading("What it takes", 2)
    _takes(document, data)
    document.add_heading("By when", 2)
    say(document, UNDATED if data["no_dates"] and data["items"] else data["no_dates"])
    if data["dates"]:
        milestones = data["dates"]["milestones"]
        bullets(document, (f"{row['title']}: {'not before ' if row['not_before'] else ''}{day(row['day'])}" for row in milestones))
        bullets(document, (f"{row['title']}: {day(row['earliest'])} to {day(row['latest'])}" for row in data["dates"]["likely"]))
        say(document, data["dates"]["stated"])
        say(document, data["dates"]["follows"])
    document.add_heading("What we ask you to decide", 2)
    say(document, "" if data["decisions"] else "Nothing waits for a decision.")
    numbered(document, data["decisions"])


def _takes(document: Made, data: Mapping[str, Any]) -> None:
    if not data["packages"]:
        say(document, "Nothing is planned for what is known so far.")
        return
    items, packages = count_text(len(data["items"]), "item"), count_text(len(data["packages"]), "work package")
    say(document, f"{range_text(data['effort_days'])} of work: {items} in {packages}.")
    budget = data["budget"]
    if budget is None:
        return
    if budget["whole"]["money"]:
        say(document, f"{amount_text(budget['whole']['money'], budget['currency'])} a year, indicative, without the auditor's fee.")
    bullets(
        document,
        (
            f"{row['title'] or 'nobody yet'}: {count_text(row['items'], 'item')}, {range_text(row['effort_days'])}"
            for row in budget["by_owner"]
        ),
    )


def ask(document: Made, data: Mapping[str, Any]) -> None:
    """What one owner is asked for, in a line each."""
    controls = sum(len(group["rows"]) for group in data["evidence"])
    lines = [
        f"{count_text(len(data['items']), 'item')} of the remediation plan, {range_text(data['effort_days'])} of work."
        if data["items"]
        else "",
        f"Evidence for {count_text(controls, 'control')}." if controls else "",
        f"Answers to {count_text(len(data['open']), 'open question')}." if data["open"] else "",
    ]
    bullets(document, lines)
    say(document, "Numbers are those of the whole plan." if any(lines) else "Nothing at present: no item and no open question.")


def controls(document: Made, data: Mapping[str, Any]) -> None:
    """Each criterion with its verdicts and the answers under it."""
    say(document, "Each control stands under the first criterion it serves, with the answer as given and how the interviewer knows.")
    for criterion in (*data["criteria"], *data["description"]):
        document.add_heading(f"{criterion['id']} {criterion['title']}", 2)
        one, two = criterion["type_1"], criterion["type_2"]
        facts(document, ((word, f"{row['glyph']} {row['word']}") for word, row in (("Type I", one), ("Type II", two))))
        for row in data["answers"]:
            if row["criterion"] == criterion["id"]:
                basis = f"{row['basis']} by {row['respondent']}".strip() if row["respondent"] else row["basis"]
                level = f"{row['level']}: {row['anchor']}" if row["anchor"] else row["level"]
                say(document, row["text"], "List Bullet")
                details = (f"{label}: {text}" for label, text in row["details"])
                bullets(document, (f"{level} ({basis})", row["note"], *details), "List Bullet 2")
        for row in data["open"]:
            if row["criterion"] == criterion["id"] and row["kind"] == "unanswered":
                say(document, f"{row['text']} {row['state']} ({row['who']})", "List Bullet")


def evidence_index(document: Made, data: Mapping[str, Any]) -> None:
    """Every piece of evidence that an answer names."""
    if not data["evidence_index"]:
        say(document, "No answer names a piece of evidence yet.")
    table(
        document,
        ("No.", "Control", "Criterion", "Reference", "Collected", "Basis"),
        [
            (
                f"E{row['number']}",
                row["text"],
                row["criterion"],
                _reference(row),
                day(row["collected_on"]),
                f"{row['basis']} by {row['respondent']}" if row["respondent"] else row["basis"],
            )
            for row in data["evidence_index"]
        ],
    )


def _reference(row: Mapping[str, Any]) -> str:
    named = ": ".join(filter(None, (row["title"], row["reference"])))
    return "\n".join(filter(None, (named, row["known"], f"SHA-256 {row['sha256']}" if row["sha256"] else "")))


def description(document: Made, data: Mapping[str, Any]) -> None:
    """How far the description of the system has come."""
    say(
        document, "What management writes about its system, which the auditor examines with the controls. Outside verdicts and percentages."
    )
    table(
        document,
        ("Criterion of the description", "Status", "Answered", "Decided by"),
        [
            (
                f"{row['id']} {row['title']}",
                verdict(row["main"]),
                f"{percent_text(100 * row['answered'])} of {count_text(row['questions'], 'question')}",
                "; ".join(row["decided_by"]),
            )
            for row in data["description"]
        ],
    )


def acknowledgement(document: Made, data: Mapping[str, Any]) -> None:
    """The statement, who acknowledged it, and responses."""
    around = data["edition"]
    final = around["final"]
    say(document, final["statement"] if final else ACKNOWLEDGEMENT)
    if final:
        said = f"Acknowledged on {day(final['day'])} by {final['by']}, {final['role']}, as version {final['number']}."
        say(document, said)
        say(document, f"SHA-256 of what was frozen: {final['sha256']}")
    elif around["state"] == "review":
        say(document, "To be acknowledged when this document is made final.")
        for label in ("Name and role", "Day", "Signature"):
            say(document, "_" * 34, label=label)
    else:
        say(document, "Not acknowledged: this is a draft.")
    document.add_heading("Responses to the items", 2)
    answered = [item for item in data["items"] if item["response"]]
    silent = len(data["items"]) - len(answered)
    everything = "Every item has a response." if data["items"] else "No item."
    say(document, f"No response is noted for {count_text(silent, 'item')}." if silent else everything)
    table(
        document,
        ("No.", "Item", "Response", "Owner", "Due", "Status"),
        [(item["number"], item["title"], item["response"], item["owner"], day(item["due"]), item["state"] or "open") for item in answered],
    )

"""The report as an editable Word document, chapter by chapter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from readiness.reports.templating import template_data
from readiness.reports.wordkit import Made, blank, bullets, content, say, table
from readiness.reports.words import CONFIDENTIAL, RUNG_WORDS, count_text, day_text, number_text, percent_text, range_text


def word_bytes(data: Mapping[str, Any]) -> bytes:
    """The document; the same data gives the same bytes."""
    document, everything = blank(data["cover"]), template_data(data)
    for chapter in (_cover, _summary, _time, _gaps, _plan, _evidence, _outside, _scope, _answers):
        chapter(document, everything)
    return content(document)


def _cover(document: Made, data: Mapping[str, Any]) -> None:
    cover = data["cover"]
    document.add_heading(f"{cover['title']}: remediation plan for {cover['organisation']}", 0)
    say(document, f"{cover['type_word']}, {cover['period']}. {cover['set_word'].capitalize()}, {cover['round_name']}.")
    say(document, f"{_day(cover['report_date'])}. {CONFIDENTIAL}.")
    say(document, cover["disclaimer"], "Intense Quote")
    say(document, cover["product"])
    say(document, "; ".join(cover["entities"]), label="Legal entities")
    say(document, ", ".join(cover["categories"]), label="Categories")
    say(document, cover["basis_line"], label="Basis")


def _summary(document: Made, data: Mapping[str, Any]) -> None:
    document.add_heading("Where you stand", 1)
    say(document, data["headline"])
    table(
        document,
        ("Report", "Verdict", "Readiness", "Lowest to highest possible", "Gaps", "Effort"),
        [
            (
                kind["word"] + (" (this report)" if kind["chosen"] else ""),
                *_standing(kind["standing"]),
                kind["gaps"],
                range_text(kind["effort_days"]),
            )
            for kind in data["types"]
        ],
    )
    table(
        document,
        ("Criteria by verdict", *(count["word"] for count in data["types"][0]["counts"])),
        [(kind["word"], *(count["count"] for count in kind["counts"])) for kind in data["types"]],
    )
    table(
        document,
        ("Series", "Verdict", "Readiness", "Lowest to highest possible", "Answered"),
        [(f"{row['id']} {row['title']}", *_standing(row["main"]), percent_text(100 * row["answered"])) for row in data["series"]],
    )
    document.add_heading("Criteria", 2)
    table(
        document,
        ("Criterion", "Verdict", "Readiness", "Lowest to highest possible", data["criteria"][0]["other_word"] if data["criteria"] else ""),
        [
            (f"{row['id']} {row['title']}", *_standing(row["main"]), f"{row['other']['glyph']} {row['other']['word']}")
            for row in data["criteria"]
        ],
    )


def _standing(row: Mapping[str, Any]) -> tuple[str, str, str]:
    return f"{row['glyph']} {row['word']}", percent_text(row["value"]), f"{percent_text(row['low'])} to {percent_text(row['high'])}"


def _time(document: Made, data: Mapping[str, Any]) -> None:
    """Window, dates, totals and expected readiness, as far as they are known."""
    window, dates, budget = data["window"], data["dates"], data["budget"]
    if window:
        document.add_heading("Observation window", 2)
        say(
            document,
            f"Could a window open on {_day(window['opening_start'])} and run to {_day(window['opening_end'])}? {window['opening']}",
        )
        bullets(document, (f"{row['text']} (rung {row['rung']}). {row['obstacle']}." for row in window["blocking"]))
        so_far = "" if window["over"] else ", as far as it has run"
        results = "; ".join(f"{count} {text}" for text, count in window["results"])
        asked = f"Would the window from {_day(window['holding_start'])} to {_day(window['holding_end'])} hold{so_far}?"
        say(document, f"{asked} {window['holding']}" + (f": {results}" if results else ""))
    if dates:
        document.add_heading("Dates", 2)
        shares = ", ".join(f"{row['who']} {number_text(row['days'])}" for row in dates["capacity"])
        capacity = f"{number_text(dates['weekly_days'])} person-days a week" + (f" ({shares})" if shares else "")
        say(document, f"From {_day(dates['start'])} with {capacity}.")
        table(
            document,
            ("Milestone", "Expected", "Efforts at their least", "Efforts at their most"),
            [
                (
                    row["title"],
                    ("not before " if row["not_before"] else "") + _day(row["day"]),
                    _day(row["least"]),
                    _day(row["most"]),
                )
                for row in dates["milestones"]
            ],
        )
        bullets(document, (f"{row['title']}: {_day(row['earliest'])} to {_day(row['latest'])}" for row in dates["likely"]))
        say(document, dates["basis"])
    if budget:
        document.add_heading("What it takes", 2)
        groups = (("plan", [budget["whole"]]), *((by, budget[f"by_{by}"]) for by in ("owner", "category", "month")))
        money = [f"{budget['currency']} a year"] if budget["currency"] else []
        table(
            document,
            ["By", "What", "Items", "Effort", *money],
            [
                [
                    by,
                    row["title"] or "nobody yet",
                    row["items"],
                    range_text(row["effort_days"]),
                    *([_amount(row["money"])] if money else []),
                ]
                for by, members in groups
                for row in members
            ],
        )
        say(document, budget["basis"])
    if data["burn_up"]:
        document.add_heading("Expected readiness, if the plan is kept", 2)
        table(
            document,
            ("Day", "Items done", "Criteria at their aim", "Lowest to highest possible"),
            [
                (_day(row["day"]), row["done"], row["met"], f"{percent_text(row['low'])} to {percent_text(row['high'])}")
                for row in data["burn_up"]
            ],
        )


def _amount(money: Sequence[float]) -> str:
    return f"{number_text(money[0])} to {number_text(money[1])}"


def _gaps(document: Made, data: Mapping[str, Any]) -> None:
    document.add_heading("Gaps", 1)
    items = data["items"]
    table(
        document,
        ("No.", "Control", "Criterion", "Kind", "Severity", "Rung", "Owner"),
        [
            (
                gap["number"] or "set aside",
                gap["text"],
                gap["criterion"],
                gap["kind_word"],
                gap["severity"],
                f"{gap['rung']} {RUNG_WORDS[gap['rung']]}",
                items[gap["number"] - 1]["owner"] if gap["number"] else "",
            )
            for gap in data["gaps"]
        ],
        (12, 50, 20, 28, 19, 18, 23),
    )
    if not data["gaps"]:
        say(document, "No gap is known so far.")


def _plan(document: Made, data: Mapping[str, Any]) -> None:
    document.add_heading("Remediation plan", 1)
    dated = {row["number"]: row for row in (data["dates"] or {}).get("work", ())}
    if not data["packages"]:
        none = "Nothing is left to plan: every gap known so far is set aside." if data["gaps"] else "No gap is known so far."
        say(document, none)
    for package in data["packages"]:
        document.add_heading(f"{package['number']}. {package['title']}", 2)
        say(document, package["summary"])
        say(document, f"{count_text(len(package['items']), 'item')}, {range_text(package['effort_days'])}, {', '.join(package['owners'])}")
        for item in package["items"]:
            _item(document, item, dated.get(item["number"]))
    if data["set_aside"]:
        document.add_heading("Set aside", 2)
        table(
            document,
            ("Item", "Status", "Until", "Done on", "By", "Reason", "Effect"),
            [
                (row["title"], row["state"], _day(row["until"]), _day(row["day"]), row["by"], row["reason"], row["effect"])
                for row in data["set_aside"]
            ],
        )


def _item(document: Made, item: Mapping[str, Any], dated: Mapping[str, Any] | None) -> None:
    document.add_heading(f"{item['number']}. {item['title']}", 3)
    kind = "your own item" if item["own"] else f"{item['kind_word']} gap"
    say(document, f"{item['severity']}, {kind}" + (", quick win" if item["quick_win"] else ""))
    say(document, item["why"])
    if not item["own"]:
        say(document, f"{item['present']} (rung {item['rung']})", label="Today")
        say(document, f"{item['aim']} (rung {item['target']})", label="Aim")
    say(document, item["state"], label="Status")
    say(document, _day(item["due"]) if item["due"] else "", label="Due")
    say(document, item["response"], label="Management")
    say(document, f"{item['owner']}. Effort: {range_text(item['effort_days'])}. Cost: {item['cost']}.", label="Owner")
    say(document, count_text(item["lead_days"], "day") if item["lead_days"] else "", label="Lead time")
    say(document, ", ".join(item["criteria"]), label="Criteria")
    say(document, "; ".join(f"{number} {text}" for number, text in item["after"]), label="First do")
    if dated:
        path = ", on the critical path" if dated["critical"] else ""
        days = f"{_day(dated['start'])} to {_day(dated['finish'])}, done {_day(dated['done'])}{path}"
        say(document, f"{dated['who']}: {days}", label="Dates")
    if item["compensated"]:
        say(document, "A compensating control stands beside it; agree with your auditor.")
    if item["nothing_written"]:
        say(document, "Nothing is written down yet.")
    bullets(document, (f"{step['text']} ({range_text(step['days'])})" for step in item["steps"]))
    say(document, "; ".join(item["evidence"]["design"] + item["evidence"]["operation"]), label="Evidence to keep")


def _evidence(document: Made, data: Mapping[str, Any]) -> None:
    document.add_heading("Evidence to have ready", 1)
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
    if data["related"]:
        document.add_heading("Related work in other frameworks", 2)
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


def _outside(document: Made, data: Mapping[str, Any]) -> None:
    document.add_heading("Left out, replaced and open", 1)
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
    table(
        document,
        ("Open question", "Criterion", "State", "Who should know", "Note"),
        [(row["text"], row["criterion"], row["state"], row["who"], row["note"]) for row in data["open"]],
    )
    bullets(document, (f"{row['text']} {'; '.join(row['remarks'])}" for row in data["remarks"]))


def _scope(document: Made, data: Mapping[str, Any]) -> None:
    document.add_heading("Scope and assumptions", 1)
    for group in data["scope"]:
        document.add_heading(group["title"], 2)
        bullets(document, (": ".join(text for text in (line["name"], line["text"]) if text) for line in group["lines"]))
    document.add_heading("Assumptions", 2)
    bullets(document, data["assumptions"])
    document.add_heading("How the figures are computed", 1)
    bullets(document, data["method"], "List Number")
    say(document, f"Question library: {data['cover']['library']}. Standard: {data['cover']['standard']}.")


def _answers(document: Made, data: Mapping[str, Any]) -> None:
    document.add_heading("Answers", 1)
    if not data["answers"]:
        say(document, "None so far.")
    # Not a table: notes may run over pages, which narrow columns bear badly.
    for row in data["answers"]:
        say(document, f"{row['text']} ({row['criterion']})", "List Bullet")
        level = f"{row['level']}: {row['anchor']}" if row["anchor"] else row["level"]
        basis = f"{row['basis']} by {row['respondent']}" if row["respondent"] else row["basis"]
        details = (f"{label}: {text}" for label, text in row["details"])
        bullets(document, (f"{level} ({basis})", row["note"], *details), "List Bullet 2")


def _day(value: str | None) -> str:
    return "" if value is None else day_text(date.fromisoformat(value))

"""The report as an Excel workbook: gaps, plan, evidence requests, criteria and what belongs to them, each a table with filters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import xlsxwriter

from readiness.exchange.tables import Cell
from readiness.reports.brand import PLAIN, Brand
from readiness.reports.dates import STATED
from readiness.reports.providers import CONTROLS, EXPECTED, METHOD, READING, RECENT
from readiness.reports.sheets import Sheet, Styles, write_sheet
from readiness.reports.templating import template_data
from readiness.reports.tracking import tracking_tables
from readiness.reports.words import RUNG_WORDS, assessed, in_a_sentence

_NARROW, _MIDDLE, _WIDE = 12, 24, 60


def workbook_bytes(data: Mapping[str, Any], brand: Brand = PLAIN) -> bytes:
    """The workbook, of a brand the paper alone; the same data gives the same bytes."""
    buffer, cover, around = BytesIO(), data["cover"], data["edition"]
    said = ". ".join(filter(None, (around["mark"], around["label"])))
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(buffer, options)
    made = date.fromisoformat(cover["report_date"])
    book.set_properties(
        {
            "title": around["name"],
            "subject": f"{cover['type_word']}, {cover['set_word']}",
            "author": cover["organisation"],
            "comments": f"{said}. {cover['disclaimer']}",
            "created": datetime(made.year, made.month, made.day, tzinfo=UTC),
        }
    )
    styles = Styles(book)
    everything = template_data(data)
    for section, sheet in (("", _about(data)), *_sheets(everything)):
        if not section or section in around["sections"]:
            write_sheet(book.add_worksheet(sheet.name), sheet, styles, said, brand.paper)
    book.close()
    return buffer.getvalue()


def _about(data: Mapping[str, Any]) -> Sheet:
    cover = data["cover"]
    rows: list[Sequence[Cell]] = [
        ("Report", f"{cover['title']}: {in_a_sentence(data['edition']['title'])}", None, None),
        ("State", data["edition"]["mark"], None, None),
        ("Use", data["edition"]["notice"], None, None),
        ("Organisation", cover["organisation"], None, None),
        ("Date", _day(cover["report_date"]), None, None),
        ("Type", f"{cover['type_word']}, {cover['period']}", None, None),
        ("Categories", ", ".join(cover["categories"]), None, None),
        ("Round", f"{cover['round_name']}, {cover['set_word']}", None, None),
        ("Where you stand", data["headline"], None, None),
        ("Basis", cover["basis_line"], None, None),
        ("Disclaimer", cover["disclaimer"], None, None),
        ("Questions", None, data["asked"], None),
        ("Questions answered", None, data["answered"], None),
        ("Answers shown", None, data["shown"], None),
        ("Effort in person-days, least and most", None, *data["effort_days"]),
    ]
    for kind in data["types"]:
        standing = kind["standing"]
        rows += [
            (f"{kind['word']}: overall", standing["word"], None, None),
            (f"{kind['word']}: readiness in percent of what is answered", None, standing["value"], None),
            (f"{kind['word']}: readiness in percent, lowest and highest possible", None, standing["low"], standing["high"]),
            (f"{kind['word']}: gaps", None, kind["gaps"], None),
            *((f"{kind['word']}: criteria {count['word']}", None, count["count"], None) for count in kind["counts"]),
        ]
    for row in (data["dates"] or {}).get("milestones", ()):
        how = "stated" if row["id"] in STATED else "not before" if row["not_before"] else "expected"
        rows.append((row["title"], how, _day(row["day"]), None))
    return Sheet("Report", (("What", _MIDDLE * 2), ("Text", _WIDE), ("Figure", _NARROW), ("To", _NARROW)), rows)


def _gaps(data: Mapping[str, Any]) -> Sheet:
    columns = (
        ("No.", _NARROW),
        ("Control", _WIDE),
        ("Question", _MIDDLE),
        ("Criterion", _NARROW),
        ("Kind", _NARROW + 4),
        ("Severity", _NARROW),
        ("Rung", _NARROW),
        ("Rung in words", _NARROW),
        ("Owner", _MIDDLE),
        ("Status", _NARROW + 4),
        ("Due", _NARROW),
        ("Work package", _MIDDLE),
        ("Compensated", _NARROW),
        ("Nothing written", _NARROW),
    )
    rows = []
    for gap in data["gaps"]:
        item = data["item_of"][gap["number"]] if gap["number"] else None
        rows.append(
            (
                gap["number"] or None,
                gap["text"],
                gap["question"],
                gap["criterion"],
                gap["kind_word"],
                gap["severity"],
                gap["rung"],
                RUNG_WORDS[gap["rung"]],
                item["owner"] if item else None,
                (item["state"] or "open") if item else "set aside",
                _day(item["due"]) if item else None,
                gap["package"],
                gap["compensated"],
                gap["nothing_written"],
            )
        )
    return Sheet("Gaps", columns, rows)


def _plan(data: Mapping[str, Any]) -> Sheet:
    package_of = {item["number"]: package["title"] for package in data["packages"] for item in package["items"]}
    dated = {row["number"]: row for row in (data["dates"] or {}).get("work", ())}
    columns = [
        ("No.", _NARROW),
        ("Item", _WIDE),
        ("Question", _MIDDLE),
        ("Work package", _MIDDLE),
        ("Severity", _NARROW),
        ("Kind", _NARROW + 4),
        ("Owner", _MIDDLE),
        ("Status", _NARROW + 4),
        ("Due", _NARROW),
        ("Least days", _NARROW),
        ("Most days", _NARROW),
        ("Lead days", _NARROW),
        ("Cost", _NARROW),
        ("Quick win", _NARROW),
        ("Criteria", _MIDDLE),
        ("After", _NARROW),
        ("Rung", _NARROW),
        ("Target", _NARROW),
        ("Steps", _WIDE),
        ("Response", _WIDE),
    ]
    if dated:
        columns += [(title, _NARROW) for title in ("Start", "Finish", "Done", "Critical", "Slack days")]
    rows = []
    for item in data["items"]:
        row: list[Cell] = [
            item["number"],
            item["title"],
            item["question"],
            package_of[item["number"]],
            item["severity"],
            "your own item" if item["own"] else item["kind_word"],
            item["owner"],
            item["state"] or "open",
            _day(item["due"]),
            *item["effort_days"],
            item["lead_days"],
            item["cost"],
            item["quick_win"],
            ", ".join(item["criteria"]),
            ", ".join(str(number) for number, _ in item["after"]),
            None if item["own"] else item["rung"],
            None if item["own"] else item["target"],
            "\n".join(f"{number}. {step['text']}" for number, step in enumerate(item["steps"], start=1)),
            item["response"],
        ]
        if dated:
            own = dated.get(item["number"])
            row += [*(_day(own[name]) for name in ("start", "finish", "done")), own["critical"], own["slack_days"]] if own else [None] * 5
        rows.append(row)
    return Sheet("Plan", columns, rows)


def _evidence(data: Mapping[str, Any]) -> Sheet:
    columns = (
        ("Owner", _MIDDLE),
        ("Criterion", _NARROW),
        ("Control", _WIDE),
        ("Question", _MIDDLE),
        ("How often", _NARROW),
        ("Kind", _NARROW),
        ("Evidence", _WIDE),
        ("Noted so far", _MIDDLE),
    )
    rows = [
        (
            group["owner"],
            row["criterion"],
            row["text"],
            row["question"],
            row["frequency"],
            kind,
            wanted,
            "\n".join(row["noted"]),
        )
        for group in data["evidence"]
        for row in group["rows"]
        for kind, wanted in (
            _wanted(row["wanted"]) or [("", "")]  # a control that names none still has its line
        )
    ]
    return Sheet("Evidence", columns, rows)


def _wanted(wanted: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    return [(kind, text) for kind in ("design", "operation", "population") for text in wanted[kind]]


def _criteria(data: Mapping[str, Any]) -> Sheet:
    columns = [("Criterion", _NARROW), ("Title", _WIDE), ("Series", _NARROW), ("Category", _NARROW)]
    for word in (kind["word"] for kind in data["types"]):
        columns += [(f"{word} verdict", _NARROW + 4)]
        columns += [(f"{word} {name}", _NARROW) for name in ("lowest %", "readiness %", "highest %")]
    columns += [("Answered %", _NARROW), ("Questions", _NARROW), ("Decided by", _WIDE)]
    rows = [
        (
            row["id"],
            row["title"],
            row["series"],
            row["category"],
            *_standing(row["type_1"]),
            *_standing(row["type_2"]),
            100 * row["answered"],
            row["questions"],
            "\n".join(row["decided_by"]),
        )
        for row in data["criteria"]
    ]
    return Sheet("Criteria", columns, rows)


def _standing(row: Mapping[str, Any]) -> tuple[Cell, ...]:
    return row["word"], row["low"], assessed(row), row["high"]


def _sheets(data: Mapping[str, Any]) -> Iterable[tuple[str, Sheet]]:
    """Every sheet with the section it belongs to; after the first four only what there is."""
    yield "gaps", _gaps(data)
    yield "plan", _plan(data)
    yield "evidence", _evidence(data)
    yield "criteria", _criteria(data)
    for section, found in tracking_tables(data):
        yield section, Sheet(*found)
    if data["providers"]:
        yield "providers", _providers(data["providers"])
    if data["evidence_index"]:
        yield "evidence-index", _index(data["evidence_index"])
    if data["open"]:
        columns = (("Question", _WIDE), ("Id", _MIDDLE), ("Criterion", _NARROW), ("State", _MIDDLE), ("Who", _MIDDLE), ("Note", _WIDE))
        yield "open", Sheet("Open questions", columns, [[row[key] for key in _OPEN] for row in data["open"]])
    if data["set_aside"]:
        columns = (("Item", _WIDE), ("Status", _MIDDLE), ("Until", _NARROW), ("Done on", _NARROW), ("By", _MIDDLE), ("Reason", _WIDE))
        rows = [
            (row["title"], row["state"], _day(row["until"]), _day(row["day"]), row["by"], f"{row['reason']}\n{row['effect']}".strip())
            for row in data["set_aside"]
        ]
        yield "set-aside", Sheet("Set aside", columns, rows)
    if data["budget"]:
        yield "dates", _totals(data["budget"])
    if data["burn_up"]:
        heads = ("Day", "Items done", "Criteria at their aim", "Lowest %", "Readiness %", "Highest %")
        weeks = [(_day(row["day"]), row["done"], row["met"], row["low"], row["value"], row["high"]) for row in data["burn_up"]]
        yield "dates", Sheet("Expected readiness", [(head, _NARROW) for head in heads], weeks)


def _providers(rows: Sequence[Mapping[str, Any]]) -> Sheet:
    labels = (METHOD, CONTROLS, READING, RECENT, EXPECTED)
    columns = [("Organisation", _MIDDLE), ("Service", _MIDDLE), *((label, _MIDDLE * 2) for label in labels)]
    listed = []
    for row in rows:
        said = {note["label"]: "\n".join((note["text"], *note["entries"])) for note in row["notes"]}
        days = (_day(row["last_read"]), _day(row["report_from"]))
        listed.append([row["name"], row["service"], *(said.get(label) for label in labels), *days])
    return Sheet("Subservice organisations", [*columns, ("Last read", _NARROW), ("Ends from", _NARROW)], listed)


def _index(rows: Sequence[Mapping[str, Any]]) -> Sheet:
    widths = {
        "title": _MIDDLE,
        "question": _MIDDLE,
        "respondent": _MIDDLE,
        "sha256": _MIDDLE,
        "known": _MIDDLE,
        "text": _WIDE,
        "reference": _WIDE,
    }
    listed = [[_day(row[key]) if key == "collected_on" else row[key] for key in _INDEX] for row in rows]
    return Sheet("Evidence index", [(title, widths.get(key, _NARROW)) for key, title in _INDEX.items()], listed)


_INDEX = {
    "number": "No.",
    "text": "Control",
    "question": "Question",
    "criterion": "Criterion",
    "title": "Title",
    "reference": "Reference",
    "collected_on": "Collected",
    "known": "Known of it",
    "sha256": "SHA-256",
    "basis": "Basis",
    "respondent": "Respondent",
}
_OPEN = ("text", "question", "criterion", "state", "who", "note")


def _totals(budget: Mapping[str, Any]) -> Sheet:
    columns = [("By", _NARROW), ("Name", _MIDDLE), ("Items", _NARROW), ("Least days", _NARROW), ("Most days", _NARROW)]
    if budget["currency"]:
        columns += [(f"{budget['currency']} a year, least", _NARROW), (f"{budget['currency']} a year, most", _NARROW)]
    groups = (("plan", [budget["whole"]]), *((by, budget[f"by_{by}"]) for by in ("owner", "category", "month")))
    rows = [
        (by, row["title"], row["items"], *row["effort_days"], *map(round, row["money"] or ())) for by, members in groups for row in members
    ]
    return Sheet("Totals", columns, rows)


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)

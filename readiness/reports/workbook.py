"""The report as an Excel workbook: gaps, plan, evidence requests, criteria and what belongs to them, each a table with filters.

Every value is written as what it is, a text always as a text: nothing a person wrote can become a formula or a link.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from readiness.exchange.tables import FORMULA_SIGNS, Cell
from readiness.reports.templating import template_data
from readiness.reports.tracking import tracking_tables
from readiness.reports.words import RUNG_WORDS, in_a_sentence

_LONGEST = 32_767
_NARROW, _MIDDLE, _WIDE = 12, 24, 60
# A line's height in points, and as many as a row can have.
_LINE, _MOST_LINES = 15, 27
_LONGEST_FOOTER = 200


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One table: its sheet's name, columns (heading, width) and rows."""

    name: str
    columns: Sequence[tuple[str, int]]
    rows: Sequence[Sequence[Cell]]


def workbook_bytes(data: Mapping[str, Any]) -> bytes:
    """The workbook; the same data gives the same bytes."""
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
    styles = _Styles(book)
    everything = template_data(data)
    for section, sheet in (("", _about(data)), *_sheets(everything)):
        if not section or section in around["sections"]:
            _write(book.add_worksheet(sheet.name), sheet, styles, said)
    book.close()
    return buffer.getvalue()


class _Styles:
    """The few formats of a workbook."""

    def __init__(self, book: Workbook) -> None:
        common = {"valign": "top", "text_wrap": True}
        self.text: Format = book.add_format(common)
        self.quoted: Format = book.add_format({**common, "quote_prefix": True})
        self.day: Format = book.add_format({**common, "num_format": "yyyy-mm-dd"})
        self.number: Format = book.add_format({**common, "num_format": "0.##"})


def _write(page: Worksheet, sheet: _Sheet, styles: _Styles, said: str) -> None:
    last = max(len(sheet.rows), 1)
    heads = [{"header": title} for title, _ in sheet.columns]
    name = "".join(filter(str.isalnum, sheet.name))
    page.add_table(0, 0, last, len(heads) - 1, {"name": name, "columns": heads, "style": "Table Style Light 9"})
    for column, (_, width) in enumerate(sheet.columns):
        page.set_column(column, column, width)
    for number, row in enumerate(sheet.rows, start=1):
        # Not every program works out the height of wrapped text when it opens a file.
        page.set_row(
            number, _LINE * min(_MOST_LINES, max(_lines(value, width) for value, (_, width) in zip(row, sheet.columns, strict=True)))
        )
        for column, value in enumerate(row):
            _cell(page, number, column, value, styles)
    page.freeze_panes(1, 0)
    page.repeat_rows(0)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    # An ampersand begins a command in a footer, and stands for itself when doubled.
    page.set_footer(f"&L{said.replace('&', '&&')[:_LONGEST_FOOTER]}&R&P / &N")


def _lines(value: Cell, width: int) -> int:
    return sum(1 + len(line) // width for line in value.split("\n")) if isinstance(value, str) else 1


def _cell(page: Worksheet, row: int, column: int, value: Cell, styles: _Styles) -> None:
    match value:
        case None | "":
            page.write_blank(row, column, None, styles.text)
        case bool():
            page.write_boolean(row, column, value, styles.text)
        case int() | float():
            page.write_number(row, column, value, styles.number)
        case date():
            page.write_datetime(row, column, datetime(value.year, value.month, value.day), styles.day)
        case str():
            text = value if len(value) <= _LONGEST else value[: _LONGEST - 1] + "…"
            page.write_string(row, column, text, styles.quoted if text.startswith(FORMULA_SIGNS) else styles.text)


def _about(data: Mapping[str, Any]) -> _Sheet:
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
            (f"{kind['word']}: readiness in percent, lowest and highest possible", None, standing["low"], standing["high"]),
            (f"{kind['word']}: gaps", None, kind["gaps"], None),
            *((f"{kind['word']}: criteria {count['word']}", None, count["count"], None) for count in kind["counts"]),
        ]
    for row in (data["dates"] or {}).get("milestones", ()):
        rows.append((row["title"], "not before" if row["not_before"] else "expected", _day(row["day"]), None))
    return _Sheet("Report", (("What", _MIDDLE * 2), ("Text", _WIDE), ("Figure", _NARROW), ("To", _NARROW)), rows)


def _gaps(data: Mapping[str, Any]) -> _Sheet:
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
    return _Sheet("Gaps", columns, rows)


def _plan(data: Mapping[str, Any]) -> _Sheet:
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
    return _Sheet("Plan", columns, rows)


def _evidence(data: Mapping[str, Any]) -> _Sheet:
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
    return _Sheet("Evidence", columns, rows)


def _wanted(wanted: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    return [(kind, text) for kind in ("design", "operation", "population") for text in wanted[kind]]


def _criteria(data: Mapping[str, Any]) -> _Sheet:
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
    return _Sheet("Criteria", columns, rows)


def _standing(row: Mapping[str, Any]) -> tuple[Cell, ...]:
    return row["word"], row["low"], row["value"], row["high"]


def _sheets(data: Mapping[str, Any]) -> Iterable[tuple[str, _Sheet]]:
    """Every sheet with the section it belongs to; after the first four only what there is."""
    yield "gaps", _gaps(data)
    yield "plan", _plan(data)
    yield "evidence", _evidence(data)
    yield "criteria", _criteria(data)
    for section, found in tracking_tables(data):
        yield section, _Sheet(*found)
    if data["evidence_index"]:
        yield "evidence-index", _index(data["evidence_index"])
    if data["open"]:
        columns = (("Question", _WIDE), ("Id", _MIDDLE), ("Criterion", _NARROW), ("State", _MIDDLE), ("Who", _MIDDLE), ("Note", _WIDE))
        yield "open", _Sheet("Open questions", columns, [[row[key] for key in _OPEN] for row in data["open"]])
    if data["set_aside"]:
        columns = (("Item", _WIDE), ("Status", _MIDDLE), ("Until", _NARROW), ("Done on", _NARROW), ("By", _MIDDLE), ("Reason", _WIDE))
        rows = [
            (row["title"], row["state"], _day(row["until"]), _day(row["day"]), row["by"], f"{row['reason']}\n{row['effect']}".strip())
            for row in data["set_aside"]
        ]
        yield "set-aside", _Sheet("Set aside", columns, rows)
    if data["budget"]:
        yield "dates", _totals(data["budget"])
    if data["burn_up"]:
        heads = ("Day", "Items done", "Criteria at their aim", "Lowest %", "Readiness %", "Highest %")
        weeks = [(_day(row["day"]), row["done"], row["met"], row["low"], row["value"], row["high"]) for row in data["burn_up"]]
        yield "dates", _Sheet("Expected readiness", [(head, _NARROW) for head in heads], weeks)


def _index(rows: Sequence[Mapping[str, Any]]) -> _Sheet:
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
    return _Sheet("Evidence index", [(title, widths.get(key, _NARROW)) for key, title in _INDEX.items()], listed)


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


def _totals(budget: Mapping[str, Any]) -> _Sheet:
    columns = [("By", _NARROW), ("Name", _MIDDLE), ("Items", _NARROW), ("Least days", _NARROW), ("Most days", _NARROW)]
    if budget["currency"]:
        columns += [(f"{budget['currency']} a year, least", _NARROW), (f"{budget['currency']} a year, most", _NARROW)]
    groups = (("plan", [budget["whole"]]), *((by, budget[f"by_{by}"]) for by in ("owner", "category", "month")))
    rows = [(by, row["title"], row["items"], *row["effort_days"], *(row["money"] or ())) for by, members in groups for row in members]
    return _Sheet("Totals", columns, rows)


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)

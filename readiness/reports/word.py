"""The report as an editable Word document: cover, then the sections of its edition. Draws where things stand and what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from questionnaires.wording import count_text
from readiness.reports import wordback, wordtracking, wordversions
from readiness.reports.brand import PLAIN, Brand
from readiness.reports.templating import template_data
from readiness.reports.wordkit import Made, Paragraph, blank, bullets, content, contents, day, facts, numbered, picture, say
from readiness.reports.words import RUNG_WORDS, amount_text, assessed, month_text, number_text, percent_text, range_text
from readiness.reports.wordtables import Toned, labelled, table, verdict


def word_bytes(data: Mapping[str, Any], brand: Brand = PLAIN) -> bytes:
    """The document; the same data and brand give the same bytes."""
    document, everything = blank(data["cover"], data["edition"], brand), template_data(data)
    if data["edition"]["version"] == "buyer":
        wordversions.letter(document, everything)
        return content(document)
    place = None
    if data["edition"]["version"] in ("team", "auditor"):
        place = _cover(document, everything, brand)
    else:
        _top(document, everything, brand)
    for name, title in everything["chapters"]:
        heading = document.add_heading(title, 1)
        heading.paragraph_format.page_break_before = place is not None and name == everything["chapters"][0][0]
        _SECTIONS[name](document, everything)
    if place is not None:
        contents(place, document.paragraphs)
    return content(document)


def _cover(document: Made, data: Mapping[str, Any], brand: Brand) -> Paragraph:
    """The cover page, then the word Contents; its paragraph, after which the contents belong."""
    cover, around = data["cover"], data["edition"]
    picture(document, brand)
    say(document, brand.name)
    say(document, cover["title"], "Kicker")
    say(document, around["title"], "Subtitle")
    document.add_heading(cover["organisation"], 0)
    say(document, cover["product"], "Subtitle")
    say(document, brand.cover_text)
    document.add_paragraph()
    labelled(
        document,
        [
            ("Report", f"{cover['type_word']}, {cover['period']}"),
            ("Legal entities", "\n".join(cover["entities"])),
            ("Categories", ", ".join(cover["categories"])),
            ("Criteria", cover["standard"]),
            ("Round", f"{cover['round_name']} ({cover['set_word']})"),
            ("Basis", cover["basis_line"]),
            ("Date", day(cover["report_date"])),
            ("State", _state(around)),
        ],
    )
    _notices(document, cover, around)
    head = document.add_paragraph("Contents", "TOC Heading")
    head.paragraph_format.page_break_before = True
    return head


def _top(document: Made, data: Mapping[str, Any], brand: Brand) -> None:
    """The head of a short version: what it is and what it rests on, with no page of its own."""
    cover, around = data["cover"], data["edition"]
    picture(document, brand)
    say(document, brand.name)
    say(document, f"{cover['title']} · {cover['organisation']}", "Kicker")
    document.add_heading(around["title"], 0)
    about = [f"{cover['type_word']}, {cover['period']}", f"{cover['set_word']}, {cover['round_name']}"]
    say(document, " · ".join([*about, cover["basis_line"], day(cover["report_date"]), _state(around)]), "Note")
    say(document, brand.cover_text)
    _notices(document, cover, around)


def _state(around: Mapping[str, Any]) -> str:
    final = around["final"]
    if final is None:
        return f"{around['mark']}: not final yet."
    return f"{around['mark']} since {day(final['day'])}, acknowledged by {final['by']}, {final['role']}."


def _notices(document: Made, cover: Mapping[str, Any], around: Mapping[str, Any]) -> None:
    say(document, cover["disclaimer"], "Notice", "What this document is, and is not")
    say(document, around["notice"], "Notice", around["label"] or around["mark"])


def _summary(document: Made, data: Mapping[str, Any]) -> None:
    say(document, data["headline"], "Headline")
    wordversions.both_types(document, data)
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


def _criteria(document: Made, data: Mapping[str, Any]) -> None:
    table(
        document,
        ("Criterion", "Verdict", "Readiness", "Lowest to highest possible", data["criteria"][0]["other_word"] if data["criteria"] else ""),
        [(f"{row['id']} {row['title']}", *_standing(row["main"]), verdict(row["other"])) for row in data["criteria"]],
    )


def _standing(row: Mapping[str, Any]) -> tuple[Toned, str, str]:
    return verdict(row), percent_text(assessed(row)), f"{percent_text(row['low'])} to {percent_text(row['high'])}"


def _time(document: Made, data: Mapping[str, Any]) -> None:
    """Window, dates, totals and expected readiness, as far as they are known."""
    window, dates, budget = data["window"], data["dates"], data["budget"]
    say(document, data["no_dates"])
    if window:
        document.add_heading("Observation window", 2)
        say(document, window["stated"])
        say(
            document,
            f"Could a window open on {day(window['opening_start'])} and run to {day(window['opening_end'])}? {window['opening']}",
        )
        bullets(document, (f"{row['text']} (rung {row['rung']}). {row['obstacle']}." for row in window["blocking"]))
        so_far = "" if window["over"] else ", as far as it has run"
        results = "; ".join(f"{count} {text}" for text, count in window["results"])
        asked = f"Would the window from {day(window['holding_start'])} to {day(window['holding_end'])} hold{so_far}?"
        say(document, f"{asked} {window['holding']}" + (f": {results}" if results else ""))
    if dates:
        document.add_heading("Dates", 2)
        shares = ", ".join(f"{row['who']} {number_text(row['days'])}" for row in dates["capacity"])
        capacity = f"{number_text(dates['weekly_days'])} person-days a week" + (f" ({shares})" if shares else "")
        say(document, f"From {day(dates['start'])} with {capacity}.")
        table(
            document,
            ("Milestone", "Expected", "Efforts at their least", "Efforts at their most"),
            [
                (
                    row["title"],
                    ("not before " if row["not_before"] else "") + day(row["day"]),
                    day(row["least"]),
                    day(row["most"]),
                )
                for row in dates["milestones"]
            ],
        )
        bullets(document, (f"{row['title']}: {day(row['earliest'])} to {day(row['latest'])}" for row in dates["likely"]))
        say(document, dates["stated"])
        say(document, dates["follows"])
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
                    "month of start" if by == "month" else by,
                    month_text(row["title"]) if by == "month" else row["title"] or "nobody yet",
                    row["items"],
                    range_text(row["effort_days"]),
                    *([amount_text(row["money"], budget["currency"])] if money else []),
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
                (day(row["day"]), row["done"], row["met"], f"{percent_text(row['low'])} to {percent_text(row['high'])}")
                for row in data["burn_up"]
            ],
        )
        say(document, data["dates"]["curve"] if data["dates"] else "")


def _gaps(document: Made, data: Mapping[str, Any]) -> None:
    table(
        document,
        ("No.", "Control", "Criterion", "Kind", "Severity", "Rung", "Owner"),
        [
            (
                gap["number"] or "set aside",
                gap["text"],
                gap["criterion"],
                gap["kind_word"],
                Toned(gap["severity"], gap["severity"]),
                f"{gap['rung']} {RUNG_WORDS[gap['rung']]}",
                data["item_of"][gap["number"]]["owner"] if gap["number"] else "",
            )
            for gap in data["gaps"]
        ],
    )
    if not data["gaps"]:
        say(document, "No gap is known so far.")


def _plan(document: Made, data: Mapping[str, Any]) -> None:
    dated = {row["number"]: row for row in (data["dates"] or {}).get("work", ())}
    if not data["packages"]:
        none = "Nothing is left to plan: every gap known so far is set aside." if data["gaps"] else "No gap is known so far."
        say(document, none)
    table(
        document,
        ("No.", "Work package", "Items", "Severity", "Effort", "Owners"),
        [
            (
                package["number"],
                package["title"],
                len(package["items"]),
                Toned(package["severity"], package["severity"]),
                range_text(package["effort_days"]),
                ", ".join(package["owners"]),
            )
            for package in data["packages"]
        ],
    )
    for package in data["packages"]:
        document.add_heading(f"{package['number']}. {package['title']}", 2)
        say(document, package["summary"])
        about = (count_text(len(package["items"]), "item"), range_text(package["effort_days"]), ", ".join(package["owners"]))
        say(document, " · ".join(about), "Note")
        for item in package["items"]:
            _item(document, item, dated.get(item["number"]))


def _set_aside(document: Made, data: Mapping[str, Any]) -> None:
    table(
        document,
        ("Item", "Status", "Until", "Done on", "By", "Reason", "Effect"),
        [
            (row["title"], row["state"], day(row["until"]), day(row["day"]), row["by"], row["reason"], row["effect"])
            for row in data["set_aside"]
        ],
    )


def _item(document: Made, item: Mapping[str, Any], dated: Mapping[str, Any] | None) -> None:
    document.add_heading(f"{item['number']}. {item['title']}", 3)
    kind = "your own item" if item["own"] else f"{item['kind_word']} gap"
    facts(
        document,
        (
            ("Severity", f"{item['severity']}, {kind}" + (", quick win" if item["quick_win"] else "")),
            ("Criteria", ", ".join(item["criteria"])),
            ("Owner", item["owner"]),
            ("Effort", range_text(item["effort_days"])),
            ("Cost", item["cost"]),
            ("Lead time", count_text(item["lead_days"], "day") if item["lead_days"] else ""),
            ("Dates", _days(dated) if dated else ""),
            ("Due", day(item["due"])),
            ("Status", item["state"]),
        ),
    )
    say(document, item["why"])
    if not item["own"]:
        say(document, f"{item['present']} (rung {item['rung']})", label="Today")
        say(document, f"{item['aim']} (rung {item['target']})", label="Aim")
    say(document, item["response"], label="Management")
    say(document, "; ".join(f"{number} {text}" for number, text in item["after"]), label="First do")
    if item["compensated"]:
        say(document, "A compensating control stands beside it; agree with your auditor.", "Note")
    if item["nothing_written"]:
        say(document, "Nothing is written down yet.", "Note")
    numbered(document, (f"{step['text']} ({range_text(step['days'])})" for step in item["steps"]))
    say(document, "; ".join(item["evidence"]["design"] + item["evidence"]["operation"]), "Note", "Evidence to keep")


def _days(dated: Mapping[str, Any]) -> str:
    ends = f" to {day(dated['finish'])}" if dated["finish"] != dated["start"] else ""
    later = f", done {day(dated['done'])}" if dated["done"] > dated["finish"] else ""
    return f"{day(dated['start'])}{ends}{later}" + (", on the critical path" if dated["critical"] else "")


_SECTIONS: dict[str, Callable[[Made, Mapping[str, Any]], None]] = {
    "summary": _summary,
    "criteria": _criteria,
    "gaps": _gaps,
    "dates": _time,
    "plan": _plan,
    "set-aside": _set_aside,
    "related": wordback.related,
    "evidence": wordback.evidence,
    "requests": wordtracking.requests,
    "recurring": wordtracking.recurring,
    "progress": wordtracking.progress,
    "providers": wordback.providers,
    "left-out": wordback.left_out,
    "open": wordback.open_questions,
    "scope": wordback.scope,
    "method": wordback.method,
    "answers": wordback.answers,
    "brief": wordversions.brief,
    "ask": wordversions.ask,
    "controls": wordversions.controls,
    "evidence-index": wordversions.evidence_index,
    "description": wordversions.description,
    "acknowledgement": wordversions.acknowledgement,
}

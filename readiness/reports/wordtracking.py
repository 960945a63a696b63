"""The Word document's chapters on keeping track: evidence requests, recurring controls, progress since the last round."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from questionnaires.wording import count_text
from readiness.reports.wordkit import Made, bullets, day, say
from readiness.reports.words import percent_text, points_text, tenths_text
from readiness.reports.wordtables import Toned, table


def requests(document: Made, data: Mapping[str, Any]) -> None:
    """What an auditor will ask for, of whom, by when, and how far it is."""
    rows = data["requests"]
    say(document, f"{count_text(len(rows), 'request')}, {rows[0]['period']}.")
    texts = "evidence" not in data["edition"]["sections"]
    table(
        document,
        ("Request", "Criterion", "Kind", "Owner", "Due", "Status"),
        [
            (Toned(_asked(row, texts=texts), "named"), row["criterion"], row["kind"], row["owner"], day(row["due"]), _status(row))
            for row in rows
        ],
    )


def _asked(row: Mapping[str, Any], *, texts: bool) -> str:
    lines = [row["text"], *(row["wanted"] if texts else ())]
    lines += [f"Complete list: {row['population']}"] if row["population"] else []
    lines += [f"{count_text(row['named'], 'reference')} noted so far"] if row["named"] else []
    return "\n".join(lines)


def _status(row: Mapping[str, Any]) -> str:
    return f"{row['status']}{', overdue' if row['overdue'] else ''}" + (f": {row['reason']}" if row["reason"] else "")


def recurring(document: Made, data: Mapping[str, Any]) -> None:
    """Which control, how often, whose, and on which days it comes due."""
    found = data["recurring"]
    say(document, f"From {day(found['first'])} to {day(found['last'])}, each in its own rhythm from the day it was last done.")
    table(
        document,
        ("Control", "Criterion", "How often", "Owner", "Last done", "Due"),
        [(row["text"], row["criterion"], row["frequency"], row["owner"], day(row["last_done"]), _days(row)) for row in found["rows"]],
    )


def _days(row: Mapping[str, Any]) -> str:
    late = [f"overdue since {day(row['since'])}"] if row["since"] else []
    return "\n".join([*late, *map(day, row["days"]), *([row["note"]] if row["note"] else [])])


def progress(document: Made, data: Mapping[str, Any]) -> None:
    """Why readiness moved, what that did to verdicts, promised days, and all rounds."""
    found = data["progress"]
    before, after = (tenths_text(found[side]["low"]) for side in ("before", "after"))
    days = f"From {found['earlier']} ({day(found['earlier_day'])}) to {found['later']} ({day(found['later_day'])})"
    say(document, f"{days}: lowest possible readiness {before} to {after}, {points_text(found['difference'])} points.")
    table(
        document,
        ("Cause", "Points", "Lowest possible after it", "Controls"),
        [(row["text"], points_text(row["points"]), tenths_text(row["after"]), len(row["controls"])) for row in found["causes"]],
    )
    if found["planned"]:
        point = found["planned"]
        expected = f"{tenths_text(point['low'])} and {count_text(point['done'], 'item')} done by {day(point['day'])}"
        say(document, f"The plan of {found['earlier']} would have led to {expected}.")
    document.add_heading("Verdicts that moved", 2)
    if not found["moves"]:
        say(document, "None.")
    table(
        document,
        ("Criterion", "Title", "How", "Before", "After"),
        [(row["criterion"], row["title"], row["direction_word"], row["before"], row["after"]) for row in found["moves"]],
    )
    if found["promised"] or found["kept"]:
        document.add_heading("Promised and actual days", 2)
        say(document, f"{count_text(len(found['promised']) + found['kept'], 'item')} promised, {found['kept']} kept.")
        table(
            document,
            ("Item", "Owner", "Promised", "Done", "Late by days"),
            [
                (
                    row["title"],
                    row["owner"] or "nobody yet",
                    day(row["promised"]),
                    day(row["actual"]) or "not done",
                    row["days"] if row["days"] > 0 else "",
                )
                for row in found["promised"]
            ],
        )
    document.add_heading("All rounds", 2)
    rounds = [_round(row) for row in found["trend"]]
    table(document, ("Round", "Day", "Readiness", "Lowest to highest possible", "Criteria at their aim"), rounds)
    if found["expected"]:
        last = found["expected"][-1]
        ends = f"{tenths_text(last['low'])} to {tenths_text(last['high'])}"
        bullets(document, [f"As planned in {found['earlier']}: {ends} by {day(last['day'])}"])


def _round(row: Mapping[str, Any]) -> tuple[str, ...]:
    ends = f"{tenths_text(row['low'])} to {tenths_text(row['high'])}"
    return row["round"], day(row["day"]), percent_text(row["value"]), ends, f"{row['met']} of {row['criteria']}"

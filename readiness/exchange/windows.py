"""The two Type II answers as plain data for JSON: days as ISO dates, counts of runs, question ids."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from questionnaires.model import WindowPractice
from scoring.carveouts import LeftToProvider
from scoring.model import Window
from scoring.records import Record
from scoring.window import Due, Holding, Opening, RareRun


def opening_data(opening: Opening) -> dict[str, Any]:
    """Whether a window could open: its verdict is yes, no or "not settled"; ``rung`` is the one a control counts with."""
    return {
        "verdict": opening.verdict,
        "window": _window(opening.window),
        "blocking": [{"question": one.question, "rung": one.rung, "obstacle": one.obstacle} for one in opening.blocking],
        "could_block": list(opening.could_block),
        "counted_if_agreed": [_rare(one) for one in opening.counted],
        "to_plan_inside": [_rare(one) for one in opening.to_plan],
        "documentation": list(opening.documentation),
        "no_last_date": list(opening.undated),
        **_calendar(opening.due),
        "providers": [_provider(one) for one in opening.providers],
    }


def holding_data(holding: Holding) -> dict[str, Any]:
    """Whether a window that ran would hold, control by control; ``over`` is false while part of it is still to come."""
    return {
        "verdict": holding.verdict,
        "window": _window(holding.window),
        "over": holding.over,
        "record_from": _day(holding.record_from),
        "controls": [_record(one) for one in holding.records],
        **_calendar(holding.due),
        "providers": [_provider(one) for one in holding.providers],
    }


def practice_data(practice: WindowPractice | None) -> dict[str, Any] | None:
    """The market figures behind the ranges, with where they come from; null for a library that has none."""
    return None if practice is None else practice.model_dump(mode="json")


def _window(window: Window) -> dict[str, str]:
    return {"from": window.start.isoformat(), "to": window.end.isoformat()}


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _rare(run: RareRun) -> dict[str, Any]:
    return {"question": run.question, "last_done": _day(run.last_done)}


def _calendar(due: Iterable[Due]) -> dict[str, Any]:
    """``overdue`` as of today, with the day each run came due; ``falling_due`` from today to the window's end."""
    found = tuple(due)
    return {
        "overdue": [
            {"question": one.question, "last_done": _day(one.last_done), "since": _day(one.overdue_since)}
            for one in found
            if one.overdue_since is not None
        ],
        "falling_due": [{"question": one.question, "dates": [_day(day) for day in one.dates]} for one in found if one.dates],
    }


def _record(record: Record) -> dict[str, Any]:
    return {
        "question": record.question,
        "key": record.key,
        "frequency": record.frequency,
        "result": record.result,
        "why": record.why,
        "rung": record.rung,
        "operating_since": _day(record.since),
        "last_done": _day(record.last_done),
        "runs": {"due": record.due, "due_so_far": record.due_so_far, "known_done": record.known_done, "missed": record.missed},
        "claimed": record.claimed,
        "evidence": record.evidence,
        "collected_on": _day(record.collected_on),
        "samples": None if record.samples is None else list(record.samples),
        "stands_in": record.stands_in,
    }


def _provider(provider: LeftToProvider) -> dict[str, Any]:
    return {
        "vendor": provider.vendor,
        "name": provider.name,
        "service": provider.service,
        "method": provider.method,
        "questions": list(provider.questions),
        "reading": provider.reading,
        "reports": [{"question": one.question, "rung": one.rung, "last_done": _day(one.last_done)} for one in provider.reports],
        "report_should_end_from": _day(provider.report_from),
    }

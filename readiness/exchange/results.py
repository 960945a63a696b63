"""Scorecards and plans as plain data for JSON: the machine form that other programs rely on. Percentages have two decimals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from readiness.exchange.items import AGREED, day_data, item_data
from scoring.headline import headline
from scoring.live import LiveItem
from scoring.plan import Plan, RemediationItem, WorkPackage
from scoring.progress import carried_share
from scoring.related import Related
from scoring.score import CriterionResult, Figure, GroupResult, Scorecard


def scorecard_data(scorecard: Scorecard) -> dict[str, Any]:
    """A scorecard as JSON-able data; shares are 0-1, figures percent, ``value`` null while nothing is answered."""
    return {
        "type": scorecard.report_type,
        "set": scorecard.question_set,
        "screen": scorecard.screen,
        "headline": headline(scorecard),
        "questions": scorecard.asked,
        "answered": round(scorecard.answered, 4),
        "shown": round(scorecard.shown, 4),
        "carried": round(carried_share(scorecard), 4),
        "answered_count": scorecard.answered_count,
        "shown_count": scorecard.shown_count,
        "readiness": figure_data(scorecard.readiness),
        "overall": _group(scorecard.overall),
        "categories": {key: _group(result) for key, result in scorecard.categories.items()},
        "series": {key: _group(result) for key, result in scorecard.series.items()},
        "criteria": {key: _criterion(result) for key, result in scorecard.criteria.items()},
        "description": {key: _criterion(result) for key, result in scorecard.description.items()},
        "remarks": {key: list(control.remarks) for key, control in scorecard.controls.items() if control.remarks},
    }


def figure_data(figure: Figure) -> dict[str, float | None]:
    """Low, value and high in percent."""
    return {
        "low": round(figure.low, 2),
        "value": None if figure.value is None else round(figure.value, 2),
        "high": round(figure.high, 2),
    }


def _group(result: GroupResult) -> dict[str, Any]:
    return {
        "verdict": result.verdict,
        "verdict_low": result.verdict_low,
        "verdict_high": result.verdict_high,
        "answered": round(result.answered, 4),
        **figure_data(result.figure),
    }


def _criterion(result: CriterionResult) -> dict[str, Any]:
    return {
        "verdict": result.verdict,
        "verdict_low": result.verdict_low,
        "verdict_high": result.verdict_high,
        "answered": round(result.answered, 4),
        **figure_data(result.figure),
        "questions": list(result.questions),
        "decided_by": list(result.decided_by),
        "not_tested": list(result.not_tested),
        "carved_out": list(result.carved_out),
    }


def plan_data(
    plan: Plan, elsewhere: Sequence[Related], schedule: dict[str, Any] | None = None, decided: Sequence[LiveItem] = ()
) -> dict[str, Any]:
    """A plan as JSON-able data; efforts are [least, most] person-days, lead times calendar days.

    ``elsewhere`` is what its items are related to in other frameworks, under ``related``; ``schedule`` its dates, null without any.
    ``decided`` are the live items that the plan is what is left of: the others, done or accepted, stand under ``set_aside``.
    """
    by_key = {one.key: one for one in decided if one.to_do}
    return {
        "type": plan.report_type,
        "effort_days": list(plan.effort_days),
        "items": [_item(item, by_key.get(item.question)) for item in plan.items],
        "set_aside": [item_data(one) for one in decided if one.set_aside],
        "packages": [_package(package) for package in plan.packages],
        "schedule": schedule,
        "related": [_related(related) for related in elsewhere],
    }


def _item(item: RemediationItem, decided: LiveItem | None) -> dict[str, Any]:
    """``item_id`` and what follows it are what people decided, as ``readiness items`` tells it."""
    stored = decided.stored if decided is not None else None
    return {
        "item_id": item.question if decided is None else decided.id,
        "status": "open" if decided is None else decided.state,
        "due": day_data(stored.due) if stored else None,
        "agreed": AGREED.get(stored.agreed) if stored else None,
        "response": stored.response if stored else "",
        "merged": list(item.merged),
        "question": item.question,
        "title": item.title,
        "criteria": list(item.criteria),
        "kind": item.kind,
        "severity": item.severity,
        "rung": item.rung,
        "owner": item.owner,
        "effort_days": list(item.effort_days),
        "lead_days": item.lead_days,
        "cost": item.cost,
        "further_costs": list(item.further_costs),
        "quick_win": item.quick_win,
        "after": list(item.after),
        "package": item.package,
        "steps": [{"do": step.text, "days": list(step.days)} for step in item.steps],
        "evidence": {key: list(getattr(item.evidence, key)) for key in ("design", "operation", "population")},
        "compensated": item.compensated,
        "nothing_written": item.nothing_written,
    }


def _package(package: WorkPackage) -> dict[str, Any]:
    return {
        "id": package.id,
        "title": package.title,
        "summary": package.summary,
        "questions": list(package.questions),
        "criteria": list(package.criteria),
        "severity": package.severity,
        "effort_days": list(package.effort_days),
        "owners": list(package.owners),
        "quick_win": package.quick_win,
    }


def _related(related: Related) -> dict[str, Any]:
    """``share`` is 0-1, ``touched`` out of ``count``; ``total``, ``share`` and ``levels`` are null for a framework without them."""
    framework = related.framework
    total, levels = framework.total, framework.levels
    return {
        "framework": framework.id,
        "title": framework.title,
        "version": framework.version,
        "ids": [
            {"id": one.id, "sources": list(one.sources), "indicative": one.indicative}
            | ({} if levels is None else {"levels": list(one.levels)})
            for one in related.ids
        ],
        "mapped": related.mapped,
        "published": related.published,
        "total": None if total is None else {"touched": related.counted, "count": total.count, "of": total.of},
        "share": None if related.share is None else round(related.share, 4),
        "levels": None
        if levels is None
        else {
            "title": levels.title,
            "source": levels.source,
            "counts": {level.name: {"touched": level.count, "mapped": level.mapped} for level in related.levels},
        },
    }

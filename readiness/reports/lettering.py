"""The status letter to a buyer: what is planned, in management's words, and nothing that could be read as a result. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from readiness.reports.dates import Dates
from readiness.reports.words import TYPE_WORDS, day_text, shorten
from scoring.model import ReportType, Scope

_NAMED = 6


@dataclass(frozen=True, slots=True)
class Letter:
    """A page to sign: its subject, its paragraphs, and what stands below the lines to fill in."""

    subject: str
    paragraphs: tuple[str, ...]
    signature: tuple[str, ...]


def status_letter(scope: Scope, categories: tuple[str, ...], standard: str, report_type: ReportType, dates: Dates | None) -> Letter:
    """The letter for a scope; days stand in it only where they were stated or planned, and no figure of the assessment at all."""
    word = TYPE_WORDS[report_type]
    return Letter(
        subject=f"Status of our preparation for a {word} examination",
        paragraphs=(
            f"{scope.organisation} is preparing for a {word} examination by an independent auditor against {standard}.",
            *_what(scope),
            f"Categories chosen for it: {', '.join(categories)}.",
            *_when(scope, report_type, dates),
            "This letter states plans of our management. Nobody independent has examined or confirmed it. It is not the report, gives no "
            "assurance on our systems or controls, and must not be relied on as if it did. Plans and days may change.",
            "We will tell you when the report has been issued and on what terms you can read it.",
        ),
        signature=("Name", "Role", "Day", "Signature, for the management"),
    )


def _what(scope: Scope) -> list[str]:
    lines = []
    if scope.product.strip():
        lines.append(f"It is to be about: {shorten(scope.product, 400).rstrip('.')}.")
    if scope.entities:
        lines.append(f"Legal entities: {_named(scope.entities)}.")
    outside = [vendor.name for vendor in scope.vendors if vendor.subservice and vendor.method == "carve-out"]
    if outside:
        lines.append(f"Services that others run for us, whose own controls it will not cover: {_named(outside)}.")
    return lines


def _named(names: Sequence[str]) -> str:
    more = f"; and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return "; ".join(shorten(name, 90).rstrip(".") for name in names[:_NAMED]) + more


def _when(scope: Scope, report_type: ReportType, dates: Dates | None) -> list[str]:
    """What management stated; without that what the plan expects, which may fall on other days."""
    if report_type == 1 and scope.as_of is not None:
        return [f"It is planned to speak of our system as of {day_text(scope.as_of)}."]
    if report_type == 2 and scope.window is not None:
        period = f"It is planned to cover the period from {day_text(scope.window.start)} to {day_text(scope.window.end)}."
        return [period, *_as_planned(dates)] if dates is not None and dates.stated_too_early else [period, *_likely(report_type, dates)]
    return _likely(report_type, dates)


def _as_planned(dates: Dates) -> list[str]:
    """That the plan is later than the stated period: the buyer is told before the period is moved, and no report's day."""
    opens = [row.day for row in dates.milestones if row.id == "window_opens"]
    return [f"On present plans it opens not before {day_text(day)}, so these days are likely to move." for day in opens]


def _likely(report_type: ReportType, dates: Dates | None) -> list[str]:
    # A day that leaves gaps out would be read as a promise by whoever waits for the report.
    likely = [row for row in dates.likely if row.report_type == report_type] if dates is not None and not dates.set_aside else []
    if dates is not None and any(row.not_before for row in dates.milestones):
        return [
            f"On present plans the auditor's report comes not before {day_text(row.earliest)}. What we have yet to find out may put it off."
            for row in likely
        ]
    return [f"On present plans the auditor's report comes between {day_text(row.earliest)} and {day_text(row.latest)}." for row in likely]

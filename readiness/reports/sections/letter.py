"""The status letter: one page for management to sign and hand out. Draws the letter's own text and nothing else of the report."""

from __future__ import annotations

from readiness.reports import theme
from readiness.reports.flow import Flowable, Space
from readiness.reports.layout import Box, Column, Kit, Line
from readiness.reports.model import ReportContext
from readiness.reports.words import day_text

_WIDTH = 220.0


def flowables(kit: Kit, context: ReportContext) -> list[Flowable]:
    """Sender, day, subject, paragraphs, and lines to sign on."""
    letter = context.letter
    name = context.cover.organisation
    parts: list[Flowable] = [
        Space(24),
        kit.paragraph(name, theme.scaled(theme.VERDICT, 15 if len(name) < 90 else 10)),
        Line(44, 2.2, theme.ACCENT, before=4, after=18),
        kit.paragraph(day_text(context.cover.report_date), theme.BODY),
        Space(12),
        *kit.chapter(letter.subject, "letter", level=1),
        Space(4),
    ]
    for paragraph in letter.paragraphs:
        parts += [kit.paragraph(paragraph, theme.BODY), Space(5)]
    for label in letter.signature:
        parts += [Space(13), Box([Column(_WIDTH, [kit.paragraph(label, theme.SMALL_MUTED)])], above=3, below=0, rule=theme.MUTED)]
    return parts

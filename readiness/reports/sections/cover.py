"""Cover and contents page."""

from __future__ import annotations

from reportlab.platypus import Flowable, NextPageTemplate, PageBreak, TableStyle
from reportlab.platypus.tableofcontents import TableOfContents

from readiness.reports import theme
from readiness.reports.fonts import REGULAR
from readiness.reports.layout import Box, Column, Kit, Line, space
from readiness.reports.model import ReportContext
from readiness.reports.words import CONFIDENTIAL, day_text, shorten

_ENTITIES_SHOWN = 4
_LONG_NAME = 90
_LINES = TableStyle(
    [
        ("FONT", (0, 0), (-1, -1), REGULAR, 8),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 1),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
    ]
)


def flowables(kit: Kit, context: ReportContext) -> list[Flowable]:
    """The cover, then the contents page that lists every chapter and work package."""
    cover = context.cover
    dense = len(cover.organisation) > _LONG_NAME
    size = 14 if dense else 21 if len(cover.organisation) > 40 else 30
    entities = list(cover.entities[:_ENTITIES_SHOWN])
    if len(cover.entities) > _ENTITIES_SHOWN:
        entities.append(f"and {len(cover.entities) - _ENTITIES_SHOWN} more, listed under Scope")
    rows = [
        ("Report", f"{cover.type_word}, {cover.period}"),
        ("Legal entities", "\n".join(shorten(entity, 70) for entity in entities)),
        ("Categories", ", ".join(cover.categories)),
        ("Criteria", cover.standard),
        ("Round", f"{cover.round_name} ({cover.set_word})"),
        ("Basis", cover.basis_line),
        ("Date", day_text(cover.report_date)),
    ]
    parts: list[Flowable] = [
        space(10 if dense else 96),
        kit.paragraph(cover.title, theme.COVER_KICKER),
        kit.paragraph("Remediation plan", theme.scaled(theme.COVER_PRODUCT, 22)),
        Line(44, 2.6, theme.ACCENT, before=14, after=20),
        kit.paragraph(cover.organisation, theme.scaled(theme.COVER_TITLE, size)),
    ]
    if cover.product:
        parts.append(kit.paragraph(shorten(cover.product, 150 if dense else 240), theme.scaled(theme.COVER_PRODUCT, 10 if dense else 13)))
    parts.append(space(16 if dense else 34))
    for label, text in rows:
        if text:
            head = Column(92, [kit.paragraph(label, theme.SMALL_MUTED)])
            parts.append(Box([head, Column(theme.WIDTH - 106, [kit.paragraph(text, theme.BODY_TIGHT)])], above=4, below=4))
    parts += [
        space(14 if dense else 30),
        Box(
            [
                Column(
                    theme.WIDTH,
                    [
                        kit.paragraph("What this document is, and is not", theme.SMALL_BOLD),
                        kit.paragraph(cover.disclaimer, theme.SMALL),
                        space(4),
                        kit.paragraph(CONFIDENTIAL + ".", theme.SMALL_BOLD),
                    ],
                    fill=theme.ACCENT_SOFT,
                    inset=12,
                )
            ],
            rule=None,
            above=0,
        ),
        NextPageTemplate("inner"),
        PageBreak(),
    ]
    contents = TableOfContents(levelStyles=[theme.TOC_1, theme.TOC_2], dotsMinLevel=-1, tableStyle=_LINES)
    parts += [kit.paragraph("Contents", theme.H1), Line(44, 2.2, theme.ACCENT, after=8), contents]
    return parts

"""What comes before the sections: cover and contents page, or the few lines at the head of a short version."""

from __future__ import annotations

from readiness.reports import theme
from readiness.reports.contents import Contents
from readiness.reports.flow import Flowable, PageBreak, Picture, Space
from readiness.reports.layout import Box, Column, Kit, Line
from readiness.reports.model import ReportContext
from readiness.reports.words import day_text, shorten

_ENTITIES_SHOWN = 4
_LONG_NAME = 90


def flowables(kit: Kit, context: ReportContext) -> list[Flowable]:
    """The cover, then the contents page that lists every chapter and work package; for a short version its head, for a letter nothing."""
    if kit.edition.is_letter:
        return []
    return _cover(kit, context) if kit.edition.has_cover else _head(kit, context)


def _head(kit: Kit, context: ReportContext) -> list[Flowable]:
    cover, around = context.cover, kit.edition
    facts = " · ".join([f"{cover.type_word}, {cover.period}", cover.basis_line, day_text(cover.report_date)])
    return [
        *_sender(kit, small=True),
        kit.paragraph(f"{cover.title} · {shorten(cover.organisation, 90)}", theme.COVER_KICKER),
        kit.paragraph(around.title, theme.scaled(theme.VERDICT, 18)),
        kit.paragraph(facts, theme.SMALL_MUTED),
        kit.paragraph(" ".join(filter(None, (_state(kit), around.notice))), theme.SMALL_MUTED),
        Line(44, 2.2, theme.ACCENT, before=6, after=8),
    ]


def _sender(kit: Kit, *, small: bool = False) -> list[Flowable]:
    """Logo and name of whoever made the report, where a brand is given."""
    brand, parts = kit.brand, list[Flowable]()
    if brand.logo is not None:
        width, height = (110, 30) if small else (180, 60)
        scale = min(width / brand.logo.width, height / brand.logo.height)
        parts.append(Picture(brand.logo.png, brand.logo.width * scale, brand.logo.height * scale))
    if brand.name:
        parts.append(kit.paragraph(brand.name, theme.SMALL_BOLD))
    return [*parts, Space(8)] if parts else []


def _state(kit: Kit) -> str:
    """The state in a sentence or two; a version that is final says who made it so."""
    final = kit.edition.final
    if final is None:
        return f"{kit.edition.mark}: not final yet."
    return f"{kit.edition.mark} since {day_text(final.day)}, acknowledged by {final.by}, {final.role}."


def _cover(kit: Kit, context: ReportContext) -> list[Flowable]:
    cover, around = context.cover, kit.edition
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
        ("State", _state(kit)),
    ]
    parts: list[Flowable] = [
        *(_sender(kit) or [Space(10 if dense else 96)]),
        kit.paragraph(cover.title, theme.COVER_KICKER),
        kit.paragraph(around.title, theme.scaled(theme.COVER_PRODUCT, 22)),
        Line(44, 2.6, theme.ACCENT, before=14, after=20),
        kit.paragraph(cover.organisation, theme.scaled(theme.COVER_TITLE, size)),
    ]
    if cover.product:
        parts.append(kit.paragraph(shorten(cover.product, 150 if dense else 240), theme.scaled(theme.COVER_PRODUCT, 10 if dense else 13)))
    if kit.brand.cover_text:
        parts.append(kit.paragraph(kit.brand.cover_text, theme.BODY))
    parts.append(Space(16 if dense else 34))
    for label, text in rows:
        if text:
            head = Column(92, [kit.paragraph(label, theme.SMALL_MUTED)])
            parts.append(Box([head, Column(theme.PAGE.text_width - 106, [kit.paragraph(text, theme.BODY_TIGHT)])], above=4, below=4))
    parts += [
        Space(14 if dense else 30),
        Box(
            [
                Column(
                    theme.PAGE.text_width,
                    [
                        kit.paragraph("What this document is, and is not", theme.SMALL_BOLD),
                        kit.paragraph(cover.disclaimer, theme.SMALL),
                        Space(4),
                        kit.paragraph(f"{around.label}." if around.label else "", theme.SMALL_BOLD),
                        kit.paragraph(around.notice, theme.SMALL),
                    ],
                    fill=theme.ACCENT_SOFT,
                    inset=12,
                )
            ],
            rule=None,
            above=0,
        ),
        PageBreak(),
    ]
    parts += [kit.paragraph("Contents", theme.H1), Line(44, 2.2, theme.ACCENT, after=8), Contents()]
    return parts

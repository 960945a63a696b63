"""Scope as stated, assumptions, and how the figures are computed."""

from __future__ import annotations

from readiness.reports import theme
from readiness.reports.flow import Flowable, Space
from readiness.reports.layout import Box, Column, Kit, together
from readiness.reports.model import ReportContext
from readiness.reports.said import ScopeLine

_NAME = 210.0


def flowables(kit: Kit, context: ReportContext) -> list[Flowable]:
    """What the report is about and takes for granted."""
    head = [*kit.section("scope")]
    parts: list[Flowable] = []
    for group in context.scope:
        group_head = [kit.paragraph(group.title, theme.H2), Space(4)]
        parts += together([*head, *group_head], [_line(kit, line) for line in group.lines])
        head = []
    bullets: list[Flowable] = [kit.paragraph(line, theme.BULLET, bullet="•") for line in context.assumptions]
    return parts + together([*head, kit.paragraph("Assumptions", theme.H2)], bullets)


def method_flowables(kit: Kit, context: ReportContext) -> list[Flowable]:
    """The rules by which every figure came about."""
    lines: list[Flowable] = [kit.paragraph(line, theme.BULLET, bullet=f"{index}.") for index, line in enumerate(context.method, start=1)]
    lines.append(kit.paragraph(f"Question library: {context.cover.library}.", theme.SMALL_MUTED))
    return together(kit.section("method"), lines)


def _line(kit: Kit, line: ScopeLine) -> Flowable:
    name: list[Flowable] = [kit.paragraph(line.name, theme.DENSE_BOLD)] if line.name else []
    text: list[Flowable] = [kit.paragraph(line.text, theme.DENSE)] if line.text.strip() else []
    if not name:
        return Box([Column(theme.PAGE.text_width, text)], above=2, below=2.5)
    if not text:
        return Box([Column(theme.PAGE.text_width, name)], above=2, below=2.5)
    return Box([Column(_NAME, name), Column(theme.PAGE.text_width - _NAME - 14, text)], above=2, below=2.5)

"""Subservice organisations: how the report treats each, what is left to it, and what its own report is needed for."""

from __future__ import annotations

from readiness.reports import theme
from readiness.reports.flow import Flowable, Space
from readiness.reports.layout import Box, Column, Kit, together
from readiness.reports.model import ReportContext
from readiness.reports.providers import ProviderRow
from readiness.reports.words import SUBSERVICE

_NAME = 130.0
_GAP = 14.0


def flowables(kit: Kit, context: ReportContext) -> list[Flowable]:
    """One row an organisation; nothing where the scope names none."""
    if not context.providers:
        return []
    return together(kit.section("providers", SUBSERVICE), [_row(kit, row) for row in context.providers])


def _row(kit: Kit, row: ProviderRow) -> Box:
    name: list[Flowable] = [kit.paragraph(row.name, theme.SMALL_BOLD)]
    if row.service:
        name.append(kit.paragraph(row.service, theme.DENSE_MUTED))
    said: list[Flowable] = []
    for number, note in enumerate(row.notes):
        said += [Space(2)] if number else []
        said.append(kit.labelled(note.label, note.text, theme.DENSE))
        said += [kit.paragraph(entry, theme.DENSE_ITEM, bullet="•") for entry in note.entries]
    return Box([Column(_NAME, name), Column(theme.PAGE.text_width - _NAME - _GAP, said)], gap=_GAP, above=4, below=6)

"""Management's part: what it acknowledges, who did so and when, and its response to each item."""

from __future__ import annotations

from questionnaires.wording import count_text
from readiness.reports import theme
from readiness.reports.flow import Flowable, Space
from readiness.reports.layout import Box, Column, Kit, together
from readiness.reports.model import ItemCard, ReportContext
from readiness.reports.words import ACKNOWLEDGEMENT, day_text

_NUMBER = 24.0
_TITLE = 190.0
_GAP = 10.0
_LINE = 150.0


def flowables(kit: Kit, context: ReportContext) -> list[Flowable]:
    """The statement as acknowledged, or as it is to be; then responses."""
    final = kit.edition.final
    parts = together(kit.section("acknowledgement"), [kit.paragraph(final.statement if final else ACKNOWLEDGEMENT, theme.BODY)])
    if final is not None:
        who = f"Acknowledged on {day_text(final.day)} by {final.by}, {final.role}, as version {final.number}."
        parts += [kit.paragraph(who, theme.SMALL_BOLD), kit.paragraph(f"SHA-256 of what was frozen: {final.sha256}", theme.SMALL_MUTED)]
    elif kit.edition.state == "review":
        parts += [kit.paragraph("To be acknowledged when this document is made final:", theme.SMALL_MUTED), Space(16), _to_sign(kit)]
    else:
        parts.append(kit.paragraph("Not acknowledged: this is a draft.", theme.SMALL_MUTED))
    return parts + _responses(kit, context)


def _to_sign(kit: Kit) -> Flowable:
    labels = ("Name and role", "Day", "Signature")
    return Box([Column(_LINE, [kit.paragraph(label, theme.SMALL_MUTED)]) for label in labels], rule=theme.MUTED, above=3)


def _responses(kit: Kit, context: ReportContext) -> list[Flowable]:
    answered = [item for item in context.items if item.response]
    silent = len(context.items) - len(answered)
    told = f"No response is noted for {count_text(silent, 'item')}." if silent else "Every item has a response."
    head = [*kit.chapter("Responses to the items", "responses", level=1), kit.paragraph(told if context.items else "No item.", theme.SMALL)]
    return together(head, [_response(kit, item) for item in answered])


def _response(kit: Kit, item: ItemCard) -> Box:
    facts = [item.owner, f"due {day_text(item.due)}" if item.due else "", item.state]
    said: list[Flowable] = [kit.paragraph(item.response, theme.DENSE)]
    said.append(kit.paragraph(" · ".join(filter(None, facts)), theme.DENSE_MUTED))
    return Box(
        [
            Column(_NUMBER, [kit.paragraph(str(item.number), theme.DENSE_BOLD)]),
            Column(_TITLE, [kit.paragraph(item.title, theme.DENSE)]),
            Column(theme.PAGE.text_width - _NUMBER - _TITLE - 2 * _GAP, said),
        ],
        gap=_GAP,
        above=3,
        below=3,
    )

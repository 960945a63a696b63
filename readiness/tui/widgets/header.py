"""The first line of an assessment's screens: what is assessed, and where it stands."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

from readiness.tui.state.card import Header
from readiness.tui.state.text import bar, cells, one_line

_UNREAD = "! not all read "


class HeaderLine(Widget):
    """Organisation, round and type at the left; readiness bounds, a bar and progress at the right."""

    DEFAULT_CSS = """
    HeaderLine { height: 1; padding: 0 1; background: $panel; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._header: Header | None = None
        self._unread = False

    def show(self, header: Header) -> None:
        """Shows other figures."""
        self._header = header
        self.refresh()

    def mark_unread(self) -> None:
        """Says that not all of the file could be read."""
        if not self._unread:
            self._unread = True
            self.refresh()

    def render(self) -> Content:
        """Both halves, the organisation cut to what is left."""
        header, width = self._header, self.content_size.width
        unread = _UNREAD if self._unread else ""
        if header is None:
            return Content.styled(unread, "bold $warning")
        right = f"{header.figures} {bar(header.low, header.high)} {header.progress} answered"
        if width >= len(right) + len(header.about) + min(cells(header.organisation), 20) + 15:
            right = f"readiness {right}"
        mark = unread + ("read-only " if header.read_only else "")
        room = max(6, width - len(right) - len(header.about) - len(mark) - 5)
        organisation = one_line(header.organisation, room)
        about = one_line(header.about, max(6, width - len(right) - len(mark) - cells(organisation) - 5))
        left = Content.assemble((mark, "bold $warning"), (organisation, "bold"), (f" · {about}", "$quiet"))
        gap = max(1, width - left.cell_length - len(right))
        return Content.assemble(left, " " * gap, (right, "$accent"))

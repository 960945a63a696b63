"""The interview's tree: categories, series and criteria with verdict glyph and progress, folded but for the current series."""

from __future__ import annotations

from typing import ClassVar, Self

from textual import events, on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.visual import VisualType
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from readiness.tui.state.interview import Interview
from readiness.tui.state.progress import Branch, branches
from readiness.tui.widgets.listing import Listing

# The figures of the criteria add up to more than there are questions.
COUNTS = "A question counts in each criterion it serves."
_COUNTS_SHORT = "counts in each criterion it serves"
_STYLE = {"●": "$success", "◐": "$warning", "○": "$error", "·": "$quiet", "–": "$quiet"}


class TreeList(Listing):
    """Shows an interview's progress; Enter on a criterion chooses it, on a series unfolds it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,l", "fold(False)", "Unfold", show=False),
        Binding("left,h", "fold(True)", "Fold", show=False),
    ]

    # Rows are set to the width: it must not shrink once there are more of them than fit.
    DEFAULT_CSS = """
    TreeList { scrollbar-gutter: stable; text-wrap: nowrap; text-overflow: clip; }
    """

    class Chosen(Message):
        """A criterion was chosen."""

        def __init__(self, criterion: str) -> None:
            super().__init__()
            self.criterion = criterion

    def __init__(self, interview: Interview, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.interview = interview
        self._unfolded: set[str] = set()
        self._series = ""
        self._rows: dict[str, Branch] = {}

    def draw(self) -> None:
        """Shows the tree as it is now, with the current criterion highlighted and its series unfolded."""
        if not self.interview.questions:
            return
        home = self.interview.assessment.library.criterion_by_id[self.interview.current.home]
        if home.series != self._series:
            self._unfolded.discard(self._series)
            self._unfolded.add(home.series)
            self._series = home.series
        self._draw(home.id)

    def _draw(self, highlight: str | None) -> None:
        rows = branches(self.interview.assessment, self._unfolded)
        self._rows = {row.id: row for row in rows}
        width = max(20, self.scrollable_content_region.width or self.size.width)
        self.show([Option(self._line(row, width), id=row.id) for row in rows], highlight)

    def replace_option_prompt_at_index(self, index: int, prompt: VisualType) -> Self:
        """Replaces one row, which is one line, and draws that line alone: the whole tree costs more than the rest of an answer."""
        self.options[index]._set_prompt(prompt)
        self._option_render_cache.clear()
        self.refresh_line(index)
        return self

    def _line(self, row: Branch, width: int) -> Content:
        line = Content(row.line(width))
        place = line.plain.index(row.glyph)
        return line.stylize(_STYLE.get(row.glyph, ""), place, place + 1)

    def on_focus(self) -> None:
        """Who looks here may add up the figures."""
        self.border_subtitle = Content(_COUNTS_SHORT)

    def on_blur(self) -> None:
        """Nobody looks here now."""
        self.border_subtitle = ""

    def on_resize(self, event: events.Resize) -> None:
        """The figures stand at the right edge."""
        if self._rows:
            self._draw(None)

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        row = self._rows.get(event.option_id or "")
        if row is None:
            return
        if row.kind == "criterion":
            self.post_message(self.Chosen(row.id))
        elif row.kind == "series":
            self._turn(row, fold=not row.folded)

    def action_fold(self, fold: bool) -> None:
        """Folds or unfolds the highlighted series, or the one of the highlighted criterion."""
        row = self._rows.get(self.highlighted_id or "")
        if row is not None and row.kind == "criterion":
            row = self._rows.get(self.interview.assessment.library.criterion_by_id[row.id].series)
        if row is not None and row.kind == "series":
            self._turn(row, fold=fold)

    def _turn(self, row: Branch, *, fold: bool) -> None:
        if fold:
            self._unfolded.discard(row.id)
        else:
            self._unfolded.add(row.id)
        self._draw(row.id)

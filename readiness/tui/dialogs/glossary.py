"""The dialog that explains terms: found by any of their names or by words in their meaning, each leading to others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from questionnaires.glossary import GlossaryTerm, look_up
from readiness.tui.dialogs.searching import SearchDialog
from readiness.tui.state.text import clean, one_line


class GlossaryDialog(SearchDialog[None]):
    """Terms above, the meaning of the highlighted one below."""

    PLACEHOLDER = "carved out, CUEC, rung …"
    NOTHING = "No term holds these words."

    def __init__(self, glossary: Sequence[GlossaryTerm]) -> None:
        super().__init__(
            "What a term means",
            "type a term   ↑ ↓ choose   Enter what to read next   Esc close",
            lambda typed: _rows(look_up(glossary, typed)),
            self._read_next,
        )
        self._by_id = {entry.id: entry for entry in glossary}

    def compose_body(self) -> ComposeResult:
        """The words, the terms they find, and a meaning."""
        yield from super().compose_body()
        yield Static(id="meaning")

    def show_found(self, options: Sequence[Option]) -> None:
        """Shows terms, and what the first of them means."""
        super().show_found(options)
        self._explain(options[0].id if options else None)

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        self._explain(event.option_id)

    def _explain(self, row: str | None) -> None:
        text = Content("")
        entry = self._by_id.get(row or "")
        if entry is not None:
            lines = [Content(" ".join(clean(entry.meaning).split()))]
            if entry.also:
                lines.append(Content.styled(f"Also: {one_line(', '.join(entry.also))}", "$quiet"))
            if see := [one.term for one in self._see(entry)]:
                lines.append(Content.styled(f"See also: {one_line(', '.join(see))}", "$quiet"))
            text = Content("\n").join(lines)
        self.query_one("#meaning", Static).update(text)

    def _see(self, entry: GlossaryTerm) -> list[GlossaryTerm]:
        return [self._by_id[other] for other in entry.see if other in self._by_id]

    def _read_next(self, row: str) -> None:
        """Lists the terms to read next."""
        if found := self._see(self._by_id[row]):
            self.show_found(_rows(found))


def _rows(found: Iterable[GlossaryTerm]) -> list[Option]:
    return [Option(Content(one_line(entry.term)), id=entry.id) for entry in found]

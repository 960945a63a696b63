"""A line of steps that says which one is shown. Each can be clicked, too."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.content import Content
from textual.style import Style
from textual.widget import Widget


class StepLine(Widget):
    """``Step 2 of 6`` and every step by number and name, the one shown between brackets."""

    DEFAULT_CSS = """
    StepLine { height: 1; padding: 0 1; }
    """

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__()
        self.names = names
        self._at = 0

    def show(self, at: int) -> None:
        """Shows another step as the one that is shown, from 0."""
        self._at = at
        self.refresh()

    def render(self) -> Content:
        """The place in words first, then the steps as far as there is room."""
        place = Content.styled(f"Step {self._at + 1} of {len(self.names)}  ", "bold $accent")
        return Content.assemble(place, Content("").join(self._step(number) for number in range(len(self.names))))

    def _step(self, number: int) -> Content:
        text = f"{number + 1} {self.names[number]}"
        named = Content.styled(f"[{text}]", "bold $primary") if number == self._at else Content.styled(f" {text} ", "$quiet")
        # Not "@click": Textual paints that as a link.
        return named.stylize(Style.from_meta({"command": f"step('{number + 1}')"}))

    async def on_click(self, event: events.Click) -> None:
        """Goes to the step under the pointer."""
        action = event.style.meta.get("command")
        if isinstance(action, str):
            await self.screen.run_action(action)

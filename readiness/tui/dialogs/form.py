"""A form: a few named fields, checked together. Enter goes on, and saves at the last field; nothing typed is lost by one Escape."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from readiness.errors import ReadinessError
from readiness.tui.dialogs.base import Dialog
from readiness.tui.state.text import clean, one_line

if TYPE_CHECKING:
    from readiness.tui.unfinished import Keeping

Values = dict[str, str]
Does = Literal["save", "show", "open", "make", "go on"]
_DOES: dict[Does, str] = {"save": "saves", "show": "shows", "open": "opens", "make": "makes", "go on": "goes on with"}


@dataclass(frozen=True, slots=True)
class Field:
    """One field. ``kind``: one line, several lines, or one of ``choices`` (value and words). ``needed`` is said while it is empty."""

    id: str
    label: str
    value: str = ""
    kind: Literal["line", "area", "cycle"] = "line"
    choices: tuple[tuple[str, str], ...] = ()
    placeholder: str = ""
    needed: str = ""


class Cycle(Widget, can_focus=True):
    """One of a few choices, walked with left, right and space."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,space,l", "turn(1)", "Next", show=False),
        Binding("left,h", "turn(-1)", "Previous", show=False),
    ]
    chosen = reactive(0, layout=True)

    def __init__(self, choices: Sequence[tuple[str, str]], value: str, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.choices = choices
        values = [choice for choice, _ in choices]
        self.set_reactive(Cycle.chosen, values.index(value) if value in values else 0)

    @property
    def value(self) -> str:
        """The value chosen."""
        return self.choices[self.chosen][0]

    def render(self) -> Content:
        """The choice between its arrows, and how many there are."""
        return Content(f"‹ {self.choices[self.chosen][1]} ›  {self.chosen + 1} of {len(self.choices)}")

    def action_turn(self, by: int) -> None:
        """Turns to another choice."""
        self.chosen = (self.chosen + by) % len(self.choices)

    def on_click(self) -> None:
        """A click turns, too."""
        self.action_turn(1)


class FormDialog(Dialog[Values]):
    """Asks for several values; ``check`` refuses what cannot be kept by raising ReadinessError.

    ``does`` says what is done with them: one that only shows something else has nothing to lose.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Save", show=False, priority=True, id="form.save"),
        Binding("enter", "go_on", "Next", show=False, id="form.next"),
        Binding("down", "app.focus_next", "Next", show=False),
        Binding("up", "app.focus_previous", "Previous", show=False),
    ]

    def __init__(
        self, title: str, fields: Sequence[Field], check: Callable[[Mapping[str, str]], None] | None = None, *, does: Does = "save"
    ) -> None:
        several = any(field.kind == "area" for field in fields)
        choices = any(field.kind == "cycle" for field in fields)
        # What the foot names, and so the warning, too: with one line to fill in, Enter ends it.
        self.done_with = "Ctrl+S" if several or len(fields) > 1 else "Enter"
        hint = ["Tab next" if several else "Enter or Tab next"] if len(fields) > 1 else []
        hint += ["← → choose"] if choices else []
        super().__init__(title, Content.assemble((f"{self.done_with} {does}", "bold $accent"), "   ", "   ".join([*hint, "Esc cancel"])))
        self.fields = fields
        self.does = does
        self._check = check
        # What stood in the fields when it was warned of losing it; None while no warning stands.
        self._warned_of: Values | None = None
        self.keeping: Keeping | None = None
        # One a field. Held here, for what stands in them is asked once more when the form is gone from the screen.
        self._widgets: list[Widget] = []

    def compose_body(self) -> ComposeResult:
        """What there is to remark; one label and one widget a field, which shows what was begun before, if anything was."""
        begun = self.keeping.begun if self.keeping is not None else {}
        if self.keeping is not None:
            yield Static(id="remark")
        for field in self.fields:
            with Vertical(classes="field"):
                if field.label:
                    yield Static(Content(field.label), classes="label")
                self._widgets.append(self._widget(field, begun.get(field.id, field.value)))
                yield self._widgets[-1]

    def _widget(self, field: Field, value: str) -> Widget:
        widget: Widget
        if field.kind == "cycle":
            widget = Cycle(field.choices, value)
        elif field.kind == "area":
            widget = TextArea(clean(value), soft_wrap=True, tab_behavior="focus", show_line_numbers=False)
            widget.cursor_blink = False
        else:
            widget = Input(one_line(value), placeholder=field.placeholder, select_on_focus=False)
            widget.cursor_blink = False
        widget.add_class(f"field-{field.id}")
        return widget

    def ready(self) -> None:
        """Starts in the first field, at the end of its text."""
        first = self._widgets[0]
        first.focus()
        if isinstance(first, TextArea):
            first.move_cursor(first.document.end)
        for cycle in self.query(Cycle):
            self.watch(cycle, "chosen", self._went_on, init=False)
        if self.keeping is not None:
            self.remark(self.keeping.sentence)
            self.keeping.start()

    def on_unmount(self) -> None:
        """The program may be left over an open form."""
        if self.keeping is not None:
            self.keeping.flush()

    def remark(self, sentence: str) -> None:
        """Says something over the fields of a form whose text is kept; nothing for an empty sentence."""
        line = self.query_one("#remark", Static)
        line.display = bool(sentence)
        line.update(Content(sentence))

    @property
    def values(self) -> Values:
        """What stands in the fields. A field left alone keeps its value as it was, also where it could not be shown."""
        found: Values = {}
        for field, widget in zip(self.fields, self._widgets, strict=True):
            if isinstance(widget, Cycle):
                found[field.id] = widget.value
            elif isinstance(widget, TextArea):
                found[field.id] = field.value if widget.text == clean(field.value) else widget.text
            elif isinstance(widget, Input):
                found[field.id] = field.value if widget.value == one_line(field.value) else widget.value
        return found

    @property
    def changed(self) -> bool:
        """Whether anything was typed or chosen."""
        return self.differ(self.values)

    def differ(self, values: Values) -> bool:
        """Whether these are other values than the form was opened to change."""
        return any(
            values[field.id] != field.value
            for field in self.fields
            if field.kind != "cycle" or field.value in [choice for choice, _ in field.choices]
        )

    @on(Input.Submitted)
    def _next_or_save(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_go_on()

    def action_go_on(self) -> None:
        """To the next field; from the last one, saves."""
        widgets = self._widgets
        place = widgets.index(self.focused) if self.focused in widgets else len(widgets) - 1
        if place == len(widgets) - 1:
            self.action_save()
        elif not self._refused(self.fields[place : place + 1]):
            widgets[place + 1].focus()

    def _refused(self, fields: Sequence[Field]) -> bool:
        """Whether one of these fields is needed and empty: then it gets the focus and says so."""
        values = self.values
        missing = next((field for field in fields if field.needed and not values[field.id].strip()), None)
        self.complain(missing.needed if missing is not None else "")
        if missing is not None:
            self.query_one(f".field-{missing.id}").focus()
        return missing is not None

    def action_save(self) -> None:
        """Keeps what was typed, or says what is wrong with it."""
        if self._refused(self.fields):
            return
        values = self.values
        if self._check is not None:
            try:
                self._check(values)
            except ReadinessError as error:
                self.complain(one_line(str(error)))
                return
        self._leave_with(values)

    def _leave_with(self, values: Values | None) -> None:
        if self.keeping is not None:
            self.keeping.close()
        self.dismiss(values)

    def action_leave(self) -> None:
        """Leaves things as they were; asks once more where something was typed."""
        if self.does != "show" and self.changed and self._warned_of != self.values:
            self._warned_of = self.values
            if self.does == "save":
                self.complain(f"Not saved yet. {self.done_with} saves, Esc again throws the change away.")
            else:
                self.complain(f"Nothing was done yet. {self.done_with} {_DOES[self.does]} it, Esc again throws it away.")
            return
        self._leave_with(None)

    @on(Input.Changed)
    @on(TextArea.Changed)
    def _went_on(self) -> None:
        """Typing on takes the warning back. The fields tell of it: they keep the keys to themselves, and a paste is no key."""
        if self.keeping is not None:
            self.keeping.typed()
        # What was typed just before the warning may be told after it.
        if self._warned_of is not None and self._warned_of != self.values:
            self._warned_of = None
            self.complain("")


def ask(
    title: str,
    label: str,
    value: str = "",
    check: Callable[[str], None] | None = None,
    *,
    several: bool = False,
    does: Does = "save",
) -> FormDialog:
    """A form with one field, ``value``: one line, or several."""
    field = Field("value", label, value, kind="area" if several else "line")
    return FormDialog(title, [field], None if check is None else lambda values: check(values["value"]), does=does)

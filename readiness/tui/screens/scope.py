"""What the assessment is about: every line can be changed in place, and each change is saved at once."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from readiness.errors import ReadinessError
from readiness.storage import Draft, set_scope
from readiness.tui.commands import BACK, HELP, QUIT, Command, bindings, rooms_besides
from readiness.tui.dialogs.choice import ChooseDialog, ChooseSomeDialog, ConfirmDialog
from readiness.tui.dialogs.form import Field, FormDialog, Values, ask
from readiness.tui.screens.base import Room, check_only, writes
from readiness.tui.session import Session
from readiness.tui.state import advising, capacity, scoping
from readiness.tui.state.scoping import LISTS, NOT_STATED, ListName, ScopeRow
from readiness.tui.state.text import cells, clean, column, one_line
from readiness.tui.widgets.header import HeaderLine
from readiness.tui.widgets.keyline import KeyLine
from readiness.tui.widgets.listing import Listing
from scoring.model import Planning, Scope

COMMANDS = (
    Command("scope.change", "enter,space", "Enter", "change", "change", "Changes the highlighted line; saved at once.", 1),
    Command("scope.add", "a,plus", "a", "add", "add", "Adds an entry to the list you are in.", 2),
    Command(
        "scope.remove", "delete,backspace,minus", "Del", "remove", "remove", "Takes an entry off its list, or makes a fact not stated.", 3
    ),
    Command("scope.why", "y", "y", "why", "why", "Reads the advice on the highlighted category or line in full.", 4),
    *rooms_besides("scope"),
    HELP,
    BACK,
    QUIT,
)
Make = Callable[[], list[Draft]]
YES_NO = (("no", "no"), ("yes", "yes"))
METHODS = ((NOT_STATED, "not chosen yet"), ("carve-out", "carve-out: its controls stay outside"), ("inclusive", "inclusive: they come in"))
LABELS = {
    "name": "Name",
    "description": "What it does (may stay empty)",
    "service": "What it does for you (may stay empty)",
    "subservice": "A subservice organisation? Its controls are needed together with yours",
    "method": "How the report treats it (subservice organisations only)",
    "text": "The promise",
    "source": "Where it stands: contract, SLA, site (may stay empty)",
    "role": "Role",
    "email": "E-mail (may stay empty)",
}
NEEDED = {"name": "Give it a name.", "text": "Write the promise in a few words."}


class ScopeScreen(Room):
    """The scope as one list of lines."""

    NAME = "scope"
    CSS_PATH = "scope.tcss"
    HELP_TITLE = "Keys of the scope"
    COMMANDS_HERE = COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = bindings(COMMANDS)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._rows: dict[str, ScopeRow] = {}

    def compose(self) -> ComposeResult:
        """Header, lines, what the highlighted one means, status, keys."""
        yield HeaderLine()
        yield Listing()
        yield Static(id="help")
        yield Static(id="status")
        yield KeyLine(COMMANDS)

    def ready(self) -> None:
        """Starts at the first line."""
        self.query_one(Listing).focus()

    def show(self) -> None:
        """Draws the scope as the file has it."""
        self.show_header()
        options: list[Option] = []
        self._rows = {}
        assessment = self.session.assessment
        for section in (*scoping.sections(assessment), capacity.section(assessment.library, assessment.scope)):
            options.append(Option(Content.styled(section.title, "bold $primary"), disabled=True))
            longest = max(cells(row.label) for row in section.rows)
            values = max(cells(row.value) for row in section.rows)
            label_width = min(longest, max(30, self.size.width // 2, self.size.width - values - 8))
            for row in section.rows:
                self._rows[row.id] = row
                options.append(Option(self._line(row, label_width), id=row.id))
        listing = self.query_one(Listing)
        listing.show(options)
        self._explain(listing.highlighted_id)
        self.show_status()

    def _line(self, row: ScopeRow, label_width: int) -> Content:
        if row.id.startswith("add:"):
            return Content.styled(f"  {row.label}", "$quiet")
        label = column(row.label, label_width)
        value = one_line(row.value, max(10, self.size.width - label_width - 8))
        return Content.assemble(f"  {label}  ", (value, "$quiet" if value == NOT_STATED else "$accent"))

    def on_resize(self) -> None:
        """The columns follow the width."""
        self.call_after_refresh(self.redraw)

    @on(OptionList.OptionHighlighted)
    def _highlighted(self, event: OptionList.OptionHighlighted) -> None:
        self._explain(event.option_id)

    def _explain(self, row_id: str | None) -> None:
        row = self._rows.get(row_id or "")
        if row is not None:
            text = row.help if row.id.startswith("add:") else f"{row.label}: {row.value}\n{row.help}" if row.value else row.help
            if row.id.startswith("advice:"):
                text = f"{row.label.strip()}: {row.value}"
            self.query_one("#help", Static).update(Content(clean(text)))

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if (event.option_id or "").startswith("advice:"):
            self.action_why()
        else:
            self.action_change()

    def action_why(self) -> None:
        """Reads the advice on the highlighted line in full."""
        from readiness.tui.dialogs.reader import ReaderDialog

        found = advising.in_full(self.session.assessment, self.query_one(Listing).highlighted_id or "")
        if found is None:
            self.tell("There is advice on categories and on the lines under Advice; go to one of them.")
        else:
            self.app.push_screen(ReaderDialog(*found))

    # Changing

    def keep(self, make: Make, what: str, how: str = "saved") -> None:
        """Writes a change; ``make`` is asked anew for "mine" after somebody else's, so that it fits what the file says then."""
        self.attempt(lambda: self.session.assessment.change_scope(make()), what, lambda _: self.keep(make, what, how), how=how)
        self.redraw()

    @writes
    def action_change(self) -> None:
        """Changes the highlighted line."""
        row_id = self.query_one(Listing).highlighted_id or ""
        kind, _, key = row_id.partition(":")
        scope = self.session.assessment.scope
        if kind in LISTS:
            self._edit(kind, key)
        elif kind == "add":
            self._edit(cast(ListName, key), None)
        elif kind == "category":
            self._change_category(key)
        elif kind == "fact":
            self._change_fact(key)
        elif kind == "organisation":
            self._ask("Organisation", "Name", scope.organisation, scoping.organisation_drafts)
        elif kind == "product":
            self._ask(
                "Product",
                "The one system or product the report describes",
                scope.product,
                scoping.product_drafts,
            )
        elif kind == "as_of":
            self._ask("As-of date", "2027-03-31 or 31 March 2027; nothing for “not stated”", str(scope.as_of or ""), scoping.as_of_drafts)
        elif kind == "window":
            self._change_window()
        elif kind == "report_type":
            self.keep(lambda: [set_scope("report_type", 3 - scope.report_type)], "report type")
        elif kind == "set":
            self._widen()
        elif kind == "planning":
            self._change_planning(key)
        elif kind == "advice":
            self.action_why()

    def _change_planning(self, key: str) -> None:
        library, stated = self.session.assessment.library, self.session.assessment.scope.planning or Planning()

        def scope() -> Scope:
            # Asked for anew at each change: it is laid over what the file says then.
            return self.session.assessment.scope

        match key:
            case "capacity":
                fields = [Field(*field) for field in capacity.capacity_fields(library, scope())]
                self._fill("Person-days a week", fields, lambda values: capacity.capacity_drafts(library, scope(), values))
            case "start":
                label = "2027-01-04 or 4 January 2027; nothing for “not stated”"
                self._ask("Start of work", label, str(stated.start or ""), lambda typed: capacity.start_drafts(scope(), typed))
            case "holidays":
                fields = [Field("days", "One day a line: 2026-12-25 or 25 December 2026", capacity.holidays_text(scope()), "area")]
                self._fill("Days off", fields, lambda values: capacity.holidays_drafts(scope(), values["days"]))
            case _:
                before = str(stated.window_months or "")
                label = "1 to 12; nothing for “not stated”"
                self._ask("Months of the window to plan for", label, before, lambda typed: capacity.months_drafts(scope(), typed))

    def _fill(self, title: str, fields: Sequence[Field], make: Callable[[Mapping[str, str]], list[Draft]]) -> None:
        def keep(values: Values | None) -> None:
            if values is not None:
                self.keep(lambda: make(values), title.lower())

        self.app.push_screen(FormDialog(title, fields, lambda values: check_only(make, values)), keep)

    def _ask(self, title: str, label: str, before: str, make: Callable[[str], list[Draft]]) -> None:
        def keep(values: Values | None) -> None:
            if values is not None and values["value"] != before:
                self.keep(lambda: make(values["value"]), title.lower())

        self.app.push_screen(ask(title, label, before, lambda typed: check_only(make, typed)), keep)

    def _change_category(self, category: str) -> None:
        title = self.session.assessment.library.category_by_id[category].title
        try:
            drafts = scoping.category_drafts(self.session.assessment.library, self.session.assessment.scope, category)
        except ReadinessError as error:
            self.tell(str(error))
            return
        self.keep(lambda: drafts, one_line(title))

    def _change_window(self) -> None:
        window = self.session.assessment.scope.window
        fields = [
            Field("start", "First day (2027-01-01 or 1 January 2027)", str(window.start) if window else ""),
            Field("end", "Last day (2027-06-30 or 30 June 2027)", str(window.end) if window else ""),
        ]

        self._fill("Observation window", fields, lambda values: scoping.window_drafts(values["start"], values["end"]))

    def _widen(self) -> None:
        assessment = self.session.assessment
        wanted = "full" if assessment.round.set == "quick" else "quick"
        self.attempt(lambda: assessment.widen(wanted), f"{wanted} set", lambda _: self._widen())  # type: ignore[arg-type]
        self.redraw()

    def _change_fact(self, fact_id: str) -> None:
        assessment = self.session.assessment
        fact = assessment.library.fact_by_id[fact_id]
        before = assessment.scope.facts.get(fact_id)
        title = one_line(fact.text)

        def keep(stated: str | Sequence[str]) -> None:
            if stated:
                self.keep(lambda: scoping.fact_drafts(assessment.library, fact_id, stated), title)
            elif before is None:
                self.tell(f"{title} Still not stated.")
            else:
                self.keep(lambda: scoping.fact_drafts(assessment.library, fact_id, ""), title, "not stated since")

        def keep_choice(chosen: str | None) -> None:
            if chosen is not None:
                keep("" if chosen == NOT_STATED else chosen)
                # Facts are stated one after the other.
                self.query_one(Listing).action_cursor_down()

        def keep_some(chosen: list[str] | None) -> None:
            if chosen is not None:
                keep(chosen)

        def keep_typed(values: Values | None) -> None:
            if values is not None and values["value"] != typed:
                keep(values["value"].strip())

        unknown = (NOT_STATED, "not stated: nobody knows yet")
        typed = "" if before is None else str(before)
        current = NOT_STATED if before is None else scoping.fact_text(fact, before)
        match fact.type:
            case "yes-no":
                self.app.push_screen(ChooseDialog(title, [("yes", "yes"), ("no", "no"), unknown], current), keep_choice)
            case "choice":
                choices = [(value, f"{value}: {one_line(words)}") for value, words in fact.choices.items()]
                self.app.push_screen(ChooseDialog(title, [*choices, unknown], current), keep_choice)
            case "choices":
                choices = [(value, f"{value}: {one_line(words)}") for value, words in fact.choices.items()]
                self.app.push_screen(ChooseSomeDialog(title, choices, before if isinstance(before, tuple) else ()), keep_some)
            case _:
                check = functools.partial(check_only, functools.partial(scoping.fact_drafts, assessment.library, fact_id))
                self.app.push_screen(ask(title, "Leave it empty for “not stated”", typed, check), keep_typed)

    def _edit(self, name: ListName, key: str | None) -> None:
        assessment = self.session.assessment
        values = scoping.entry_values(assessment.scope, name, key)
        fields = [self._field(field, value) for field, value in values.items()]

        def make(typed: Mapping[str, str]) -> list[Draft]:
            return scoping.entry_drafts(assessment.scope, name, key, typed)

        def keep(typed: Values | None) -> None:
            if typed is not None:
                self.keep(lambda: make(typed), one_line(next(iter(typed.values())), 40))

        title = f"{'Change' if key else 'Add'}: {LISTS[name][1]}"
        self.app.push_screen(FormDialog(title, fields, lambda typed: check_only(make, typed)), keep)

    def _field(self, field: str, value: str) -> Field:
        if field == "subservice":
            return Field(field, LABELS[field], value, "cycle", YES_NO)
        if field == "method":
            return Field(field, LABELS[field], value, "cycle", METHODS)
        if field == "role":
            roles = [("", "not stated"), *((role.id, one_line(role.title)) for role in self.session.assessment.library.roles)]
            if value not in [role for role, _ in roles]:
                roles.append((value, one_line(value)))
            return Field(field, LABELS[field], value, "cycle", tuple(roles))
        return Field(field, LABELS[field], value, needed=NEEDED.get(field, ""))

    @writes
    def action_add(self) -> None:
        """Adds an entry to the list the highlight is in."""
        kind, _, key = (self.query_one(Listing).highlighted_id or "").partition(":")
        name = key if kind == "add" else kind
        if name in LISTS:
            self._edit(name, None)
        else:
            self.tell("Go to a list first (entities, systems, vendors, commitments, people); a adds to it.")

    @writes
    def action_remove(self) -> None:
        """Takes the highlighted entry off its list after a question, or makes a fact not stated."""
        row_id = self.query_one(Listing).highlighted_id or ""
        kind, _, key = row_id.partition(":")
        assessment = self.session.assessment
        if kind in LISTS:
            name = kind
            label = self._rows[row_id].label

            def keep(agreed: bool | None) -> None:
                if agreed:
                    self.keep(lambda: scoping.removal_drafts(assessment.scope, name, key), f"{label} removed")

            self.app.push_screen(ConfirmDialog("Remove", f"Take {label} off the list? Its history stays in the file."), keep)
        elif kind == "fact":
            if key in assessment.scope.facts:
                title = one_line(assessment.library.fact_by_id[key].text)
                self.keep(lambda: scoping.fact_drafts(assessment.library, key, ""), title, "not stated since")
        else:
            self.tell("Only entries of a list and facts can be removed.")

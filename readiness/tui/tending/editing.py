"""The plan's items changed in place: each change is in the file at once, or a dialog says why it is not."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from textual.widgets import Static

from readiness.tending import Changes, as_added, as_changed, change_item, merge, move, own_item
from readiness.tui.dialogs.choice import ChooseDialog
from readiness.tui.dialogs.form import Field, FormDialog, Values, ask
from readiness.tui.screens.base import Room, asks, writes
from readiness.tui.session import Session
from readiness.tui.state import tended
from readiness.tui.state.interview import day_of
from readiness.tui.state.text import one_line
from readiness.tui.unfinished import fill
from scoring.live import LiveItem

TITLE_CELLS = 60
DAY = "2027-01-31 or 31 January 2027; nothing takes it back"


class Editing(Room):
    """What people decide about the highlighted item. A screen says which one that is."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.decided: tuple[LiveItem, ...] = ()

    @property
    def highlighted_item(self) -> LiveItem | None:
        """The item under the cursor; None on a work package."""
        return None

    @property
    def today(self) -> date:
        """The day that items are measured against."""
        return self.session.today

    def show_status(self) -> None:
        """Draws the status line, which is there only while it says something."""
        super().show_status()
        for status in self.query("#status").results(Static):
            status.display = bool(self.session.unsaved or self._message or self.session.saved)

    def keep(self, write: Callable[[], object], what: str) -> None:
        """Writes; made anew for "mine" after somebody else's, so that it is laid over what the file says then."""

        def now() -> None:
            write()

        self.attempt(now, what, lambda _: self.keep(write, what))
        self.redraw()

    def _change(self, one: LiveItem, changes: Changes, what: str) -> None:
        assessment, today = self.session.assessment, self.today
        self.keep(lambda: change_item(assessment, one.key, changes, today=today), f"{what} · {one_line(one.title, 40)}")

    def _target(self) -> LiveItem | None:
        one = self.highlighted_item
        if one is None:
            self.refuse("Go to an item first: decisions are about items, not about a work package.")
        return one

    def _choose(
        self, title: str, one: LiveItem, choices: Sequence[tuple[str, str]], current: str, keep: Callable[[LiveItem, str], None]
    ) -> None:
        def chosen(value: str | None) -> None:
            if value is not None:
                keep(one, value)

        self.app.push_screen(ChooseDialog(f"{title} · {one_line(one.title, TITLE_CELLS)}", choices, current), chosen)

    def _fill(
        self,
        title: str,
        one: LiveItem,
        fields: Sequence[Field],
        make: Callable[[Mapping[str, str]], Changes],
        what: str,
        *,
        kept_as: str = "",
    ) -> None:
        def keep(typed: Values) -> None:
            self._change(one, make(typed), what)

        heading = f"{title} · {one_line(one.title, TITLE_CELLS)}"
        self._open_form(FormDialog(heading, fields, lambda typed: self._check(one, make(typed))), keep, one, kept_as)

    def _ask(self, title: str, one: LiveItem, label: str, before: str, make: Callable[[str], Changes], *, kept_as: str = "") -> None:
        def keep(typed: Values) -> None:
            if typed["value"] != before:
                self._change(one, make(typed["value"]), title.lower())

        heading = f"{title} · {one_line(one.title, TITLE_CELLS)}"
        form = ask(heading, label, before, lambda text: self._check(one, make(text)), several=bool(kept_as))
        self._open_form(form, keep, one, kept_as)

    def _check(self, one: LiveItem, changes: Changes) -> None:
        """Raises ReadinessError for a decision that the file would refuse."""
        as_changed(self.session.assessment, one.key, changes, today=self.today)

    def _open_form(self, form: FormDialog, keep: Callable[[Values], None], one: LiveItem, kept_as: str) -> None:
        """Opens a form about an item; where long texts are typed, they are kept meanwhile ``kept_as`` that."""

        def left(typed: Values | None) -> None:
            if typed is not None:
                keep(typed)

        if kept_as:
            fill(self, form, keep, kept_as, one.key)
        else:
            self.app.push_screen(form, left)

    @writes
    def action_owner(self) -> None:
        """Chooses a role or somebody of the scope."""
        one = self._target()
        if one is not None:
            choices = tended.owner_choices(self.session.assessment, one)
            current = one.stored.owner if one.stored is not None and one.stored.owner else tended.SUGGESTED
            self._choose("Owner", one, choices, current, lambda of, who: self._change(of, tended.owner_changes(who), "owner"))

    @asks
    def action_due(self) -> None:
        """Asks for the day by which it should be done."""
        one = self._target()
        if one is not None:
            before = one.stored.due if one.stored is not None else None
            self._ask("Due", one, DAY, str(before or ""), lambda typed: {"due": day_of(typed)})

    @asks
    def action_first_day(self) -> None:
        """Asks for the first day of work, which the dates then keep to."""
        one = self._target()
        if one is not None:
            before = one.stored.start if one.stored is not None else None
            self._ask("First day of work", one, DAY, str(before or ""), lambda typed: {"start": day_of(typed)})

    @asks
    def action_note(self) -> None:
        """Asks for a note."""
        one = self._target()
        if one is not None:
            before = one.stored.note if one.stored is not None else ""
            self._ask("Note", one, "", before, lambda typed: {"note": typed}, kept_as="plan-note")

    @writes
    def action_status(self) -> None:
        """Chooses how it stands; accepting its risk asks for more."""
        one = self._target()
        if one is not None:
            current = one.stored.status if one.stored is not None else "open"
            self._choose("Status", one, tended.status_choices(one), current, self._keep_status)

    def _keep_status(self, one: LiveItem, status: str) -> None:
        if status == "risk-accepted":
            self._accept(one)
        elif status in ("open", "in-progress", "done"):
            self._change(one, {"status": status}, "status")  # type: ignore[typeddict-item]

    def _accept(self, one: LiveItem) -> None:
        stored = one.stored
        fields = [
            Field(
                "until",
                "Until (2027-01-31 or 31 January 2027); then it comes back",
                needed="Give the day until which the risk is accepted.",
            ),
            Field("reason", "Why the risk can be borne", stored.reason if stored else "", "area", needed="Give the reason."),
            Field("by", "Who accepts it (a name)", stored.accepted_by if stored else "", needed="Name who accepts the risk."),
        ]
        self._fill(
            "Accept the risk", one, fields, lambda typed: tended.acceptance(typed, self.today), "risk accepted", kept_as="risk-acceptance"
        )

    @asks
    def action_management(self) -> None:
        """Asks whether management agrees and what it will do."""
        one = self._target()
        if one is not None:
            stored = one.stored
            fields = [
                Field("agreed", "Does management agree with the gap?", stored.agreed if stored else "", "cycle", tended.AGREED),
                Field("response", "What will be done, or why not (may stay empty)", stored.response if stored else "", "area"),
            ]
            self._fill("Management's response", one, fields, tended.response, "management's response", kept_as="response")

    @writes
    def action_move(self, by: int) -> None:
        """Moves it up or down among the items that people ranked."""
        one = self._target()
        if one is not None:
            assessment, today = self.session.assessment, self.today
            self.keep(lambda: move(assessment, one.key, 1 if by > 0 else -1, today=today), f"place · {one_line(one.title, 40)}")

    @writes
    def action_merge(self) -> None:
        """Chooses another item to do together with this one."""
        one = self._target()
        if one is None:
            return
        choices = tended.merging(self.decided, one)
        if not one.gaps or not one.to_do:
            self.tell("Only an item that is to do and mends a gap can be merged with another.")
        elif not choices:
            self.tell("There is no other item to merge this one with.")
        else:
            self._choose("Do together with", one, choices, "", self._merge)

    def _merge(self, one: LiveItem, other: str) -> None:
        assessment, today = self.session.assessment, self.today
        self.keep(lambda: merge(assessment, [one.key, other], today=today), f"merged · {one_line(one.title, 40)}")

    @asks
    def action_own(self) -> None:
        """Asks for an item of one's own."""
        fields = [
            Field("title", "What is to be done", needed="Say in a few words what is to be done."),
            Field("effort", "Person-days, such as 2 or 1-3 (may stay empty)"),
            Field("severity", "Severity", "medium", "cycle", tended.severity_choices()),
            Field("owner", "Owner", tended.SUGGESTED, "cycle", tuple(tended.owner_choices(self.session.assessment, None))),
        ]
        assessment, today = self.session.assessment, self.today

        def changes(typed: Mapping[str, str]) -> Changes:
            return tended.own_changes({key: value for key, value in typed.items() if key != "title"})

        def check(typed: Mapping[str, str]) -> None:
            as_added(assessment, typed["title"], changes(typed), today=today)

        def keep(typed: Values | None) -> None:
            if typed is not None:
                title = typed["title"]
                self.keep(lambda: own_item(assessment, title, changes(typed), today=today), f"added · {one_line(title, 40)}")

        self.app.push_screen(FormDialog("An item of your own", fields, check), keep)

    @asks
    def action_edit(self) -> None:
        """Asks for what belongs to items of one's own, and to merged ones."""
        one = self._target()
        if one is None:
            return
        stored = one.stored
        if stored is None or len(stored.questions) == 1:
            self.refuse("Its title is its question; only merged items and your own have one to change.")
            return
        fields = [Field("title", "Title", stored.title, needed="Give it a title.")]
        if not stored.questions:
            fields += [
                Field("effort", "Person-days, such as 2 or 1-3 (may stay empty)", tended.effort_typed(one)),
                Field("severity", "Severity", one.severity, "cycle", tended.severity_choices()),
            ]
        self._fill("Change", one, fields, tended.own_changes, "changed")

    @writes
    def action_take_back(self) -> None:
        """Chooses which decision to take back."""
        one = self._target()
        if one is None:
            return
        choices = tended.decisions(self.session.assessment.library, one)
        if choices:
            self._choose("Take back", one, choices, "", self._take_back)
        else:
            self.tell("Nothing was decided about this item yet, so there is nothing to take back.")

    def _take_back(self, one: LiveItem, decision: str) -> None:
        assessment, today = self.session.assessment, self.today
        self.keep(lambda: tended.take_back(assessment, one, decision, today), f"taken back · {one_line(one.title, 40)}")

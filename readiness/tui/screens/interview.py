"""The interview: one question at a time, answered by one key, saved before anything moves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.widgets import Static

from readiness.errors import ReadinessError
from readiness.tui.commands import bindings
from readiness.tui.interviewing.company import Company
from readiness.tui.screens.interview_keys import COMMANDS
from readiness.tui.state import card
from readiness.tui.state.pace import EXPLAINED
from readiness.tui.state.progress import legend
from readiness.tui.state.text import cells, clean, one_line
from readiness.tui.widgets.card import Anchors
from readiness.tui.widgets.ends import Ends
from readiness.tui.widgets.even import EvenColumn, EvenRow, EvenScroll
from readiness.tui.widgets.header import HeaderLine
from readiness.tui.widgets.keyline import KeyLine
from readiness.tui.widgets.steady import Steady
from readiness.tui.widgets.tree import COUNTS, TreeList

LEVEL_COMMANDS = {"na": "answer.na", "unsure": "answer.unsure", "no-events": "answer.events", "carved-out": "answer.carved"}
VERDICTS_SECONDS = 6.0
RUNGS = f"Rungs: {', '.join(f'{rung} {words}' for rung, words in enumerate(card.RUNG_WORDS))}."


class InterviewScreen(Company):
    """One question, its six anchors, and everything else one key away."""

    NAME = "interview"
    CSS_PATH = "interview.tcss"
    HELP_TITLE = "Keys of the interview"
    COMMANDS_HERE = COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = bindings(COMMANDS)

    _verdicts = _verdicts_of = ""
    _fading = 0
    # The sizes that what stands on the screen was set to: its own, and the width of the card.
    _set_to: tuple[Size, int] | None = None

    def compose(self) -> ComposeResult:
        """Header, tree beside the card (from 120 columns on), reasons below it, status, keys."""
        yield HeaderLine()
        with EvenRow(id="main"):
            yield TreeList(self.session.interview)
            with EvenColumn(id="right"):
                with EvenScroll(id="card", can_focus=False):
                    yield Ends(id="place")
                    yield Steady(id="question")
                    yield Anchors()
                    yield Steady(id="others")
                    yield Steady(id="answer")
                with EvenScroll(id="why", can_focus=False):
                    yield Steady(id="reasons")
        with Horizontal(id="line"):
            yield Steady(id="status")
            yield Steady(id="live")
        yield KeyLine(COMMANDS)

    def show(self) -> None:
        """Draws the current question as the file has it."""
        interview = self.session.interview
        self.query_one(HeaderLine).show(
            card.header(
                self.session.assessment, read_only=bool(self.session.refusal), here=card.here(interview) if interview.questions else ""
            )
        )
        self.show_status()
        if not interview.questions:
            self.query_one("#question", Static).update(
                Content(f"The scope asks no question. {self.key('room.scope')} goes to the scope, to change it.")
            )
            return
        question = interview.current
        width = self._card_width()
        self._set_to = (self.app.size, width)
        self.query_one("#place", Ends).show(card.place(interview), card.standing(interview))
        self.query_one("#question", Static).update(Content(one_line(question.text)))
        answer = interview.answer
        self.query_one(Anchors).show(question.anchors, None if answer is None else answer.rung)
        self.query_one("#others", Static).update(self._others(None if answer is None else answer.level))
        self.query_one("#answer", Static).update(self._answer(width))
        self.query_one("#card").scroll_home(animate=False)
        if self._painting:
            self._follow()

    def ready(self) -> None:
        """The first lay-out holds all of the question, so it can be painted at once: the question alone."""
        super().ready()
        self._painting = True
        self._follow()

    def _card_width(self) -> int:
        """Columns for the card's text: as laid out, or as they will be laid out."""
        card = self.query_one("#card")
        beside = self.query_one(TreeList).styles.width if self.has_class("-wide") else None
        expected = self.app.size.width - int(beside.value if beside else 0) - card.styles.gutter.width
        return max(40, card.content_size.width or expected)

    def _follow(self) -> None:
        """The question first: what stands beside it follows a frame later."""
        if self.has_class("-wide"):
            self.call_after_refresh(self._show_beside)

    def show_status(self) -> None:
        """Beside what there is to say, the live picture, as far as there is room: a verdict just changed, else pace and shares.

        On a narrow screen a changed verdict takes the place of a hint, and of pace and shares only the time left may stay. A verdict
        is shown whole or not at all, and never in place of what an answer was before.
        """
        super().show_status()
        interview = self.session.interview
        if self.session.closed or not interview.questions:
            return
        said = cells(one_line(self.session.unsaved or self._message or self.session.saved))
        saved, room = self.session.saved, self.app.size.width - said - 4
        # It belongs to what was saved last, and stands beside that only.
        beside = bool(self._verdicts) and not self.session.unsaved and saved == self._verdicts_of
        changed = self._verdicts if beside and (not self._message or self._message.startswith(saved)) else ""
        left = self.app.size.width - cells(changed) - 4
        if changed and cells(changed) > room and not self._back_to and left >= (cells(saved) if self.session.whole else 20):
            room = cells(changed)
            self.query_one("#status", Static).update(Content(one_line(saved, left)))
        changed = changed if cells(changed) <= room else ""
        line = changed or card.live_line(interview, self.session.pace)
        if cells(line) > room:
            line = line.rpartition(" · ")[2]
        live = self.query_one("#live", Static)
        live.display = bool(line) and cells(line) <= room
        live.set_class(bool(changed), "-verdicts")
        live.update(Content(line), layout=live.display)

    def tell_verdicts(self, sentence: str) -> None:
        """Shows verdicts that the last change has moved for a while, in the line that is there anyway; none if it moved none."""
        self._fading += 1
        self._verdicts, self._verdicts_of = sentence, self.session.saved
        if sentence:
            mine = self._fading
            self.set_timer(VERDICTS_SECONDS, lambda: self._fade(mine))

    def _fade(self, which: int) -> None:
        """Takes a verdict line away, unless a newer one has come."""
        if which == self._fading:
            self._verdicts = ""
            self.show_status()

    def on_resize(self) -> None:
        """Some lines are set to the width; draws them anew where it is another."""
        if self._set_to != (self.app.size, self._card_width()):
            self.call_after_refresh(self.redraw)

    def _others(self, level: str | None) -> Content:
        parts = [
            Content.assemble(
                "▸ " if other == level else "",
                (self.key(LEVEL_COMMANDS[other]), "bold $accent"),
                f" {words}",
                f"? see {self.key('why')}" if proposed else "",
            )
            for other, words, proposed in card.other_levels(self.session.interview)
        ]
        return Content("   ").join(parts)

    def _answer(self, width: int) -> Content:
        interview = self.session.interview
        line = Content(one_line(card.answer_line(interview), width * 2))
        answer = interview.answer
        if answer is not None and answer.note:
            line = Content("\n").join([line, Content.assemble(("note  ", "$quiet"), one_line(answer.note, width - 6))])
        if instead := card.compensating_line(interview):
            line = Content("\n").join([line, Content.assemble(("compensating control  ", "$quiet"), one_line(instead, width - 22))])
        remark = card.remark_line(interview)
        if remark and self.has_class("-tall"):
            line = Content("\n").join([line, Content.assemble(("to settle  ", "$quiet"), one_line(remark, width * 2))])
        return line

    def _show_beside(self) -> None:
        interview = self.session.interview
        if self.session.closed or not interview.questions:
            return
        try:
            card.stored_before(interview)
        except ReadinessError as error:
            # What can be read is shown all the same.
            self.unreadable(error, "last round")
        blocks = [Content.assemble((title, "bold $primary"), "\n", text) for title, text in card.reasons(interview)]
        self.query_one(TreeList).draw()
        self.query_one("#reasons", Static).update(Content("\n\n").join(blocks))
        self.query_one("#why").scroll_home(animate=False)

    def help_notes(self) -> Sequence[str]:
        """Glyphs and rungs in words."""
        return ("", legend(self.session.assessment.scorecard().screen), RUNGS, f"The tree: {COUNTS[0].lower()}{COUNTS[1:]}", EXPLAINED)

    # Moving

    def action_step(self, by: int) -> None:
        """To the next or the previous question."""
        self._message = "" if self.session.interview.step(by) else f"This is the {'last' if by > 0 else 'first'} question."
        self.redraw()

    def action_next_open(self) -> None:
        """To the next open question."""
        moved = self.session.interview.next_open()
        self._message = "" if moved else f"No other question is open. {self.key('room.results')} shows the results."
        self.redraw()

    def found(self, question_id: str | None) -> None:
        """Goes on from the question that was found."""
        self.go_to(question_id)

    @on(TreeList.Chosen)
    def _criterion_chosen(self, event: TreeList.Chosen) -> None:
        event.stop()
        self._go_to_criterion(event.criterion)

    def _go_to_criterion(self, criterion: str | None) -> None:
        if criterion is not None:
            moved = self.session.interview.go_to_criterion(criterion)
            self._message = "" if moved else f"This set asks nothing about {criterion}."
            self.set_focus(None)
            self.redraw()

    def action_tree(self) -> None:
        """To the tree: beside the card, or over it where there is no room."""
        if self.has_class("-wide"):
            tree = self.query_one(TreeList)
            self.set_focus(None if self.focused is tree else tree)
        else:
            from readiness.tui.dialogs.finding import TreeDialog

            self.app.push_screen(TreeDialog(self.session.interview), self._go_to_criterion)

    def action_card(self) -> None:
        """Takes the focus away from the tree."""
        if self.focused is not None:
            self.set_focus(None)
        elif self._back_to or self.session.of is not None:
            self.action_back()
        else:
            self.tell(f"{self.key('back')} goes back to the list of files; everything answered is kept.")

    def action_scroll(self, by: int) -> None:
        """Scrolls the card, or the reasons if the whole card is in sight."""
        box = self.query_one("#card", VerticalScroll)
        if not box.max_scroll_y:
            box = self.query_one("#why", VerticalScroll)
        box.scroll_relative(y=3 * by, animate=False)

    def action_why(self) -> None:
        """Everything behind the question."""
        from readiness.tui.dialogs.reader import ReaderDialog

        interview = self.session.interview
        self.app.push_screen(ReaderDialog(clean(interview.current.text), card.detail_sections(interview)))

    def action_back(self) -> None:
        """Back to where a visited question was opened from; else closes the file and goes back to the list of files."""
        if not self._back_to:
            self.session.close()
        self.leave()

    def leaving(self) -> None:
        """The interview goes on where it was before a visit."""
        super().leaving()
        if self._resume_at:
            self._visited = self.session.interview.current.id
            self.session.interview.go_to(self._resume_at)

    def on_unmount(self) -> None:
        """However the program ends, the file is closed."""
        if not self._back_to:
            self.session.close()

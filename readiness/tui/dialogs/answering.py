"""The forms of the interview: what is kept beside an answer, and the reason without which one can't stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from questionnaires.model import Question
from readiness.errors import ReadinessError
from readiness.tui.dialogs.form import Field, FormDialog, ask
from readiness.tui.state.card import RUNG_WORDS
from readiness.tui.state.text import one_line
from scoring.model import Answer

MOST_IN_A_NOTE = 20_000
TITLE_CELLS = 72
UNANSWERED = "Not answered yet: the {} is kept, and the question stays open until you answer."
Check = Callable[[Mapping[str, str]], None]


def titled(what: str, question: Question) -> str:
    """A dialog's title in one line that says which control it is about."""
    return f"{what} · {one_line(question.title, TITLE_CELLS - len(what) - 3)}"


def reason_dialog(question: Question, reason: str, check: Check, better: str = "") -> FormDialog:
    """Why a question does not apply; ``reason`` is offered, not stated. ``better`` says what may fit better."""
    needed = "Not applicable needs a reason: it will stand in the report."
    label = "\n".join(filter(None, (better, "Why does this not apply to you? Your auditor has to agree.")))
    return FormDialog(titled("Not applicable", question), [Field("value", label, reason, needed=needed)], check)


def note_dialog(question: Question, before: str, check: Check, *, answered: bool) -> FormDialog:
    """A note beside an answer, or beside a question that has none yet."""
    label = "" if answered else UNANSWERED.format("note")
    return ask(titled("Note", question), label, before, _text_check(check), several=True)


def walkthrough_dialog(question: Question, before: str, check: Check, *, answered: bool) -> FormDialog:
    """One real case told from its start to its end, as an auditor would follow it."""
    label = "The latest case: what started it, who did what and when, what is left of it to see."
    if not answered:
        label = f"{label} {UNANSWERED.format('case')}"
    return ask(titled("One case", question), label, before, _text_check(check), several=True)


def _text_check(check: Check) -> Callable[[str], None]:
    """How long a text may be comes first: no model says it as well."""

    def short_enough(text: str) -> None:
        if len(text) > MOST_IN_A_NOTE:
            raise ReadinessError(f"A note has at most {MOST_IN_A_NOTE:,} characters; this one has {len(text):,}.")
        check({"value": text})

    return short_enough


def no_events_dialog(question: Question, check: Check) -> FormDialog:
    """Who is ready for the first case: without somebody there is no control yet."""
    needed = "Name somebody: nothing has to have happened yet, but somebody has to be ready for it."
    return FormDialog(titled("No events yet", question), [Field("value", "Who is ready to do it when it happens?", needed=needed)], check)


def vendor_dialog(question: Question, check: Check) -> FormDialog:
    """A subservice organisation that is not declared yet; it is added to the scope."""
    fields = [
        Field("name", "Which subservice organisation runs this control? It is added to the scope.", needed="Name the organisation."),
        Field("service", "What it does for you (may stay empty)"),
    ]
    return FormDialog(titled("Carved out", question), fields, check)


def evidence_dialog(question: Question, check: Check) -> FormDialog:
    """One more reference; of a local file the SHA-256, size and date are kept, never the file."""
    fields = [
        Field(
            "reference", "Path, link or ticket. Of a file here its SHA-256 and date are kept, not the file.", needed="Name the evidence."
        ),
        Field("title", "What it shows (may stay empty)"),
        Field("collected_on", "Dates from (2026-01-31; empty: the file's own day)"),
        Field("covers_from", "Covers from (may stay empty)"),
        Field("covers_to", "Covers to (may stay empty)"),
        Field("source", "System it was taken from (may stay empty)"),
        Field("collected_by", "Collected by (may stay empty)"),
    ]
    return FormDialog(titled("Evidence", question), fields, check)


def details_dialog(question: Question, answer: Answer, check: Check) -> FormDialog:
    """Respondent, owner, dates, evidence and, on rungs 3 to 5, whether it is written down."""
    fields = [
        Field("respondent", "Respondent: who said or showed it", answer.respondent),
        Field("owner", "Owner: who answers for the control", answer.owner),
        Field("operating_since", "On record since (2026-01-31 or 31 January 2026)", str(answer.operating_since or "")),
        Field("last_done", "Last done (2026-01-31 or 31 January 2026)", str(answer.last_done or "")),
        Field("evidence", "Evidence: one path, link or ticket a line", "\n".join(one.reference for one in answer.evidence), "area"),
    ]
    if answer.rung is not None and answer.rung >= 3:
        # The first one says nothing: nobody has to claim a rule to get past it.
        choices = (("no", "nothing remarked"), ("yes", "works, but nothing is written"))
        fields.append(Field("nothing_written", "A remark on the written rule", "yes" if answer.nothing_written else "no", "cycle", choices))
    return FormDialog(titled("Details", question), fields, check)


def compensating_dialog(question: Question, answer: Answer, check: Check) -> FormDialog:
    """What is done instead of the control, how well, by whom and with what proof; the first choice is that there is nothing."""
    stated = answer.compensating
    rungs = [("", "none: nothing is done instead"), *((str(rung), f"{rung} {words}") for rung, words in enumerate(RUNG_WORDS))]
    fields = [
        Field("rung", "How well does what you do instead work?", str(stated.rung) if stated is not None else "", "cycle", tuple(rungs)),
        Field("reason", "What you do instead, and why it makes up for this control", stated.reason if stated is not None else ""),
        Field("owner", "Owner", stated.owner if stated is not None else ""),
        Field("evidence", "Evidence: path, link or ticket (may stay empty)", stated.evidence if stated is not None else ""),
    ]
    return FormDialog(titled("Compensating control", question), fields, check)

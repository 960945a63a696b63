"""A new round worked through: what may have changed first, the rest to confirm together, the rounds before. Knows no terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from questionnaires.model import Library, Question
from questionnaires.wording import count_text
from readiness.assessment import Assessment
from readiness.config import Config
from readiness.errors import ReadinessError, StaleWrite
from readiness.progressing import TrendPoint, trend
from readiness.renewing import Renewal, renewal
from readiness.rounds import (
    DEFAULT_AGE_DAYS,
    Origin,
    as_if_confirmed,
    confirm,
    due_first,
    origins,
    owned_by,
    waiting,
)
from readiness.storage import round_subject
from readiness.tui.state.beginning import library_for
from readiness.tui.state.card import level_text
from readiness.tui.state.tended import role_title
from readiness.tui.state.text import clean, local_moment, one_line, percent_range
from scoring.due import MOST, WHY_TEXT, WHYS, FirstAsked, Why
from scoring.headline import verdict_word
from scoring.model import Answer

By = Literal["owner", "criterion"]
_LONGEST_AGE = 10_000
_NAMES = 8


@dataclass(frozen=True, slots=True)
class Asked:
    """One control of the round in words, and the question that is asked about it.

    ``waits``: it has an answer that can be confirmed; ``why`` it comes first, if it does.
    """

    id: str
    criterion: str
    title: str
    text: str
    level: str
    anchor: str
    who: str
    age: str
    note: str
    why: tuple[Why, ...]
    waits: bool

    @property
    def reasons(self) -> str:
        """Why it comes first, in words."""
        return "; ".join(WHY_TEXT[why] for why in self.why)


@dataclass(frozen=True, slots=True)
class Group:
    """Answers that can be confirmed together: whose they are or what they are about; ``changed`` of them may have changed."""

    id: str
    title: str
    questions: tuple[str, ...]
    changed: tuple[str, ...]

    @property
    def steady(self) -> tuple[str, ...]:
        """Those without a sign of change."""
        return tuple(name for name in self.questions if name not in self.changed)


@dataclass(frozen=True, slots=True)
class Past:
    """A closed round in one line."""

    id: str
    name: str
    day: str
    figures: str


@dataclass(frozen=True, slots=True)
class View:
    """The round as the screen shows it: three sentences, what to ask first under its reasons, groups, and the rounds before.

    ``more`` is how many come first beyond what one sitting takes, ``left`` how many answers wait to be confirmed.
    """

    title: str
    counts: str
    if_confirmed: str
    first: tuple[tuple[str, tuple[Asked, ...]], ...]
    more: int
    groups: tuple[Group, ...]
    left: int
    past: tuple[Past, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of confirming: how many were, and a sentence for each that was not."""

    done: int
    refused: tuple[str, ...]


class Confirming:
    """One assessment's current round. ``age_days``: an answer older than that comes first; ``all_first`` shows all of those."""

    def __init__(self, assessment: Assessment) -> None:
        self.assessment = assessment
        self.age_days = DEFAULT_AGE_DAYS
        self.by: By = "owner"
        self.all_first = False
        self._known: dict[str, Origin] = {}
        self._first: tuple[FirstAsked, ...] = ()
        self._trend: tuple[object, tuple[TrendPoint, ...]] = (None, ())

    def view(self, today: date) -> View:
        """The round as it stands in the file. Raises ReadinessError."""
        assessment = self.assessment
        self._known = origins(assessment)
        self._first = due_first(assessment, self.age_days, today=today, known=self._known)
        still = waiting(assessment)
        shown = self._first if self.all_first else self._first[:MOST]
        first = [(WHY_TEXT[why], tuple(self._asked(one.question, one.why, today) for one in shown if one.why[0] == why)) for why in WHYS]
        changed = {one.question.id for one in self._first}
        return View(
            title=self._title(today),
            counts=_counts(assessment, len(still)),
            if_confirmed=_if_confirmed(assessment) if still else "",
            first=tuple(entry for entry in first if entry[1]),
            more=len(self._first) - len(shown),
            groups=tuple(_groups(assessment, still, changed, self.by)),
            left=len(still),
            past=self._past(),
        )

    def asked(self, question_id: str, today: date) -> Asked | None:
        """One question in words; None if it is not asked."""
        question = next((one for one in self.assessment.questions if one.id == question_id), None)
        why = next((one.why for one in self._first if one.question.id == question_id), ())
        return None if question is None else self._asked(question, why, today)

    def title(self, question_id: str) -> str:
        """What a list calls the control of a question."""
        known = self.assessment.library.question_by_id
        return one_line(known[question_id].title if question_id in known else question_id)

    def _title(self, today: date) -> str:
        assessment = self.assessment
        stated = assessment.round
        began = date.fromisoformat(assessment.history_of(round_subject(stated.id))[0].recorded_at[:10])
        age = count_text(max(0, (today - began).days), "day")
        state = "closed" if stated.closed else f"since {began} ({age})"
        asked = count_text(len(assessment.questions), "question")
        return f"{one_line(stated.name, 60)} · round {stated.number} · {stated.set} set, {asked} · {state}"

    def _asked(self, question: Question, why: tuple[Why, ...], today: date) -> Asked:
        answer, origin = self.assessment.answers.get(question.id), self._known.get(question.id)
        waits = answer is not None and answer.to_confirm
        return Asked(
            id=question.id,
            criterion=question.home,
            title=self.title(question.id),
            text=one_line(question.text),
            level="no answer" if answer is None else level_text(answer, self.assessment.scope),
            anchor=one_line(question.anchors[answer.rung]) if answer is not None and answer.rung is not None else "",
            who=one_line(origin.who, 40) if origin is not None else "",
            age=_age(origin, today),
            note=one_line(answer.note, 300) if answer is not None else "",
            why=why,
            waits=waits,
        )

    def _past(self) -> tuple[Past, ...]:
        """The closed rounds, the newest first. They never change, so that they are read once."""
        assessment = self.assessment
        closed = tuple(one.id for one in assessment.rounds if one.closed)
        key = (closed, assessment.scope.report_type)
        if self._trend[0] != key:
            self._trend = (key, trend(assessment) if closed else ())
        found = [point for point in self._trend[1] if point.round.id in closed]
        return tuple(_past(point) for point in reversed(found))

    # What is done

    def older_than(self, typed: str) -> None:
        """Takes what was typed as the age from which on an answer comes first. Raises ReadinessError."""
        self.age_days = days_of(typed)

    def turn(self) -> None:
        """Groups by criterion instead of by owner, and back."""
        self.by = "criterion" if self.by == "owner" else "owner"

    def confirm(self, questions: Iterable[str], by: str) -> Outcome:
        """Says of answers that they still hold, in one step; ``by`` is who says so, if somebody sits here.

        Raises ReadinessError when nothing could be written.
        """
        found = confirm(self.assessment, questions, by)
        return Outcome(len(found.done), tuple(self._refused(name, why) for name, why in found.refused.items()))

    def _refused(self, name: str, why: str) -> str:
        events = self.assessment.history(name)
        # Moments are recorded in UTC; people read them by their own clock.
        said = why.replace(events[-1].recorded_at, local_moment(events[-1].recorded_at)) if events else why
        return f"{name}: {one_line(said)}."


def _age(origin: Origin | None, today: date) -> str:
    return "" if origin is None else f"{count_text(max(0, (today - origin.day).days), 'day')} ago, in {one_line(origin.round.name, 40)}"


def _counts(assessment: Assessment, left: int) -> str:
    answers = [assessment.answers.get(question.id) for question in assessment.questions]
    unsure = sum(1 for answer in answers if answer is not None and answer.level == "unsure")
    missing = sum(1 for answer in answers if answer is None or answer.level == "unanswered")
    parts = [(len(answers) - left - unsure - missing, "answered"), (left, "carried over, to confirm")]
    parts += [(unsure, "unsure"), (missing, "without an answer")]
    return " · ".join(f"{count} {words}" for count, words in parts if count)


def _if_confirmed(assessment: Assessment) -> str:
    now, then = (
        assessment.scorecard().readiness,
        as_if_confirmed(assessment, assessment.scope.report_type).readiness,
    )
    return (
        f"Readiness {percent_range(now.low, now.high)} with what is confirmed; {percent_range(then.low, then.high)} if everything "
        "carried over still holds as it stands."
    )


def _groups(assessment: Assessment, still: dict[str, Answer], changed: set[str], by: By) -> Iterable[Group]:
    """Everything that waits, by who answers for it or by the criterion it is about, in the library's order."""
    library = assessment.library
    found: dict[str, list[str]] = {}
    for question in assessment.questions:
        if question.id in still:
            found.setdefault(owned_by(assessment, question) if by == "owner" else question.home, []).append(question.id)
    if len(found) > 1:
        every = tuple(name for names in found.values() for name in names)
        yield Group("all:", f"Every {by}", every, tuple(name for name in every if name in changed))
    for key, names in found.items():
        yield Group(f"{by}:{key}", _group_title(library, by, key), tuple(names), tuple(name for name in names if name in changed))


def _group_title(library: Library, by: By, key: str) -> str:
    return role_title(library, key) if by == "owner" else f"{key} {one_line(library.criterion_by_id[key].title)}"


def _past(point: TrendPoint) -> Past:
    met = verdict_word("met", screen=point.round.set == "quick")
    figure = point.readiness
    return Past(
        id=point.round.id,
        name=f"{point.round.number} {one_line(point.round.name)}",
        day=f"{point.day}",
        figures=f"{percent_range(figure.low, figure.high):9} {met}: {point.met} of {point.criteria}",
    )


def days_of(typed: str) -> int:
    """A number of days as typed. Raises ReadinessError."""
    text = typed.strip()
    if not text.isdecimal() or len(text) > 5 or int(text) > _LONGEST_AGE:
        raise ReadinessError(f"Give the age as a number of days from 0 to {_LONGEST_AGE}, such as 180.")
    return int(text)


# The next round


def newer_library(assessment: Assessment, config: Config) -> Renewal | None:
    """What asking the next round with the library as it is now would change; None if nothing, or if that is another library.

    Raises ReadinessError for a library folder of the settings that is not sound.
    """
    current = assessment.stored_library
    found = renewal(assessment, library_for(config, current.language))
    return None if found.same or not found.related or found.library.key != current.key else found


def renewal_words(found: Renewal) -> str:
    """What a library changes: its title and version, and how many questions are new, read otherwise, or are gone."""
    changed = found.changes
    replacing = len(changed.replaced)
    parts = [
        (len(changed.new), "new"),
        (replacing, "in place of others"),
        (len(changed.reworded), "worded anew"),
        (len(changed.gone), "gone"),
    ]
    counts = ", ".join(f"{count} {words}" for count, words in parts if count)
    return f"{one_line(found.library.title, 40)} {one_line(found.library.version, 12)}: {counts or 'the same questions'}"


def leaves_open(assessment: Assessment) -> bool:
    """Whether the next round would close this one with questions still open in it."""
    return not assessment.round.closed and bool(assessment.scorecard().open_count)


def consequences(assessment: Assessment, name: str, taken: Renewal | None, undo: str) -> str:
    """What starting the next round does, in sentences; ``undo`` is the key that takes it back."""
    current, answers = assessment.round, assessment.answers
    library = taken.library if taken is not None else assessment.stored_library
    carried = sum(1 for one in answers if one in library.question_by_id) + (len(taken.carried) if taken is not None else 0)
    waits, open_count = len(waiting(assessment)), assessment.scorecard().open_count
    sentences = []
    if not current.closed:
        sentences.append(
            f"{one_line(current.name, 60)} is closed: its scorecard and plan are kept as they are; {undo} takes it back at once."
        )
    if waits:
        sentences.append(
            f"{count_text(waits, 'answer')} carried over into it {'is' if waits == 1 else 'are'} not confirmed yet and stay open in it."
        )
    elif open_count and not current.closed:
        sentences.append(f"{count_text(open_count, 'question')} in it {'is' if open_count == 1 else 'are'} open, and stay so there.")
    sentences.append(f"{one_line(name, 60)} starts from its {count_text(carried, 'answer')}, each open until somebody confirms it.")
    if taken is not None:
        sentences.append(f"It is asked with {renewal_words(taken)}. Only what is new or means something else comes first.")
        if taken.kept:
            sentences.append(f"No longer asked, and left behind: {_named(taken.kept)}.")
    return clean("\n\n".join(sentences))


def not_started(assessment: Assessment, error: ReadinessError) -> str:
    """Why no round was started, without the file's path and with the moment of somebody else's write in local time."""
    said = str(error).removeprefix(f"{assessment.path}: ")
    return said.replace(error.at, local_moment(error.at)) if isinstance(error, StaleWrite) else said


def _named(names: Sequence[str]) -> str:
    more = len(names) - _NAMES
    return ", ".join(names[:_NAMES]) + (f" and {more} more" if more > 0 else "")

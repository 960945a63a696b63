"""The use cases behind rounds: starting the next one from the last one's answers, confirming them, and what to ask first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from uuid_utils.compat import uuid7

from questionnaires.changes import Changes, changes
from questionnaires.model import Library, Question
from questionnaires.wording import shortened
from readiness.assessment import Assessment
from readiness.errors import ReadinessError, StaleWrite
from readiness.exchange.answers import similar_questions
from readiness.exchange.closing import closed_round
from readiness.renewing import Renewal, renewal
from readiness.stating import require_allowed
from readiness.storage import StoredAnswer, close_round, open_round, round_subject, set_answer
from readiness.tending import live, owner_named
from scoring.due import FirstAsked, first_asked
from scoring.model import Answer, ReportType, Round
from scoring.owners import declared_owners, shown_owner
from scoring.progress import confirmed
from scoring.score import RULES_VERSION, Scorecard

DEFAULT_AGE_DAYS = 180
_LAST_ROUND = 10_000


@dataclass(frozen=True, slots=True)
class Started:
    """A round that was begun: ``carried`` answers were taken over, those to ``left`` questions stay in the round before.

    ``renewed`` is what asking it with another library changed, None with the same one.
    """

    round: Round
    closed: Round
    carried: int
    left: tuple[str, ...]
    renewed: Renewal | None


@dataclass(frozen=True, slots=True)
class Origin:
    """When and by whom an answer was last stated or confirmed, and in which round."""

    day: date
    who: str
    round: Round


@dataclass(frozen=True, slots=True)
class Confirmed:
    """Question ids that were confirmed, and why others were not, by question id."""

    done: tuple[str, ...]
    refused: Mapping[str, str]


def start_round(assessment: Assessment, name: str, *, library: Library | None = None, today: date | None = None) -> Started:
    """Closes the current round with its scorecards and plan, and opens the next with its answers carried over, in one step.

    The next round is asked with the same library unless another is given. Raises ReadinessError for a name that cannot be, for
    another framework, and for a round in which nothing was confirmed yet; StaleWrite if anybody wrote to the file meanwhile.
    """
    seen = assessment.round
    # What is kept for ever is worked out from the file as it stands now, every part of it read after its newest events.
    assessment.refresh(always=True)
    current = assessment.round
    if current.id != seen.id:
        _refuse_second_start(assessment, current)
    name = free_name(assessment, name)
    stored = assessment.stored_answers
    require_begun(assessment)
    if current.number >= _LAST_ROUND:
        raise ReadinessError(f"{assessment.path}: a file holds {_LAST_ROUND} rounds at most; start a new assessment.")
    renewed = renewal(assessment, library) if library is not None else None
    if renewed is not None and not renewed.related:
        raise ReadinessError(f"{renewed.library.title} asks none of the questions of {current.name}: it is another framework.")
    if renewed is not None and renewed.same:
        renewed = None
    asked_with = renewed.library if renewed is not None else assessment.stored_library
    following = Round(
        id=str(uuid7()),
        number=current.number + 1,
        name=name,
        set=current.set,
        library=assessment.keep_library(asked_with) if renewed is not None else current.library,
        rules=RULES_VERSION,
    )
    answers = [one.answer.model_copy(update={"carried": True}) for one in stored.values() if _has(asked_with, one)]
    answers += renewed.carried if renewed is not None else ()
    closed = current if current.closed else _closed(assessment, current, today or assessment.today)
    drafts = [open_round(following), *(set_answer(following.id, answer) for answer in answers)]
    if not current.closed:
        drafts.insert(0, close_round(closed))
    try:
        assessment.change_rounds(drafts)
    except StaleWrite as stale:
        raise _no_start(assessment, stale.by, stale.at, stale.subject, stale.event) from None
    return Started(following, closed, len(answers), renewed.kept if renewed is not None else (), renewed)


def require_begun(assessment: Assessment) -> None:
    """Raises ReadinessError for a round in which everything is carried over: a next one would only carry it on."""
    current, stored = assessment.round, assessment.stored_answers
    if not current.closed and current.number > 1 and stored and all(one.answer.carried for one in stored.values()):
        raise ReadinessError(f"{assessment.path}: nothing in {current.name} is confirmed or answered yet; go on with it first.")


def _has(library: Library, stored: StoredAnswer) -> bool:
    return stored.answer.question in library.question_by_id


def _closed(assessment: Assessment, current: Round, day: date) -> Round:
    types: tuple[ReportType, ...] = (1, 2)
    cards = {kind: assessment.scored(assessment.answers, kind, day) for kind in types}
    return closed_round(current, day, assessment.scope, assessment.items, assessment.requests, cards, assessment.plan())


def free_name(assessment: Assessment, name: str) -> str:
    """The name for a new round, its blanks put right. Raises ReadinessError for one that cannot be, or that another round has."""
    name = " ".join(name.split())
    if not name or len(name) > 200:
        raise ReadinessError("a round needs a name of up to 200 characters, such as 'Q1 2027'.")
    if name.isdecimal():
        raise ReadinessError(f"{name}: a name that is a number would be taken for a round's number; give one such as 'Q1 2027'.")
    if any(name.casefold() == one.name.casefold() for one in assessment.rounds):
        raise ReadinessError(f"{assessment.path}: there is a round named {name} already; choose another name.")
    return name


def _refuse_second_start(assessment: Assessment, current: Round) -> None:
    event = assessment.history_of(round_subject(current.id))[0]
    raise _no_start(assessment, event.recorder, event.recorded_at, round_subject(current.id), event.id)


def _no_start(assessment: Assessment, by: str, at: str, subject: str, event: str) -> StaleWrite:
    return StaleWrite(
        f"{assessment.path}: {by or 'somebody'} wrote to the file at {at}, so no round was started: look at it again, then start one.",
        subject=subject,
        by=by,
        at=at,
        event=event,
    )


def origins(assessment: Assessment) -> dict[str, Origin]:
    """When each answer of the round was last stated or confirmed, by question id: carried ones are followed to where they come from."""
    views = [assessment.looking_at(one) for one in reversed(assessment.rounds) if one.number <= assessment.round.number]
    found = {}
    for name in assessment.answers:
        origin = _origin(views, name)
        if origin is not None:
            found[name] = origin
    return found


def _origin(views: Sequence[Assessment], name: str) -> Origin | None:
    """The newest statement about a question that nobody merely carried over, in the newest of the rounds that has one."""
    names = [name]
    for view in views:
        question = view.stored_library.question_by_id.get(names[0])
        if question is not None:
            names += [old for old in question.replaces if old not in names]
        stated = [view.stored_answers[one] for one in names if one in view.stored_answers and not view.stored_answers[one].answer.carried]
        if stated:
            newest = max(stated, key=lambda one: one.event)
            return Origin(date.fromisoformat(newest.recorded_at[:10]), newest.answer.respondent or newest.answer.recorder, view.round)
    return None


def waiting(assessment: Assessment) -> dict[str, Answer]:
    """The carried answers of the questions asked, by question id in the library's order; unsure ones have nothing to confirm."""
    answers = assessment.answers
    return {
        question.id: answer for question in assessment.questions if (answer := answers.get(question.id)) is not None and answer.to_confirm
    }


def owned_by(assessment: Assessment, question: Question) -> str:
    """Who answers for a control: the person or role named in its answer, else the role that usually owns it."""
    answer = assessment.answers.get(question.id)
    if answer is None or not answer.owner.strip():
        return question.owner
    return shown_owner(answer.owner, declared_owners(assessment.library, assessment.scope.people))


def meant(assessment: Assessment, wanted: str) -> tuple[str, ...]:
    """The questions asked that a word stands for: one of them by id, those of a criterion or series, or an owner's.

    An owner is a role, or a person of the scope with the controls of their role. Raises ReadinessError for anything else.
    """
    asked, word = assessment.questions, wanted.strip()
    known = [question.id for question in asked]
    if word in known:
        return (word,)
    library = assessment.library
    criteria = {one.id for one in library.criteria if word.upper() in (one.id, one.series)}
    if criteria:
        return tuple(question.id for question in asked if criteria & question.criteria.keys())
    shown = shortened(word, 60)
    if word in library.question_by_id:
        raise ReadinessError(f"{shown}: is not asked in {assessment.round.name}.")
    try:
        owner = owner_named(assessment, word)
    except ReadinessError:
        owner = ""
    if not owner:
        hint = similar_questions(library, word[:100]) or "; `readiness questions` lists the questions."
        raise ReadinessError(f"{shown}: neither a question, a criterion nor an owner{hint}")
    roles = {owner, *(person.role for person in assessment.scope.people if person.name == owner)}
    return tuple(question.id for question in asked if owned_by(assessment, question) in roles)


def confirm(assessment: Assessment, questions: Iterable[str], by: str = "") -> Confirmed:
    """Says of carried answers that they still hold, all in one step; ``by`` is who says so, else the respondents stay.

    Refused, and left as they are: what is not waiting to be confirmed, what the scope no longer allows, and what somebody else
    changed since this object read it, with who and when. Raises ReadinessError for a closed round.
    """
    if assessment.round.closed:
        raise ReadinessError(f"{assessment.path}: {assessment.round.name} is closed and stays as it was; confirm in the current round.")
    seen = {name: stored.event for name, stored in assessment.stored_answers.items()}
    refused: dict[str, str] = {}
    ready: dict[str, Answer] = {}
    for name in dict.fromkeys(questions):
        answer = assessment.answers.get(name)
        if answer is None or not answer.to_confirm:
            refused[name] = _nothing_to_confirm(answer)
            continue
        stated = answer.model_copy(update={"carried": False, "respondent": by.strip() or answer.respondent})
        try:
            require_allowed(assessment.library, assessment.scope, stated, assessment.today)
        except ReadinessError as error:
            refused[name] = str(error).removeprefix(f"{name}: ").removesuffix(".")
        else:
            ready[name] = stated
    while ready:
        try:
            assessment.answer_all(ready.values(), based_on=seen)
            break
        except StaleWrite:
            changed = [
                name for name in ready if name not in assessment.stored_answers or assessment.stored_answers[name].event != seen[name]
            ]
            if not changed:
                raise
            for name in changed:
                newest = assessment.history(name)[-1]
                refused[name] = f"{newest.recorder or 'somebody'} changed it at {newest.recorded_at}"
                del ready[name]
    return Confirmed(tuple(ready), refused)


def _nothing_to_confirm(answer: Answer | None) -> str:
    if answer is None or answer.level == "unanswered":
        return "has no answer yet; answer it"
    return "was unsure; answer it" if answer.level == "unsure" else "is confirmed already"


def as_if_confirmed(assessment: Assessment, report_type: ReportType) -> Scorecard:
    """The scorecard as it would be if every carried answer were confirmed as it stands; no gate may use it."""
    return assessment.scored(confirmed(assessment.answers), report_type)


def library_changes(assessment: Assessment) -> Changes | None:
    """How the round's library differs from that of the round before; None where it does not, or there is none before."""
    before = [one for one in assessment.rounds if one.number < assessment.round.number]
    if not before or before[-1].library == assessment.round.library:
        return None
    return changes(assessment.looking_at(before[-1]).stored_library, assessment.stored_library)


def due_first(
    assessment: Assessment,
    age_days: int = DEFAULT_AGE_DAYS,
    *,
    today: date | None = None,
    known: Mapping[str, Origin] | None = None,
) -> tuple[FirstAsked, ...]:
    """What to ask first in this round, with the reasons (see ``scoring.due``); ``known`` are the `origins`, if at hand."""
    day = today or assessment.today
    stated_on = {name: origin.day for name, origin in (origins(assessment) if known is None else known).items()}
    items = live(assessment, today=day)
    return first_asked(assessment.asked, assessment.answers, stated_on, items, library_changes(assessment), day, age_days)

"""The use cases behind undo and redo: taking back whole steps of one's own, newest first. Nothing is erased by either.

A step is what was written in one transaction: one answer, forty confirmed at once, a facts file, a round that was started. Taking it
back states every subject of it as it stood before, by events that name the ones they undo; a redo undoes an undo.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from itertools import groupby
from typing import Any, Literal

from readiness.assessment import Assessment
from readiness.errors import ReadinessError
from readiness.stating import require_allowed
from readiness.storage import (
    SCOPE_KEYS,
    Draft,
    Event,
    Family,
    Kind,
    Subject,
    clear_answer,
    clear_fact,
    parts,
    remove,
    remove_round,
    require_sound,
    set_scope,
    worded,
)
from scoring.model import Answer, Scope

Way = Literal["undo", "redo"]
SESSION = timedelta(hours=8)
"""A longer pause ends a session of work on the command line, where every command is a program run of its own."""

# What is closed, removed for good or sent out is not a slip of the keyboard: it has its own way back, or none.
_NEVER = frozenset({Family.ENGAGEMENT, Family.REDACTION, Family.REPORT})


@dataclass(frozen=True)
class Step:
    """What one transaction wrote. ``takes_back``: it is itself an undo or a redo. ``removed``: what it removed, as that stood before.

    ``other_set``: the question sets a round had before and has since, such as ``quick to full``; empty where it changed none.
    """

    events: tuple[Event, ...]
    removed: Mapping[Subject, Mapping[str, Any]] = field(default_factory=dict, compare=False)
    other_set: str = field(default="", compare=False)

    @property
    def recorder(self) -> str:
        """Who wrote it."""
        return self.events[0].recorder

    @property
    def recorded_at(self) -> str:
        """When, UTC, ISO 8601."""
        return self.events[0].recorded_at

    @property
    def key(self) -> str:
        """What tells it from any other step."""
        return self.events[0].id

    @property
    def takes_back(self) -> bool:
        """Whether it is an undo or a redo itself."""
        return any(event.undoes is not None for event in self.events)

    @property
    def subjects(self) -> tuple[Subject, ...]:
        """What it is about, each once."""
        return tuple(dict.fromkeys(event.subject for event in self.events))


class ChangedSince(ReadinessError):
    """Somebody changed since what a step had stated, so it was not taken back."""

    def __init__(self, message: str, step: Step) -> None:
        super().__init__(message)
        self.step = step


class Log:
    """A file's history with what undoing needs to know of it: which events stand, and what each subject says in effect."""

    def __init__(self, events: Sequence[Event]) -> None:
        self.events = tuple(events)
        self.by_id = {event.id: event for event in events}
        self.head: dict[Subject, Event] = {event.subject: event for event in events}

    @cached_property
    def undone(self) -> frozenset[str]:
        """The ids of the events that are taken back: by an undo that is not itself taken back."""
        found: set[str] = set()
        for event in reversed(self.events):
            if event.undoes is not None and event.id not in found:
                found.add(event.undoes)
        return frozenset(found)

    @cached_property
    def redone(self) -> frozenset[str]:
        """The ids of the events that were taken back once and stand again."""
        ever = {event.undoes for event in self.events if event.undoes is not None}
        return frozenset(ever - self.undone)

    def in_effect(self, event: Event | None) -> Event | None:
        """The ordinary statement that holds after an event: itself, or the one that an undo or redo went back to; None for nothing."""
        for _ in self.events:
            if event is None or event.undoes is None:
                return event
            back = self.by_id.get(event.undoes)
            event = self.by_id.get(back.based_on or "") if back is not None else None
        return event

    def before(self, event: Event) -> Event | None:
        """The ordinary statement that held before an event."""
        return self.in_effect(self.by_id.get(event.based_on or ""))

    def steps(self, *, replica: str | None = None, recorder: str | None = None) -> list[Step]:
        """The steps of one run of the program or of one person, oldest first; of all for neither."""
        mine = (
            one
            for one in self.events
            if (replica is None or one.replica_id == replica) and (recorder is None or _same(one.recorder, recorder))
        )
        return [self.step(found) for _, found in groupby(mine, key=lambda one: (one.replica_id, one.recorded_at))]

    def step(self, events: Iterable[Event]) -> Step:
        """These events as one step."""
        written = tuple(events)
        removing = (event for event in written if event.kind.removes)
        removed = {event.subject: before.payload for event in removing if (before := self.before(event)) is not None}
        return Step(written, removed, next(filter(None, map(self._other_set, written)), ""))

    def _other_set(self, event: Event) -> str:
        before = self.before(event) if event.kind is Kind.ROUND_OPENED else None
        if before is None or before.kind is not Kind.ROUND_OPENED:
            return ""
        was, now = (str(one.payload.get("set", "")) for one in (before, event))
        return f"{was} to {now}" if was and now and was != now else ""


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def what(event: Event, rounds: Mapping[str, str], before: Mapping[str, Any] | None = None) -> str:
    """What an event is about in words; ``rounds`` are the names of rounds by id, ``before`` is what was stated before it."""
    family, _, rest = event.subject.partition(":")
    if family == Family.ROUND and rest in rounds:
        return f"round {rounds[rest]}"
    return worded(event.subject, event.payload, before or {})


def summary(step: Step, rounds: Mapping[str, str]) -> str:
    """What a step was about, in a few words."""
    first = next((event for event in step.events if event.kind in (Kind.ROUND_OPENED, Kind.ROUND_REMOVED)), step.events[0])
    more = len(step.subjects) - 1
    changed = f"the change of question set from {step.other_set}" if step.other_set else ""
    return (changed or what(first, rounds, step.removed.get(first.subject))) + (f" and {more} more" if more else "")


def log_of(assessment: Assessment) -> Log:
    """The file's history as it stands now, whoever wrote it."""
    assessment.refresh(always=True)
    return Log(assessment.history())


def session_of(steps: Sequence[Step], now: datetime) -> list[Step]:
    """The steps since the last pause of more than eight hours, oldest first; none if the newest is longer ago than that.

    A moment that lies ahead, as after a clock that was set back, counts as now.
    """
    found: list[Step] = []
    later = now
    for step in reversed(steps):
        moment = datetime.fromisoformat(step.recorded_at)
        if later - moment > SESSION:
            break
        found.append(step)
        later = min(later, moment)
    return found[::-1]


def to_undo(log: Log, steps: Sequence[Step]) -> list[Step]:
    """The steps that can be taken back, newest first."""
    return [step for step in reversed(steps) if _ordinary(step) and not all(event.id in log.undone for event in step.events)]


def to_redo(log: Log, steps: Sequence[Step]) -> list[Step]:
    """The undos that can be taken back, newest first: those since which nothing else was stated."""
    found = []
    for step in reversed(steps):
        if _ordinary(step) and not any(event.id in log.undone for event in step.events):
            if not any(event.id in log.redone for event in step.events):
                break
        elif _is_undo(log, step) and not any(event.id in log.undone for event in step.events):
            found.append(step)
    return found


def _ordinary(step: Step) -> bool:
    began = any(event.kind is Kind.ROUND_OPENED and event.based_on is None for event in step.events)
    first = began and any(event.subject == f"{Family.SCOPE.value}:organisation" and event.based_on is None for event in step.events)
    return not step.takes_back and not first and all(event.kind.family not in _NEVER for event in step.events)


def _is_undo(log: Log, step: Step) -> bool:
    """Whether it took an ordinary step back, rather than an undo."""
    targets = (log.by_id.get(event.undoes) for event in step.events if event.undoes is not None)
    return any(target is not None and target.undoes is None for target in targets)


def take_back(assessment: Assessment, log: Log, steps: Sequence[Step]) -> list[Step]:
    """Takes steps back in that order, each in one transaction; the undos (or redos) written.

    All of them are looked at before the first is written. Raises ReadinessError, in a sentence with who and when, where somebody
    changed the same things since; StaleWrite where they do so at this very moment.
    """
    heads = dict(log.head)
    batches = []
    for step in steps:
        _require_current(log, heads, step)
        drafts = [_draft(assessment, log, event) for event in step.events[::-1]]
        _require_answers_allowed(assessment, drafts)
        batches.append(drafts)
        # What holds after this step is taken back is what held before it.
        for event in step.events[::-1]:
            before = log.before(event)
            if before is None:
                heads.pop(event.subject, None)
            else:
                heads[event.subject] = before
    newest = {subject: event.id for subject, event in log.head.items()}
    written = []
    for drafts in batches:
        events = assessment.append([replace(draft, based_on=newest[draft.subject]) for draft in drafts])
        newest |= {event.subject: event.id for event in events}
        written.append(Step(tuple(events)))
    return written


def _require_current(log: Log, heads: Mapping[Subject, Event], step: Step) -> None:
    last = {event.subject: event for event in step.events}
    for subject, event in last.items():
        newest = heads.get(subject)
        if log.in_effect(newest) != log.in_effect(event):
            raise _changed_since(log, newest or event, step)
    for event in step.events:
        if event.kind is Kind.ROUND_OPENED and log.before(event) is None:
            _require_unanswered(log, heads, event, step)


def _require_unanswered(log: Log, heads: Mapping[Subject, Event], opened: Event, step: Step) -> None:
    """A round goes back only as it was started: what was answered in it since would be left without one."""
    mine = set(step.subjects)
    for subject, newest in heads.items():
        held = log.in_effect(newest)
        if newest.round == opened.round and subject not in mine and held is not None and not held.kind.removes:
            raise _changed_since(log, newest, step)


def _changed_since(log: Log, newest: Event, step: Step) -> ChangedSince:
    before = log.before(newest)
    about = what(newest, {}, before.payload if before is not None else None)
    moment = newest.recorded_at[:16].replace("T", " ")
    return ChangedSince(
        f"{about} was changed since by {newest.recorder or 'somebody'} at {moment} UTC, so the step of "
        f"{step.recorded_at[:16].replace('T', ' ')} UTC was left as it is and nothing was taken back.",
        step,
    )


def _draft(assessment: Assessment, log: Log, event: Event) -> Draft:
    """What takes one event back: the subject as it stood before. Raises FileProblem where the file's own word on that is unsound."""
    before = log.before(event)
    family, *ids = parts(event.subject)
    if before is not None and not before.kind.removes:
        require_sound(assessment.path, before)
        return Draft(before.kind, event.subject, before.payload, before.round, before.respondent, undoes=event.id)
    if family is Family.ANSWER:
        return clear_answer(ids[0], ids[1], undoes=event.id)
    if family is Family.FACT:
        return clear_fact(ids[0], undoes=event.id)
    if family is Family.ROUND:
        return remove_round(ids[0], undoes=event.id)
    if family is Family.SCOPE:
        key = next(key for key in SCOPE_KEYS if key == ids[0])
        return set_scope(key, _unstated()[key], undoes=event.id)
    return remove(event.subject, undoes=event.id)


def _unstated() -> dict[str, object]:
    """What a scope says where nothing was stated."""
    return Scope(organisation="-").model_dump(mode="json", by_alias=True)


def _require_answers_allowed(assessment: Assessment, drafts: Iterable[Draft]) -> None:
    """An answer that comes back has to be one that the scope still allows, unless the scope goes back with it."""
    families = {draft.kind.family for draft in drafts}
    if families != {Family.ANSWER}:
        return
    for draft in drafts:
        if draft.kind is Kind.ANSWER_SET and draft.round == assessment.round.id:
            require_allowed(assessment.library, assessment.scope, Answer.model_validate(draft.payload), assessment.today)


def again(log: Log, undone: Step) -> Step:
    """The ordinary step that an undo had taken back."""
    return log.step([log.by_id[event.undoes] for event in undone.events if event.undoes in log.by_id][::-1])


def turn(
    assessment: Assessment, way: Way, count: int = 1, *, older: bool = False, run: bool = False, left_out: Collection[str] = ()
) -> list[Step]:
    """Takes the newest ``count`` steps of this recorder back, or undos of them; the ordinary steps that were undone or redone.

    It reaches as far as the recorder's session of work (see `session_of`), with ``older`` to the beginning of the file, with ``run``
    only what this very run of the program wrote. Steps whose `key` is in ``left_out`` are left out. Raises as `take_back` does.
    """
    log = log_of(assessment)
    found = next_steps(assessment, log, way, older=older, run=run, left_out=left_out)[:count]
    take_back(assessment, log, found)
    return found if way == "undo" else [again(log, step) for step in found]


def next_steps(
    assessment: Assessment, log: Log, way: Way, *, older: bool = False, run: bool = False, left_out: Collection[str] = ()
) -> list[Step]:
    """What `turn` would take back, newest first."""
    steps = log.steps(replica=assessment.replica_id) if run else log.steps(recorder=assessment.recorder)
    if not run and not older:
        steps = session_of(steps, datetime.now(UTC))
    steps = [step for step in steps if step.key not in left_out]
    return to_undo(log, steps) if way == "undo" else to_redo(log, steps)


def undo_answer(assessment: Assessment, question: str) -> bool:
    """Takes the newest standing statement about a question of the round back, whoever made it; False if there is none.

    Undoing again goes one further back. Raises ReadinessError.
    """
    log = log_of(assessment)
    standing = standing_answers(log.events, assessment.round.id, question)
    if not standing:
        return False
    draft = _draft(assessment, log, standing[-1])
    _require_answers_allowed(assessment, [draft])
    assessment.append([replace(draft, based_on=log.head[draft.subject].id)])
    return True


def standing_answers(events: Sequence[Event], round_id: str, question: str) -> list[Event]:
    """The statements about a question of a round that no undo took back, oldest first; ``events`` may be that question's alone."""
    undone = Log(events).undone
    wanted = f"{Family.ANSWER.value}:{round_id}:{question}"
    return [one for one in events if one.subject == wanted and one.undoes is None and one.id not in undone]

"""What would have to give for a report by a wished day: more capacity, fewer categories, a shorter window; each tried by planning anew.

Nothing is estimated: every answer stands for a schedule that was made and whose likely report falls on the wished day or before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations

from questionnaires.model import Library
from scoring.asked import asked
from scoring.live import live_items, open_plan, owned_by_roles, pins
from scoring.milestones import stated_window
from scoring.model import Answer, Capacity, Item, QuestionSet, Scope
from scoring.plan import plan
from scoring.schedule import Schedule, schedule
from scoring.score import score_asked
from scoring.workdays import BeyondHorizon, WorkCalendar

# Capacity is tried in steps of a tenth of what was stated, up to this many times as much.
MOST_CAPACITY = 5.0
_STEPS = 10


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything a schedule is made of: what is asked, answered and decided (``stored``), and what there is to plan with."""

    library: Library
    scope: Scope
    question_set: QuestionSet
    answers: Mapping[str, Answer]
    capacity: Capacity
    calendar: WorkCalendar
    window_months: int
    today: date | None = None
    stored: tuple[Item, ...] = ()

    def planned(self) -> Schedule | None:
        """The schedule of this situation; None if it would not end within the horizon."""
        questions = asked(self.library, self.scope, self.question_set)
        card = score_asked(questions, self.scope, self.answers, self.scope.report_type, self.today)
        made = plan(questions.library, self.scope, card)
        items = live_items(made, self.stored, self.today or self.calendar.start)
        left = owned_by_roles(open_plan(made, items), questions.library, self.scope.people)
        try:
            return schedule(
                questions, card, left, self.capacity, self.calendar, self.window_months, pins(items), as_of=self.scope.own_as_of
            )
        except BeyondHorizon:
            return None

    def stated_by(self, made: Schedule) -> date | None:
        """`report_by` counted from the window that the scope states; None without one, and where the plan is too late for it."""
        told = stated_window(self.library.calendar, made.expected, self.scope.window, made.open_window)
        return told.report_by if told is not None and told.in_time else None


@dataclass(frozen=True, slots=True)
class Given:
    """What was given up or added, and the latest day of the likely report that follows. None: left as it was.

    ``moved``: it follows from a window as the plan lets it open, though the stated one could open in time.
    """

    report_by: date
    capacity: Capacity | None = None
    without: tuple[str, ...] | None = None
    window_months: int | None = None
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Wish:
    """A wished day, the last day of the likely report as things stand (None: no end in sight), and what would reach the wish.

    ``as_stated``: that day is counted from the window that the scope states, which the plan is in time for. ``moved`` is what a
    window as the plan lets it open reaches instead; nothing else is tried then. ``capacity`` is the least that does, everybody's
    share growing alike; ``categories`` are smallest sets to leave out; ``window`` is the longest window that does. Each alone;
    ``together`` is tried where none of them reaches it; each of its parts is needed.
    """

    by: date
    as_planned: date | None
    as_stated: bool = False
    moved: Given | None = None
    capacity: Given | None = None
    categories: tuple[Given, ...] = ()
    window: Given | None = None
    together: Given | None = None

    @property
    def reached(self) -> bool:
        """Whether nothing has to give."""
        return self.as_planned is not None and self.as_planned <= self.by


def report_by(made: Schedule | None) -> date | None:
    """The last day of the likely report; of the window, or the Type I date, where the library knows no report times.

    The window is the plan's own.
    """
    if made is None:
        return None
    return made.report_between[1] if made.report_between else made.window_ends or made.type_1_date


def wish(situation: Situation, by: date) -> Wish:
    """What would have to give for a likely report on ``by`` or before."""
    made = situation.planned()
    stated = None if made is None else situation.stated_by(made)
    now = stated or report_by(made)
    found = Wish(by, now, as_stated=stated is not None)
    if found.reached:
        return found
    moved = _reaches(situation, by)
    if moved is not None:
        return replace(found, moved=moved)
    found = replace(found, capacity=_capacity(situation, by), categories=_categories(situation, by), window=_window(situation, by))
    return found if found.capacity or found.categories or found.window else replace(found, together=_together(situation, by))


def _reaches(situation: Situation, by: date) -> Given | None:
    """The likely report if it is soon enough: by the stated window if that holds and will do, else by the plan's own."""
    made = situation.planned()
    stated = None if made is None else situation.stated_by(made)
    if stated is not None and stated <= by:
        return Given(stated)
    day = report_by(made)
    return Given(day, moved=stated is not None) if day is not None and day <= by else None


def _capacity(situation: Situation, by: date) -> Given | None:
    """The least multiple of the capacity that reaches it, in tenths, found by halving; one step less was tried and does not."""

    def tried(tenths: int) -> Given | None:
        more = scaled(situation.capacity, tenths / _STEPS)
        given = _reaches(replace(situation, capacity=more), by)
        return None if given is None else replace(given, capacity=more)

    return _least(tried, _STEPS, round(MOST_CAPACITY * _STEPS))


def _least(tried: Callable[[int], Given | None], short: int, enough: int) -> Given | None:
    """What the least number between the two gives, if the greater one gives anything; the smaller is known not to."""
    found = tried(enough)
    while found is not None and enough - short > 1:
        middle = (short + enough) // 2
        given = tried(middle)
        if given is None:
            short = middle
        else:
            found, enough = given, middle
    return found


def scaled(capacity: Capacity, factor: float) -> Capacity:
    """The same shares of so many times the capacity, at most what can be stated."""
    most = 1_000 / capacity.total
    factor = min(factor, most)
    return Capacity(
        total=round(capacity.total * factor, 2), by_role={role: round(days * factor, 2) for role, days in capacity.by_role.items()}
    )


def _optional(situation: Situation) -> tuple[str, ...]:
    chosen = situation.scope.categories
    return tuple(category.id for category in situation.library.scored_categories if not category.common and category.id in chosen)


def _without(situation: Situation, left_out: tuple[str, ...]) -> Situation:
    kept = tuple(category for category in situation.scope.categories if category not in left_out)
    return replace(situation, scope=situation.scope.model_copy(update={"categories": kept}))


def _categories(situation: Situation, by: date) -> tuple[Given, ...]:
    """The smallest sets of categories without which it is reached, in the library's order."""
    optional = _optional(situation)
    for count in range(1, len(optional) + 1):
        tried = ((one, _reaches(_without(situation, one), by)) for one in combinations(optional, count))
        found = tuple(replace(given, without=one) for one, given in tried if given is not None)
        if found:
            return found
    return ()


def _window(situation: Situation, by: date) -> Given | None:
    """The longest of the shorter windows that reaches it; what is done before it stays the same."""
    if situation.scope.report_type == 1:
        return None
    for months in range(situation.window_months - 1, 0, -1):
        given = _reaches(replace(situation, window_months=months), by)
        if given is not None:
            return replace(given, window_months=months)
    return None


def _together(situation: Situation, by: date) -> Given | None:
    """No category but the common ones, and the longest window with which some capacity reaches it."""
    left_out = _optional(situation)
    fewest = _without(situation, left_out)
    longest = situation.window_months if situation.scope.report_type == 2 else 1
    for months in range(longest, 0, -1):
        given = _capacity(replace(fewest, window_months=months), by)
        if given is not None:
            found = replace(given, without=left_out or None, window_months=months if months < situation.window_months else None)
            return _needed(situation, found, by)
    return None


def _needed(situation: Situation, found: Given, by: date) -> Given:
    """What of a combination reaches it: without the capacity if that will do, with every category that makes it no later than ``by``."""

    def without(part: Given) -> Given | None:
        tried = replace(
            situation, capacity=part.capacity or situation.capacity, window_months=part.window_months or situation.window_months
        )
        given = _reaches(_without(tried, part.without or ()), by)
        return None if given is None else replace(part, report_by=given.report_by, moved=given.moved)

    found = without(replace(found, capacity=None)) or found
    for category in found.without or ():
        kept = tuple(one for one in found.without or () if one != category)
        found = without(replace(found, without=kept or None)) or found
    return found

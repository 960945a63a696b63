"""Effort, money and the burn-up: ranges that add up, counted once, and a curve that ends where finishing everything leads."""

from datetime import date

from read_once import shipped_once
from small_library import answer, library, question, scope

from scoring.asked import asked
from scoring.burnup import burn_up
from scoring.costs import budget
from scoring.model import Capacity, Window
from scoring.plan import plan
from scoring.schedule import schedule
from scoring.score import score_asked
from scoring.whatif import finished, suppose
from scoring.workdays import WorkCalendar

LIB = library(
    question("a", {"CC1.1": "key"}, cost="low", owner="it"),
    question("b", {"CC1.2": "key", "A1.1": "supports"}, cost="high", owner="hr"),
    question("c", {"A1.1": "key"}, cost="none", owner="it"),
)
ANSWERS = {name: answer(name, 1) for name in "abc"}
SCOPE = scope(categories=("A",))


def made():
    questions = asked(LIB, SCOPE, "full")
    card = score_asked(questions, SCOPE, ANSWERS, 2)
    planned = plan(LIB, SCOPE, card)
    dated = schedule(questions, card, planned, Capacity(total=5), WorkCalendar(date(2027, 1, 4), ()), 3)
    return questions, card, planned, dated


def test_totals_add_up_and_count_each_item_once() -> None:
    _, _, planned, dated = made()
    told = budget(LIB, planned, dated)
    assert told.whole.effort_days == planned.effort_days
    assert told.whole.money is not None
    low, high = (LIB.costs.bands["low"][side] + LIB.costs.bands["high"][side] for side in (0, 1))  # type: ignore[union-attr]
    assert told.whole.money == (low, high)
    for totals in (told.by_owner, told.by_category, told.by_month):
        assert sum(total.items for total in totals) == 3
        assert round(sum(total.effort_days[1] for total in totals), 2) == planned.effort_days[1]
    assert {total.key: total.items for total in told.by_owner} == {"it": 2, "hr": 1}
    assert {total.key: total.items for total in told.by_category} == {"CC": 2, "A": 1}


def test_without_dates_there_are_no_months_and_without_figures_no_money() -> None:
    _, _, planned, _ = made()
    told = budget(LIB.model_copy(update={"costs": None}), planned)
    assert told.by_month == ()
    assert told.whole.money is None


def test_the_curve_rises_week_by_week_to_the_finished_plan() -> None:
    questions, card, planned, dated = made()
    points = burn_up(questions, SCOPE, ANSWERS, card, planned, dated)
    assert points[0].figure == card.readiness
    assert points[0].day == dated.start
    assert all(point.day.weekday() == 4 for point in points[1:-1])
    assert [point.done for point in points] == sorted(point.done for point in points)
    assert [point.figure.low for point in points] == sorted(point.figure.low for point in points)
    everything = suppose(questions, SCOPE, ANSWERS, finished(LIB, planned, ANSWERS, {item.question for item in planned.items}), 2)
    assert points[-1].figure == everything.readiness
    assert points[-1].met == 3
    assert points[-1].day == dated.window_ends
    # Work alone makes no record: on the plan's last day controls run, and count as that.
    assert points[-2].day >= max(item.done for item in dated.items.values())
    assert (points[-2].done, points[-2].met) == (points[-1].done, 0)
    assert points[-2].figure.low < points[-1].figure.low


def test_the_curve_ends_with_the_window_that_is_stated() -> None:
    questions, card, planned, dated = made()
    window = Window(start=date(2027, 6, 1), end=date(2027, 12, 31))
    assert burn_up(questions, SCOPE.model_copy(update={"window": window}), ANSWERS, card, planned, dated)[-1].day == window.end


def test_the_curve_of_a_type_1_plan_ends_with_its_last_item() -> None:
    questions = asked(LIB, SCOPE, "full")
    card = score_asked(questions, SCOPE, ANSWERS, 1)
    planned = plan(LIB, SCOPE, card)
    dated = schedule(questions, card, planned, Capacity(total=5), WorkCalendar(date(2027, 1, 4), ()), 3)
    last = burn_up(questions, SCOPE, ANSWERS, card, planned, dated)[-1]
    assert (last.day.weekday(), last.met) == (4, 3)


def test_the_shipped_figures_are_dated_and_sourced() -> None:
    costs = shipped_once().costs
    assert costs is not None
    assert all(figure.basis and figure.dated <= date(2026, 11, 23) for figure in costs.market)

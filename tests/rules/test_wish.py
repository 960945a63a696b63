"""A wished day: what would have to give is found by schedules that were made, by the plan's window and by a stated one."""

from dataclasses import replace
from datetime import date, timedelta

from plan_cases import KEY, MONDAY, situation, work
from small_library import answer, question, scope

from scoring.model import Capacity
from scoring.wish import Situation, Wish, report_by, wish


def test_a_wish_is_granted_by_schedules_that_were_made() -> None:
    parts = [question(f"part-{name}", KEY, remediation=work(10)) for name in "abcd"]
    extra = question("extra", {"A1.1": "key"}, remediation=work(30))
    base = situation(*parts, extra)
    base = replace(base, scope=scope(categories=["A"]))
    now = report_by(base.planned())
    assert now is not None
    assert wish(base, now).reached
    found = wish(base, now - timedelta(days=30))
    assert found.as_planned == now
    assert not found.reached
    assert found.capacity is not None and found.capacity.capacity is not None
    assert found.window is not None and found.window.window_months is not None
    assert [one.without for one in found.categories] == [("A",)]
    more = replace(base, capacity=found.capacity.capacity)
    assert report_by(more.planned()) == found.capacity.report_by <= found.by
    tenth_less = Capacity(total=round(found.capacity.capacity.total - 0.5, 2))
    later = report_by(replace(base, capacity=tenth_less).planned())
    assert later is not None and later > found.by
    longer = report_by(replace(base, window_months=found.window.window_months + 1).planned())
    assert longer is not None and longer > found.by
    assert found.together is None


def test_a_wish_nothing_alone_grants_may_be_granted_together_or_not_at_all() -> None:
    parts = [question(f"part-{name}", KEY, remediation=work(40)) for name in "abcd"]
    base = situation(*parts)
    soon = wish(base, MONDAY + timedelta(days=150))
    assert (soon.capacity, soon.categories, soon.window) == (None, (), None)
    assert soon.together is not None
    assert soon.together.report_by <= soon.by
    assert soon.together.window_months is not None
    assert wish(base, MONDAY + timedelta(days=20)).together is None


def test_what_is_to_give_together_holds_only_what_is_needed() -> None:
    parts = [question(f"part-{name}", KEY, remediation=work(40)) for name in "abcd"]
    by = MONDAY + timedelta(days=150)
    # Availability is in the scope, its one control stands: leaving it out gains nothing.
    idle = replace(situation(*parts, question("extra", {"A1.1": "key"}), extra=answer("extra", 5)), scope=scope(categories=["A"]))
    found = wish(idle, by).together
    assert found is not None and found.capacity is not None and found.window_months is not None
    assert found.without is None
    made = replace(idle, capacity=found.capacity, window_months=found.window_months).planned()
    assert report_by(made) == found.report_by <= by
    # With much work of its own it has to go, and the same capacity without it would not do with it.
    busy = replace(situation(*parts, question("extra", {"A1.1": "key"}, remediation=work(400))), scope=scope(categories=["A"]))
    found = wish(busy, by).together
    assert found is not None and found.capacity is not None and found.without == ("A",)
    # Where little is to do but for the category, the stated capacity is enough with a shorter window.
    little = question("little", KEY, remediation=work(2))
    light = replace(situation(little, question("extra", {"A1.1": "key"}, remediation=work(400))), scope=scope(categories=["A"]))
    found = wish(light, MONDAY + timedelta(days=150)).together
    assert found is not None and (found.capacity, found.without) == (None, ("A",)) and found.window_months is not None


# Twenty days of work and a window of three months, from a Monday on; a report takes eight weeks at most, by the shipped library.
OWN_OPENS, OWN_REPORT = date(2027, 1, 30), date(2027, 6, 24)
MOST_WEEKS = timedelta(weeks=8)


def with_window(opens: date, ends: date) -> Situation:
    stated = scope(window={"from": opens.isoformat(), "to": ends.isoformat()})
    return replace(situation(question("often", KEY, remediation=work(20)), months=3), scope=stated)


def test_a_stated_window_that_the_plan_is_in_time_for_says_when_the_report_comes() -> None:
    ends = date(2027, 9, 30)
    base = with_window(OWN_OPENS, ends)
    assert wish(base, ends + MOST_WEEKS) == Wish(ends + MOST_WEEKS, ends + MOST_WEEKS, as_stated=True)
    # A day sooner the stated window ends too late, while the plan's own does not; more capacity is beside the point.
    found = wish(base, ends + MOST_WEEKS - timedelta(days=1))
    assert (found.as_stated, found.reached, found.as_planned) == (True, False, ends + MOST_WEEKS)
    assert found.moved is not None and found.moved.moved and found.moved.report_by == OWN_REPORT == report_by(base.planned())
    assert (found.capacity, found.categories, found.window, found.together) == (None, (), None, None)
    # Sooner still it takes more capacity or a shorter window, and another window than the stated one with either.
    found = wish(base, OWN_REPORT - timedelta(days=10))
    assert found.moved is None and found.capacity is not None and found.window is not None
    assert found.capacity.moved and found.window.moved


def test_a_short_stated_window_is_followed_too() -> None:
    ends = date(2027, 2, 28)
    assert wish(with_window(OWN_OPENS, ends), ends + MOST_WEEKS).reached
    base = with_window(OWN_OPENS, ends)
    unknown = replace(base, library=base.library.model_copy(update={"calendar": None}))
    assert wish(unknown, ends).as_planned == ends


def test_more_capacity_may_make_a_stated_window_hold() -> None:
    ends = date(2027, 3, 31)
    base = with_window(date(2027, 1, 18), ends)
    found = wish(base, ends + MOST_WEEKS)
    assert (found.as_planned, found.as_stated, found.moved) == (OWN_REPORT, False, None)
    assert found.capacity is not None and found.capacity.capacity is not None
    assert (found.capacity.report_by, found.capacity.moved) == (ends + MOST_WEEKS, False)
    enough = replace(base, capacity=found.capacity.capacity).planned()
    assert enough is not None and enough.window_opens is not None and enough.window_opens <= date(2027, 1, 18)

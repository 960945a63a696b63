"""The dates around a plan: a stated day as of which a report speaks, a window that has begun, and gaps that were set aside."""

from dataclasses import replace
from datetime import date, timedelta

from plan_cases import KEY, MONDAY, situation, work
from small_library import answer, question, scope

from scoring.milestones import aside_text, stated_text, stated_window
from scoring.model import Item, Window
from scoring.wish import Situation


def planned_with(base: Situation, **changes: object):
    made = replace(base, **changes).planned()
    assert made is not None
    return made


def test_a_type_1_report_follows_the_day_it_is_stated_to_be_as_of() -> None:
    base = situation(question("often", KEY, remediation=work(2)))
    free = planned_with(base).expected
    assert free.type_1_report_between is not None
    soon, late = free.type_1_date - timedelta(days=1), free.type_1_date + timedelta(days=100)
    for day, moved in ((soon, 0), (late, 100)):
        made = planned_with(base, scope=scope(report_type=1, as_of=day)).expected
        assert made.type_1_date == free.type_1_date
        assert made.type_1_report_between is not None
        assert made.type_1_report_between[0] == free.type_1_report_between[0] + timedelta(days=moved)


def test_a_window_that_has_begun_is_in_time_where_nothing_planned_is_in_its_way() -> None:
    begun = Window(start=MONDAY - timedelta(days=60), end=MONDAY + timedelta(days=120))
    helps = question("helps", {"CC1.1": "supports"}, remediation=work(5))
    base = situation(question("key", KEY), helps, key=answer("key", 5))
    for free in (True, False):
        made = planned_with(base if free else situation(question("key", KEY, remediation=work(2)), helps))
        assert made.expected.window_held is not free
        told = stated_window(base.library.calendar, made.expected, begun, made.open_window)
        assert told is not None and told.in_time is free
        assert ("nothing planned is in its way" in stated_text(told)) is free
        assert told.report_between is not None and made.window_ends is not None
        assert told.report_between[0] == (begun.end if free else made.window_ends) + timedelta(weeks=3)


def test_no_date_waits_for_what_is_set_aside_and_that_is_said() -> None:
    grave, helps = question("grave", KEY, remediation=work(10)), question("helps", {"CC1.1": "supports"}, remediation=work(1))
    base = situation(grave, helps)
    assert planned_with(base).aside == ()
    accepted = Item(
        id="grave",
        title="grave",
        questions=("grave",),
        status="risk-accepted",
        reason="Cost.",
        accepted_by="Dana",
        accepted_until=date(2028, 1, 1),
    )
    made = planned_with(base, stored=(accepted,))
    assert made.aside == ("grave",)
    assert made.type_1_date < planned_with(base).type_1_date
    assert aside_text(made.aside).startswith("No date waits for what is set aside: grave.")
    assert aside_text(()) == ""
    assert "and 2 more" in aside_text(tuple("abcdefgh"))

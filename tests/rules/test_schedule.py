"""What every schedule keeps: needs, owners' capacity, holidays, lead times, recurring runs; and the dates that follow from it."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plan_cases import KEY, MONDAY, situation, work
from read_once import shipped_once
from small_library import answer, question, scope

from scoring.asked import Asked, asked
from scoring.critical import chain, slack
from scoring.dispatch import TICKS, Job, Rhythm, Running, Shop, Span, dispatched, sequenced
from scoring.live import live_items, open_plan
from scoring.milestones import stated_text, stated_window
from scoring.model import Capacity, Item, Planning, Window
from scoring.plan import Plan, plan
from scoring.schedule import EVERYONE_ELSE, NobodyLeft, Schedule, schedule
from scoring.score import Scorecard, score_asked
from scoring.sequencing import aims, best_sequence, ratios, tails
from scoring.workdays import BeyondHorizon, WorkCalendar, months_later

SHIPPED = shipped_once()
HOLIDAYS = st.frozensets(st.dates(MONDAY, MONDAY + timedelta(days=120)), max_size=12)


@st.composite
def shops(draw: st.DrawFn, recurring: bool = True) -> Shop:
    """Up to thirteen jobs on up to three servers, with rhythms new and old, pinned starts, tiers and holidays."""
    servers = draw(st.integers(1, 3))
    rhythms = st.builds(
        lambda number, server, ticks, period: Rhythm(f"r{number}", server, ticks, *period),
        st.integers(0, 99),
        st.integers(0, servers - 1),
        st.integers(1, TICKS),
        st.sampled_from([(1, 0), (3, 0), (12, 0), (0, 7)]),
    )
    jobs = []
    for place in range(draw(st.integers(0, 13))):
        server = draw(st.integers(0, servers - 1))
        # A merged item keeps several; together they take no more than one may.
        kept = draw(st.sampled_from([0, 0, 1, 2])) if recurring else 0
        drawn = [draw(rhythms) for _ in range(kept)]
        jobs.append(
            Job(
                server=server,
                ticks=draw(st.integers(1, 6 * TICKS)),
                waiting=draw(st.sampled_from([0, 0, 1, 7, 28])),
                before=tuple(sorted(draw(st.sets(st.integers(0, place - 1), max_size=2)))) if place else (),
                weight=draw(st.sampled_from([1, 3, 9, 27])),
                tier=draw(st.sampled_from([1, 2, 2])),
                earliest=draw(st.sampled_from([0, 0, 0, 9 * TICKS])),
                rhythms=tuple(replace(one, server=server, ticks=max(1, one.ticks // kept)) for one in drawn),
            )
        )
    running = draw(st.lists(st.builds(Running, rhythms, st.dates(MONDAY, MONDAY + timedelta(days=90))), max_size=3)) if recurring else []
    return Shop(tuple(jobs), servers, WorkCalendar(MONDAY, draw(HOLIDAYS)), tuple(running))


def released(shop: Shop, place: int, end: int) -> date:
    """The first day on which a job can be built on, by the words of the rule."""
    job = shop.jobs[place]
    finish = shop.calendar.day((end - 1) // TICKS)
    return finish + timedelta(days=job.waiting + 1) if job.waiting else finish


@settings(deadline=None)
@given(shops())
def test_needs_owners_waiting_and_runs_hold_in_every_schedule(shop: Shop) -> None:
    planned = best_sequence(shop)
    spans: list[Span] = []
    timing = sequenced(shop, planned.sequence, spans, until=MONDAY + timedelta(days=400))
    assert timing == planned
    assert sorted(timing.sequence) == list(range(len(shop.jobs)))
    for place, job in enumerate(shop.jobs):
        own = [span for span in spans if span.job == place]
        assert sum(span.end - span.start for span in own) == job.ticks
        assert (own[0].start, own[-1].end) == (timing.starts[place], timing.ends[place])
        assert timing.starts[place] >= job.earliest
        for needed in job.before:
            assert timing.starts[place] >= timing.ends[needed]
            assert shop.calendar.day(timing.starts[place] // TICKS) >= released(shop, needed, timing.ends[needed])
    for server in range(shop.servers):
        busy = sorted((span.start, span.end) for span in spans if span.server == server)
        assert all(end <= start for (_, end), (start, _) in pairwise(busy))
    for span in spans:
        day = shop.calendar.day(span.start // TICKS)
        assert day.weekday() < 5
        assert day not in shop.calendar.holidays
        if span.run is not None:
            assert day >= span.run[1]


@settings(deadline=None)
@given(shops())
def test_urgent_work_is_never_taken_up_after_other_work_that_could_wait(shop: Shop) -> None:
    timing = best_sequence(shop)
    for first in (place for place, job in enumerate(shop.jobs) if job.tier == 1):
        free_from = max([shop.jobs[first].earliest, *(shop.release(shop.jobs[n], timing.ends[n]) for n in shop.jobs[first].before)])
        for other, job in enumerate(shop.jobs):
            if job.tier == 2 and job.server == shop.jobs[first].server:
                assert not free_from <= timing.starts[other] < timing.starts[first]


@settings(deadline=None)
@given(shops(recurring=False), st.integers(2, 4))
def test_the_same_sequence_with_more_capacity_ends_no_later(shop: Shop, times: int) -> None:
    sequence = best_sequence(shop).sequence
    faster = replace(shop, jobs=tuple(replace(job, ticks=-(-job.ticks // times)) for job in shop.jobs))
    slow, fast = sequenced(shop, sequence), sequenced(faster, sequence)
    assert all(quick <= before for quick, before in zip(fast.ends, slow.ends, strict=True))


@settings(deadline=None)
@given(shops())
def test_no_rule_alone_betters_the_sequence_on_both_aims(shop: Shop) -> None:
    found = aims(shop, best_sequence(shop))
    for priority in ([-value for value in ratios(shop.jobs)], [-tail for tail in tails(shop.jobs)], range(len(shop.jobs))):
        other = aims(shop, dispatched(shop, list(priority)))
        if list(priority) != list(range(len(shop.jobs))):
            assert not (other.finish < found.finish and other.waiting < found.waiting)
    assert best_sequence(shop) == best_sequence(shop)


@settings(deadline=None)
@given(shops(recurring=False))
def test_the_critical_chain_ends_last_and_has_no_slack_of_a_week(shop: Shop) -> None:
    timing = best_sequence(shop)
    path, slacks = chain(shop, timing), slack(shop, timing)
    assert len(slacks) == len(shop.jobs)
    if path:
        last = max(shop.done(job, end) for job, end in zip(shop.jobs, timing.ends, strict=True))
        assert shop.done(shop.jobs[path[-1]], timing.ends[path[-1]]) == last
        starts = [timing.starts[place] for place in path]
        assert starts == sorted(starts)
        for before, after in pairwise(path):
            assert before in shop.jobs[after].before or shop.jobs[before].server == shop.jobs[after].server
    for place, days in enumerate(slacks):
        # Let the whole slack go: a job may end that much later, and the last day stays.
        later = replace(shop, jobs=tuple(replace(j, ticks=j.ticks + days * TICKS) if n == place else j for n, j in enumerate(shop.jobs)))
        moved = sequenced(later, timing.sequence)
        assert max(shop.done(j, e) for j, e in zip(shop.jobs, moved.ends, strict=True)) == max(
            shop.done(j, e) for j, e in zip(shop.jobs, timing.ends, strict=True)
        )


def test_workdays_skip_weekends_and_holidays() -> None:
    days = WorkCalendar(date(2027, 1, 2), [date(2027, 1, 4)])
    assert [days.day(index) for index in (0, 3, 4)] == [date(2027, 1, 5), date(2027, 1, 8), date(2027, 1, 11)]
    assert (days.index(date(2027, 1, 9)), days.index(date(2020, 1, 1))) == (4, 0)
    # A week of waiting from Tuesday on is over on Tuesday, what needs it starts on Wednesday.
    assert days.day(days.after_waiting(0, 7)) == date(2027, 1, 13)
    assert months_later(date(2027, 1, 31), 1) == date(2027, 2, 28)
    with pytest.raises(BeyondHorizon, match="more than 20 years"):
        days.day(6_000)


@given(HOLIDAYS, st.integers(0, 200), st.integers(1, 60))
def test_waiting_backwards_undoes_waiting_forwards(holidays: frozenset[date], index: int, days: int) -> None:
    calendar = WorkCalendar(MONDAY, holidays)
    last = calendar.last_before_waiting(index, days)
    assert calendar.after_waiting(last + 1, days) > index
    if last >= 0:
        assert calendar.after_waiting(last, days) <= index


# Whole plans


def planned(*questions, **given) -> Schedule:
    made = situation(*questions, **given).planned()
    assert made is not None
    return made


def test_an_owner_with_a_known_capacity_works_beside_everyone_else() -> None:
    one = question("one", KEY, owner="engineering", remediation=work(3))
    two = question("two", KEY, owner="it", remediation=work(2))
    made = planned(one, two, capacity=Capacity(total=5, by_role={"engineering": 2.5}))
    assert (made.items["one"].server, made.items["two"].server) == ("engineering", EVERYONE_ELSE)
    assert (made.items["one"].start, made.items["one"].finish) == (MONDAY, date(2027, 1, 11))
    assert (made.items["two"].start, made.items["two"].finish) == (MONDAY, date(2027, 1, 7))
    assert made.critical_path == ("one",)
    assert made.items["two"].slack_days == 2
    assert {(load.week, load.server): load.items for load in made.by_week} == {
        (MONDAY, "engineering"): 2.5,
        (MONDAY, EVERYONE_ELSE): 2,
        (date(2027, 1, 11), "engineering"): 0.5,
    }


def test_waiting_uses_nobody_and_holds_up_only_what_needs_it() -> None:
    test = question("test", KEY, lead_days=14, remediation=work(1))
    mend = question("mend", KEY, after=("test",), remediation=work(1))
    other = question("other", KEY, remediation=work(4), severity="low")
    made = planned(test, mend, other)
    assert (made.items["test"].finish, made.items["test"].done) == (MONDAY, date(2027, 1, 18))
    assert made.items["other"].finish == date(2027, 1, 8)
    assert made.items["mend"].start == date(2027, 1, 19)
    assert made.critical_path == ("test", "mend")
    assert made.packages["access-hardening"].done == date(2027, 1, 19)


def test_a_window_opens_once_key_controls_run_and_never_waits_for_what_comes_round_yearly() -> None:
    often = question("often", KEY, remediation=work(2))
    yearly = question("yearly", KEY, type="periodic", frequency="annual", remediation=work(3))
    helps = question("helps", {"CC1.1": "supports"}, severity="low", remediation=work(5))
    made = planned(often, yearly, helps)
    assert made.items["often"].done == date(2027, 1, 5)
    assert made.window_opens == date(2027, 1, 6)
    assert made.window_ends == date(2027, 7, 5)
    assert made.report_between == (date(2027, 7, 26), date(2027, 8, 30))
    assert made.type_1_date == made.expected.done == date(2027, 1, 15)
    assert made.expected.type_1_report_between == (date(2027, 1, 29), date(2027, 2, 26))


@pytest.mark.parametrize(("days", "in_time"), [(-1, False), (0, True), (90, True)])
def test_a_stated_window_is_followed_unless_the_plan_is_later(days: int, in_time: bool) -> None:
    made = planned(question("often", KEY, remediation=work(2)))
    assert made.window_opens is not None and made.report_between is not None
    opens = made.window_opens + timedelta(days=days)
    window = Window(start=opens, end=opens + timedelta(days=100))
    told = stated_window(SHIPPED.calendar, made.expected, window, made.open_window)
    assert told is not None and told.in_time == in_time and told.possible == made.window_opens
    counted_from = (window.end if in_time else made.window_ends) or date.max
    assert told.report_between == (counted_from + timedelta(weeks=3), counted_from + timedelta(weeks=8))
    assert ("could open by then" in stated_text(told)) == in_time


def test_a_stated_window_needs_a_window_and_figures_and_days_that_exist() -> None:
    made = planned(question("often", KEY, remediation=work(2))).expected
    window = Window(start=date(9999, 1, 1), end=date.max)
    assert stated_window(SHIPPED.calendar, made, None, ()) is None
    assert stated_window(SHIPPED.calendar, replace(made, window_opens=None), window, ()) is None
    for practice in (None, SHIPPED.calendar):
        told = stated_window(practice, made, window, ("asked",))
        assert told is not None and told.report_between is None and "unless open questions move that" in stated_text(told)


def test_open_questions_make_a_date_a_not_before() -> None:
    known, asked_, yearly = question("known", KEY), question("asked", KEY), question("yearly", KEY, type="periodic", frequency="annual")
    made = planned(known, asked_, yearly, asked=answer("asked", "unsure"), yearly=answer("yearly", "unsure"))
    assert made.open_type_1 == ("asked", "yearly")
    assert made.open_window == ("asked",)


def test_only_what_type_1_lacks_holds_its_date_up() -> None:
    absent = question("absent", KEY, remediation=work(1))
    unrecorded = question("unrecorded", KEY, remediation=[{"upto": 4, "days": [2, 2], "do": "Keep it."}])
    made = planned(absent, unrecorded, unrecorded=answer("unrecorded", 4))
    assert made.type_1_date == made.items["absent"].done == MONDAY
    assert made.window_opens == date(2027, 1, 5)
    assert made.expected.done == made.items["unrecorded"].done == date(2027, 1, 6)


def test_recurring_controls_run_on_and_slow_the_rest() -> None:
    weekly = question("weekly", KEY, frequency="weekly", remediation=[{"upto": 4, "days": [1, 1], "do": "Keep it."}])
    long = question("long", KEY, severity="low", remediation=work(20))
    daily = question("daily", KEY, frequency="daily")
    made = planned(weekly, long, daily, weekly=answer("weekly", 5, last_done="2026-12-30"), daily=answer("daily", 5))
    assert {run.question for run in made.recurring} == {"weekly"}
    assert [(run.due, run.day, run.days) for run in made.recurring[:2]] == [
        (date(2027, 1, 6), date(2027, 1, 6), 1),
        (date(2027, 1, 13), date(2027, 1, 13), 1),
    ]
    assert made.recurring[-1].due <= made.window_ends
    assert made.items["long"].finish == date(2027, 2, 5)
    assert all(load.items + load.recurring <= load.capacity + 0.01 for load in made.by_week)
    # One that is yet to be set up runs first one period after it is done.
    fresh = planned(weekly, long, weekly=answer("weekly", 0))
    assert fresh.recurring[0].due == fresh.items["weekly"].done + timedelta(days=7)


def test_a_merged_item_keeps_every_rhythm_of_its_questions() -> None:
    kept = [{"upto": 3, "days": [1, 1], "do": "Set it up."}, {"upto": 4, "days": [0.5, 0.5], "do": "Keep it."}]
    asked_too = [question(name, KEY, frequency=name, owner="it", remediation=kept) for name in ("weekly", "monthly", "quarterly")]
    plain = question("plain", KEY, owner="it", remediation=work(1))
    given = situation(*asked_too, plain, monthly=answer("monthly", 4, last_done="2026-12-28"))
    whole = asked(given.library, given.scope, given.question_set)
    card = score_asked(whole, given.scope, given.answers, 2)
    made = plan(given.library, given.scope, card)
    stored = Item(id="one", title="Reviews as one", questions=("plain", "weekly", "monthly", "quarterly"), owner="engineering")
    left = open_plan(made, live_items(made, [stored], MONDAY))
    assert [item.merged and len(item.closes) for item in left.items] == [4]
    capacity = Capacity(total=5, by_role={"engineering": 1})
    dates = schedule(whole, card, left, capacity, WorkCalendar(MONDAY), 6)
    done = dates.items[left.items[0].question].done
    first = {run.question: run for run in reversed(dates.recurring)}
    assert first["weekly"].due == done + timedelta(days=7) and first["quarterly"].due == months_later(done, 3)
    # Whoever closes the gap keeps what follows, in that role's time; what ran before runs on with its own owner.
    assert (first["weekly"].server, first["weekly"].days) == ("engineering", 0.5)
    assert (first["monthly"].due, first["monthly"].server) == (date(2027, 1, 28), EVERYONE_ELSE)


def test_too_little_capacity_for_the_recurring_runs_alone_never_ends() -> None:
    weekly = question("weekly", KEY, frequency="weekly", remediation=[{"upto": 4, "days": [1, 1], "do": "Keep it."}])
    long = question("long", KEY, remediation=work(20))
    assert situation(weekly, long, weekly=answer("weekly", 5), capacity=Capacity(total=0.5)).planned() is None


def whole(rung: int, capacity: Capacity, **changes) -> tuple[Asked, Scorecard, Plan, Schedule]:
    about = scope(categories=["A"])
    questions = asked(SHIPPED, about, "full")
    card = score_asked(questions, about, {q.id: answer(q.id, rung) for q in questions.questions}, 2)
    made = plan(SHIPPED, about, card)
    return questions, card, made, schedule(questions, card, made, capacity, WorkCalendar(MONDAY), 6, **changes)


def test_every_item_of_a_whole_plan_gets_dates_within_its_owners_capacity() -> None:
    capacity = Capacity(total=10, by_role={"engineering": 3, "security": 2.5})
    _, _, made, dated = whole(0, capacity)
    assert set(dated.items) == {item.question for item in made.items}
    assert set(dated.packages) == {package.id for package in made.packages}
    for item in made.items:
        own = dated.items[item.question]
        assert own.done == own.finish + timedelta(days=item.lead_days)
        assert all(own.start >= dated.items[before].done for before in item.after)
    assert all(load.items + load.recurring <= load.capacity + 0.02 for load in dated.by_week)
    assert dated.least.done <= dated.expected.done <= dated.most.done
    wins = [dated.items[item.question].start for item in made.items if item.quick_win and item.severity in ("critical", "high")]
    assert max(wins) < dated.expected.done - timedelta(days=90)
    assert whole(0, capacity)[3] == dated


def test_a_kept_sequence_and_a_pinned_start() -> None:
    capacity = Capacity(total=10)
    _, _, made, dated = whole(2, capacity)
    kept = whole(2, capacity, sequence=dated.sequence)[3]
    assert kept == dated
    last = dated.sequence[-1]
    pinned = whole(2, capacity, pins={last: MONDAY})[3]
    assert pinned.items[last].start == MONDAY or made.items[0].after
    late = whole(2, capacity, pins={dated.sequence[0]: date(2028, 1, 3)})[3]
    assert late.items[dated.sequence[0]].start >= date(2028, 1, 3)


def test_roles_that_have_all_the_days_do_all_the_work() -> None:
    roles = [role.id for role in SHIPPED.roles]
    dated = whole(0, Capacity(total=2 * len(roles), by_role=dict.fromkeys(roles, 2)))[3]
    assert dated.items and EVERYONE_ELSE not in {one.server for one in (*dated.items.values(), *dated.by_week)}


@pytest.mark.parametrize("rung", [0, 4])
def test_work_that_nobody_is_left_for_is_refused_in_words(rung: int) -> None:
    _, *named = [role.id for role in SHIPPED.roles]
    with pytest.raises(NobodyLeft, match=r"nobody is left for the work of .+: the roles named have all the days"):
        whole(rung, Capacity(total=2 * len(named), by_role=dict.fromkeys(named, 2)))


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ({"capacity": {"total": 5, "by_role": {"it": 6}}}, "must be at least the 6 of the roles named"),
        ({"capacity": {"total": 0}}, "greater than or equal to 0.1"),
        ({"capacity": {"total": float("nan")}}, "finite"),
        ({"window_months": 13}, "less than or equal to 12"),
        ({"start": "1999-01-01"}, "give a year from 2000 to 2100"),
        ({"holidays": ["2200-01-01"]}, "give a year from 2000 to 2100"),
    ],
)
def test_what_cannot_be_planned_with_is_refused(stated: dict, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Planning.model_validate(stated)

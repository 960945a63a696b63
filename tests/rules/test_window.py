"""The two Type II questions: each rule once, with dates at their edges."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from small_library import answer, library, question, scope
from window_cases import AWS, HALF_YEAR, QUARTERLY, SETTING, TODAY, YEAR, YEARLY, completed, holding, opening, record

from questionnaires.framework import WindowPractice
from questionnaires.model import Question
from scoring.asked import asked
from scoring.model import Answer, Window
from scoring.window import could_open, would_hold
from scoring.window_rule import key_controls, must_run_before

# The shared rule


def test_which_controls_must_run_before_a_window() -> None:
    for kind in ("configuration", "policy", "event"):
        for frequency in ("continuous", "event", "daily", "monthly", "annual"):
            assert must_run_before(question("x", {"CC1.1": "key"}, type=kind, frequency=frequency), key=True)
    for kind in ("periodic", "governance"):
        for frequency in ("daily", "weekly", "monthly", "quarterly", "continuous", "once"):
            assert must_run_before(question("x", {"CC1.1": "key"}, type=kind, frequency=frequency), key=True)
        for frequency in ("semi-annual", "annual"):
            assert not must_run_before(question("x", {"CC1.1": "key"}, type=kind, frequency=frequency), key=True)
    assert not must_run_before(SETTING, key=False)


def test_a_control_is_key_only_for_a_criterion_in_scope() -> None:
    lib = library(question("a", {"CC1.1": "supports", "A1.1": "key"}), question("b", {"CC1.2": "key"}))
    assert key_controls(asked(lib, scope(), "full")) == {"b"}
    assert key_controls(asked(lib, scope(categories=("A",)), "full")) == {"a", "b"}


# Could it open?


@pytest.mark.parametrize("rung", range(6))
def test_a_key_setting_below_running_blocks(rung: int) -> None:
    found = opening([SETTING], [answer("setting", rung)])
    assert found.verdict == ("yes" if rung >= 4 else "no")
    assert [(one.question, one.rung, one.obstacle) for one in found.blocking] == ([] if rung >= 4 else [("setting", rung, "not-running")])


def test_a_supporting_control_never_blocks() -> None:
    found = opening([SETTING, question("helper", {"CC1.1": "supports"})], [answer("setting", 4), answer("helper", 0)])
    assert found.verdict == "yes"


def test_a_quarterly_control_has_to_run_once() -> None:
    found = opening([QUARTERLY], [answer("quarterly", 2)])
    assert [one.obstacle for one in found.blocking] == ["never-run"]
    assert opening([QUARTERLY], [answer("quarterly", 4)]).verdict == "yes"


def test_a_yearly_control_is_planned_or_recently_run_or_blocks() -> None:
    absent = opening([YEARLY], [answer("yearly", 1)])
    assert absent.verdict == "no"
    assert [one.obstacle for one in absent.blocking] == ["unplanned"]
    planned = opening([YEARLY], [answer("yearly", 2)])
    assert planned.verdict == "yes"
    assert [one.question for one in planned.to_plan] == ["yearly"]
    run = opening([YEARLY], [answer("yearly", 1, last_done=date(2026, 5, 1))])
    assert run.verdict == "yes"
    assert [(one.question, one.last_done) for one in run.counted] == [("yearly", date(2026, 5, 1))]


@pytest.mark.parametrize(("last", "counts"), [(date(2025, 12, 31), False), (date(2026, 1, 1), True)])
def test_a_recent_run_lies_within_the_librarys_months_before_the_end(last: date, counts: bool) -> None:
    found = opening([YEARLY], [answer("yearly", 4, last_done=last)])
    assert found.window.end == date(2026, 12, 31)
    assert bool(found.counted) is counts
    assert bool(found.to_plan) is not counts


def test_open_answers_leave_it_unsettled_unless_something_blocks_anyway() -> None:
    assert opening([SETTING], []).verdict == "not settled"
    assert opening([SETTING], []).could_block == ("setting",)
    assert opening([SETTING, YEARLY], [answer("setting", 4)]).could_block == ("yearly",)
    assert opening([SETTING, QUARTERLY], [answer("quarterly", 1)]).verdict == "no"
    assert opening([SETTING], [answer("setting", 5, carried=True)]).verdict == "not settled"


def test_what_is_left_out_does_not_block() -> None:
    event = question("event", {"CC1.1": "key"}, type="event", frequency="event", no_events=True)
    assert opening([event], [answer("event", "no-events")]).verdict == "yes"
    hosted = question("hosted", {"CC1.1": "key"}, inheritable=True)
    assert opening([hosted], [answer("hosted", "carved-out", vendor="AWS")], vendors=[AWS]).verdict == "yes"
    waived = question("waived", {"CC1.1": "key"}, waivable=True)
    assert opening([waived], [answer("waived", "na", reason="No such thing.")]).verdict == "yes"


def test_a_missing_rule_is_named_and_holds_nothing_up() -> None:
    found = opening([SETTING], [answer("setting", 4, nothing_written=True)])
    assert (found.verdict, found.documentation) == ("yes", ("setting",))


def test_a_control_that_can_be_stood_in_for_waits_for_the_other_one() -> None:
    other = question("other", {"CC1.1": "supports"})
    own = question("setting", {"CC1.1": "key"}, alternatives=["other"])
    assert opening([own, other], [answer("setting", 1)]).could_block == ("setting",)
    assert opening([own, other], [answer("setting", 1), answer("other", 4)]).verdict == "yes"
    assert opening([own, other], [answer("setting", 1), answer("other", 3)]).verdict == "no"


def test_the_quick_set_and_an_unasked_criterion_never_say_yes() -> None:
    lib = library(SETTING, YEARLY)
    answers = {"setting": answer("setting", 5, operating_since=date(2020, 1, 1)), "yearly": answer("yearly", 4, last_done=date(2026, 3, 1))}
    quick, full = asked(lib, scope(), "quick"), asked(lib, scope(), "full")
    assert could_open(quick, scope(), answers, 6, TODAY).verdict == "not settled"
    assert could_open(full, scope(), answers, 6, TODAY).verdict == "yes"
    assert would_hold(quick, scope(), answers, HALF_YEAR, TODAY).verdict == "not settled"
    assert would_hold(full, scope(), answers, HALF_YEAR, TODAY).verdict == "yes"
    alone = asked(library(SETTING), scope(), "full")
    assert could_open(alone, scope(), answers, 6, TODAY).verdict == "not settled"
    assert would_hold(alone, scope(), answers, HALF_YEAR, TODAY).verdict == "not settled"


# What is due


def test_overdue_needs_the_slack_to_be_over_and_is_dated_from_the_calendar() -> None:
    for days, late in ((105, None), (106, date(2026, 6, 17))):
        last = TODAY - timedelta(days=days)
        (found,) = opening([QUARTERLY], [answer("quarterly", 4, last_done=last)]).due
        assert found.overdue_since == late


def test_what_falls_due_inside_the_window_is_dated() -> None:
    (found,) = opening([QUARTERLY], [answer("quarterly", 4, last_done=date(2026, 5, 31))]).due
    assert found.dates == (date(2026, 8, 31), date(2026, 11, 30))
    (first,) = opening([QUARTERLY], [answer("quarterly", 4, last_done=date(2026, 4, 1))], months=3).due
    assert first.dates == (TODAY,)
    assert opening([QUARTERLY], [answer("quarterly", 4)]).undated == ("quarterly",)


# Would it hold?


def result(one: Question, stated: Answer, window: Window = HALF_YEAR, today: date = TODAY) -> tuple[str, str | None]:
    found = record(one, [stated], window, today)
    return found.result, found.why


@pytest.mark.parametrize(
    ("rung", "since", "expected"),
    [
        (3, date(2025, 1, 1), ("exception-known", "below")),
        (4, date(2025, 1, 1), ("cannot-be-shown", "unrecorded")),
        (5, None, ("cannot-be-shown", "no-start")),
        (5, date(2026, 1, 2), ("cannot-be-shown", "starts-late")),
        (5, date(2026, 1, 1), ("holds", None)),
    ],
)
def test_a_setting_holds_only_on_record_since_the_first_day(rung: int, since: date | None, expected: tuple[str, str | None]) -> None:
    assert result(SETTING, answer("setting", rung, operating_since=since)) == expected
    verdict = holding([SETTING], [answer("setting", rung, operating_since=since)]).verdict
    assert verdict == ("yes" if expected[0] == "holds" else "no")


def test_a_late_start_says_from_when_a_window_would_be_on_record() -> None:
    late = answer("setting", 5, operating_since=date(2026, 3, 15))
    later = answer("rule", 5, operating_since=date(2026, 4, 2))
    rule = question("rule", {"CC1.1": "key"}, type="policy", frequency="annual")
    assert holding([SETTING, rule], [late, later]).record_from == date(2026, 4, 2)
    assert holding([SETTING, rule], [late, answer("rule", 4)]).record_from is None
    assert holding([SETTING, rule], [late]).record_from is None


def test_a_missed_run_is_known_by_its_dates_whatever_the_rung_claims() -> None:
    stale = answer("quarterly", 5, operating_since=date(2025, 1, 1), last_done=date(2026, 1, 10))
    found = record(QUARTERLY, [stale])
    assert (found.result, found.why, found.missed) == ("exception-known", "missed", 1)
    # Inside the half-year up to the last run not one whole quarter had gone by; the run itself is one.
    assert (found.due, found.due_so_far, found.known_done) == (2, 2, 1)


def test_slack_excuses_days_but_not_a_whole_window_without_a_run() -> None:
    quarter = Window(start=date(2026, 4, 1), end=date(2026, 6, 30))
    before = answer("quarterly", 5, operating_since=date(2025, 1, 1), last_done=date(2026, 3, 25))
    assert result(QUARTERLY, before, quarter, quarter.end) == ("exception-known", "missed")
    # The day before the last one, the run may still come.
    assert result(QUARTERLY, before, quarter, quarter.end - timedelta(days=1)) == ("to-come", None)


def test_the_latest_run_is_enough_where_one_is_due() -> None:
    quarter = Window(start=date(2026, 4, 1), end=date(2026, 6, 30))
    assert result(QUARTERLY, answer("quarterly", 4, last_done=date(2026, 4, 1)), quarter) == ("holds", None)
    assert result(QUARTERLY, answer("quarterly", 4, last_done=date(2026, 4, 1))) == ("cannot-be-shown", "unrecorded")
    assert result(YEARLY, answer("yearly", 4, last_done=date(2026, 2, 1)), YEAR) == ("holds", None)


@pytest.mark.parametrize("rung", [4, 5])
def test_a_yearly_control_outside_a_short_window(rung: int) -> None:
    before = answer("yearly", rung, operating_since=date(2024, 1, 1), last_done=date(2025, 12, 31))
    assert result(YEARLY, before) == ("outside-the-window", "no-run")
    assert holding([YEARLY], [before]).verdict == "not settled"
    undated = answer("yearly", rung, operating_since=date(2024, 1, 1))
    assert result(YEARLY, undated) == ("undated", "no-date")
    assert holding([YEARLY], [undated]).verdict == "not settled"
    inside = answer("yearly", rung, operating_since=date(2024, 1, 1), last_done=date(2026, 1, 1))
    assert result(YEARLY, inside) == ("holds", None)


def test_a_run_that_falls_due_before_an_unfinished_window_ends() -> None:
    window = Window(start=date(2026, 4, 1), end=date(2026, 9, 30))
    stated = answer("yearly", 4, last_done=date(2025, 9, 1))
    found = holding([YEARLY], [stated], window)
    assert (found.over, found.verdict, record(YEARLY, [stated], window).result) == (False, "yes", "to-come")
    assert found.due[0].dates == (date(2026, 9, 1),)
    assert result(YEARLY, answer("yearly", 4, last_done=date(2025, 11, 1)), window) == ("outside-the-window", "no-run")


def test_a_policy_is_in_force_between_its_reviews() -> None:
    rule = question("rule", {"CC1.1": "key"}, type="policy", frequency="annual")
    stated = answer("rule", 5, operating_since=date(2024, 1, 1), last_done=date(2025, 10, 1))
    assert result(rule, stated) == ("holds", None)
    overdue_review = answer("rule", 5, operating_since=date(2024, 1, 1), last_done=date(2025, 5, 1))
    assert result(rule, overdue_review) == ("exception-known", "missed")


def test_no_events_is_not_tested_for_neither_better_nor_worse() -> None:
    event = question("event", {"CC1.1": "key"}, type="event", frequency="event", no_events=True)
    found = holding([event], [answer("event", "no-events")])
    assert [one.question for one in found.of("not-tested")] == ["event"]
    assert found.verdict == "yes"
    both = [event, question("other-event", {"CC1.2": "key"}, type="event", frequency="event", no_events=True)]
    assert holding(both, [answer("event", "no-events"), answer("other-event", "no-events")]).verdict == "not settled"


def test_open_and_waived_controls() -> None:
    waived = question("waived", {"CC1.1": "key"}, waivable=True)
    assert result(waived, answer("waived", "na", reason="None.")) == ("not-applicable", None)
    assert result(SETTING, answer("setting", "unsure")) == ("open", None)
    assert holding([SETTING], []).verdict == "not settled"


def test_a_stand_in_lends_its_record() -> None:
    other = question("other", {"CC1.1": "supports"})
    own = question("setting", {"CC1.1": "key"}, alternatives=["other"])
    found = holding([own, other], [answer("setting", 1), answer("other", 5, operating_since=date(2025, 1, 1))]).records[0]
    assert (found.result, found.stands_in, found.since) == ("holds", "other", date(2025, 1, 1))
    assert holding([own, other], [answer("setting", 1)]).records[0].result == "open"


def test_a_window_that_has_not_begun_has_no_record() -> None:
    with pytest.raises(ValueError, match="not begun"):
        holding([SETTING], [], Window(start=TODAY + timedelta(days=1), end=date(2026, 12, 31)))
    assert holding([SETTING], [], Window(start=TODAY, end=date(2026, 12, 31))).over is False


@pytest.mark.parametrize(
    ("one", "collected", "freshness"),
    [
        (QUARTERLY, date(2026, 3, 17), "fresh"),
        (QUARTERLY, date(2026, 3, 16), "stale"),
        (SETTING, date(2026, 1, 1), "fresh"),
        (SETTING, date(2025, 12, 31), "stale"),
        (SETTING, None, "undated"),
    ],
)
def test_evidence_is_fresh_by_the_controls_rhythm(one: Question, collected: date | None, freshness: str) -> None:
    older = {"reference": "a", "collected_on": date(2020, 1, 1) if collected else None}
    stated = answer(one.id, 4, evidence=[older, {"reference": "b", "collected_on": collected}])
    found = record(one, [stated])
    assert (found.evidence, found.collected_on) == (freshness, collected)
    assert record(one, [answer(one.id, 4)]).evidence == "none"


# Samples


def test_samples_are_the_librarys_ranges_within_what_the_window_holds() -> None:
    monthly = question("monthly", {"CC1.1": "key"}, type="periodic", frequency="monthly")
    event = question("event", {"CC1.1": "key"}, type="event", frequency="event", no_events=True)
    quarter = Window(start=date(2026, 4, 1), end=date(2026, 6, 30))

    def samples(one: Question, level: int | str, window: Window) -> tuple[int, int] | None:
        return record(one, [answer(one.id, level)], window).samples

    usual = completed([], [])[0].window
    assert usual is not None
    assert samples(monthly, 4, HALF_YEAR) == usual.sampling["monthly"]
    assert samples(monthly, 4, quarter) == (2, 3)
    assert samples(YEARLY, 4, HALF_YEAR) == (0, 0)
    assert samples(YEARLY, 4, YEAR) == (1, 1)
    assert samples(event, 4, quarter) == usual.sampling["event"]
    assert samples(event, "no-events", quarter) is None


def test_a_library_without_market_figures_gives_no_ranges_and_counts_no_earlier_run() -> None:
    lib, stated = completed([YEARLY], [answer("yearly", 4, last_done=date(2026, 6, 30))])
    bare = asked(lib.model_copy(update={"window": None}), scope(), "full")
    assert {one.samples for one in would_hold(bare, scope(), stated, HALF_YEAR, TODAY).records} == {None}
    found = could_open(bare, scope(), stated, 6, TODAY)
    assert not found.counted
    assert [one.question for one in found.to_plan] == ["yearly"]


def test_ranges_are_fewest_then_most() -> None:
    fine = {"sampling": {"annual": (1, 1)}, "note": "Ask.", "basis": "Some", "carry_months": 12, "usual_months": 6, "bridge_months": 3}
    WindowPractice.model_validate(fine)
    with pytest.raises(ValueError, match="annual is \\[fewest, most\\]"):
        WindowPractice.model_validate(fine | {"sampling": {"annual": (2, 1)}})


# Carve-outs

HOSTED = question("hosted", {"CC1.1": "key"}, inheritable=True)
READ = question("read", {"CC1.2": "supports"}, type="periodic", frequency="annual", provider_report=True)
SHOWN = answer("setting", 5, operating_since=date(2025, 1, 1))


@pytest.mark.parametrize(
    ("stated", "reading", "verdict"),
    [
        (answer("read", 4, last_done=date(2026, 2, 1)), "read", "yes"),
        (answer("read", 4, last_done=date(2025, 5, 1)), "stale", "not settled"),
        (answer("read", 3), "not-read", "not settled"),
        (answer("read", "unsure"), "open", "not settled"),
        (None, "open", "not settled"),
    ],
)
def test_a_carve_out_leaves_a_report_to_read(stated: Answer | None, reading: str, verdict: str) -> None:
    answers = [answer("hosted", "carved-out", vendor="AWS"), SHOWN, *([stated] if stated else [])]
    found = holding([HOSTED, SETTING, READ], answers, of_scope=scope(vendors=[AWS, {"id": "v-2", "name": "Mailer"}]))
    (provider,) = found.providers
    assert (provider.name, provider.questions, provider.reading) == ("AWS", ("hosted",), reading)
    assert [one.question for one in provider.reports] == ["read"]
    # A bridge letter of three months joins a report that ended by then to the window's end.
    assert provider.report_from == date(2026, 3, 30)
    assert found.verdict == verdict


def test_without_a_question_on_reports_nothing_says_they_were_read() -> None:
    found = holding([HOSTED, SETTING], [answer("hosted", "carved-out", vendor="AWS"), SHOWN], of_scope=scope(vendors=[AWS]))
    assert (found.providers[0].reading, found.verdict) == ("not-asked", "not settled")

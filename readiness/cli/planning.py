"""The command on what to do: plan."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from readiness.cli.budgeting import print_budget, print_burn_up
from readiness.cli.dating import PersonDays, all_critical, item_dates, package_dates, print_dates, print_wish
from readiness.cli.items import decision_text
from readiness.cli.output import reading
from readiness.cli.text import counted, print_json, say, say_wrapped
from readiness.cli.windowing import Day
from readiness.errors import ReadinessError
from readiness.exchange.budgets import budget_data, burn_up_data
from readiness.exchange.results import plan_data
from readiness.exchange.schedules import schedule_data, wish_data
from readiness.scheduling import expected, planning, scheduled, wished
from readiness.tending import live, name_of
from readiness.wanted import wanted as wanted_by
from scoring.costs import budget
from scoring.headline import headline
from scoring.live import LiveItem, open_plan
from scoring.related import COUNT_NOTE, Related, level_counts_text, touched, touched_text


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@click.option("--round", "round_name", metavar="ROUND", help="A round's number or name instead of the current one.")
@click.option(
    "--capacity", multiple=True, type=PersonDays(), metavar="[ROLE=]N", help="Person-days a week in all, or of an owner role. Gives dates."
)
@click.option("--start", type=Day(), metavar="DATE", help="First day of work; today if nobody stated one.")
@click.option("--holiday", "holidays", multiple=True, type=Day(), metavar="DATE", help="A day off. Repeat for more.")
@click.option("--window-months", type=click.IntRange(1, 12), metavar="N", help="Length of the observation window, 1-12.")
@click.option("--by", type=Day(), metavar="DATE", help="Say what would have to give for a likely report by that day.")
@click.option("--budget", "with_budget", is_flag=True, help="Add effort and money by owner, category and month, and readiness by week.")
def plan(
    file: Path,
    as_json: bool,
    round_name: str | None,
    capacity: tuple[tuple[str, float], ...],
    start: date | None,
    holidays: tuple[date, ...],
    window_months: int | None,
    by: date | None,
    with_budget: bool,
) -> None:
    """Print the remediation plan: work packages in the order to take them up, with dates once a capacity is known."""
    with reading(file, round_name) as assessment:
        decided = live(assessment)
        made = open_plan(assessment.plan(), decided)
        planned_with = planning(assessment, start=start, capacity=dict(capacity), holidays=holidays, window_months=window_months)
        if by is not None and planned_with.capacity is None:
            raise ReadinessError("--by: dates need a capacity; give --capacity 5 (person-days a week), or state it in FACTS.yaml.")
        dated = scheduled(assessment, made, planned_with, decided)
        wanted = wished(assessment, planned_with, by) if by is not None else None
        known = assessment.library.question_by_id
        elsewhere = touched(assessment.library, (known[question] for item in made.items for question in item.closes if question in known))
        totals = budget(assessment.library, made, dated)
        curve = expected(assessment, made, dated) if dated is not None and (as_json or with_budget) else ()
        if as_json:
            schedule = None if dated is None else schedule_data(dated, assessment.library.calendar, assessment.scope.window)
            told = plan_data(made, elsewhere, schedule, decided) | {"budget": budget_data(totals, assessment.library.costs)}
            print_json(told | {"burn_up": burn_up_data(curve)} | ({} if wanted is None else {"wish": wish_data(wanted)}))
            return
        say_wrapped(headline(assessment.scorecard()), indent="")
        open_count = assessment.scorecard().open_count
        if not made.items:
            aside = any(one.set_aside for one in decided)
            say(
                ("Nothing is left to plan: all is set aside." if aside else "No gap is known yet, so there is nothing to plan.")
                + (f" {counted(open_count, 'question')} still open." if open_count else "")
            )
            if wanted is not None:
                say_wrapped(
                    f"With nothing to wait for, dates count from {'the window you stated' if wanted.as_stated else planned_with.start}"
                    + (", as if every open question were answered at target." if open_count else "."),
                    indent="",
                )
                print_wish(assessment.library, wanted, planned_with.window_months or 0)
            _print_set_aside(file, decided)
            return
        low, high = made.effort_days
        say(f"{counted(len(made.items), 'item')} in {counted(len(made.packages), 'work package')}, {low:g}-{high:g} person-days.")
        waiting = sum(1 for answer in assessment.answers.values() if answer.carried)
        if open_count:
            say(f"{counted(open_count, 'question')} still open; gaps found there are not in here yet.")
        if waiting:
            say(f"{counted(waiting, 'answer')} carried over wait to be confirmed: until then this plan is too short.")
        if dated is None:
            say_wrapped(
                "No dates: they need a capacity. Give --capacity 5 (person-days a week), or state it in FACTS.yaml under planning.",
                indent="",
            )
        else:
            print_dates(assessment.library, dated, assessment.scope.window)
            if due := wanted_by(assessment, dated):
                say_wrapped(due.words)
        if wanted is not None and dated is not None:
            print_wish(assessment.library, wanted, dated.window_months)
        if with_budget:
            print_budget(assessment.library, totals)
            if curve:
                print_burn_up(curve, screen=assessment.scorecard().screen)
                if dated is not None and dated.window_ends is not None:
                    say_wrapped("The last line is the window's last day: until then what is done counts as running, then as on record.")
        items = {item.question: item for item in made.items}
        by_key = {one.key: one for one in decided if one.to_do}
        roles = assessment.library.role_by_id
        marked = dated is not None and not all_critical(dated)
        for number, package in enumerate(made.packages, 1):
            low, high = package.effort_days
            say(f"\n{number}. {package.title}  [{package.severity}]  {low:g}-{high:g} days  {' '.join(package.criteria)}")
            if dated is not None:
                say(f"   {package_dates(dated.packages[package.id], marked=marked)}")
            for question_id in package.questions:
                item = items[question_id]
                one = by_key[question_id]
                marks = (" · quick win" if item.quick_win else "") + (f" · after {', '.join(item.after)}" if item.after else "")
                owner = roles[item.owner].title if item.owner in roles else item.owner
                effort = f"{item.effort_days[0]:g}-{item.effort_days[1]:g} d" if any(item.effort_days) else "no effort stated"
                what = f"{item.kind}, {item.severity}" if one.gaps else f"your own, {item.severity}"
                say(f"   {name_of(one)} ({what}; {owner or 'nobody yet'}; {effort}{marks})")
                if item.merged or not one.gaps:
                    say(f"     {one.title}" + (f" (with {', '.join(item.merged)})" if item.merged else ""))
                if text := decision_text(one):
                    say(f"     {text}")
                if dated is not None:
                    row = dated.items[question_id]
                    # Whose days they are is said where a role has days of its own; else the owner does it from those of everyone.
                    who = roles[row.server].title if row.server in roles else owner or "nobody yet"
                    say(f"     {who}: {item_dates(row, marked=marked)}")
                for step in item.steps:
                    say(f"     - {step.text}")
        _print_set_aside(file, decided)
        _print_elsewhere(elsewhere)


def _print_set_aside(file: Path, decided: Sequence[LiveItem]) -> None:
    aside = [one for one in decided if one.set_aside]
    if not aside:
        return
    say(f"\nSet aside, and not counted above: {counted(len(aside), 'item')}")
    for one in aside:
        say_wrapped(f"{name_of(one)}: {decision_text(one)}", indent="   ")
    again = f" Answer again what is done: `readiness answer {file} QUESTION LEVEL`." if any(one.answer_again for one in aside) else ""
    say_wrapped(f"No verdict moves with it, and no date waits for it.{again}", indent="   ")


def _print_elsewhere(elsewhere: Sequence[Related]) -> None:
    if not elsewhere:
        return
    say(f"\nRelated work elsewhere. {COUNT_NOTE}")
    for related in elsewhere:
        say(f"   {related.framework.name}: {touched_text(related)}")
        if related.framework.levels is not None:
            say(f"     {related.framework.levels.title}: {level_counts_text(related)}")

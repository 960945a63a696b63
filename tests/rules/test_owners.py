"""Whoever is named as the owner of a control: the work stays with a role's time, and dates and totals do not depend on the spelling."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from plan_cases import KEY, situation, work
from small_library import answer, question, scope

from scoring.costs import budget
from scoring.live import live_items, open_plan, owned_by_roles
from scoring.model import Capacity, Person, Scope
from scoring.owners import declared_owner, declared_owners, owner_line, working_role
from scoring.plan import Plan, plan
from scoring.requests import requests
from scoring.score import score
from scoring.wish import Situation

PEOPLE = [{"id": "1", "name": "Tomasz Wilk", "role": "it"}, {"id": "2", "name": "Ola", "role": ""}]
ABOUT: Scope = scope(people=PEOPLE)
QUESTIONS = [question("a", KEY, remediation=work(40)), question("b", KEY, remediation=work(40)), question("c", KEY, owner="hr")]
BUSY = Capacity(total=5, by_role={"it": 4.5})
TITLE = situation(*QUESTIONS).library.role_by_id["it"].title
SPELLINGS = ["it", "IT", TITLE, f" {TITLE.upper()}\n", "tomasz  wilk", "Tomasz Wilk", "Ola", "The consultants", "a\nb" * 500, "  "]


def owned(owner: str) -> Situation:
    stated = {one: answer(one, 0, owner=owner) for one in "ab"}
    return replace(situation(*QUESTIONS, capacity=BUSY, **stated), scope=ABOUT)


def planned(owner: str) -> tuple[Situation, Plan]:
    made = owned(owner)
    return made, plan(made.library, ABOUT, score(made.library, ABOUT, "full", made.answers, 2))


@pytest.mark.parametrize("owner", SPELLINGS)
def test_naming_an_owner_moves_no_date(owner: str) -> None:
    usual, named = owned("").planned(), owned(owner).planned()
    assert usual is not None and named is not None
    assert {name: (one.server, one.done) for name, one in named.items.items()} == {
        name: (one.server, one.done) for name, one in usual.items.items()
    }


@pytest.mark.parametrize("owner", SPELLINGS)
def test_an_owner_is_one_bounded_line_in_plan_and_requests(owner: str) -> None:
    made, found = planned(owner)
    listed = requests(made.library, ABOUT, score(made.library, ABOUT, "full", made.answers, 2), found, (), date(2027, 1, 4))
    for shown in {*(item.owner for item in found.items), *(one.owner for one in listed)}:
        assert shown and shown == " ".join(shown.split()) and len(shown) <= 60


def test_a_roles_own_title_adds_up_under_the_role() -> None:
    made, found = planned(TITLE)
    assert {total.key for total in budget(made.library, found).by_owner} == {"it", "hr"}


def test_the_name_that_was_stated_is_shown_and_the_time_is_the_persons_role() -> None:
    made, found = planned("tomasz wilk")
    assert {item.owner for item in found.items} == {"Tomasz Wilk", "hr"}
    left = open_plan(found, live_items(found, (), date(2027, 1, 4)))
    assert {item.owner for item in owned_by_roles(left, made.library, ABOUT.people).items} == {"it", "hr"}


def test_a_role_goes_before_a_person_of_the_same_name() -> None:
    library = situation(*QUESTIONS).library
    known = declared_owners(library, [Person(id="3", name="HR", role="it")])
    assert declared_owner("hr", known) == "hr"
    assert working_role(library, [Person(id="3", name="HR", role="it")], known, "hr") == "hr"
    assert (declared_owner("Nobody", known), owner_line(" two\n lines ")) == ("", "two lines")

"""Items live: decisions survive re-planning, nothing decided moves a verdict, and every gap stays in sight exactly once."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from small_library import answer, library, question, scope
from test_score_properties import run

from scoring.costs import budget
from scoring.live import OWN_PACKAGE, live_items, open_plan, owned_by_roles, pins, tangled
from scoring.model import Item, Person
from scoring.plan import plan

TODAY = date(2027, 3, 1)
LIB = library(
    question("a", {"CC1.1": "key"}),
    question("b", {"CC1.1": "supports"}, after=("a",), owner="hr"),
    question("c", {"CC1.2": "key"}, after=("b",), theme="devices"),
    question("d", {"CC1.2": "supports"}, theme="devices"),
)
ANSWERS = {name: answer(name, 1) for name in "abcd"}
PLAN = plan(LIB, scope(), run(LIB, ANSWERS, 2))


def item(item_id: str, *questions: str, **changes) -> Item:
    return Item(id=item_id, title=f"Item {item_id}", questions=questions, **changes)


def live(*stored: Item):
    return {one.id: one for one in live_items(PLAN, stored, TODAY)}


def test_untouched_gaps_stand_as_planned() -> None:
    assert list(live()) == [one.question for one in PLAN.items]
    assert open_plan(PLAN, live_items(PLAN, (), TODAY)) == PLAN


def test_a_decision_overrides_owner_and_keeps_the_gap() -> None:
    one = live(item("x", "b", owner="it", status="in-progress", due=date(2027, 2, 1)))["x"]
    assert (one.owner, one.state, one.overdue, one.questions) == ("it", "in-progress", True, ("b",))
    assert next(i for i in open_plan(PLAN, [one]).items).owner == "it"


def test_done_leaves_the_plan_and_asks_again() -> None:
    everything = live_items(PLAN, [item("x", "a", status="done")], TODAY)
    done = next(one for one in everything if one.id == "x")
    assert (done.answer_again, done.to_do, done.overdue) == (True, False, False)
    left = open_plan(PLAN, everything)
    assert [i.question for i in left.items] == ["b", "c", "d"] or {i.question for i in left.items} == {"b", "c", "d"}
    assert next(i for i in left.items if i.question == "b").after == ()


def test_an_accepted_risk_comes_back_on_its_day() -> None:
    accepted = {"status": "risk-accepted", "reason": "r", "accepted_by": "Ada"}
    assert live(item("x", "a", accepted_until=TODAY, **accepted))["x"].state == "risk-accepted"
    back = live(item("x", "a", accepted_until=date(2027, 2, 28), **accepted))["x"]
    assert (back.state, back.to_do) == ("acceptance-expired", True)


def test_an_item_whose_gap_is_gone_is_closed() -> None:
    closed = live(item("x", "gone", due=date(2027, 1, 1)))["x"]
    assert (closed.state, closed.gaps, closed.overdue) == ("closed", (), False)


def test_merged_items_are_one_piece_of_work() -> None:
    left = open_plan(PLAN, live_items(PLAN, [item("x", "a", "d")], TODAY))
    merged = next(i for i in left.items if i.title == "Item x")
    assert merged.effort_days == (2.2, 4.4)
    assert merged.criteria == ("CC1.1", "CC1.2")
    assert next(i for i in left.items if i.question == "b").after == (merged.question,)


def test_a_merged_item_asks_for_all_evidence_and_costs_what_its_parts_do() -> None:
    parts = library(
        question("a", {"CC1.1": "key"}, cost="low", evidence={"design": ["the policy"], "operation": ["a ticket", "an export"]}),
        question("b", {"CC1.2": "key"}, cost="high", evidence={"operation": ["an export"], "population": ["the list"]}),
        question("c", {"CC1.2": "supports"}, cost="low", evidence={"operation": ["minutes", "a ticket"]}),
    )
    apart = plan(parts, scope(), run(parts, {name: answer(name, 1) for name in "abc"}, 2))
    joined = open_plan(apart, live_items(apart, [item("x", "a", "b", "c")], TODAY))
    [one] = joined.items
    assert (one.evidence.design, one.evidence.population) == (("the policy",), ("the list",))
    assert one.evidence.operation == ("a ticket", "an export", "minutes")
    assert (one.cost, one.further_costs) == ("high", ("low", "low"))
    assert budget(parts, joined).whole.money == budget(parts, apart).whole.money
    assert budget(parts, joined).whole.effort_days == budget(parts, apart).whole.effort_days


def test_items_that_would_wait_for_themselves_stand_apart_again() -> None:
    assert tangled(PLAN, {"a", "c"}) == ("b",)
    assert not tangled(PLAN, {"a", "b"})
    found = live(item("x", "a", "c", owner="it"))
    assert "x" not in found
    assert (found["a"].owner, found["c"].owner) == ("it", "it")


def test_an_own_item_has_a_package_and_effort_of_its_own() -> None:
    left = open_plan(PLAN, live_items(PLAN, [item("x", effort_days=(1, 2), severity="high", owner="it")], TODAY))
    assert left.packages[-1].id == OWN_PACKAGE
    assert left.packages[-1].effort_days == (1, 2)
    assert left.items[-1].question == "x"


def test_ranked_items_come_first() -> None:
    found = list(live(item("y", "d", rank=2), item("x", "c", rank=1)))
    assert found[:2] == ["x", "y"]


def test_a_ranked_item_takes_what_it_needs_along() -> None:
    left = open_plan(PLAN, live_items(PLAN, [item("x", "c", rank=1)], TODAY))
    assert [one.question for one in left.items] == ["a", "b", "c", "d"]
    first = open_plan(PLAN, live_items(PLAN, [item("x", "d", rank=1)], TODAY))
    assert [one.question for one in first.items] == ["d", "a", "b", "c"]


def test_pins_and_roles_are_told_to_the_schedule() -> None:
    day = date(2027, 4, 1)
    stored = [
        item("x", "b", "a", start=day, owner="Ada"),
        item("y", effort_days=(1, 1), start=day),
        item("z", "d", start=day, status="done"),
    ]
    found = live_items(PLAN, stored, TODAY)
    assert pins(found) == {"b": day, "y": day}
    owners = {one.question: one.owner for one in owned_by_roles(open_plan(PLAN, found), LIB, [Person(id="1", name="Ada", role="hr")]).items}
    assert owners == {"b": "hr", "c": "it", "y": ""}


def test_packages_are_cut_to_what_is_left() -> None:
    left = open_plan(PLAN, live_items(PLAN, [item("x", "a", status="done"), item("y", "b", status="done")], TODAY))
    assert [(package.id, package.questions, package.criteria) for package in left.packages] == [("devices", ("c", "d"), ("CC1.2",))]


def test_the_money_of_a_merged_item_adds_up_and_every_band_is_told() -> None:
    lib = library(
        *(question(name, {"CC1.1": "key"}, cost=band) for name, band in zip("abcd", ("low", "none", "medium", "none"), strict=True))
    )
    made = plan(lib, scope(), run(lib, ANSWERS, 2))
    found = {one.question: one for one in open_plan(made, live_items(made, [item("x", "a", "b", "c")], TODAY)).items}
    assert (found["a"].cost, found["a"].further_costs, found["a"].costs) == ("medium", ("low", "none"), ("medium", "low"))
    assert found["d"].costs == ("none",)


def test_two_merged_items_may_not_wait_for_each_other() -> None:
    # Either pair alone could be one item; both at once would wait for each other.
    questions = [
        question("a", {"CC1.1": "key"}),
        question("b", {"CC1.1": "key"}, after=("a",)),
        question("c", {"CC1.2": "key"}),
        question("d", {"CC1.2": "key"}, after=("c",)),
    ]
    lib = library(*questions)
    made = plan(lib, scope(), run(lib, ANSWERS, 2))
    assert not tangled(made, ("a", "d"))
    assert tangled(made, ("b", "c"), [("a", "d")])
    found = live_items(made, [item("x", "a", "d"), item("y", "b", "c")], TODAY)
    assert {one.id for one in found} == {"x", "b", "c"}
    assert len(open_plan(made, found).items) == 3


def test_an_own_item_under_a_questions_name_is_that_questions() -> None:
    found = live(Item(id="a", title="Odd", owner="hr"))
    assert (found["a"].questions, found["a"].owner, len(found)) == (("a",), "hr", 4)


STATUS = st.sampled_from(["open", "in-progress", "done", "risk-accepted"])


@st.composite
def stored_items(draw):
    made = []
    for number in range(draw(st.integers(0, 4))):
        status = draw(STATUS)
        extra = {"reason": "r", "accepted_by": "n", "accepted_until": draw(st.dates(date(2026, 1, 1), date(2028, 1, 1)))}
        questions = draw(st.lists(st.sampled_from(["a", "b", "c", "d", "gone"]), max_size=4, unique=True))
        made.append(item(f"i{number}", *questions, status=status, rank=draw(st.none() | st.integers(1, 3)), **extra))
    return made


@st.composite
def plans(draw):
    """Plans of four gaps with any possible needs between them."""
    needs = {name: draw(st.sets(st.sampled_from("abcd"[:place]))) if place else set() for place, name in enumerate("abcd")}
    lib = library(*(question(name, {"CC1.1": "key"}, after=tuple(sorted(needs[name]))) for name in "abcd"))
    return plan(lib, scope(), run(lib, ANSWERS, 2))


@settings(max_examples=200, deadline=None)
@given(plans(), stored_items())
def test_every_gap_stands_exactly_once_and_dependencies_stay_possible(made, stored) -> None:
    found = live_items(made, stored, TODAY)
    assert sorted(gap.question for one in found for gap in one.gaps) == ["a", "b", "c", "d"]
    left = open_plan(made, found)
    place = {one.question: number for number, one in enumerate(left.items)}
    assert all(place[before] < place[one.question] for one in left.items for before in one.after)
    ids = [one.question for one in left.items]
    assert len(ids) == len(set(ids))
    waiting = {one.question: set(one.after) for one in left.items}
    assert all(after <= set(ids) for after in waiting.values())
    while free := [entry for entry, after in waiting.items() if not after]:
        for entry in free:
            del waiting[entry]
        for after in waiting.values():
            after.difference_update(free)
    assert not waiting

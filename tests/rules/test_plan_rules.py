"""Order and content of a plan: dependencies, priority, preferences, quick wins, steps by rung, text by facts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from read_once import shipped_once
from small_library import answer, library, question, scope

from scoring.order import dependents, ordered
from scoring.plan import Plan, plan
from scoring.score import score

SHIPPED = shipped_once()


def made(*questions, rung=0, facts=None, report_type=2) -> Plan:
    about = scope(facts=facts or {})
    return plan(
        library(*questions), about, score(library(*questions), about, "full", {q.id: answer(q.id, rung) for q in questions}, report_type)
    )


def order(plan_: Plan) -> list[str]:
    return [item.question for item in plan_.items]


KEY = {"CC1.1": "key"}


def test_severity_comes_before_everything_that_is_free():
    assert order(made(question("low", KEY, severity="low"), question("top", KEY, severity="critical"))) == ["top", "low"]


def test_a_hard_dependency_beats_severity_and_lends_its_urgency():
    first = question("first", KEY, severity="low")
    other = question("other", KEY, severity="high")
    last = question("last", KEY, severity="critical", after=("first",))
    assert order(made(other, first, last)) == ["first", "last", "other"]
    assert made(other, first, last).items[1].after == ("first",)


def test_a_dependency_that_is_no_gap_holds_nothing_up():
    about = scope()
    questions = library(question("first", KEY), question("last", KEY, after=("first",)))
    card = score(questions, about, "full", {"first": answer("first", 5), "last": answer("last", 0)}, 2)
    (item,) = plan(questions, about, card).items
    assert item.after == ()


def test_whoever_answers_for_a_control_owns_its_item():
    about, questions = scope(), library(question("first", KEY), question("last", KEY))
    stated = answer("first", 0).model_copy(update={"owner": " Ada "})
    card = score(questions, about, "full", {"first": stated, "last": answer("last", 0)}, 2)
    owners = {item.question: item.owner for item in plan(questions, about, card).items}
    assert owners == {"first": "Ada", "last": questions.question_by_id["last"].owner}


def test_reach_then_effort_break_ties():
    wide = question("wide", {"CC1.1": "key", "CC1.2": "supports"})
    narrow = question("narrow", KEY)
    cheap = question("cheap", KEY, remediation=[{"upto": 4, "days": [0.1, 0.1], "do": "Do it."}])
    assert order(made(narrow, cheap, wide)) == ["wide", "cheap", "narrow"]


def test_a_soft_preference_bends_the_order_but_never_delays_a_quick_win():
    paper = question("paper", KEY, sooner_than=("work", "win"), remediation=[{"upto": 4, "days": [9, 9], "do": "Write it."}])
    work = question("work", KEY)
    win = question("win", KEY, quick_win=True)
    assert order(made(paper, work, win)) == ["win", "paper", "work"]


def test_steps_are_those_the_present_rung_needs():
    one = question(
        "one",
        KEY,
        remediation=[
            {"upto": 1, "days": [1, 2], "do": "Write it."},
            {"upto": 3, "days": [0.5, 1], "do": "Roll it out."},
            {"upto": 4, "days": [0.1, 0.2], "do": "Keep it."},
        ],
    )
    assert [[s.text for s in made(one, rung=rung).items[0].steps] for rung in (0, 2, 4)] == [
        ["Write it.", "Roll it out.", "Keep it."],
        ["Roll it out.", "Keep it."],
        ["Keep it."],
    ]
    assert made(one, rung=0).items[0].effort_days == (1.6, 3.2)


def test_steps_speak_of_the_scope_and_an_unknown_fact_counts_as_false():
    step = "Close it{% if contractors %}, contractors included{% endif %}{% if cloud %} in {{ cloud }}{% endif %}."
    one = question("one", KEY, remediation=[{"upto": 4, "days": [1, 1], "do": step}])
    assert made(one).items[0].steps[0].text == "Close it."
    assert made(one, facts={"contractors": True, "cloud": "<AWS>"}).items[0].steps[0].text == "Close it, contractors included in <AWS>."


def test_items_of_one_theme_form_a_package_with_summed_effort():
    both = made(question("a", KEY), question("b", {"CC1.2": "key"}, severity="critical"))
    (package,) = both.packages
    assert package.questions == ("b", "a")
    assert (package.severity, package.criteria, package.effort_days) == ("critical", ("CC1.1", "CC1.2"), (2.2, 4.4))


def test_a_more_urgent_package_is_not_held_behind_a_milder_one_by_preference():
    mild = question("mild", KEY, theme="oversight", severity="medium", sooner_than=("grave",))
    grave = question("grave", KEY, theme="policies-and-conduct", severity="critical")
    other = question("other", KEY, theme="risk-assessment", severity="high")
    assert [package.id for package in made(mild, grave, other).packages] == ["oversight", "policies-and-conduct", "risk-assessment"]


def test_a_cycle_is_an_error_not_a_loop():
    with pytest.raises(ValueError, match="cycle among a, b"):
        ordered(["a", "b"], {"a": ["b"], "b": ["a"]}, [], lambda _: (0,))


@given(st.integers(1, 12), st.data())
def test_ordering_keeps_every_hard_edge_and_every_soft_one_it_can(count, data):
    ids = [f"n{i}" for i in range(count)]
    hard = {i: data.draw(st.lists(st.sampled_from(ids[:n]), max_size=2, unique=True)) if n else [] for n, i in enumerate(ids)}
    soft = data.draw(st.lists(st.tuples(st.sampled_from(ids), st.sampled_from(ids)), max_size=6))
    result = ordered(ids, hard, soft, lambda entry: (int(entry[1:]) % 3,))
    place = {entry: index for index, entry in enumerate(result)}
    assert sorted(result) == sorted(ids)
    assert all(place[before] < place[entry] for entry in ids for before in hard[entry])
    if len(soft) == 1 and soft[0][0] != soft[0][1] and soft[0][0] not in dependents(ids, hard)[soft[0][1]]:
        assert place[soft[0][0]] < place[soft[0][1]]


@pytest.mark.parametrize("question_set", ["quick", "full"])
def test_the_shipped_library_keeps_the_order_every_plan_keeps(question_set):
    """The hard and quick-win rules of practice, on a company that has nothing."""
    about = scope()
    card = score(SHIPPED, about, question_set, {q.id: answer(q.id, 0) for q in SHIPPED.questions}, 2)
    place = {item.question: index for index, item in enumerate(plan(SHIPPED, about, card).items)}
    for before, after in [
        ("asset-inventory", "risk-assessment-yearly"),
        ("asset-inventory", "access-review"),
        ("roles-defined", "access-review"),
        ("vendor-list", "vendor-review"),
        ("risk-assessment-yearly", "risk-treatment"),
        ("risk-assessment-yearly", "fraud-in-risk-assessment"),
        ("policies-approved", "policies-acknowledged"),
        ("logging-on", "event-triage"),
        ("logging-on", "incident-exercise"),
        ("backups-run", "recovery-rehearsed"),
    ]:
        assert place[before] < place[after], (before, after)
    for win in ("mfa-enforced", "individual-accounts", "change-review", "device-encryption", "logging-on"):
        assert place[win] < place["policies-approved"]
        assert place[win] < place["risk-assessment-yearly"]
    wins = [q for q in SHIPPED.questions if q.quick_win and q.severity in ("critical", "high") and q.id in place]
    assert max(place[q.id] for q in wins) == len(wins) - 1

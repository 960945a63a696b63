"""Advice on the scope: each rule can be reached, unknown facts say nothing, and two invented companies hear what a consultant says."""

import dataclasses
import itertools
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from read_once import shipped_once

from questionnaires.advice import COMPUTED, AdviceEntry
from questionnaires.conditions import Condition, FactValue, NumberRange
from questionnaires.model import Fact, Library
from readiness.exchange.facts import read_facts
from scoring.advice import Advice, advise, computed
from scoring.model import Scope

LIBRARY = shipped_once()
EXAMPLES = Path(__file__).parent.parent.parent / "examples"
CHOOSABLE = [category.id for category in LIBRARY.scored_categories if not category.common]
ENTRIES = {entry.id: entry for entry in LIBRARY.advice}


def about(**changes: object) -> Scope:
    """A scope with nothing stated but what is given."""
    return Scope.model_validate({"organisation": "Test Ltd"} | changes)


def vendors(count: int, **changes: object) -> list[dict[str, object]]:
    return [{"id": str(index), "name": f"V{index}", **changes} for index in range(count)]


# For each name that is worked out, scopes that between them take every value a rule may look for.
SCOPES = [
    about(),
    about(commitments=[{"id": "c", "text": "99.9 %"}]),
    about(categories=CHOOSABLE),
    about(report_type=1),
    about(vendors=vendors(7, subservice=True)),
    about(vendors=vendors(1, subservice=True, method="inclusive")),
    *(about(window={"from": "2027-01-01", "to": to}) for to in ("2027-01-31", "2027-04-30", "2028-06-30")),
]


def fitting(fact: Fact, wanted: object) -> FactValue:
    """A value of the fact that a condition wants."""
    if isinstance(wanted, NumberRange):
        return wanted.min if wanted.min is not None else wanted.max or 0
    one = wanted[0] if isinstance(wanted, tuple) else wanted
    return (one,) if fact.type == "choices" else one  # type: ignore[return-value]


def unfit(fact: Fact, condition: Condition) -> FactValue:
    """A value of the fact that a condition does not want."""
    values: list[FactValue] = [True, False] if fact.type == "yes-no" else [(c,) if fact.type == "choices" else c for c in fact.choices]
    return next(value for value in values if condition.holds({fact.id: value}) is False)


def reached(entry: AdviceEntry) -> bool:
    """Whether some scope and facts make the entry hold."""
    facts = {name: fitting(LIBRARY.fact_by_id[name], wanted) for name, wanted in entry.when.root.items() if name in LIBRARY.fact_by_id}
    if entry.unless is not None:
        for name in entry.unless.root:
            if name in LIBRARY.fact_by_id and name not in facts:
                facts[name] = unfit(LIBRARY.fact_by_id[name], entry.unless)
    return any(entry.holds({**facts, **computed(LIBRARY, scope)}) for scope in SCOPES)


@pytest.mark.parametrize("name", ENTRIES)
def test_every_rule_can_be_reached(name: str) -> None:
    assert reached(ENTRIES[name])


@pytest.mark.parametrize("name", ENTRIES)
def test_no_rule_holds_while_what_it_names_is_unknown(name: str) -> None:
    stated = {fact for fact in (*ENTRIES[name].when.root, *(ENTRIES[name].unless or Condition({})).root) if fact in LIBRARY.fact_by_id}
    holding = [ENTRIES[name].holds(computed(LIBRARY, scope)) for scope in SCOPES]
    assert not stated or True not in holding


def test_what_is_worked_out_is_what_conditions_may_name() -> None:
    with_window = about(window={"from": "2027-01-01", "to": "2027-06-30"})
    assert set(computed(LIBRARY, with_window)) == set(COMPUTED)
    assert set(COMPUTED) - set(computed(LIBRARY, about())) == {"scope_window_months"}
    assert "scope_window_months" not in computed(LIBRARY, with_window.model_copy(update={"report_type": 1}))


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        ("2027-04-01", "2027-09-30", 6),
        ("2027-04-15", "2027-06-30", 2),
        ("2027-04-15", "2027-07-14", 3),
        ("2027-04-15", "2027-07-11", 3),
        ("2027-04-15", "2027-07-10", 2),
        ("2027-05-01", "2027-07-30", 3),
        ("2027-12-01", "2028-02-29", 3),
        ("2028-02-01", "2028-02-25", 0),
        ("0001-01-01", "9999-12-31", 9999 * 12),
    ],
)
def test_months_of_a_window(start: str, end: str, months: int) -> None:
    window = {"from": date.fromisoformat(start), "to": date.fromisoformat(end)}
    assert computed(LIBRARY, about(window=window))["scope_window_months"] == months


def values_of(fact: Fact) -> st.SearchStrategy[FactValue]:
    match fact.type:
        case "yes-no":
            return st.booleans()
        case "number":
            return st.integers(fact.minimum or 0, 60)
        case "text":
            return st.just("AWS")
        case "choice":
            return st.sampled_from(list(fact.choices))
        case "choices":
            return st.lists(st.sampled_from(list(fact.choices)), min_size=1, unique=True).map(tuple)


some_facts = st.fixed_dictionaries({}, optional={fact.id: values_of(fact) for fact in LIBRARY.facts})


@settings(max_examples=60, deadline=None)
@given(facts=some_facts, extra=some_facts, chosen=st.sets(st.sampled_from(CHOOSABLE)))
def test_a_fact_that_becomes_known_never_turns_advice_round(facts, extra, chosen) -> None:
    """What is advised on incomplete facts stays true: a category can only rise, and only while some open fact is named."""
    rank = {"leave out for now": 0, "consider": 1, "recommended": 2}
    before = advise(LIBRARY, about(facts=facts, categories=list(chosen)))
    after = advise(LIBRARY, about(facts={**extra, **facts}, categories=list(chosen)))
    for one, other in zip(before.categories, after.categories, strict=True):
        if one.standing == "leave out for now":
            assert other.standing == one.standing
        elif one.standing != "not settled yet":
            assert rank[other.standing] >= rank[one.standing]
        if one.open_facts == ():
            assert other.standing == one.standing
    assert {note.id for note in before.notes} <= {note.id for note in after.notes}


@settings(max_examples=60, deadline=None)
@given(facts=some_facts, chosen=st.sets(st.sampled_from(CHOOSABLE)))
def test_what_is_said_of_a_category_fits_together(facts, chosen) -> None:
    scope = about(facts=facts, categories=list(chosen))
    for category in advise(LIBRARY, scope).categories:
        assert category.chosen == (category.id in chosen)
        assert bool(category.open_facts) or category.standing != "not settled yet"
        assert category.reasons or category.standing == "not settled yet"
        assert not set(category.open_facts) & set(facts)
        wrong = (category.standing, category.chosen) in {("recommended", False), ("leave out for now", True)}
        assert bool(category.disagreement) == wrong
    assert scope.facts == facts


def standings(advice: Advice) -> dict[str, str]:
    return {category.id: category.standing for category in advice.categories}


def example(name: str, *chosen: str) -> Advice:
    """The advice on an example company that chose these categories."""
    stated = read_facts(EXAMPLES / name / "facts.yaml", LIBRARY)
    listed = [{"id": str(index), **entry.model_dump()} for index, entry in enumerate(stated.file.vendors or ())]
    return advise(LIBRARY, about(facts=dict(stated.facts), categories=chosen, vendors=listed))


def test_the_startup_hears_what_its_consultant_says() -> None:
    advice = example("startup")
    assert standings(advice) == {"A": "consider", "PI": "leave out for now", "C": "recommended", "P": "leave out for now"}
    said = {category.id: " ".join(category.reasons) for category in advice.categories}
    assert "drop the promise" in said["A"] and "next period" in said["A"] and "if the buyer insists" in said["A"]
    assert "As long as that clause stays" in said["C"]
    told = {note.id for note in advice.notes}
    assert {"deadline-tight", "categories-unsaid"} <= told
    assert not {"soc1-money", "soc1-figures", "deadline-too-close"} & told


def test_the_fintech_hears_what_its_consultant_says() -> None:
    advice = example("fintech", "A", "PI")
    assert standings(advice) == {"A": "recommended", "PI": "recommended", "C": "consider", "P": "leave out for now"}
    assert all(category.disagreement is None for category in advice.categories)
    told = {note.id for note in advice.notes}
    assert {"soc1-money", "deadline-roomy", "provider-unread"} <= told
    assert "many-subservice" not in told


def test_leaving_out_what_was_asked_for_is_said_plainly() -> None:
    by_id = {category.id: category for category in example("fintech", "A").categories}
    assert by_id["PI"].disagreement == "left out though recommended"
    assert "potentially misleading" in by_id["PI"].remarks[0]
    assert by_id["A"].disagreement is None and not any("misleading" in remark for remark in by_id["A"].remarks)


def test_choosing_what_nothing_speaks_for_is_said_plainly() -> None:
    by_id = {category.id: category for category in example("startup", "P", "C").categories}
    assert by_id["P"].disagreement == "chosen though nothing stated speaks for it"
    assert by_id["C"].disagreement is None


def test_a_reason_for_beats_one_against() -> None:
    facts = {"privacy_role": "processor", "promised_to_individuals": False, "asked_categories": ("privacy",)}
    privacy = next(category for category in advise(LIBRARY, about(facts=facts)).categories if category.id == "P")
    assert privacy.standing == "recommended"
    assert privacy.reasons == ("The readers of the report ask for it.",)


@pytest.mark.parametrize(
    ("facts", "standing"),
    [
        ({"confidential_terms": ("secrecy",)}, "consider"),
        ({"confidential_terms": ("secrecy", "deletion")}, "recommended"),
        ({"confidential_terms": ("secrecy",), "asked_categories": ("confidentiality",)}, "recommended"),
    ],
)
def test_a_promise_of_secrecy_alone_recommends_nothing(facts: dict[str, FactValue], standing: str) -> None:
    assert standings(advise(LIBRARY, about(facts=facts)))["C"] == standing


def test_nothing_stated_settles_nothing() -> None:
    advice = advise(LIBRARY, about())
    assert set(standings(advice).values()) == {"not settled yet"}
    assert all(category.open_facts and category.disagreement is None for category in advice.categories)
    assert [note.id for note in advice.notes] == ["no-commitments"]


def test_known_to_speak_for_nothing_without_a_reason_against() -> None:
    entry = AdviceEntry.model_validate(
        {"id": "a", "about": "category", "subject": "A", "says": "include", "when": {"contractors": True}, "reason": "R."}
    )
    advice = advise(LIBRARY.model_copy(update={"advice": (entry,)}), about(facts={"contractors": False}, categories=["A"]))
    assert [(c.id, c.standing, c.reasons) for c in advice.categories] == [
        ("A", "leave out for now", ("Nothing you stated speaks for it.",))
    ]


def test_a_library_without_advice_has_none_to_give() -> None:
    silent: Library = LIBRARY.model_copy(update={"advice": ()})
    advice = advise(silent, about())
    assert not advice and dataclasses.asdict(advice) == {"categories": (), "notes": ()}


def test_warnings_come_first_and_the_rest_in_the_librarys_order() -> None:
    facts = {"breadth": "company", "adviser": "same", "asked_type": "unsaid", "contractors": True, "provider_report": "unread"}
    notes = advise(LIBRARY, about(facts=facts)).notes
    assert [note.warns for note in notes] == sorted((note.warns for note in notes), reverse=True)
    order = list(ENTRIES)
    for warns, group in itertools.groupby(notes, key=lambda note: note.warns):
        places = [order.index(note.id) for note in group]
        assert places == sorted(places), warns

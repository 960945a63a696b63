"""FACTS.yaml: what may stand there, what may not, each fault with file:line:column, key and what would be right."""

from __future__ import annotations

import re
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from read_once import shipped_once

from questionnaires.model import Fact
from readiness.errors import ReadinessError
from readiness.exchange.facts import ScopeInput, fact_value, read_facts
from scoring.model import Capacity

LIBRARY = shipped_once()


@pytest.fixture
def read(tmp_path: Path):
    def read(content: str | bytes) -> ScopeInput:
        path = tmp_path / "f.yaml"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        try:
            return read_facts(path, LIBRARY)
        except ReadinessError as error:
            raise ReadinessError(str(error).replace(f"{tmp_path}/", "")) from None

    return read


def test_everything_that_may_stand_there(read) -> None:
    stated = read("""
product: " Desk "
entities: [Acme Ltd, " Acme Inc "]
window: {from: 2027-04-01, to: '2027-09-30'}
systems: [AWS, {name: GitHub, description: Code}]
vendors: [Mail, {name: AWS, service: Hosting, subservice: true, method: carve-out}]
commitments: ["Answers within a day", {text: Kept, source: Terms}]
people: [Ada, {name: Bo, role: founder, email: bo@example.com}]
planning: {start: 2027-01-04, capacity: {total: 5, Engineering lead: 3}, holidays: [2027-01-06], window_months: 3}
facts: {headcount: 24, contractors: "Yes", office: none, cloud: AWS, data_kinds: [card, card, personal]}
""")
    file = stated.file
    assert file.entities == ("Acme Ltd", "Acme Inc")
    assert file.window is not None
    assert (file.window.start, file.window.end) == (date(2027, 4, 1), date(2027, 9, 30))
    assert [system.name for system in file.systems or ()] == ["AWS", "GitHub"]
    assert [vendor.method for vendor in file.vendors or ()] == [None, "carve-out"]
    assert stated.planning == {
        "start": date(2027, 1, 4),
        "capacity": Capacity(total=5, by_role={"engineering": 3}),
        "holidays": (date(2027, 1, 6),),
        "window_months": 3,
    }
    assert stated.facts == {"headcount": 24, "contractors": True, "office": "none", "cloud": "AWS", "data_kinds": ("card", "personal")}


@pytest.mark.parametrize("content", ["", "{}", "facts:", "facts: {}", "# nothing", "systems: ", "product: ~", "as_of: 2027-03-31"])
def test_everything_is_optional(read, content: str) -> None:
    assert read(content).facts == {}


FAULTS = [
    ("prodct: x", "1:9: prodct: is not a known key; did you mean product?"),
    ("colour: x", "1:9: colour: is not a known key; remove it or check the spelling."),
    ("yes: 1", "f.yaml: yes/no (YAML reads yes, no, on and off as truth values) is no key; keys are text, put it in quotes."),
    ("facts: {1: 1}", "f.yaml: the number 1 is no key"),
    ("- a", "1:1: the file must hold keys such as product: and facts:, found a list."),
    ("hello", "1:1: the file must hold keys such as product: and facts:, found the text 'hello'."),
    ("product: 5", "1:10: product: must be text, found the number 5; put it in quotes."),
    (
        "product: Today: x",
        "1:15: not readable as YAML: mapping values are not allowed in this context; a text with ': ' in it must be quoted",
    ),
    ("product: no", "1:10: product: must be text, found yes/no (YAML reads"),
    ("as_of: 5", "1:8: as_of: must be a date such as 2026-03-31, found the number 5."),
    ("as_of: 20260101", "1:8: as_of: must be a date"),
    ("as_of: 31.12.2026", "1:8: as_of: must be a date such as 2026-03-31, found the text '31.12.2026'."),
    ("as_of: 2026-02-30", "1:8: '2026-02-30' is no day of the calendar"),
    ("as_of: '2026-02-30'", "1:8: as_of: 2026-02-30 is no day of the calendar."),
    ("as_of: 2026-01-01T00:00:00", "1:8: as_of: must be a date"),
    ("as_of: '2026-01-01'\nwindow: {from: 2026-01-01, to: 2026-05-01}", "2:9: window: give as_of (Type I) or window (Type II), not both."),
    ("window: {from: 2026-05-01, to: 2026-01-01}", "1:9: window: the window's last day must come after its first."),
    ("window: {from: 2026-05-01, to: 2026-05-01}", "1:9: window: the window's last day"),
    ("window: {from: 2026-05-01}", "1:9: window.to: is missing; add it."),
    ("window: {from: May, to: 2026-05-01}", "1:9: window: from: must be a date such as 2026-03-31, found the text 'May'."),
    ("window: {from: 5, to: 2026-05-01}", "1:9: window: from: must be a date"),
    ("window: 2026", "1:9: window: must be a mapping of keys to values, found the number 2026."),
    ("systems: AWS", "1:10: systems: must be a list, found the text 'AWS'."),
    ("systems: [5]", "1:11: systems.0.name: must be text, found the number 5; put it in quotes."),
    ("systems: ['']", "1:11: systems.0.name: must not be empty."),
    ("systems: [' ']", "1:11: systems.0.name: must not be empty."),
    ("systems: [[a]]", "1:11: systems.0.name: must be text, found a list"),
    ("systems:\n- AWS\n- {name: GitHub, colour: blue}", "3:26: systems.1.colour: is not a key that may stand here"),
    ("systems: [AWS, GitHub, aws]", "1:24: systems.2: aws stands twice; keep one."),
    ("vendors: [A, {name: A}]", "1:14: vendors.1: A stands twice; keep one."),
    ("people: [Ada, Ada]", "1:15: people.1: Ada stands twice"),
    ("entities: [a, a]", "1:15: entities.1: a stands twice"),
    ("commitments: [a, a]", "1:18: commitments.1: a stands twice"),
    ("commitments: ['']", "1:15: commitments.0.text: must not be empty."),
    ("vendors: [{name: A, method: foo}]", "1:29: vendors.0.method: must be 'carve-out' or 'inclusive', found the text 'foo'."),
    ("vendors: [{name: A, method: carve-out}]", "1:11: vendors.0: only a subservice organisation has a method; add subservice: true"),
    ("vendors: [{name: A, subservice: 1}]", "1:33: vendors.0.subservice: must be true or false, found the number 1."),
    ("people: [{role: founder}]", "1:10: people.0.name: is missing; add it."),
    (
        "people: [Ada, {name: Bo, role: CTO}]",
        "1:32: people.1.role: must be one of founder (Founder or CEO), engineering (Engineering lead), it (IT or operations), "
        "security (Security lead), hr (People and HR), legal (Legal and contracts), or left out, found the text 'CTO'.",
    ),
    (f"people: ['{'x' * 201}']", "1:10: people.0.name: is too long: at most 200 characters, found 201."),
    ("facts: [a]", "1:8: facts: must be a mapping of keys to values, found a list."),
    ("facts: {headcoun: 5}", "1:19: facts.headcoun: is no fact of this library; did you mean headcount?"),
    ("facts: {zzz: 5}", "1:14: facts.zzz: is no fact of this library; `readiness facts` lists them."),
    ("facts: {headcount: ten}", "1:20: facts.headcount: must be a whole number, found the text 'ten'."),
    ("facts: {headcount: 1.5}", "1:20: facts.headcount: must be a whole number, found the number 1.5."),
    ("facts: {headcount: true}", "1:20: facts.headcount: must be a whole number, found yes/no"),
    ("facts: {headcount: -5}", "1:20: facts.headcount: must be at least 1, found -5."),
    (f"facts: {{headcount: {'9' * 30}}}", f"1:20: facts.headcount: must be at most 1,000,000, found {'9' * 30}."),
    ("facts: {contractors: perhaps}", "1:22: facts.contractors: must be yes or no, found the text 'perhaps'."),
    ("facts: {contractors: 1}", "1:22: facts.contractors: must be yes or no, found the number 1."),
    ("facts: {contractors: }", "1:22: facts.contractors: must be yes or no, found nothing."),
    ("facts: {office: no}", "1:17: facts.office: must be one of none, shared, own, found yes/no (YAML reads"),
    ("facts: {office: [own, none]}", "1:17: facts.office: takes one choice only, found 2."),
    ("facts: {data_kinds: []}", "1:21: facts.data_kinds: must be some of"),
    (
        "facts: {data_kinds: [card, gold]}",
        "1:21: facts.data_kinds: must be some of business, personal, health, card, financial, found the text 'gold'.",
    ),
    ("facts: {cloud: ''}", "1:16: facts.cloud: must be text of 1 to 200 characters, found the text ''."),
    ("facts: {cloud: 5}", "1:16: facts.cloud: must be text of 1 to 200 characters, found the number 5."),
    ("planning: 5", "1:11: planning: must be a mapping of keys to values, found the number 5."),
    ("planning: {start: soon}", "1:19: planning.start: must be a date such as 2026-03-31, found the text 'soon'."),
    ("planning: {start: 1999-01-04}", "1:19: planning.start: 1999-01-04 is no day to plan with; give a year from 2000 to 2100."),
    ("planning: {holidays: [2222-01-04]}", "1:22: planning.holidays: 2222-01-04 is no day to plan with"),
    ("planning: {window_months: 13}", "1:27: planning.window_months: must be at most 12, found the number 13."),
    ("planning: {capacity: {total: 5, sales: 1}}", "1:22: planning.capacity: sales is no owner role; roles are founder"),
    ("planning: {capacity: {total: 5, it: 6}}", "1:22: planning.capacity: the total of 5 a week must be at least the 6"),
    ("planning: {capacity: {it: 5}}", "1:22: planning.capacity: needs the total of person-days a week, beside the roles that are named."),
    ("planning: {capacity: {total: -1}}", "1:30: planning.capacity.total: must be at least 0.1, found the number -1."),
    ("planning: {capacity: lots}", "1:22: planning.capacity: must be a mapping of keys to values, found the text 'lots'."),
    ("planning: {speed: 3}", "1:19: planning.speed: is not a key that may stand here"),
    ("a: &x 1\nb: *x", "1:4: anchors and aliases are not allowed"),
    ("a: 1\na: 2", "2:1: the key 'a' stands twice; keep one."),
]


@pytest.mark.parametrize(("content", "said"), FAULTS, ids=lambda value: str(value)[:40])
def test_a_fault_is_named_with_its_place_and_what_would_be_right(read, content: str, said: str) -> None:
    with pytest.raises(ReadinessError) as raised:
        read(content)
    message = str(raised.value)
    assert message.removeprefix("f.yaml:").startswith(said) or message.startswith(said), message
    assert "\n" not in message
    assert message.endswith((".", "?"))


def test_all_faults_are_named_up_to_a_screenful(read) -> None:
    with pytest.raises(ReadinessError) as raised:
        read("product: 5\nentities: x\nfoo: 1\n")
    assert len(str(raised.value).splitlines()) == 3
    with pytest.raises(ReadinessError) as raised:
        read("facts:\n" + "".join(f"  x{number}: 1\n" for number in range(70)))
    assert str(raised.value).splitlines()[50:] == ["... and 20 more like these."]


@pytest.mark.parametrize("head", ["", "facts:\n"], ids=["keys", "facts"])
def test_many_faults_are_told_soon(read, head: str) -> None:
    started = time.perf_counter()
    with pytest.raises(ReadinessError) as raised:
        read(head + "".join(f" k{number}: 1\n" for number in range(6_000)))
    assert len(str(raised.value)) < 10_000
    assert time.perf_counter() - started < 10


def test_a_number_with_one_bound_only() -> None:
    fact = Fact(id="n", type="number", text="t", why="w", minimum=3)
    assert fact_value(fact, "5") == 5
    with pytest.raises(ReadinessError, match="must be at least 3, found 2"):
        fact_value(fact, 2)
    with pytest.raises(ReadinessError, match="must be at most 4, found 9"):
        fact_value(Fact(id="n", type="number", text="t", why="w", maximum=4), 9)


def test_text_typed_by_a_person_is_understood() -> None:
    facts = LIBRARY.fact_by_id
    assert fact_value(facts["contractors"], " Y ") is True
    assert fact_value(facts["contractors"], "no") is False
    assert fact_value(facts["headcount"], " 12 ") == 12
    assert fact_value(facts["data_kinds"], "card") == ("card",)
    assert fact_value(facts["cloud"], " AWS ") == "AWS"


loose = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10) | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)


@settings(max_examples=100, deadline=None)
@given(fact=st.sampled_from(LIBRARY.facts), value=loose)
def test_any_value_is_a_facts_value_or_refused(fact: Fact, value: object) -> None:
    try:
        understood = fact_value(fact, value)
    except ReadinessError as error:
        assert str(error).endswith(".")
    else:
        assert fact_value(fact, understood) == understood


keys = st.sampled_from(["product", "entities", "as_of", "window", "systems", "vendors", "commitments", "people", "facts", "x"])
yaml_like = st.lists(st.tuples(keys, st.text(alphabet="[]{}ab:, '2026-01\n -true", max_size=25)), max_size=4)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=100) | yaml_like.map(lambda lines: "\n".join(f"{key}: {value}" for key, value in lines).encode()))
def test_any_bytes_are_read_or_refused_with_a_place(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "f.yaml"
    path.write_bytes(content)
    try:
        read_facts(path, LIBRARY)
    except ReadinessError as error:
        assert all(re.match(re.escape(str(path)) + r":|\.\.\. and", line) for line in str(error).split("\n"))


def test_a_role_is_the_librarys_by_id_or_title_in_any_case(read) -> None:
    stated = read("people: [{name: A, role: Founder}, {name: B, role: ' security LEAD '}, {name: C, role: ''}, D]")
    assert [person.role for person in stated.file.people or ()] == ["founder", "security", "", ""]


@pytest.mark.parametrize("path", ["readiness/demo/facts.yaml", "examples/startup/facts.yaml", "examples/fintech/facts.yaml"])
def test_our_own_examples_are_valid(path: str) -> None:
    assert read_facts(Path(__file__).parents[2] / path, LIBRARY).file.people

"""Steps: only the restricted language is accepted, and writing one out raises StepError or nothing, whatever it is given."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Environment, nodes

from questionnaires.steps import FILTERS, StepError, check_step, render_step

FACTS = ("cloud", "headcount", "contractors", "kinds")
STATED = {"cloud": "AWS", "headcount": 12, "contractors": True, "kinds": ("card", "health")}

ACCEPTED = [
    ("Shut the door.", "Shut the door.", "Shut the door."),
    ("{% if contractors %}Ask them.{% endif %}", "Ask them.", ""),
    ("{% if cloud %}In {{ cloud }}{% else %}Anywhere{% endif %}", "In AWS", "Anywhere"),
    ("{% if headcount > 20 %}Many{% elif headcount >= 12 %}Some{% else %}Few{% endif %}", "Some", "Few"),
    ("{% if headcount < 20 and not contractors %}a{% else %}b{% endif %}", "b", "b"),
    ("{% if 'card' in kinds or cloud == 'GCP' %}Cards{% endif %}", "Cards", ""),
    ("{% if cloud in ['AWS', 'GCP'] %}Big{% endif %}", "Big", ""),
    ("{% if cloud not in ('AWS',) %}Small{% endif %}", "", "Small"),
    ("{{ kinds|join(', ') }}", "card, health", ""),
    ("{{ cloud|lower|capitalize }}", "Aws", ""),
    ("{% raw %}{{ x }}{% endraw %}{# unseen #}", "{{ x }}", "{{ x }}"),
]


@pytest.mark.parametrize(("text", "stated", "unknown"), ACCEPTED)
def test_the_restricted_language_is_accepted_and_written_out(text: str, stated: str, unknown: str) -> None:
    check_step(text, FACTS)
    assert render_step(text, STATED) == stated
    assert render_step(text, {}) == unknown


REFUSED = [
    "{{ cloud.upper }}",
    "{{ cloud['x'] }}",
    "{{ cloud[0] }}",
    "{{ cloud() }}",
    "{{ cloud.__class__.__mro__ }}",
    "{{ ''.__class__ }}",
    "{% for x in kinds %}{{ x }}{% endfor %}",
    "{% set x = 1 %}",
    "{% include 'x' %}",
    "{% import 'x' as y %}",
    "{% extends 'x' %}",
    "{% block a %}{% endblock %}",
    "{% macro m() %}{% endmacro %}",
    "{% call m() %}{% endcall %}",
    "{% filter upper %}x{% endfilter %}",
    "{% with %}{% endwith %}",
    "{% autoescape true %}x{% endautoescape %}",
    "{{ 2 ** 99999 }}",
    "{{ 'a' * 99999 }}",
    "{{ 1 + 1 }}",
    "{{ -1 }}",
    "{{ cloud ~ cloud }}",
    "{{ {'a': 1} }}",
    "{{ 1 if cloud else 2 }}",
    "{{ cloud is defined }}",
    "{{ self }}",
    "{{ kinds|join(',', 'upper') }}",
    "{{ kinds|join(attribute='upper') }}",
    "{{ kinds|join(*kinds) }}",
    "{{ kinds|join(**kinds) }}",
    "{{ kinds|join(cloud) }}",
    "{{ cloud|upper(1) }}",
    "{{ kinds|map('upper') }}",
    "{{ cloud|attr('x') }}",
    "{{ cloud|nosuch }}",
    "{{ cloud == 1e999 }}",
    "{{ " + "9" * 1_900 + "0e }}",
    "{{ cloud",
    "{% if cloud %}",
    "{% endif %}",
    "{{ }}",
    "{% %}",
    "{{ '\\",
    "{{ " + "(" * 900 + "cloud" + ")" * 900 + " }}",
    "{{ " + "[" * 900 + "]" * 900 + " }}",
    "{{ " + "not " * 480 + "cloud }}",
    "{{ " + "cloud and " * 190 + "cloud }}",
    "{{ " + "cloud and " * 10_000 + "cloud }}",
    "{% if cloud %}" * 75 + "x" + "{% endif %}" * 75,
    "{{ 'x" + "y" * 3_000 + "' }}",
]


@pytest.mark.parametrize("text", REFUSED, ids=lambda text: text[:40])
def test_everything_else_is_refused_when_checked_and_when_written_out(text: str) -> None:
    started = time.perf_counter()
    with pytest.raises(StepError) as checked:
        check_step(text, FACTS)
    with pytest.raises(StepError):
        render_step(text, STATED)
    assert 0 < len(str(checked.value)) < 400
    assert "\n" not in str(checked.value)
    assert time.perf_counter() - started < 2


def test_a_misspelt_fact_is_named_with_the_nearest_one() -> None:
    with pytest.raises(StepError, match="names the fact clod, which the library does not define; did you mean cloud"):
        check_step("{% if clod %}x{% endif %}", FACTS)


def test_a_comparison_that_cannot_be_made_is_said() -> None:
    check_step("{{ headcount < cloud }}", FACTS)
    with pytest.raises(StepError, match="another type"):
        render_step("{{ headcount < cloud }}", STATED)


def test_nothing_is_escaped_because_the_caller_knows_where_it_goes() -> None:
    assert render_step("{{ cloud }} & <b>", {"cloud": "<i>"}) == "<i> & <b>"


pieces = st.sampled_from(
    [
        *("{{ ", " }}", "{% if ", " %}", "{% elif ", "{% else %}", "{% endif %}", "{% for x in ", "{% set x = ", "{#", "#}"),
        *("cloud", "headcount", "kinds", "contractors", "ghost", "self", "none", "true", "''", "'a'", '"b"', "1", "2.5", "1e999", "0x1f"),
        *(
            " and ",
            " or ",
            "not ",
            " in ",
            " not in ",
            " == ",
            " < ",
            " >= ",
            " != ",
            "|lower",
            "|join",
            "|join(', ')",
            "|upper(1)",
            "|attr",
        ),
        *(
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            ",",
            ".",
            "__class__",
            " is defined",
            "~",
            "+",
            "-",
            "*",
            "\n",
            "text",
            "\x00",
            "é",
            "\ud800",
            "\\",
        ),
    ]
)
snippets = st.lists(pieces, max_size=14).map("".join) | st.text(alphabet="{}%# abcloud|.()[]'\"<>=!\n", max_size=60)
values = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.lists(st.text(max_size=3), max_size=3).map(tuple)
)


@settings(max_examples=100, deadline=None)
@given(text=snippets, facts=st.dictionaries(st.sampled_from(FACTS), values))
def test_any_snippet_is_accepted_or_refused_and_nothing_else(text: str, facts: dict[str, object]) -> None:
    try:
        check_step(text, FACTS)
    except StepError:
        accepted = False
    else:
        accepted = True
        allowed = {
            "Template",
            "Output",
            "TemplateData",
            "If",
            "Name",
            "Const",
            "Compare",
            "Operand",
            "And",
            "Or",
            "Not",
            "Filter",
            "Tuple",
            "List",
        }
        tree = Environment().parse(text)
        assert {type(node).__name__ for node in tree.find_all(nodes.Node)} <= allowed
        assert {node.name for node in tree.find_all(nodes.Name)} <= set(FACTS)
        assert {node.name for node in tree.find_all(nodes.Filter)} <= FILTERS
    for stated in (facts, {}, STATED):
        try:
            written = render_step(text, stated)
        except StepError:
            continue
        assert isinstance(written, str)
        assert accepted or "{" not in text or "ghost" in text


def bracketed(parts: tuple[str, ...]) -> str:
    return f"({' '.join(parts)})"


expressions = st.recursive(
    st.sampled_from([*FACTS, "'AWS'", "12", "true", "[]", "['card', 'x']", "('a', 1)"]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["and", "or", "==", "!=", "<", ">=", "in", "not in"]), inner).map(
            lambda parts: f"({' '.join(parts)})"
        ),
        inner.map("(not ({}))".format),
        inner.map("(({})|upper)".format),
        inner.map("(({})|join('-'))".format),
    ),
    max_leaves=8,
)


@settings(max_examples=100, deadline=None)
@given(expression=expressions, facts=st.dictionaries(st.sampled_from(FACTS), values))
def test_valid_expressions_check_and_are_written_out_or_said_to_misfit(expression: str, facts: dict[str, object]) -> None:
    text = f"{{% if {expression} %}}{{{{ {expression} }}}}{{% endif %}}"
    check_step(text, FACTS)
    try:
        assert isinstance(render_step(text, facts), str)
    except StepError as error:
        assert "another type" in str(error)

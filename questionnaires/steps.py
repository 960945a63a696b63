"""Remediation steps as restricted Jinja text over the scope's facts: checked on the syntax tree, rendered in a sandbox.

Allowed are output, if/elif/else, comparisons, and/or/not/in, constants and a few text filters; nothing can loop, call or
reach into an object. A fact nobody has stated counts as false and prints as nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from jinja2 import Template, TemplateSyntaxError, Undefined, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from questionnaires.conditions import FactValue

FILTERS = frozenset({"lower", "upper", "capitalize", "join"})
_ALLOWED: tuple[type[nodes.Node], ...] = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.If,
    nodes.Name,
    nodes.Const,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Filter,
    nodes.Tuple,
    nodes.List,
)


class StepError(ValueError):
    """A step that is no valid restricted template; the message says what stands where and what is allowed."""


class _UnknownFact(Undefined):
    """An unstated fact: false, empty, and in no order relation to anything."""

    def _never(self, _other: object) -> bool:
        return False

    __lt__ = __le__ = __gt__ = __ge__ = _never  # type: ignore[assignment]  # jinja2 raises here, by design

    def __contains__(self, _item: object) -> bool:
        return False


def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(undefined=_UnknownFact, autoescape=False, cache_size=0)
    environment.filters = {name: function for name, function in environment.filters.items() if name in FILTERS}
    environment.globals = {}
    environment.tests = {}
    return environment


_ENVIRONMENT = _environment()


def check_step(text: str, facts: Iterable[str]) -> None:
    """Raises StepError unless ``text`` uses only what steps may use and names only known ``facts``."""
    try:
        tree = _ENVIRONMENT.parse(text)
    except TemplateSyntaxError as error:
        raise StepError(f"is not a valid step: {error.message}") from None
    known = set(facts)
    for node in _walk(tree):
        if not isinstance(node, _ALLOWED):
            kind = type(node).__name__.lower()
            raise StepError(f"uses {kind}; steps allow only output, if/elif/else, comparisons, and/or/not/in and listed filters")
        if isinstance(node, nodes.Filter) and node.name not in FILTERS:
            raise StepError(f"uses the filter {node.name}; allowed are {', '.join(sorted(FILTERS))}")
        if isinstance(node, nodes.Name) and node.name not in known:
            raise StepError(f"names the fact {node.name}, which the library does not define")


def _walk(node: nodes.Node) -> Iterable[nodes.Node]:
    yield node
    for child in node.iter_child_nodes():
        yield from _walk(child)


@lru_cache(maxsize=4096)
def _compiled(text: str) -> Template:
    tree = _ENVIRONMENT.parse(text)
    if any(not isinstance(node, _ALLOWED) for node in _walk(tree)):
        raise StepError("uses more than steps may use")
    return _ENVIRONMENT.from_string(tree)


def render_step(text: str, facts: Mapping[str, FactValue]) -> str:
    """The step's text for these facts, as plain text that the caller escapes for where it goes.

    Raises StepError for a template outside the restricted language (a library read back from a file is untrusted).
    """
    if "{" not in text:
        return text
    values: dict[str, Any] = {name: list(value) if isinstance(value, tuple) else value for name, value in facts.items()}
    try:
        return _compiled(text).render(values)
    except TemplateSyntaxError as error:
        raise StepError(f"is not a valid step: {error.message}") from None
    except TypeError:
        raise StepError("compares a fact with a value of another type") from None

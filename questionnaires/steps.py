"""Remediation steps as restricted Jinja text over the scope's facts: checked on the syntax tree, rendered in a sandbox.

Allowed are output, if/elif/else, comparisons, and/or/not/in, constants and a few text filters; nothing can loop, call or
reach into an object. A fact nobody has stated counts as false and prints as nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from jinja2 import Template, TemplateSyntaxError, Undefined, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from questionnaires.conditions import FactValue
from questionnaires.wording import nearest

MAX_LENGTH = 2_000
MAX_DEPTH = 30
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
    known = set(facts)
    for name in _restricted_tree(text).find_all(nodes.Name):
        if name.name not in known:
            raise StepError(f"names the fact {name.name}, which the library does not define{nearest(name.name, known)}")


def logic(text: str) -> frozenset[str]:
    """What a step tests and writes out, as opaque marks: two wordings of one step have the same. Raises StepError.

    The text between the entries of a joined list is wording, everything else in a test or an output is not.
    """
    tree = _restricted_tree(text)
    tests = {repr(branch.test) for branch in tree.find_all(nodes.If)}
    written = {_shape(part) for output in tree.find_all(nodes.Output) for part in output.nodes if not isinstance(part, nodes.TemplateData)}
    return frozenset(tests | written)


def _shape(node: nodes.Node | None) -> str:
    return f"{_shape(node.node)}|{node.name}" if isinstance(node, nodes.Filter) else repr(node)


def _restricted_tree(text: str) -> nodes.Template:
    """The syntax tree of a step, which uses nothing but what steps may use. Raises StepError."""
    if len(text) > MAX_LENGTH:
        raise StepError(f"has {len(text):,} characters; at most {MAX_LENGTH:,}")
    try:
        tree = _ENVIRONMENT.parse(text)
    except TemplateSyntaxError as error:
        raise StepError(f"is not a valid step: {(error.message or '').rstrip('.')}") from None
    except RecursionError:
        raise StepError("is nested too deep; split it into simpler steps") from None
    except (ValueError, OverflowError):
        raise StepError("holds a number that cannot be read") from None
    # Not recursive, because the tree of an untrusted text may be deeper than the stack.
    waiting: list[tuple[nodes.Node, int]] = [(tree, 0)]
    while waiting:
        node, depth = waiting.pop()
        if depth > MAX_DEPTH:
            raise StepError("is nested too deep; split it into simpler steps")
        _require_allowed(node)
        waiting.extend((child, depth + 1) for child in node.iter_child_nodes())
    return tree


def _require_allowed(node: nodes.Node) -> None:
    if not isinstance(node, _ALLOWED) or (isinstance(node, nodes.Name) and node.name == "self"):
        kind = type(node).__name__.lower()
        raise StepError(f"uses {kind}; steps allow only output, if/elif/else, comparisons, and/or/not/in and listed filters")
    if isinstance(node, nodes.Const) and isinstance(node.value, float) and not math.isfinite(node.value):
        raise StepError("holds a number that cannot be read")
    if isinstance(node, nodes.Filter):
        if node.name not in FILTERS:
            raise StepError(f"uses the filter {node.name}; allowed are {', '.join(sorted(FILTERS))}")
        # A second argument of join names an attribute, and *lists hide how many there are.
        plain = all(isinstance(argument, nodes.Const) and isinstance(argument.value, str) for argument in node.args)
        if not plain or len(node.args) > (node.name == "join") or node.kwargs or node.dyn_args or node.dyn_kwargs:
            raise StepError(f"uses the filter {node.name} with arguments; only join takes one, the text between the entries")


@lru_cache(maxsize=4096)
def _compiled(text: str) -> Template:
    return _ENVIRONMENT.from_string(_restricted_tree(text))


def render_step(text: str, facts: Mapping[str, FactValue]) -> str:
    """The step's text for these facts, as plain text that the caller escapes for where it goes.

    Raises StepError for a template outside the restricted language (a library read back from a file is untrusted), or one
    that does not fit the facts.
    """
    if "{" not in text:
        return text
    values: dict[str, Any] = {name: list(value) if isinstance(value, tuple) else value for name, value in facts.items()}
    try:
        return _compiled(text).render(values)
    except StepError:
        raise
    except TypeError:
        raise StepError("compares a fact with a value of another type, or looks for an unknown fact in a text") from None
    except Exception as error:
        # Whatever else compiled template code may raise: the caller knows how to say it about the library.
        raise StepError(f"cannot be written out ({type(error).__name__})") from None

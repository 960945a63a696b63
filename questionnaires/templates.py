"""Steps as Jinja sees them: the tree checked against the restricted language, compiled in a sandbox. Loads Jinja."""

from __future__ import annotations

import math
from collections.abc import Collection
from functools import lru_cache

from jinja2 import Template, TemplateSyntaxError, Undefined, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from questionnaires.steps import FILTERS, MAX_DEPTH, MAX_LENGTH, StepError
from questionnaires.wording import nearest

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


def require_known(text: str, facts: Collection[str]) -> None:
    """Raises StepError unless ``text`` uses only what steps may use and names only these facts."""
    for name in _restricted_tree(text).find_all(nodes.Name):
        if name.name not in facts:
            raise StepError(f"names the fact {name.name}, which the library does not define{nearest(name.name, facts)}")


def marks(text: str) -> frozenset[str]:
    """What a step tests and writes out, as opaque marks. Raises StepError."""
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
def compiled(text: str) -> Template:
    """The step, ready to be written out again and again. Raises StepError."""
    return _ENVIRONMENT.from_string(_restricted_tree(text))

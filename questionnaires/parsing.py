"""YAML itself, made safe: what a text holds, where in it a value stands, and a sentence for what cannot be read. Loads PyYAML."""

from __future__ import annotations

from typing import Any, NoReturn

import yaml

from questionnaires.sources import MAX_DEPTH, MAX_NODES, LibraryError

try:
    from yaml import CSafeLoader as _SafeLoader
except ImportError:  # PyYAML built without libyaml: slower, the same otherwise
    from yaml import SafeLoader as _SafeLoader  # type: ignore[assignment]

_MAX_DIGITS = 40
_MERGE = "tag:yaml.org,2002:merge"


class _Loader(_SafeLoader):
    """The safe loader with YAML's surprises made errors: keys given twice or merged in, impossible dates, endless numbers."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """The mapping as a dict. Raises ConstructorError at the key that is merged in or stands twice."""
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                _refuse(key, "a list or mapping cannot be a key; put a text that starts with { or [ in quotes")
            if key.tag == _MERGE:
                _refuse(key, "<< merges another mapping in, which is not allowed here; write its entries out")
        mapping = super().construct_mapping(node, deep)
        if len(mapping) != len(node.value):
            seen = set()
            for key, _ in node.value:
                made = self.construct_object(key, deep=True)
                if made in seen:
                    _refuse(key, f"the key {key.value[:60]!r} stands twice; keep one")
                seen.add(made)
        return mapping


def _refuse(node: yaml.Node, what: str) -> NoReturn:
    raise yaml.constructor.ConstructorError(None, None, what, node.start_mark)


def _number(loader: _Loader, node: yaml.ScalarNode) -> object:
    """A number; ``12:30`` stays text (YAML 1.1 would make it 750)."""
    text = str(node.value)
    if ":" in text:
        return text
    if len(text) > _MAX_DIGITS:
        _refuse(node, f"a number of {len(text):,} digits cannot be right; put it in quotes if it is meant as text")
    try:
        return loader.construct_yaml_float(node) if node.tag.endswith(":float") else loader.construct_yaml_int(node)
    except (ValueError, OverflowError):
        _refuse(node, f"{text!r} is no number; put it in quotes if it is meant as text")


def _day(loader: _Loader, node: yaml.ScalarNode) -> object:
    try:
        return loader.construct_yaml_timestamp(node)
    except (ValueError, OverflowError):
        _refuse(node, f"{node.value[:40]!r} is no day of the calendar; write a date such as 2026-03-31, or put it in quotes if it is text")


def _equals_sign(_loader: _Loader, node: yaml.ScalarNode) -> object:
    return node.value


_Loader.add_constructor("tag:yaml.org,2002:int", _number)
_Loader.add_constructor("tag:yaml.org,2002:float", _number)
_Loader.add_constructor("tag:yaml.org,2002:timestamp", _day)
_Loader.add_constructor("tag:yaml.org,2002:value", _equals_sign)


def parsed(name: str, text: str) -> Any:
    """What the text of the file ``name`` holds. Raises LibraryError if it is not sound YAML, or more than the bounds allow."""
    try:
        _refuse_traps(name, text)
        return yaml.load(text, Loader=_Loader)  # noqa: S506 - a SafeLoader, above
    except yaml.MarkedYAMLError as error:
        raise LibraryError([_unreadable(name, text, error)]) from None
    except yaml.YAMLError as error:
        raise LibraryError([f"{name}: not readable as YAML: {str(error).splitlines()[0]}."]) from None


def composed(text: str) -> Any:
    """The text's tree of nodes, each with its place."""
    return yaml.compose(text, Loader=_Loader)


def at(name: str, mark: Any) -> str:
    """``file:line:column`` of a mark, the file alone without one."""
    return f"{name}:{mark.line + 1}:{mark.column + 1}" if mark else name


def _unreadable(name: str, text: str, error: yaml.MarkedYAMLError) -> str:
    mark = error.problem_mark or error.context_mark
    problem = str(error.problem)
    if mark is None:
        return f"{name}: not readable as YAML: {problem}."
    where = f"{name}:{mark.line + 1}:{mark.column + 1}"
    if isinstance(error, yaml.constructor.ConstructorError):
        return f"{where}: {problem}."
    lines = text.splitlines()
    rest = lines[mark.line][mark.column :] if mark.line < len(lines) else ""
    if rest.startswith("\t") or "\\t" in problem:
        hint = "; a tab cannot indent YAML, use spaces"
    elif "cannot start any token" in problem:
        hint = f"; put a text that starts with {rest[:1]} in quotes"
    elif problem.startswith("mapping values"):
        hint = "; a text with ': ' in it must be quoted, and a key must be indented like its neighbours"
    elif "another document" in problem:
        problem, hint = "a second document begins with ---", "; keep one in a file"
    else:
        hint = ""
    return f"{where}: not readable as YAML: {problem}{hint}."


def _refuse_traps(name: str, text: str) -> None:
    """Aliases can explode, deep nesting can exhaust the stack, tags can name types: refused before anything is built."""
    depth = 0
    for count, event in enumerate(yaml.parse(text, Loader=_Loader)):
        if count > MAX_NODES:
            raise _refusal(name, event, f"more than {MAX_NODES:,} entries; split the file")
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _refusal(name, event, "anchors and aliases are not allowed; write the text out, or quote a text that starts with & or *")
        if isinstance(event, (yaml.ScalarEvent, yaml.CollectionStartEvent)) and event.tag not in (None, "!"):
            raise _refusal(name, event, "tags (!...) are not allowed; remove it, or quote a text that starts with !")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                raise _refusal(name, event, f"nested deeper than {MAX_DEPTH} levels")
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _refusal(name: str, event: yaml.Event, what: str) -> LibraryError:
    return LibraryError([f"{at(name, event.start_mark)}: {what}."])


def child(node: Any, part: str | int) -> Any:
    """The node under that key or at that place of a list; None if there is none."""
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == str(part)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return node.value[part]
    return None

"""Writes the schema of questions, facts, themes and frameworks as Markdown tables: each field, what it takes, and what it is for."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from questionnaires.loader import json_schema

SHOWN = ("questions", "facts", "themes", "frameworks", "glossary")
_FORMS = {
    r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$": "name of lower-case words joined by hyphens",
    r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$": "name of lower-case words joined by underscores",
    r"^[A-Z]{1,4}[0-9]+(\.[0-9]+)*$": "id of a criterion or point of focus",
}


def fields() -> str:
    """One section for each kind of entry in a library file and for each kind of value in them, in Markdown."""
    return "\n".join(_sections(json_schema()))


def _sections(schema: dict[str, Any]) -> Iterator[str]:
    waiting = [(_name(schema["properties"][key]["items"]), f"An entry of `{key}`. ") for key in SHOWN]
    seen = set()
    while waiting:
        name, where = waiting.pop(0)
        if name in seen:
            continue
        seen.add(name)
        kind = schema["$defs"][name]
        yield from ("", f"### {_title(name)}", "") if len(seen) > 1 else (f"### {_title(name)}", "")
        yield f"{where}{_first_paragraph(kind['description'])}"
        if "properties" not in kind:
            yield from ("", f"Takes a {_takes(kind)}.")
        else:
            yield from ("", "| field | takes | if left out | what it is |", "|---|---|---|---|")
            for field, value in kind["properties"].items():
                yield f"| `{field}` | {_takes(value)} | {_default(field, value, kind)} | {value.get('description', '')} |"
        # What is named in this table is explained next, before the entries of another list.
        named = [(inner, f"The value of `{field}`. ") for field, value in kind.get("properties", {}).items() for inner in _named(value)]
        named += [(inner, "") for inner in _named(kind.get("additionalProperties", {}))]
        waiting = named + waiting


def _named(value: Any) -> list[str]:
    """The kinds of value that a part of the schema refers to."""
    return re.findall(r'"#/\$defs/(\w+)"', json.dumps(value))


def _name(reference: dict[str, Any]) -> str:
    return str(reference["$ref"].rpartition("/")[2])


def _title(name: str) -> str:
    """``EvidenceWanted`` as a heading: Evidence wanted."""
    return re.sub(r"(?<!^)(?=[A-Z])", " ", name).capitalize()


def _first_paragraph(docstring: str) -> str:
    paragraph = " ".join(docstring.split("\n\n")[0].split()).replace("``", "`")
    return f"{paragraph.rstrip('.')}."


def _default(field: str, value: dict[str, Any], kind: dict[str, Any]) -> str:
    if field in kind.get("required", ()):
        return "**required**"
    default = value.get("default")
    return "nothing" if default is None or default in ([], {}, "") else f"`{json.dumps(default)}`"


def _takes(value: dict[str, Any]) -> str:
    """What may be written there, in words. Raises ValueError for a part of JSON Schema that no field has used so far."""
    if "$ref" in value:
        title = _title(_name(value))
        return f"[{title.lower()}](#{title.lower().replace(' ', '-')})"
    if "anyOf" in value:
        return _either(_takes(one) for one in value["anyOf"] if one != {"type": "null"})
    if "enum" in value:
        return _either(f"`{one}`" for one in value["enum"])
    match value.get("type"):
        case "string":
            length = _between(value.get("minLength"), value.get("maxLength"), "character")
            pattern = value.get("pattern")
            return _noted(_FORMS[pattern], length) if pattern in _FORMS else _noted("text", length, f"`{pattern}`" if pattern else "")
        case "boolean":
            return "`true` or `false`"
        case "integer":
            return _noted("whole number", _bounds(value))
        case "number":
            return _noted("number", _bounds(value))
        case "array" if "prefixItems" in value:
            return f"list of {len(value['prefixItems'])}: {', then '.join(_takes(one) for one in value['prefixItems'])}"
        case "array":
            count = _between(value.get("minItems"), value.get("maxItems"), "entry")
            return f"list{f' of {count}' if count else ''}, each {_takes(value['items'])}"
        case "object" if "properties" in value:
            first = next(iter(value["properties"].values()))
            return f"mapping from each of {', '.join(f'`{key}`' for key in value['properties'])} to {_takes(first)}"
        case "object":
            count = _between(value.get("minProperties"), value.get("maxProperties"), "entry")
            return f"mapping{f' of {count}' if count else ''} from {_entries(value)}"
        case _:
            raise ValueError(f"no words for {json.dumps(value)}; add them")


def _entries(value: dict[str, Any]) -> str:
    """Keys and values of a mapping with free keys."""
    for pattern, inner in value.get("patternProperties", {}).items():
        return f"{_takes({'type': 'string', 'pattern': pattern, **value.get('propertyNames', {})})} to {_takes(inner)}"
    return f"{_takes({'type': 'string', **value.get('propertyNames', {})})} to {_takes(value['additionalProperties'])}"


def _bounds(value: dict[str, Any]) -> str:
    if "exclusiveMinimum" in value:
        return f"more than {value['exclusiveMinimum']:,} and at most {value['maximum']:,}"
    return _between(value.get("minimum"), value.get("maximum"), "")


def _between(least: int | None, most: int | None, what: str) -> str:
    """``1 to 8 entries``; empty where nothing bounds it. ``what`` is the singular of what is counted, or empty for a number."""
    if least is None and most is None:
        return ""
    counted = what if not what or (most or least) == 1 else f"{what.removesuffix('y')}ies" if what.endswith("y") else f"{what}s"
    if most is None:
        said = f"at least {least:,}"
    elif not least and what:
        said = f"at most {most:,}"
    else:
        said = f"{least or 0:,} to {most:,}"
    return f"{said} {counted}".strip()


def _either(choices: Iterable[str]) -> str:
    *others, last = choices
    others = [f"({one})" if ", " in one else one for one in others]
    return f"{', '.join(others)} or {last}" if others else last


def _noted(what: str, *notes: str) -> str:
    said = ", ".join(note for note in notes if note)
    return f"{what} ({said})" if said else what

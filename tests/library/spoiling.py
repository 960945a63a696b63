"""Ways to spoil the text of a YAML or JSON file, as hypothesis strategies: lines, indentation, scalars, keys, characters."""

from __future__ import annotations

import re
from collections.abc import Callable

from hypothesis import strategies as st

# What YAML reads otherwise than its writer meant, or what nobody meant at all.
SCALARS = [
    *("no", "Yes", "on", "~", "null", "", "Today: x", "2026-03-31", "2026-02-30", "2026-03-31T25:00:00Z", "12:30:45", "190:20:30.15"),
    *("1e400", "-1e400", "1_000", "0x1F", "0b2", "0o17", "017", "-0", ".inf", "-.INF", ".nan", "9" * 5000, "1." + "9" * 400, "1e-400"),
    *("[]", "{}", "[[[[[[[[[[]]]]]]]]]]", "[" * 30, "{a: {a: {a: 1}}}", "[no, 1, 2026-03-31]", "{1: 2}", "{no: 1}", "{? [a] : 1}"),
    *("&a x", "*a", "&a [*a]", "<<", "!x y", "!!python/object/apply:os.system [x]", "!!binary aGk=", "!!set {a}", "!!str 1", "! x"),
    *(
        "|",
        ">-",
        "|9",
        "'",
        '"',
        '"\\ud800"',
        '"\\0"',
        '"\\x1b[31m"',
        "'''",
        "@x",
        "`x`",
        "%x",
        "# x",
        "? x",
        "- x",
        "- - - x",
        "x\n---\ny",
    ),
    *("...", "{{ cloud }}", "'{{ cloud }}'", "'{% for x in y %}'", "'{{ cloud'", "\u202eevil", "\U0001f600", "\u2028", "\x85", "\ufeff"),
    *("'" + "x" * 3000 + "'", "\t", "=", "CC9.9", "cc1.1", "../../x", "[blue]x[/blue]", "front-door", "99999999999999999999"),
]
PIECES = [
    *(
        "\t",
        "\0",
        "\x1b",
        "\r",
        "\r\n",
        "\n",
        "\x0b",
        "\x7f",
        "\x9b",
        "\u2029",
        "\ufffe",
        " ",
        "  ",
        ": ",
        "- ",
        "#",
        "'",
        '"',
        "[",
        "]",
        "{",
        "}",
    ),
    *(",", "&a ", "*a", "!", "|", ">", "%", "@", "<<: {id: x}\n", "---\n", "...\n", "%YAML 9.9\n", "%TAG ! x:\n", "? ", "~", "\\"),
]
WHERE = st.integers(0, 2**16)

Edit = Callable[[str], str]


def _on_lines(change: Callable[[list[str], int], None], at: int) -> Edit:
    def edit(text: str) -> str:
        lines = text.split("\n")
        change(lines, at % len(lines))
        return "\n".join(lines)

    return edit


def delete_line(lines: list[str], at: int) -> None:
    del lines[at]


def double_line(lines: list[str], at: int) -> None:
    lines.insert(at, lines[at])


def swap_lines(lines: list[str], at: int) -> None:
    lines[at], lines[at - 1] = lines[at - 1], lines[at]


def indent(lines: list[str], at: int) -> None:
    lines[at] = f"  {lines[at]}"


def outdent(lines: list[str], at: int) -> None:
    lines[at] = lines[at].removeprefix(" ").removeprefix(" ")


def indent_by_tab(lines: list[str], at: int) -> None:
    lines[at] = f"\t{lines[at].lstrip()}"


def _other_scalar(at: int, scalar: str) -> Edit:
    """Puts ``scalar`` where a value stands: after a colon, a dash, or inside brackets."""

    def edit(text: str) -> str:
        values = list(re.finditer(r"""(?<=: )[^\s,{}\[\]][^,}\]\n]*|(?<=[\[,] )[^\s,{}\[\]][^,}\]\n]*|(?<=- )[^{\[\n]+""", text))
        if not values:
            return scalar
        one = values[at % len(values)]
        return text[: one.start()] + scalar + text[one.end() :]

    return edit


def _other_key(at: int, key: str) -> Edit:
    def edit(text: str) -> str:
        keys = list(re.finditer(r"[\w.]+(?=: )", text))
        if not keys:
            return key
        one = keys[at % len(keys)]
        return text[: one.start()] + key + text[one.end() :]

    return edit


def _inserted(at: int, piece: str) -> Edit:
    return lambda text: text[: at % (len(text) + 1)] + piece + text[at % (len(text) + 1) :]


def _without(at: int, length: int) -> Edit:
    return lambda text: text[: at % (len(text) + 1)] + text[at % (len(text) + 1) + length :]


LINE_CHANGES = (delete_line, double_line, swap_lines, indent, outdent, indent_by_tab)
edits: st.SearchStrategy[Edit] = st.one_of(
    st.builds(_on_lines, st.sampled_from(LINE_CHANGES), WHERE),
    st.builds(_other_scalar, WHERE, st.sampled_from(SCALARS)),
    st.builds(
        _other_key, WHERE, st.sampled_from(["id", "questions", "no", "1", "'<<'", "<<", "[a]", "colour", "? a", "!!str id", "2026-03-31"])
    ),
    st.builds(_inserted, WHERE, st.sampled_from(PIECES)),
    st.builds(_without, WHERE, st.integers(1, 40)),
)


def spoilt(text: str, changes: list[Edit]) -> str:
    for change in changes:
        text = change(text)
    return text

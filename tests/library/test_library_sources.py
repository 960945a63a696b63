"""Safe YAML: every trap ends in one clear sentence that begins with file:line:column, and any bytes at all end in that or in data."""

from __future__ import annotations

import re
import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questionnaires.sources import MAX_FILE_BYTES, LibraryError, Source

TRAPS = {
    "a tab": (b"a:\n\tb: 1", "2:1", "a tab cannot indent YAML, use spaces"),
    "a colon in a text": (b"note: Today: x", "1:12", "a text with ': ' in it must be quoted"),
    "a text that starts with @": (b"a: @x", "1:4", "put a text that starts with @ in quotes"),
    "a text that starts with a backtick": (b"a: `x`", "1:4", "put a text that starts with ` in quotes"),
    "a key twice": (b"a: 1\nb: 2\na: 3", "3:1", "the key 'a' stands twice; keep one"),
    "a key twice further in": (b"q:\n- {b: 1,\n   b: 2}", "3:4", "the key 'b' stands twice"),
    "a number as key twice": (b"1: a\n0x1: b", "2:1", "the key '0x1' stands twice"),
    "yes and true as keys": (b"yes: a\ntrue: b", "2:1", "the key 'true' stands twice"),
    "a merge": (b"<<: {a: 1}\na: 2", "1:1", "<< merges another mapping in"),
    "an alias": (b"a: &x [1]\nb: *x", "1:4", "anchors and aliases are not allowed"),
    "an alias bomb": (b"a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b]", "1:4", "anchors and aliases"),
    "an alias to itself": (b"&a [*a]", "1:1", "anchors and aliases"),
    "a tag": (b"a: !!python/object/apply:os.system [x]", "1:4", "tags (!...) are not allowed"),
    "a local tag": (b"a: !x y", "1:4", "tags (!...) are not allowed"),
    "a set": (b"a: !!set {b}", "1:4", "tags (!...) are not allowed"),
    "a list as key": (b"? [a]\n: 1", "1:3", "a list or mapping cannot be a key"),
    "an unquoted {{ }}": (b"do: {{ cloud }}", "1:6", "put a text that starts with { or [ in quotes"),
    "an impossible day": (b"x: 1\na: 2026-02-30", "2:4", "'2026-02-30' is no day of the calendar; write a date such as 2026-03-31"),
    "an impossible month": (b"a: 2026-13-01", "1:4", "is no day of the calendar"),
    "an endless number": (b"a: " + b"9" * 5_000, "1:4", "a number of 5,000 digits cannot be right"),
    "an endless hexadecimal number": (b"a: 0x" + b"f" * 50_000, "1:4", "a number of 50,002 digits"),
    "half a number": (b"a: 0b_", "1:4", "'0b_' is no number"),
    "a second document": (b"a: 1\n---\nb: 1", "2:1", "a second document begins with ---; keep one in a file"),
    "an open quote": (b'a: "x', "1:6", "unexpected end"),
    "an open bracket": (b"a: [1, 2", None, "expected ',' or ']'"),
    "deep lists": (b"[" * 100_000, "1:21", "nested deeper than 20 levels"),
    "deep mappings": (b"{a: " * 20_000, "1:81", "nested deeper than 20 levels"),
    "a NUL byte": (b"a: b\nc: \x00", "2:4", "the character U+0000 is not text; remove it"),
    "an escape sequence": (b"a: \x1b[31m", "1:4", "the character U+001B is not text"),
    "a C1 control character": ("a: b\nc: d\x9b".encode(), "2:5", "the character U+009B is not text"),
    "a byte order mark inside": ("a: b\ufeff".encode(), "1:5", "the character U+FEFF is not text"),
    "half a character": (b'a: "\\ud800"', "1:7", "invalid Unicode character escape code"),
    "UTF-16": ("a: 1".encode("utf-16"), None, "byte 1 is not UTF-8; save the file as UTF-8"),
    "Latin-1": (b"a: \xe9", None, "byte 4 is not UTF-8"),
    "10 MB": (b"a: 1\n" * 2_000_000, None, f"the file has 10,000,000 bytes; split it, at most {MAX_FILE_BYTES:,} are read"),
    "a million entries": (b"[" + b"1," * 900_000 + b"1]", "1:", "more than 150,000 entries; split the file"),
}


@pytest.mark.parametrize("name", TRAPS)
def test_a_trap_ends_in_one_sentence_that_says_where(name: str) -> None:
    raw, where, said = TRAPS[name]
    started = time.perf_counter()
    with pytest.raises(LibraryError) as raised:
        Source("x.yaml", raw)
    (problem,) = raised.value.problems
    assert problem.startswith("x.yaml:" + (f"{where}" if where else ""))
    assert said in problem
    assert problem.endswith(".")
    assert "\n" not in problem
    assert len(problem) < 300
    assert time.perf_counter() - started < 5


READ = [
    (b"", None),
    (b"\xef\xbb\xbfa: 1", {"a": 1}),
    (b"a: 12:30", {"a": "12:30"}),
    (b"a: 190:20:30" + b":59" * 50_000, {"a": "190:20:30" + ":59" * 50_000}),
    (b"a: 1:59.5", {"a": "1:59.5"}),
    (b"a: =", {"a": "="}),
    (b"a: 2026-03-31", {"a": date(2026, 3, 31)}),
    (b"a: yes\nb: off\nc: ~", {"a": True, "b": False, "c": None}),
    (b"a: 'yes'", {"a": "yes"}),
    (b"a: '!x'\nb: '*y'", {"a": "!x", "b": "*y"}),
    ("a: \U0001f600 — 漢".encode(), {"a": "\U0001f600 — 漢"}),
    (b"a: 'x'\r\nb: 1\r\n", {"a": "x", "b": 1}),
]


@pytest.mark.parametrize(("raw", "content"), READ)
def test_what_is_read(raw: bytes, content: object) -> None:
    assert Source("x.yaml", raw).content == content


def test_places_of_values_and_keys() -> None:
    source = Source("x.yaml", b"a: 1\nb:\n  - x\n  - {c: 2}\nyes: 3\n")
    assert source.locate(("a",)) == "x.yaml:1:4"
    assert source.locate(("b", 1, "c")) == "x.yaml:4:9"
    assert source.locate(("b", 7)) == "x.yaml:3:3"
    assert source.locate(("z",)) == "x.yaml:1:1"
    assert source.key_places() == ["x.yaml:1:1", "x.yaml:2:1", "x.yaml:5:1"]
    assert Source("x.yaml", b"").locate(("a",)) == "x.yaml"
    assert Source("x.yaml", b"- a").key_places() == []


yaml_like = st.text(alphabet=st.sampled_from("ab01:-?[]{},&*!|>'\"%@`#<=. \n\t\\~_xeE+TZ\x00\ufeffé\x85"), max_size=120)


@settings(max_examples=100, deadline=None)
@given(raw=st.binary(max_size=200) | yaml_like.map(str.encode))
def test_any_bytes_are_read_or_refused_with_a_place(raw: bytes) -> None:
    try:
        source = Source("x.yaml", raw)
    except LibraryError as error:
        assert len(error.problems) == 1
        assert re.match(r"x\.yaml:\d+: byte |x\.yaml:\d+:\d+: ", error.problems[0]), error.problems
    else:
        for path in (("a",), (0,), ("a", 0, "b"), ()):
            assert source.locate(path).startswith("x.yaml")
        if isinstance(source.content, dict):
            assert len(source.key_places()) == len(source.content)

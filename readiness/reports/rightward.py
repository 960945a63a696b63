"""Arabic and Hebrew on a page: letters joined, and each line's characters in the order they are seen. Needs the extra ``rtl``."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from importlib.util import find_spec
from typing import Any, Literal

EXTRA = "rtl"
Direction = Literal["L", "R"]
# Hebrew, Arabic and the blocks of Arabic letters in their joined forms.
_LETTERS = re.compile("[\u0590-\u05ff\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb1d-\ufb4f\ufb50-\ufdff\ufe70-\ufeff]")
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff]")
_JOINED = re.compile("[\ufb50-\ufdff\ufe70-\ufefe]")
# A mark without width: bidirectional type NSM, never a part of clean text since no typeface has it.
_MARK = "\ufe00"
_JOINERS = str.maketrans("", "", "\u200c\u200d")


@lru_cache(maxsize=1)
def available() -> bool:
    """Whether the libraries that order and join are installed."""
    return all(find_spec(name) is not None for name in ("bidi", "arabic_reshaper"))


def has_letters(text: str) -> bool:
    """Whether any of the text runs from right to left."""
    return not text.isascii() and _LETTERS.search(text) is not None


def is_vowel_sign(char: str) -> bool:
    """Whether it is a mark that both scripts are commonly written without; such a mark has no place of its own on a line."""
    return unicodedata.bidirectional(char) == "NSM" and _LETTERS.match(char) is not None


def joined(text: str) -> str:
    """The text in the order it was written, each Arabic letter in the form that its neighbours ask for; joiners have done their work."""
    if _ARABIC.search(text):
        text = str(_reshaper().reshape(text))
    return text.translate(_JOINERS)


def direction(text: str) -> Direction:
    """The direction a paragraph runs in: that of its first letter (Unicode Standard Annex #9, P2 and P3)."""
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind in ("R", "AL"):
            return "R"
        if kind == "L":
            return "L"
    return "L"


def as_seen(line: str, along: Direction) -> str:
    """One line's characters from left to right (Unicode Standard Annex #9, L1 to L4); lines are broken before they are ordered."""
    from bidi import get_display

    mirror, signs = _mirror()
    # The library orders but does not mirror. A mark stays with its sign, and one that now comes before it tells that the sign was turned.
    seen = str(get_display(signs.sub(rf"\g<0>{_MARK}", line), base_dir=along))
    return re.sub(f"{_MARK}(.)|({signs.pattern}){_MARK}", lambda found: mirror[found[1]] if found[1] else found[2], seen)


def as_written(text: str) -> str:
    """The text with joined letters as the plain letters they stand for."""
    return _JOINED.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)


@lru_cache(maxsize=1)
def _mirror() -> tuple[dict[str, str], re.Pattern[str]]:
    """The signs that are turned in text from right to left, each with its counterpart, and a pattern for any of them."""
    from bidi.mirror import MIRRORED

    return MIRRORED, re.compile(f"[{re.escape(''.join(MIRRORED))}]")


@lru_cache(maxsize=1)
def _reshaper() -> Any:
    from arabic_reshaper import ArabicReshaper

    # Its ligatures beyond lam-alef are for display type, and few typefaces have them.
    return ArabicReshaper({"delete_harakat": False, "delete_tatweel": False, "support_zwj": True, "use_unshaped_instead_of_isolated": True})

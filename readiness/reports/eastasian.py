"""Chinese, Japanese and Korean on a page: how wide they are, and a small typeface of just the characters a report needs.

The extra ``cjk`` brings Noto Sans for the four ways the characters are drawn, as variable fonts. A PDF can't hold those, so each report
has the few hundred characters it prints cut out of them and their weight fixed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from hashlib import sha256
from importlib.resources import as_file, files
from importlib.util import find_spec
from io import BytesIO
from typing import Literal

EXTRA = "cjk"
Region = Literal["SC", "TC", "JP", "KR"]
REGIONS: tuple[Region, ...] = ("SC", "TC", "JP", "KR")
_PACK = "justmytype_intl_cjk"
_HANGUL = "\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff"
_KANA = "\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9f"
_HAN = "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_SIGNS = "\u3000-\u3004\u3008-\u3020\u302a-\u303f\u3100-\u312f\u3190-\u31ef\u3200-\u33ff\ufe30-\ufe4f\uff00-\uff65\uffa0-\uffef"
_OPENING, _CLOSING = (
    "「『（【〔《〈［｛〖〘(\\[{",
    "、。，．・：；？！」』）】〕》〉］｝〗〙ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ!),.:;?\\]}",
)
# Where a line may end in text without spaces: on either side of such a character, but not after what opens or before what closes.
_SIDE = f"{_KANA}{_HAN}{_SIGNS}"
# Full name and PostScript name (OpenType, name table).
_OWN_NAMES = (4, 6)
_WEIGHTS = {False: 400, True: 700}


# Compiled on use: classes this wide take long, and most reports hold no such character.
@cache
def _all() -> re.Pattern[str]:
    return re.compile(f"[{_HANGUL}{_KANA}{_HAN}{_SIGNS}]")


@cache
def _hangul() -> re.Pattern[str]:
    return re.compile(f"[{_HANGUL}]")


@cache
def _kana() -> re.Pattern[str]:
    return re.compile(f"[{_KANA}]")


@cache
def _place() -> re.Pattern[str]:
    return re.compile(f"(?<![{_OPENING}])(?:(?<=[{_SIDE}])(?=[^{_CLOSING}])|(?<=.)(?=[{_SIDE}])(?![{_CLOSING}]))")


@lru_cache(maxsize=1)
def available() -> bool:
    """Whether the fonts and the library that cuts them are installed."""
    return all(find_spec(name) is not None for name in (_PACK, "fontTools"))


def is_one(char: str) -> bool:
    """Whether it is a character of these scripts."""
    return _all().match(char) is not None


def letters_wide(text: str) -> int:
    """How many letters wide a text is: a wide character takes the room of two."""
    return len(text) if text.isascii() else sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def pieces(word: str) -> list[str]:
    """The parts of a word between which a line may end: characters, with punctuation kept to the one it belongs to."""
    return _place().split(word) if not word.isascii() and _all().search(word) else [word]


def region_of(language: str, text: Iterable[str]) -> Region:
    """How a report draws characters that several regions share: by its language, else by the company they keep."""
    tag = language.casefold().replace("_", "-").split("-")
    if tag[0] == "zh":
        return "TC" if {"hant", "tw", "hk", "mo"} & set(tag) else "SC"
    if tag[0] in ("ja", "ko"):
        return "JP" if tag[0] == "ja" else "KR"
    whole = "".join(text)
    return "JP" if _kana().search(whole) else "KR" if _hangul().search(whole) else "SC"


def drawn_in(char: str, region: Region) -> Region:
    """The region whose font draws a character: Korean and Japanese letters have their own, others ``region``'s if it has them."""
    wanted: Region = "KR" if _hangul().match(char) else "JP" if _kana().match(char) else region
    return wanted if char in covered(wanted) else home(char) or wanted


def home(char: str) -> Region | None:
    """The first region whose font has a character."""
    return next((region for region in REGIONS if char in covered(region)), None)


@lru_cache(maxsize=4)
def covered(region: Region) -> frozenset[str]:
    """The characters that a region's font has."""
    from fontTools.ttLib import TTFont

    with as_file(files(_PACK) / "fonts" / "ofl") as folder, TTFont(folder / _file(region), lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))


@lru_cache(maxsize=16)
def typeface(region: Region, bold: bool, text: str) -> bytes:
    """A TrueType font of one weight with the characters of ``text``; the same text gives the same bytes."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    options = Options(hinting=False, layout_features=[], notdef_outline=True, name_IDs=["*"])
    options.drop_tables += ["BASE", "GDEF", "GPOS", "GSUB", "MVAR", "STAT", "VORG", "VVAR", "vhea", "vmtx"]
    with as_file(files(_PACK) / "fonts" / "ofl") as folder, TTFont(folder / _file(region), lazy=True, recalcTimestamp=False) as font:
        subsetter = Subsetter(options)
        subsetter.populate(text=text)
        subsetter.subset(font)
        instantiateVariableFont(font, {"wght": _WEIGHTS[bold]}, inplace=True)
        # reportlab takes two fonts of one name for the same.
        name = f"NotoSans{region}-{'Bold' if bold else 'Regular'}-{sha256(text.encode()).hexdigest()[:12]}"
        for record in font["name"].names:
            if record.nameID in _OWN_NAMES:
                record.string = name
        made = BytesIO()
        font.save(made)
        return made.getvalue()


def _file(region: Region) -> str:
    return f"notosans{region.lower()}/NotoSans{region}[wght].ttf"

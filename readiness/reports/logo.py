"""A logo out of a file nobody vouches for: bounded before it is decoded, then drawn anew, so that only its pixels go into a report."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from readiness.errors import ReadinessError
from readiness.exchange.files import read_bounded

if TYPE_CHECKING:
    from PIL import Image

_MOST_BYTES = 1_000_000
_MOST_PIXELS = 4_000_000
_KINDS = ("PNG", "JPEG")
# No page shows it finer than this many pixels a side; every report would carry the rest for nothing.
_LARGEST_SIDE = 800


@dataclass(frozen=True, slots=True)
class Logo:
    """A logo as PNG on white, with its size in pixels."""

    png: bytes
    width: int
    height: int


def read_logo(path: Path, where: str) -> Logo:
    """The logo at ``path``. Raises ReadinessError, beginning with ``where``, for anything but a PNG or JPEG of bounded size."""
    # Imported on use: most reports have no logo.
    from PIL import Image, UnidentifiedImageError

    raw = read_bounded(path)
    if len(raw) > _MOST_BYTES:
        raise ReadinessError(f"{where} {path.name} has {len(raw):,} bytes; give a picture of at most {_MOST_BYTES:,}.")
    try:
        with warnings.catch_warnings():
            # A picture that unpacks to gigabytes only warns; its size is looked at below, before it is unpacked.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(BytesIO(raw), formats=_KINDS)
        width, height = picture.size
        if width * height > _MOST_PIXELS:
            raise ReadinessError(f"{where} {path.name} has {width:,} × {height:,} pixels; give one of at most {_MOST_PIXELS:,} in all.")
        return _drawn(picture)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise ReadinessError(f"{where} {path.name} is no PNG or JPEG that can be read; save the picture anew as PNG.") from None


def _drawn(picture: Image.Image) -> Logo:
    from PIL import Image

    shown = picture.convert("RGBA")
    shown.thumbnail((_LARGEST_SIDE, _LARGEST_SIDE))
    paper = Image.new("RGB", shown.size, "white")
    paper.paste(shown, mask=shown)
    content = BytesIO()
    paper.save(content, "PNG", optimize=False)
    return Logo(content.getvalue(), *paper.size)

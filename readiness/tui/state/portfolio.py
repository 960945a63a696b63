"""The table of many files: its columns, orders and sentences. Knows no terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from questionnaires.wording import count_text
from readiness.portfolio import SORT_KEYS, Row, SortKey, Standing, in_order
from readiness.tui.state.recent import load_recent
from readiness.tui.state.text import column, one_line, percent_range, short_path, type_word

_NARROWEST_NAME = 12
_WIDEST_NAME = 40
_KEPT_FROM, _FILE_FROM, _ROUND_FROM = 96, 126, 150
_MOST_CRITERIA = 30
_WORDS: dict[SortKey, str] = {
    "type": "report type",
    "answered": "answered share, least first",
    "readiness": "lowest possible readiness, least first",
    "unmet": "criteria not met, most first",
    "overdue": "overdue items and requests, most first",
    "next": "next date",
    "retention": "retention, the soonest to end first",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the order that it stands for, what heads it, and how many cells it takes; ``right`` for figures."""

    key: SortKey
    title: str
    width: int
    right: bool = False


_COLUMNS = (
    Column("type", "type", 6),
    Column("answered", "answered", 10, right=True),
    Column("readiness", "readiness", 11, right=True),
    Column("unmet", "unmet", 7, right=True),
    Column("overdue", "overdue", 9, right=True),
    Column("next", "next date", 11),
)
_KEPT = Column("retention", "kept until", 12)
_FILE = Column("file", "file", 24)
_ROUND = Column("round", "round", 20)


@dataclass(frozen=True, slots=True)
class Table:
    """The rows read so far, and by what they are sorted."""

    rows: tuple[Row, ...] = ()
    key: SortKey = SORT_KEYS[0]
    shown: tuple[Row, ...] = field(default=(), init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "shown", tuple(in_order(self.rows, self.key)))

    def with_rows(self, found: Sequence[Row]) -> Table:
        """The table with these rows as well; one of a file that is there already takes its place."""
        by_path = {row.path: row for row in (*self.rows, *found)}
        return replace(self, rows=tuple(by_path.values()))

    def by(self, key: SortKey) -> Table:
        """The same rows in another order."""
        return replace(self, key=key)

    @property
    def summary(self) -> str:
        """How many files there are, how many need attention, and how many can't be read."""
        read = [row.standing for row in self.rows if row.standing is not None]
        parts = [count_text(len(self.rows), "file")]
        late = {"items": [one.overdue for one in read], "requests": [one.overdue_requests for one in read]}
        parts += [f"{sum(map(bool, counts))} with overdue {what}" for what, counts in late.items() if any(counts)]
        broken = len(self.rows) - len(read)
        parts += [f"{broken} can't be read"] if broken else []
        parts.append(f"by {_WORDS.get(self.key, self.key)}")
        return " · ".join(parts)


# One digit a column, the tenth by 0.
DIGITS: dict[str, SortKey] = {str((place + 1) % 10): key for place, key in enumerate(SORT_KEYS)}


def digit_of(key: SortKey) -> str:
    """The digit that sorts by a column."""
    return next(digit for digit, one in DIGITS.items() if one == key)


def columns(width: int) -> list[Column]:
    """The columns that fit into ``width`` cells; the organisation takes what is left."""
    shown = [*_COLUMNS]
    shown += [_KEPT] if width >= _KEPT_FROM else []
    shown += [_FILE] if width >= _FILE_FROM else []
    shown += [_ROUND] if width >= _ROUND_FROM else []
    rest = width - sum(one.width + 1 for one in shown)
    return [Column("organisation", "organisation", min(_WIDEST_NAME, max(_NARROWEST_NAME, rest))), *shown]


def headings(width: int) -> list[tuple[SortKey, str]]:
    """What heads each column: the digit that sorts by it, and its name."""
    return [(one.key, _cell(f"{digit_of(one.key)} {one.title}", one)) for one in columns(width)]


def _cell(text: str, one: Column) -> str:
    line = column(text, one.width).rstrip()
    return column(line, one.width) if not one.right else f"{' ' * (one.width - len(line))}{line}"


def line(row: Row, width: int, today: date) -> str:
    """One file in ``width`` cells: where it stands, or why it can't be read."""
    shown = columns(width)
    if row.standing is None:
        name = column(row.path.name, shown[0].width)
        reason = f"can't be read: {row.problem}"
        return f"{name} {one_line(reason, max(10, width - shown[0].width - 1))}"
    return " ".join(_cell(_said(row, row.standing, one.key, today), one) for one in shown)


def _said(row: Row, one: Standing, key: SortKey, today: date) -> str:
    figure = one.readiness
    return {
        "organisation": one_line(one.organisation),
        "file": one_line(row.path.name),
        "type": "I" * one.report_type,
        "answered": f"{100 * one.answered:.0f} %",
        "readiness": percent_range(figure.low, figure.high),
        "unmet": str(len(one.unmet)),
        # Items, then evidence requests: `details` says so in words.
        "overdue": f"{'! ' if one.overdue or one.overdue_requests else ''}{one.overdue}"
        + (f"+{one.overdue_requests}" if one.overdue_requests else ""),
        "next": f"{one.next_date or ''}",
        "round": one_line(one.round),
        "retention": f"{'! ' if one.past_retention(today) else ''}{one.retain_until or ''}",
    }[key]


def details(row: Row, today: date) -> list[tuple[str, str]]:
    """Everything about one file, as titles and texts."""
    one = row.standing
    if one is None:
        return [("", short_path(row.path)), ("Can't be read", one_line(row.problem))]
    criteria = " ".join(one.unmet[:_MOST_CRITERIA])
    more = len(one.unmet) - _MOST_CRITERIA
    late = [
        count_text(count, what) for count, what in ((one.overdue, "remediation item"), (one.overdue_requests, "evidence request")) if count
    ]
    over = ": that day is over, so somebody decides about its disposal" if one.past_retention(today) else ""
    kept = f"kept until {one.retain_until}{over}" if one.retain_until is not None else "for as long as nobody says otherwise"
    return [
        ("", f"{one_line(one.organisation)} · {short_path(row.path)}"),
        ("Round", f"{one_line(one.round)}, {one.question_set} set, {type_word(one.report_type)}"),
        ("Next", f"{one.next_date}: {one.next_event}" if one.next_date is not None else ""),
        ("Overdue", " and ".join(late)),
        ("Closed", kept if one.closed else ""),
        ("Not met", f"{criteria}{f' and {more} more' if more > 0 else ''}"),
    ]


def usual_folder() -> Path:
    """Where to look first: the folder of the file opened last, else the working folder."""
    recent = load_recent()
    folder = Path(recent[0].path).parent if recent else Path.cwd()
    return folder if folder.is_dir() else Path.cwd()

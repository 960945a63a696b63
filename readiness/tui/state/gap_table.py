"""The table of gaps: how it is sorted and narrowed down. Knows no terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from questionnaires.model import SEVERITIES
from questionnaires.wording import count_text
from readiness.tui.state.results import GapRow
from scoring.gaps import GapKind

ANY = ""
SORTS = {"severity": "by severity", "criterion": "by criterion", "owner": "by owner", "effort": "by effort, least first"}
KINDS: tuple[GapKind, ...] = get_args(GapKind)


@dataclass(frozen=True, slots=True)
class GapTable:
    """What the table shows: the order (one of `SORTS`), and the kind, severity and owner that a gap must have (empty: any)."""

    sort: str = "severity"
    kind: str = ANY
    severity: str = ANY
    owner: str = ANY

    @property
    def narrowed(self) -> bool:
        """Whether some gaps may be left out."""
        return bool(self.kind or self.severity or self.owner)

    def shown(self, rows: Iterable[GapRow]) -> list[GapRow]:
        """The gaps of the table in its order; those alike stay as they came, the most severe first."""
        found = [
            row for row in rows if self.kind in (ANY, row.kind) and self.severity in (ANY, row.severity) and self.owner in (ANY, row.owner)
        ]
        match self.sort:
            case "criterion":
                return sorted(found, key=lambda row: row.place)
            case "owner":
                return sorted(found, key=lambda row: row.owner.casefold())
            case "effort":
                return sorted(found, key=lambda row: row.effort_days)
            case _:
                return found

    def title(self, shown: int, known: int) -> str:
        """What stands above the table: how many gaps, in which order, and what it is narrowed to."""
        if not known:
            return "No gap is known yet"
        count = f"{shown} of {known}" if self.narrowed else str(known)
        narrowed = [f"{self.kind} gaps" if self.kind else "", self.severity, self.owner]
        return " · ".join([f"Gaps ({count})", SORTS[self.sort], *filter(None, narrowed)])


def next_sort(table: GapTable) -> GapTable:
    """The same gaps in the next order."""
    names = list(SORTS)
    after = names[(names.index(table.sort) + 1) % len(names)]
    return GapTable(after, table.kind, table.severity, table.owner)


def filter_choices(rows: Sequence[GapRow]) -> dict[str, tuple[tuple[str, str], ...]]:
    """Kinds, severities and owners of the gaps there are, as values and words with their count; each begins with any."""
    return {
        "kind": _choices("every kind", [row.kind for row in rows], KINDS),
        "severity": _choices("every severity", [row.severity for row in rows], tuple(reversed(SEVERITIES))),
        "owner": _choices("every owner", [row.owner for row in rows], sorted({row.owner for row in rows}, key=str.casefold)),
    }


def _choices(every: str, values: Sequence[str], order: Iterable[str]) -> tuple[tuple[str, str], ...]:
    known = [(value, f"{value}: {count_text(values.count(value), 'gap')}") for value in order if value and value in values]
    return ((ANY, every), *known)


def filtered(table: GapTable, typed: Mapping[str, str]) -> GapTable:
    """The table narrowed to what was chosen in a form, in the order it has."""
    return GapTable(table.sort, typed["kind"], typed["severity"], typed["owner"])

"""What every report format prints, as immutable rows: texts in words, figures already worked out. Knows no format and no I/O."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from questionnaires.model import EvidenceWanted, Severity
from readiness.reports.dates import BudgetRows, BurnUpRow, Dates, WindowRows
from readiness.reports.lettering import Letter
from readiness.reports.progressed import ProgressRows
from readiness.reports.providers import ProviderRow
from readiness.reports.related import RelatedIds, RelatedRow
from readiness.reports.requested import RecurringRows, RequestRow
from readiness.reports.said import (
    AnswerRow,
    CompensatingRow,
    IndexRow,
    LeftOutRow,
    OpenRow,
    RemarkRow,
    RemovedRow,
    RewordedRow,
    ScopeGroup,
)
from scoring.gaps import GapKind
from scoring.model import ReportType
from scoring.score import Verdict


@dataclass(frozen=True, slots=True)
class Cover:
    """Whose report this is, about what, of which day, and how far to trust it."""

    title: str
    organisation: str
    product: str
    entities: tuple[str, ...]
    categories: tuple[str, ...]
    type_word: str
    period: str
    report_date: date
    round_name: str
    set_word: str
    screen: bool
    standard: str
    library: str
    language: str
    disclaimer: str
    basis_line: str


@dataclass(frozen=True, slots=True)
class Standing:
    """A verdict for one report type with its glyph and word, and readiness in percent (0-100; value None: nothing answered)."""

    verdict: Verdict
    glyph: str
    word: str
    low: float
    value: float | None
    high: float


@dataclass(frozen=True, slots=True)
class VerdictCount:
    """How many criteria have one verdict."""

    verdict: Verdict
    glyph: str
    word: str
    count: int


@dataclass(frozen=True, slots=True)
class TypeSummary:
    """Where things stand for one report type: sentence first, then counts and readiness in percent (0-100)."""

    report_type: ReportType
    word: str
    chosen: bool
    sentence: str
    standing: Standing
    counts: tuple[VerdictCount, ...]
    gaps: int
    severities: tuple[tuple[Severity, int], ...]
    effort_days: tuple[float, float]


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A category or series, for both report types; ``main`` is the chosen one; ``answered`` is a share 0-1."""

    id: str
    title: str
    type_1: Standing
    type_2: Standing
    main: Standing
    answered: float
    criteria: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """A criterion, for both report types; ``decided_by`` are the texts of the questions that made the main verdict."""

    id: str
    title: str
    meaning: str
    series: str
    category: str
    type_1: Standing
    type_2: Standing
    main: Standing
    other: Standing
    other_word: str
    answered: float
    questions: int
    decided_by: tuple[str, ...]
    not_tested: int
    carved_out: int


@dataclass(frozen=True, slots=True)
class GapRow:
    """One control below its target; ``number`` is its item's place in the plan, 0 where it is set aside: accepted or done."""

    number: int
    question: str
    text: str
    criterion: str
    rung: int
    kind: GapKind
    kind_word: str
    severity: Severity
    package: str
    compensated: bool
    nothing_written: bool


@dataclass(frozen=True, slots=True)
class StepRow:
    """One remediation step for this organisation; ``days`` is effort in person-days (least, most)."""

    text: str
    days: tuple[float, float]


@dataclass(frozen=True, slots=True)
class ItemCard:
    """What closes one gap, or several merged, ready to print; ``after`` are the items that come first, as (number, text),
    and ``closes`` the questions whose gaps it closes.

    ``state``, ``due`` and ``response`` are what people decided, empty while they did not; an item of their ``own`` has no gap behind it.
    """

    number: int
    question: str
    closes: tuple[str, ...]
    title: str
    why: str
    tiny: str
    severity: Severity
    kind: GapKind
    kind_word: str
    rung: int
    target: int
    present: str
    aim: str
    steps: tuple[StepRow, ...]
    owner: str
    effort_days: tuple[float, float]
    lead_days: int
    cost: str
    criteria: tuple[str, ...]
    after: tuple[tuple[int, str], ...]
    quick_win: bool
    evidence: EvidenceWanted
    compensated: bool
    nothing_written: bool
    own: bool
    state: str
    due: date | None
    response: str


@dataclass(frozen=True, slots=True)
class SetAsideRow:
    """Work that is left out of the plan: a risk accepted ``until`` a day, or an item done on ``day``; ``effect`` says what that means."""

    title: str
    questions: tuple[str, ...]
    state: str
    until: date | None
    day: date | None
    by: str
    reason: str
    effect: str


@dataclass(frozen=True, slots=True)
class PackageBlock:
    """A work package with its items; effort in person-days (least, most)."""

    number: int
    id: str
    title: str
    summary: str
    severity: Severity
    effort_days: tuple[float, float]
    owners: tuple[str, ...]
    criteria: tuple[str, ...]
    quick_win: bool
    items: tuple[ItemCard, ...]
    related: tuple[RelatedIds, ...]


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """What to have ready for one control, and the references already noted."""

    question: str
    text: str
    criterion: str
    frequency: str
    wanted: EvidenceWanted
    noted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EvidenceGroup:
    """Evidence that one owner role prepares."""

    owner: str
    rows: tuple[EvidenceRow, ...]


@dataclass(frozen=True, slots=True)
class ReportContext:
    """Everything a report prints; ``no_dates`` says why there are no ``dates``, ``decisions`` what management has yet to settle.

    ``description_said`` is what the system description lacks, in a sentence, empty where nothing is known to.
    """

    report_type: ReportType
    cover: Cover
    asked: int
    answered: int
    shown: int
    headline: str
    types: tuple[TypeSummary, TypeSummary]
    categories: tuple[GroupRow, ...]
    series: tuple[GroupRow, ...]
    criteria: tuple[CriterionRow, ...]
    gaps: tuple[GapRow, ...]
    packages: tuple[PackageBlock, ...]
    set_aside: tuple[SetAsideRow, ...]
    related: tuple[RelatedRow, ...]
    effort_days: tuple[float, float]
    quick_wins: tuple[ItemCard, ...]
    evidence: tuple[EvidenceGroup, ...]
    requests: tuple[RequestRow, ...]
    recurring: RecurringRows | None
    progress: ProgressRows | None
    left_out: tuple[LeftOutRow, ...]
    compensating: tuple[CompensatingRow, ...]
    removed: tuple[RemovedRow, ...]
    reworded: tuple[RewordedRow, ...]
    open: tuple[OpenRow, ...]
    remarks: tuple[RemarkRow, ...]
    scope: tuple[ScopeGroup, ...]
    assumptions: tuple[str, ...]
    method: tuple[str, ...]
    answers: tuple[AnswerRow, ...]
    dates: Dates | None
    no_dates: str
    burn_up: tuple[BurnUpRow, ...]
    budget: BudgetRows | None
    window: WindowRows | None
    description: tuple[CriterionRow, ...]
    evidence_index: tuple[IndexRow, ...]
    decisions: tuple[str, ...]
    letter: Letter
    description_said: str = ""
    providers: tuple[ProviderRow, ...] = ()

    @property
    def items(self) -> tuple[ItemCard, ...]:
        """All remediation items in plan order."""
        return tuple(sorted((item for package in self.packages for item in package.items), key=lambda item: item.number))

"""From controls as they count to verdicts, bounds and figures: one criterion or group at a time.

The rules stand in the library's rating data and in the project's words: a criterion is not met if a key control is absent or
ad hoc, met if every key control is at target and nothing is below the floor, else partly. Open answers leave bounds.

A set of controls is one whole number, as in `scoring.asked`: what a rule asks of many controls is then one operation on sets.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import compress, count
from operator import itemgetter, mul

from scoring.asked import Asked, Group, Members, Weighed
from scoring.controls import Control, State
from scoring.scorecard import RANK, CriterionResult, Figure, GroupResult, TypeKey, Verdict

_Kind = tuple[State, int, int]
"""All that counts of a control: its state, and the lowest and highest rung it can have."""
_KIND = itemgetter(*map(Control._fields.index, ("state", "lowest", "highest")))

_NOTHING = Figure(0.0, None, 100.0)
_ONE_FOR = [bytes(49 if byte == n else 48 for byte in range(256)) for n in range(32)]
"""Tables that write "1" for the kind with that number and "0" for any other; there can be no more kinds."""


class Scorer:
    """Verdicts and figures for one report type over one list of controls."""

    def __init__(self, questions: Asked, type_key: TypeKey, counted: list[Control]) -> None:
        self._rating = rating = questions.library.rating
        self._target = rating.target[type_key]
        self._credit = rating.credit[type_key]
        self._counts_no_events = type_key == "type_1"
        self._controls = counted
        self._questions = questions
        self._reports = sum(questions.bits[place] for place in questions.reports)
        self._in_state: dict[State, int] = dict.fromkeys(("rated", "open", "no-events", "carved-out", "not-applicable"), 0)
        self._counting = self._wide = 0
        # Those whose lowest, and whose highest, rung is absent or ad hoc, short of the target, below the floor.
        self._thresholds = rating.absent_up_to + 1, self._target, rating.floor
        self._low, self._high = [0, 0, 0], [0, 0, 0]
        number: defaultdict[_Kind, int] = defaultdict(count().__next__)
        row = bytes(map(number.__getitem__, map(_KIND, counted)))
        # Few kinds exist: the set of each is read off the row as a number of ones and zeros.
        added = [self._add(kind, int(row.translate(_ONE_FOR[n]), 2)) for kind, n in number.items()]
        counts, least, most, settled = zip(*added, strict=True) if added else ((),) * 4

        def column(values: Sequence[float]) -> tuple[float, ...]:
            return tuple(map(mul, questions.weights, map(values.__getitem__, row)))

        # What each control adds up with, by its weight: that it counts at all, its least and most credit, that it is settled.
        self._left_out = self._in_state["not-applicable"] | self._in_state["carved-out"]
        if not self._counts_no_events:
            self._left_out |= self._in_state["no-events"]
        self._counts = column(counts) if self._left_out else questions.weights
        self._least = column(least)
        self._most = column(most) if self._wide else self._least
        self._settled = column(settled) if self._in_state["open"] else self._counts

    def _add(self, kind: _Kind, found: int) -> tuple[float, float, float, float]:
        """Lets a set of controls count as that kind; counts (0 or 1), least and most credit (0-1), settled (0 or 1)."""
        state, low, high = kind
        self._in_state[state] |= found
        if state == "no-events" and self._counts_no_events:
            low = high = self._target
        elif state != "open" and state != "rated":
            return 0.0, 0.0, 0.0, 0.0
        self._counting |= found
        for n, threshold in enumerate(self._thresholds):
            if low < threshold:
                self._low[n] |= found
            if high < threshold:
                self._high[n] |= found
        if low != high:
            self._wide |= found
        return 1.0, self._credit[low], self._credit[high], 0.0 if state == "open" else 1.0

    def put(self, place: int, control: Control) -> None:
        """Lets another control count at that place from now on, in every verdict; figures stay as they were."""
        bit = self._questions.bits[place]
        for state in self._in_state:
            self._in_state[state] &= ~bit
        self._low = [found & ~bit for found in self._low]
        self._high = [found & ~bit for found in self._high]
        self._counting &= ~bit
        self._wide &= ~bit
        self._controls[place] = control
        self._add(_KIND(control), bit)

    def at(self, place: int) -> Control:
        """The control that counts at that place."""
        return self._controls[place]

    def criterion(self, criterion_id: str, members: Members) -> CriterionResult:
        """One criterion's verdict, bounds and figure."""
        own, _, keys, weighed = members
        every = weighed.every
        low, high = self.bounds(members)
        in_state = self._in_state
        # Once a key control is left to a provider, the criterion rests on the provider's reports.
        resting = self._reports & ~keys if keys & in_state["carved-out"] else 0
        left_to_providers, without_events = every & in_state["carved-out"], every & in_state["no-events"]
        return tuple.__new__(
            CriterionResult,
            (
                criterion_id,
                low if low == high else "not_assessed",
                low,
                high,
                self._figure(weighed),
                self._answered(every),
                tuple(dict.fromkeys((*own, *self._among(resting)))) if resting else own,
                self._decided_by(members, resting, low, high),
                _named(members, without_events) if without_events and not self._counts_no_events else (),
                _named(members, left_to_providers) if left_to_providers else (),
            ),
        )

    def bounds(self, members: Members) -> tuple[Verdict, Verdict]:
        """A criterion's lowest and highest possible verdict over all completions, nothing else."""
        every, keys = members.weighed.every, members.keys
        in_state = self._in_state
        if every and not every & ~in_state["not-applicable"]:
            return "not_applicable", "not_applicable"
        keys_at_worst = keys_at_best = keys
        carved_out = keys & in_state["carved-out"]
        rests_on_reports = False
        # A provider's reports matter once a key control is left to a provider, or still may be.
        if carved_out or keys & in_state["open"] & self._questions.inheritable:
            read = self._reports & ~keys & self._counting
            keys_at_worst |= read
            if carved_out:
                keys_at_best |= read
                rests_on_reports = bool(read)
        # Left-out key controls (no events, carved out) never make a criterion met by themselves: what they would have shown stays open.
        # Where every one is waived with a reason, the other controls are all there is to judge by.
        waived = keys and not keys & ~in_state["not-applicable"]
        shown = rests_on_reports or waived or keys & self._counting
        lowest = _verdict(self._low, keys_at_worst, every) if shown else "not_met"
        highest = _verdict(self._high, keys_at_best, every)
        untried = self._counts_no_events and not rests_on_reports and keys & in_state["no-events"]
        if untried and not keys & (in_state["open"] | in_state["rated"]):
            lowest, highest = (min(verdict, "partly", key=RANK.__getitem__) for verdict in (lowest, highest))
        return lowest, highest

    def _decided_by(self, members: Members, resting: int, low: Verdict, high: Verdict) -> tuple[str, ...]:
        """The questions whose answers, or missing answers, made the verdict."""
        in_state = self._in_state
        absent, short, weak = self._low
        keys = members.keys | resting
        if low != high:
            decisive = self._wide | in_state["open"] | in_state["no-events"] | in_state["carved-out"]
        elif low == "not_met":
            decisive = in_state["rated"] & keys & absent
        elif low == "partly":
            decisive = in_state["rated"] & (weak | keys & short)
        else:
            decisive = in_state["rated"] | in_state["no-events"]
        named = _named(members, decisive & ~resting)
        return (*named, *self._among(resting & decisive)) if resting else named

    def _among(self, wanted: int) -> tuple[str, ...]:
        """The ids of a set of questions on providers' reports, in order."""
        questions = self._questions
        return tuple([questions.ids[place] for place in questions.reports if wanted & questions.bits[place]])

    def _answered(self, every: int) -> float:
        """The share of these controls that have a settled answer (0-1)."""
        if not every:
            return 0.0
        asked = every.bit_count()
        return (asked - (every & self._in_state["open"]).bit_count()) / asked

    def group(self, group: Group, lowest: Mapping[Verdict, int], highest: Mapping[Verdict, int]) -> GroupResult:
        """The weakest verdict of the member criteria, of which those with each are given; each control counts once."""
        low, high = _weakest(lowest, group.members), _weakest(highest, group.members)
        return tuple.__new__(
            GroupResult,
            (
                group.id,
                low if low == high else "not_assessed",
                low,
                high,
                self._figure(group.weighed, group.unasked),
                self._answered(group.weighed.every),
                group.criteria,
            ),
        )

    def _figure(self, weighed: Weighed, unasked: int = 0) -> Figure:
        """Weighted credit in percent; a criterion nothing is asked about widens it like one open key control."""
        every = weighed.every
        settled = weighed.of(self._counts) if every & self._left_out else weighed.total
        most = unasked * self._rating.unasked_weight
        total = settled + most
        if total == 0:
            return _NOTHING
        lowest = highest = weighed.of(self._least)
        if every & self._wide:
            highest, settled = weighed.of(self._most), weighed.of(self._settled)
        # What is open has no credit at its lowest, so that all of the least is earned. Sums are taken in one order and divided first:
        # no share then passes 1, whatever the weights.
        return tuple.__new__(
            Figure, (100 * (lowest / total), 100 * (lowest / settled) if settled else None, 100 * ((highest + most) / total))
        )


def _verdict(sets: Sequence[int], keys: int, every: int) -> Verdict:
    """The verdict by the sets of those that are absent or ad hoc, short of the target, and below the floor."""
    absent, short, weak = sets
    if keys & absent:
        return "not_met"
    return "partly" if keys & short or every & weak else "met"


def _named(members: Members, wanted: int) -> tuple[str, ...]:
    """The ids of those members that are in that set."""
    wanted &= members.weighed.every
    return tuple(compress(members.ids, map(wanted.__and__, members.bits))) if wanted else ()


def _weakest(found: Mapping[Verdict, int], among: int) -> Verdict:
    """The weakest verdict found among those criteria; not applicable only where nothing else is."""
    for verdict in RANK:
        if among & found[verdict]:
            return verdict
    return "not_applicable"

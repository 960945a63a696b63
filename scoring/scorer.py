"""From controls as they count to verdicts, bounds and figures: one criterion or group at a time.

The rules stand in the library's rating data and in the project's words: a criterion is not met if a key control is absent or
ad hoc, met if every key control is at target and nothing is below the floor, else partly. Open answers leave bounds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from scoring.asked import Asked, Group, Member
from scoring.controls import Control, State
from scoring.scorecard import RANK, CriterionResult, Figure, GroupResult, TypeKey, Verdict

_ALONE = ((0, 1.0),)
_NOTHING_APPLIES = {"not-applicable"}
_SEEN = {"open", "rated"}
_DECIDING = {"rated", "no-events"}


class Sum(NamedTuple):
    """Weights and credits of some controls added up, with how many ``controls`` there are and how many of them are open."""

    total: float
    lowest: float
    highest: float
    settled: float
    earned: float
    controls: int
    still_open: int


class _Weighed(NamedTuple):
    """A criterion's controls looked at once: their states, the rungs its verdict rests on, and their sum.

    ``key_states`` are those of its key controls; ``may_be_left`` says that one of them is open and could be left to a provider.
    """

    states: set[State]
    key_states: set[State]
    may_be_left: bool
    low_key: int
    high_key: int
    low: int
    high: int
    whole: Sum


_Counts = tuple[State, bool, int, int, float, float]
"""What one control counts with: its state, whether it is left out, lowest and highest rung, and the credit of both (0-1)."""


class Scorer:
    """Verdicts and figures for one report type over one list of controls."""

    def __init__(self, questions: Asked, type_key: TypeKey, counted: list[Control]) -> None:
        self._rating = rating = questions.library.rating
        self._target = rating.target[type_key]
        self._counts_no_events = type_key == "type_1"
        self._controls = counted
        self._ids = questions.ids
        self._report_places = questions.reports
        self._credit = rating.credit[type_key]
        self._known: dict[tuple[State, int, int], _Counts] = {}
        self._counts = [self._count(control.state, control.lowest, control.highest) for control in counted]

    def _count(self, state: State, low: int, high: int) -> _Counts:
        # Few combinations exist, and many controls have each.
        known = self._known.get((state, low, high))
        if known is None:
            known = self._known[state, low, high] = self._work_out(state, low, high)
        return known

    def _work_out(self, state: State, low: int, high: int) -> _Counts:
        if state == "no-events" and self._counts_no_events:
            low = high = self._target
        elif state != "open" and state != "rated":
            return state, True, 0, 0, 0.0, 0.0
        return state, False, low, high, self._credit[low], self._credit[high]

    def put(self, place: int, control: Control) -> None:
        """Lets another control count at that place from now on."""
        self._controls[place] = control
        self._counts[place] = self._count(control.state, control.lowest, control.highest)

    def at(self, place: int) -> Control:
        """The control that counts at that place."""
        return self._controls[place]

    def bounds(self, members: tuple[Member, ...]) -> tuple[Verdict, Verdict]:
        """A criterion's lowest and highest possible verdict, nothing else."""
        return self._verdict_bounds(members, self._weighed(members))

    def criterion(self, criterion_id: str, members: tuple[Member, ...]) -> CriterionResult:
        """One criterion's verdict, bounds and figure."""
        places = [member[0] for member in members]
        weighed = self._weighed(members)
        states = weighed.states
        low, high = self._verdict_bounds(members, weighed)
        # Once a key control is left to a provider, the criterion rests on the provider's reports.
        resting = self._reports(members) if "carved-out" in weighed.key_states else ()
        figure, answered = self._figure((weighed.whole,), _ALONE)
        return CriterionResult(
            id=criterion_id,
            verdict=low if low == high else "not_assessed",
            verdict_low=low,
            verdict_high=high,
            figure=figure,
            answered=answered,
            questions=self._named(dict.fromkeys((*places, *resting)) if resting else places),
            decided_by=self._decided_by(members, resting, low, high),
            not_tested=self._in_state(places, "no-events") if "no-events" in states and not self._counts_no_events else (),
            carved_out=self._in_state(places, "carved-out") if "carved-out" in states else (),
        )

    def portion(self, members: tuple[tuple[int, float], ...]) -> Sum:
        """The sum of controls that count alike, each with its question's own weight."""
        total = lowest = highest = settled = earned = 0.0
        still_open = 0
        counts = self._counts
        for place, weight in members:
            state, left_out, _, _, low_credit, high_credit = counts[place]
            if left_out:
                continue
            total += weight
            lowest += weight * low_credit
            highest += weight * high_credit
            if state == "open":
                still_open += 1
            else:
                settled += weight
                earned += weight * low_credit
        return Sum(total, lowest, highest, settled, earned, len(members), still_open)

    def group(self, group: Group, results: Mapping[str, CriterionResult], portions: Sequence[Sum]) -> GroupResult:
        """The weakest verdict of the member criteria; each control counts once, in its strongest role."""
        assessed = [result for criterion_id in group.criteria if (result := results[criterion_id]).verdict != "not_applicable"]
        low = _weakest([result.verdict_low for result in assessed])
        high = _weakest([result.verdict_high for result in assessed])
        figure, answered = self._figure(portions, group.portions, group.unasked)
        return GroupResult(
            id=group.id,
            verdict=low if low == high else "not_assessed",
            verdict_low=low,
            verdict_high=high,
            figure=figure,
            answered=answered,
            criteria=group.criteria,
        )

    def _weighed(self, members: tuple[Member, ...]) -> _Weighed:
        states: set[State] = set()
        key_states: set[State] = set()
        may_be_left = False
        low_key = high_key = low_all = high_all = 5
        total = lowest = highest = settled = earned = 0.0
        still_open = 0
        counts = self._counts
        for place, key, weight in members:
            state, left_out, low, high, low_credit, high_credit = counts[place]
            states.add(state)
            if key:
                key_states.add(state)
            if left_out:
                continue
            if low < low_all:
                low_all = low
            if high < high_all:
                high_all = high
            if key:
                if low < low_key:
                    low_key = low
                if high < high_key:
                    high_key = high
                if state == "open" and self._controls[place].question.inheritable:
                    may_be_left = True
            total += weight
            least = weight * low_credit
            lowest += least
            highest += weight * high_credit
            if state == "open":
                still_open += 1
            else:
                settled += weight
                earned += least
        whole = Sum(total, lowest, highest, settled, earned, len(members), still_open)
        return _Weighed(states, key_states, may_be_left, low_key, high_key, low_all, high_all, whole)

    def _verdict_bounds(self, members: tuple[Member, ...], weighed: _Weighed) -> tuple[Verdict, Verdict]:
        """The verdict's bounds over all completions."""
        states, key_states, may_be_left, low_key, high_key, low_all, high_all, _ = weighed
        if states == _NOTHING_APPLIES:
            return "not_applicable", "not_applicable"
        left = "carved-out" in key_states
        # A provider's reports matter once a key control is left to a provider, or still may be.
        read = [one for place in self._reports(members) if not (one := self._counts[place])[1]] if left or may_be_left else []
        rests_on_reports = bool(read) and left
        counting = {"open", "rated", "no-events"} if self._counts_no_events else {"open", "rated"}
        # Left-out key controls (no events, carved out) never make a criterion met by themselves: what they would have shown stays open.
        if not rests_on_reports and key_states.isdisjoint(counting):
            low_key = 0
        if read:
            low_key = min(low_key, *(one[2] for one in read))
            if left:
                high_key = min(high_key, *(one[3] for one in read))
        lowest, highest = self._verdict(low_key, low_all), self._verdict(high_key, high_all)
        if self._counts_no_events and not rests_on_reports and "no-events" in key_states and key_states.isdisjoint(_SEEN):
            lowest, highest = (min(verdict, "partly", key=RANK.__getitem__) for verdict in (lowest, highest))
        return lowest, highest

    def _named(self, places: Iterable[int]) -> tuple[str, ...]:
        ids = self._ids
        return tuple([ids[place] for place in places])

    def _in_state(self, places: Iterable[int], state: State) -> tuple[str, ...]:
        return self._named(place for place in places if self._controls[place].state == state)

    def _reports(self, members: tuple[Member, ...]) -> tuple[int, ...]:
        """The questions on provider's reports that a criterion rests on once a key control of it is left to a provider."""
        own = {member.place for member in members if member.key}
        return tuple(place for place in self._report_places if place not in own)

    def _verdict(self, weakest_key: int, weakest: int) -> Verdict:
        if weakest_key <= self._rating.absent_up_to:
            return "not_met"
        return "met" if weakest_key >= self._target and weakest >= self._rating.floor else "partly"

    def _decided_by(self, members: tuple[Member, ...], resting: Sequence[int], low: Verdict, high: Verdict) -> tuple[str, ...]:
        """The questions whose answers, or missing answers, made the verdict."""
        own = self._controls
        if resting:
            keys = {place for place, key, _ in members if key}
            others = tuple(member for member in members if member[0] not in resting or member[1])
            members = (*others, *(Member(place, True, 0.0) for place in resting if place not in keys))
        if low != high:
            found = [place for place, _, _ in members if (c := own[place]).state == "open" or c.lowest != c.highest]
        elif low == "not_met":
            absent = self._rating.absent_up_to
            found = [place for place, key, _ in members if key and (rung := own[place].rung) is not None and rung <= absent]
        elif low == "partly":
            floor, short = self._rating.floor, self._target
            found = [
                place for place, key, _ in members if (rung := own[place].rung) is not None and (rung < floor or (key and rung < short))
            ]
        else:
            found = [place for place, _, _ in members if own[place].state in _DECIDING]
        return self._named(found)

    def _figure(self, sums: Sequence[Sum], parts: Iterable[tuple[int, float]], unasked: int = 0) -> tuple[Figure, float]:
        """Weighted credit in percent, and the share answered (0-1), of some of the sums, each with the weight of its role.

        A criterion nothing is asked about widens the bounds like one open key control.
        """
        lowest = settled = earned = 0.0
        total = highest = unasked * self._rating.unasked_weight
        count = still_open = 0
        for place, weight in parts:
            its_total, its_lowest, its_highest, its_settled, its_earned, its_count, its_open = sums[place]
            total += weight * its_total
            lowest += weight * its_lowest
            highest += weight * its_highest
            settled += weight * its_settled
            earned += weight * its_earned
            count += its_count
            still_open += its_open
        answered = (count - still_open) / count if count else 0.0
        if total == 0:
            return Figure(0.0, None, 100.0), answered
        return Figure(100 * lowest / total, 100 * earned / settled if settled else None, 100 * highest / total), answered


def _weakest(verdicts: Iterable[Verdict]) -> Verdict:
    return min(verdicts, key=RANK.__getitem__, default="not_applicable")

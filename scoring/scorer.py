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

_NOT_APPLICABLE, _OPEN, _RATED, _NO_EVENTS, _CARVED_OUT = (1 << n for n in range(5))
_BIT: dict[State, int] = {
    "not-applicable": _NOT_APPLICABLE,
    "open": _OPEN,
    "rated": _RATED,
    "no-events": _NO_EVENTS,
    "carved-out": _CARVED_OUT,
}


class Sum(NamedTuple):
    """Weights and credits of some controls added up, with how many ``controls`` there are and how many of them are open."""

    total: float
    lowest: float
    highest: float
    settled: float
    earned: float
    controls: int
    still_open: int


_Weighed = tuple[int, int, bool, int, int, int, int]
"""What a criterion's verdict rests on: the states of its controls and of its key controls, whether one of these is open and could be
left to a provider, lowest and highest rung of the weakest key control, and of the weakest of all."""

_Counts = tuple[int, bool, int, int, float, float, bool]
"""What one control counts with: its state, whether it is left out, lowest and highest rung, the credit of both (0-1), and whether
it leaves a verdict undecided. States are bits here, so that those of many controls are one number."""


class Scorer:
    """Verdicts and figures for one report type over one list of controls."""

    def __init__(self, questions: Asked, type_key: TypeKey, counted: list[Control]) -> None:
        self._rating = rating = questions.library.rating
        self._target = rating.target[type_key]
        self._counts_no_events = type_key == "type_1"
        self._counting = _OPEN | _RATED | (_NO_EVENTS if self._counts_no_events else 0)
        self._controls = counted
        self._questions = questions
        self._ids = questions.ids
        self._report_places = questions.reports
        self._credit = rating.credit[type_key]
        # Few combinations exist, and many controls have each.
        self._known: dict[tuple[State, int, int], _Counts] = {}
        known, count = self._known, self._count
        self._counts = [known.get((state, low, high)) or count(state, low, high) for _, _, state, _, _, _, low, high, _ in counted]

    def _count(self, state: State, low: int, high: int) -> _Counts:
        undecided = low != high and state != "not-applicable"
        found: _Counts = (_BIT[state], True, 0, 0, 0.0, 0.0, undecided)
        if state == "no-events" and self._counts_no_events:
            credit = self._credit[self._target]
            found = (_NO_EVENTS, False, self._target, self._target, credit, credit, undecided)
        elif state == "open" or state == "rated":
            found = (_BIT[state], False, low, high, self._credit[low], self._credit[high], undecided)
        self._known[state, low, high] = found
        return found

    def put(self, place: int, control: Control) -> None:
        """Lets another control count at that place from now on."""
        self._controls[place] = control
        self._counts[place] = self._count(control.state, control.lowest, control.highest)

    def at(self, place: int) -> Control:
        """The control that counts at that place."""
        return self._controls[place]

    def bounds(self, members: tuple[Member, ...]) -> tuple[Verdict, Verdict]:
        """A criterion's lowest and highest possible verdict, nothing else."""
        return self._verdict_bounds(members, self._weighed(members)[0])

    def criterion(self, criterion_id: str, members: tuple[Member, ...], own: tuple[str, ...]) -> CriterionResult:
        """One criterion's verdict, bounds and figure; ``own`` are its members' ids."""
        weighed, whole = self._weighed(members)
        states, key_states = weighed[:2]
        low, high = self._verdict_bounds(members, weighed)
        # Once a key control is left to a provider, the criterion rests on the provider's reports.
        resting = self._reports(members) if key_states & _CARVED_OUT else ()
        figure, answered = _figure(whole)
        return CriterionResult(
            id=criterion_id,
            verdict=low if low == high else "not_assessed",
            verdict_low=low,
            verdict_high=high,
            figure=figure,
            answered=answered,
            questions=self._with_reports(own, resting) if resting else own,
            decided_by=self._decided_by(members, resting, low, high),
            not_tested=self._in_state(members, _NO_EVENTS) if states & _NO_EVENTS and not self._counts_no_events else (),
            carved_out=self._in_state(members, _CARVED_OUT) if states & _CARVED_OUT else (),
        )

    def sums(self) -> list[Sum]:
        """Every portion and block of the questions asked, added up once."""
        portions = [self._portion(portion) for portion in self._questions.portions]
        return portions + [_together([portions[n] for n in block]) for block in self._questions.blocks]

    def _portion(self, members: tuple[tuple[int, float], ...]) -> Sum:
        fixed = earned = wide = least = most = lifted = lifted_least = 0.0
        still_open = 0
        counts = self._counts
        for place, weight in members:
            state, left_out, low, high, low_credit, high_credit, _ = counts[place]
            if left_out:
                continue
            if low == high:
                fixed += weight
                earned += weight * low_credit
                continue
            wide += weight
            least += weight * low_credit
            most += weight * high_credit
            if state == _OPEN:
                still_open += 1
            else:
                lifted += weight
                lifted_least += weight * low_credit
        return Sum(fixed + wide, earned + least, earned + most, fixed + lifted, earned + lifted_least, len(members), still_open)

    def group(self, group: Group, bounds: Mapping[str, tuple[Verdict, Verdict]], sums: Sequence[Sum]) -> GroupResult:
        """The weakest verdict of the member criteria, by their ``bounds``; each control counts once, in its strongest role."""
        found = {bounds[criterion_id] for criterion_id in group.criteria}
        low, high = _weakest({lowest for lowest, _ in found}), _weakest({highest for _, highest in found})
        figure, answered = _figure(self._added_up(sums, group.parts, group.unasked))
        return GroupResult(
            id=group.id,
            verdict=low if low == high else "not_assessed",
            verdict_low=low,
            verdict_high=high,
            figure=figure,
            answered=answered,
            criteria=group.criteria,
        )

    def _weighed(self, members: tuple[Member, ...]) -> tuple[_Weighed, Sum]:
        """What the verdict rests on, and the members added up: each is looked at once."""
        states = key_states = still_open = 0
        may_be_left = False
        low_key = high_key = low_all = high_all = weakest_key = weakest = 5
        fixed = earned = wide = least = most = lifted = lifted_least = 0.0
        counts = self._counts
        for place, key, weight in members:
            state, left_out, low, high, low_credit, high_credit, _ = counts[place]
            states |= state
            if key:
                key_states |= state
            if left_out:
                continue
            if low == high:
                fixed += weight
                earned += weight * low_credit
                if low < weakest:
                    weakest = low
                if key and low < weakest_key:
                    weakest_key = low
                continue
            wide += weight
            least += weight * low_credit
            most += weight * high_credit
            if state == _OPEN:
                still_open += 1
                may_be_left = may_be_left or (key and self._controls[place].question.inheritable)
            else:
                lifted += weight
                lifted_least += weight * low_credit
            low_all, high_all = min(low, low_all), min(high, high_all)
            if key:
                low_key, high_key = min(low, low_key), min(high, high_key)
        if weakest < 5:
            low_all, high_all = min(weakest, low_all), min(weakest, high_all)
            low_key, high_key = min(weakest_key, low_key), min(weakest_key, high_key)
        whole = Sum(fixed + wide, earned + least, earned + most, fixed + lifted, earned + lifted_least, len(members), still_open)
        return (states, key_states, may_be_left, low_key, high_key, low_all, high_all), whole

    def _verdict_bounds(self, members: tuple[Member, ...], weighed: _Weighed) -> tuple[Verdict, Verdict]:
        """The verdict's bounds over all completions."""
        states, key_states, may_be_left, low_key, high_key, low_all, high_all = weighed
        if states == _NOT_APPLICABLE:
            return "not_applicable", "not_applicable"
        rests_on_reports = False
        # A provider's reports matter once a key control is left to a provider, or still may be.
        if may_be_left or key_states & _CARVED_OUT:
            read = [one for place in self._reports(members) if not (one := self._counts[place])[1]]
            low_key = min([low_key, *(one[2] for one in read)])
            if key_states & _CARVED_OUT:
                rests_on_reports = bool(read)
                high_key = min([high_key, *(one[3] for one in read)])
        # Left-out key controls (no events, carved out) never make a criterion met by themselves: what they would have shown stays open.
        if not rests_on_reports and not key_states & self._counting:
            low_key = 0
        lowest = self._verdict(low_key, low_all)
        highest = lowest if high_key == low_key and high_all == low_all else self._verdict(high_key, high_all)
        if self._counts_no_events and not rests_on_reports and key_states & _NO_EVENTS and not key_states & (_OPEN | _RATED):
            lowest, highest = (min(verdict, "partly", key=RANK.__getitem__) for verdict in (lowest, highest))
        return lowest, highest

    def _with_reports(self, own: tuple[str, ...], resting: tuple[int, ...]) -> tuple[str, ...]:
        ids = self._ids
        return tuple(dict.fromkeys((*own, *(ids[place] for place in resting))))

    def _in_state(self, members: tuple[Member, ...], state: int) -> tuple[str, ...]:
        ids, counts = self._ids, self._counts
        return tuple([ids[place] for place, _, _ in members if counts[place][0] == state])

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
        ids, counts = self._ids, self._counts
        if resting:
            keys = {place for place, key, _ in members if key}
            others = tuple(member for member in members if member[0] not in resting or member[1])
            members = (*others, *(Member(place, True, 0.0) for place in resting if place not in keys))
        if low != high:
            return tuple([ids[place] for place, _, _ in members if counts[place][6]])
        if low == "not_met":
            absent = self._rating.absent_up_to
            return tuple([ids[place] for place, key, _ in members if key and (one := counts[place])[0] == _RATED and one[2] <= absent])
        if low == "partly":
            floor, short = self._rating.floor, self._target
            rated = [(place, one[2], key) for place, key, _ in members if (one := counts[place])[0] == _RATED]
            return tuple([ids[place] for place, rung, key in rated if rung < floor or (key and rung < short)])
        return tuple([ids[place] for place, _, _ in members if counts[place][0] & (_RATED | _NO_EVENTS)])

    def _added_up(self, sums: Sequence[Sum], parts: Iterable[tuple[int, float]], unasked: int) -> Sum:
        """Some of the sums, each with the weight of its role; a criterion nothing is asked about widens them like one open key control."""
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
        return Sum(total, lowest, highest, settled, earned, count, still_open)


def _figure(whole: Sum) -> tuple[Figure, float]:
    """Weighted credit in percent, and the share answered (0-1)."""
    total, lowest, highest, settled, earned, count, still_open = whole
    answered = (count - still_open) / count if count else 0.0
    if total == 0:
        return Figure(0.0, None, 100.0), answered
    return Figure(100 * lowest / total, 100 * earned / settled if settled else None, 100 * highest / total), answered


def _together(sums: Sequence[Sum]) -> Sum:
    return sums[0] if len(sums) == 1 else Sum(*map(sum, zip(*sums, strict=True)))


def _weakest(verdicts: set[Verdict]) -> Verdict:
    """The weakest of the verdicts; not applicable only where nothing else is."""
    for verdict in RANK:
        if verdict in verdicts:
            return verdict
    return "not_applicable"

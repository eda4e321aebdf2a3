"""What an experiment came to: each variant beside the first; pure.

Nothing is decided before every variant has the visitors that were said to be needed: who looks each
day and stops at the first difference finds differences that are not there.
"""

from collections.abc import Mapping
from typing import Final, Literal, TypeAlias

from msgspec import Struct

from holdfast.experiments.experiment import Experiment
from holdfast.experiments.statistics import (
    ALPHA,
    Interval,
    chance_of_split,
    difference,
    needed,
    wilson,
)

__all__ = ["Comparison", "Counted", "Outcome", "Verdict", "compared"]

Verdict: TypeAlias = Literal["control", "too-early", "better", "worse", "no-difference"]
_UNLIKELY: Final = 0.001
_WHOLE: Final = 10_000


class Counted(Struct, frozen=True):
    """Of one variant: who saw it, and who of them paid for an order or booked since."""

    visitors: int = 0
    orders: int = 0
    bookings: int = 0


class Outcome(Struct, frozen=True):
    """``apart``: its rate less the first one's."""

    counted: Counted
    rate: Interval
    apart: Interval | None
    verdict: Verdict


class Comparison(Struct, frozen=True):
    """``needed``: visitors of each variant; ``uneven``: they do not fall as the weights say."""

    needed: int
    uneven: bool
    outcomes: tuple[Outcome, ...]


def compared(experiment: Experiment, counted: Mapping[int, Counted]) -> Comparison:
    """Several variants are compared with the first: each at a part of the error that is allowed, so
    that all of it is right as often as one would be."""
    terms = experiment.terms
    counts = [counted.get(at, Counted()) for at in range(len(terms.variants))]
    alpha = ALPHA / max(len(counts) - 1, 1)
    enough = needed(terms.base_rate / _WHOLE, terms.least_difference / _WHOLE, alpha)
    early = min(one.visitors for one in counts) < enough
    first, first_hits = counts[0], _hits(experiment, counts[0])
    outcomes = []
    for at, one in enumerate(counts):
        hits = _hits(experiment, one)
        rate = wilson(hits, one.visitors)
        apart = difference(hits, one.visitors, first_hits, first.visitors, alpha) if at else None
        outcomes.append(Outcome(one, rate, apart, _verdict(apart, early=early)))
    visitors, weights = [one.visitors for one in counts], [one.weight for one in terms.variants]
    split = chance_of_split(visitors, weights)
    return Comparison(enough, split < _UNLIKELY, tuple(outcomes))


def _hits(experiment: Experiment, one: Counted) -> int:
    return one.orders if experiment.terms.goal == "order-paid" else one.bookings


def _verdict(apart: Interval | None, *, early: bool) -> Verdict:
    if apart is None:
        return "control"
    if early:
        return "too-early"
    if apart.low > 0:
        return "better"
    return "worse" if apart.high < 0 else "no-difference"

"""What can be said of rates that were counted; pure.

Wilson's interval of one rate and Newcombe's of a difference (R. G. Newcombe, "Interval estimation
for the difference between independent proportions: comparison of eleven methods", Statistics in
Medicine 17, 1998, 873-890: its method 10). Both hold for small counts and for none, where the
textbook's do not.
"""

from collections.abc import Sequence
from math import erfc, exp, pi, sqrt
from statistics import NormalDist
from typing import Final

from msgspec import Struct

__all__ = ["ALPHA", "POWER", "Interval", "chance_of_split", "difference", "needed", "wilson"]

ALPHA: Final = 0.05
"""How often a difference is said to be there that is not."""
POWER: Final = 0.8
"""How often one that is as large as it takes to matter is found."""
_NORMAL: Final = NormalDist()


class Interval(Struct, frozen=True):
    value: float
    low: float
    high: float


def wilson(hits: int, of: int, alpha: float = ALPHA) -> Interval:
    """The rate; of nobody anything may be."""
    if of == 0:
        return Interval(0.0, 0.0, 1.0)
    z, p = _two_sided(alpha), hits / of
    middle = p + z * z / (2 * of)
    half = z * sqrt(p * (1 - p) / of + z * z / (4 * of * of))
    whole = 1 + z * z / of
    return Interval(p, max((middle - half) / whole, 0.0), min((middle + half) / whole, 1.0))


def difference(
    hits: int, of: int, other_hits: int, other_of: int, alpha: float = ALPHA
) -> Interval:
    """By how much the first rate is above the second."""
    one, other = wilson(hits, of, alpha), wilson(other_hits, other_of, alpha)
    apart = one.value - other.value
    return Interval(
        apart,
        apart - sqrt((one.value - one.low) ** 2 + (other.high - other.value) ** 2),
        apart + sqrt((one.high - one.value) ** 2 + (other.value - other.low) ** 2),
    )


def needed(rate: float, least: float, alpha: float = ALPHA, power: float = POWER) -> int:
    """Visitors of each variant until a rise of ``least`` is found as often as ``power`` says; as
    R's ``power.prop.test`` has it."""
    other, middle = rate + least, rate + least / 2
    by_chance = _two_sided(alpha) * sqrt(2 * middle * (1 - middle))
    there = _NORMAL.inv_cdf(power) * sqrt(rate * (1 - rate) + other * (1 - other))
    found = ((by_chance + there) / least) ** 2
    return int(found) + (found > int(found))


def chance_of_split(counts: Sequence[int], weights: Sequence[int]) -> float:
    """How likely it is that visitors fall apart as unevenly as this, or more so, by the weights
    alone: Pearson's chi-square of up to four. Next to nothing means that some are not counted."""
    total, whole = sum(counts), sum(weights)
    if total == 0:
        return 1.0
    wanted = [total * weight / whole for weight in weights]
    found = sum((count - want) ** 2 / want for count, want in zip(counts, wanted, strict=True))
    match len(counts):
        case 2:
            return erfc(sqrt(found / 2))
        case 3:
            return exp(-found / 2)
        case 4:
            return erfc(sqrt(found / 2)) + sqrt(2 * found / pi) * exp(-found / 2)
    raise ValueError("two to four are compared")


def _two_sided(alpha: float) -> float:
    return _NORMAL.inv_cdf(1 - alpha / 2)

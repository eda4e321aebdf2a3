"""Intervals beside published ones: R. G. Newcombe, Statistics in Medicine 17 (1998), pages 857-872
(one proportion: table I, method 3) and 873-890 (a difference: table II, method 10); sample sizes
beside the examples of R's ``power.prop.test``."""

import pytest

from holdfast.experiments.statistics import Interval, chance_of_split, difference, needed, wilson


def rounded(one: Interval) -> tuple[float, float]:
    return round(one.low, 4), round(one.high, 4)


@pytest.mark.parametrize(
    ("hits", "of", "interval"),
    [
        (81, 263, (0.2553, 0.3662)),
        (15, 148, (0.0624, 0.1605)),
        (0, 20, (0.0, 0.1611)),
        (1, 29, (0.0061, 0.1718)),
    ],
)
def test_the_interval_of_a_rate(hits: int, of: int, interval: tuple[float, float]) -> None:
    assert rounded(wilson(hits, of)) == interval


@pytest.mark.parametrize(
    ("counts", "interval"),
    [
        ((56, 70, 48, 80), (0.0524, 0.3339)),
        ((9, 10, 3, 10), (0.1705, 0.8090)),
        ((6, 7, 2, 7), (0.0582, 0.8062)),
        ((5, 56, 0, 29), (-0.0381, 0.1926)),
        ((0, 10, 0, 20), (-0.1611, 0.2775)),
        ((0, 10, 0, 10), (-0.2775, 0.2775)),
        ((10, 10, 0, 20), (0.6791, 1.0)),
        ((10, 10, 0, 10), (0.6075, 1.0)),
    ],
)
def test_the_interval_of_a_difference(
    counts: tuple[int, int, int, int], interval: tuple[float, float]
) -> None:
    assert rounded(difference(*counts)) == interval


def test_how_many_visitors_are_needed() -> None:
    assert needed(0.50, 0.25, power=0.90) == 77  # R: 76.7
    assert needed(0.03, 0.01) < needed(0.03, 0.01, alpha=0.05 / 3) < needed(0.03, 0.005)


def test_nobody_is_anything() -> None:
    assert wilson(0, 0) == Interval(0.0, 0.0, 1.0)
    assert rounded(difference(0, 0, 0, 0)) == (-1.0, 1.0)


@pytest.mark.parametrize(("groups", "bound"), [(2, 3.841), (3, 5.991), (4, 7.815)])
def test_an_uneven_split_beside_the_table_of_chi_square(groups: int, bound: float) -> None:
    """One in twenty fair splits is at least as uneven: the table's bounds for 1, 2 and 3 degrees of
    freedom. Of 10,000 in each group the last two differ by so much."""
    apart = round((bound * 10_000 / 2) ** 0.5)
    counts = [10_000] * (groups - 2) + [10_000 + apart, 10_000 - apart]
    assert chance_of_split(counts, [1] * groups) == pytest.approx(0.05, abs=0.001)
    assert chance_of_split([3 * each for each in counts], [1] * groups) < 0.01
    assert chance_of_split([0] * groups, [1] * groups) == 1

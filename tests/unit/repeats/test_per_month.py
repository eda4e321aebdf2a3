"""How often an interval comes in a month."""

from fractions import Fraction

import pytest

from holdfast.repeats import per_month
from holdfast.shop import EVERY


def test_weeks_are_of_a_year_of_52_and_months_of_12() -> None:
    assert per_month("1m") == 1
    assert per_month("3m") == Fraction(1, 3)
    assert per_month("1w") * 12 == 52
    assert per_month("4w") * 12 == 13


@pytest.mark.parametrize("every", EVERY)
def test_every_interval_that_a_shop_may_choose_comes_at_most_weekly(every: str) -> None:
    assert 0 < per_month(every) <= per_month("1w")

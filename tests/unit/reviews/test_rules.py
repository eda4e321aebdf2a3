"""What of a review counts, and what the counts come to."""

import pytest

from holdfast.kit.ratings import Rating
from holdfast.reviews import star_change


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        (None, 5, (0, 0, 0, 0, 1)),
        (5, 1, (1, 0, 0, 0, -1)),
        (3, 3, (0, 0, 0, 0, 0)),
        (2, None, (0, -1, 0, 0, 0)),
        (None, None, (0, 0, 0, 0, 0)),
    ],
)
def test_counts_move_by_what_shows(
    before: int | None, after: int | None, change: tuple[int, ...]
) -> None:
    assert star_change(before, after) == change


@pytest.mark.parametrize(
    ("stars", "mean"),
    [
        ((0, 0, 0, 0, 0), 0.0),
        ((0, 0, 0, 0, 1), 5.0),
        ((1, 0, 0, 0, 1), 3.0),
        ((0, 0, 0, 3, 1), 4.3),  # 4.25: halves up
        ((0, 0, 0, 19, 1), 4.1),  # 4.05, which a float holds as less
        ((1, 0, 0, 0, 999_999_999), 5.0),
        ((2, 0, 1, 0, 0), 1.7),
    ],
)
def test_a_mean_has_one_decimal(stars: tuple[int, ...], mean: float) -> None:
    assert Rating(stars).mean == mean

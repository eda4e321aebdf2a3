"""What a review may say, what of it counts, and what the counts come to."""

import pytest

from holdfast.kit.ratings import Rating
from holdfast.reviews import clean_text, star_change


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("", ""),
        ("  Fits well.\t\n", "Fits well."),
        ("One\r\ntwo\rthree\u2028four", "One\ntwo\nthree\nfour"),
        ("One\n\n \n\n\ntwo", "One\n\ntwo"),
        ("<script>alert(1)</script> & <b>", "<script>alert(1)</script> & <b>"),
        ("\u202eevil\u202c \u2066x\u2069\ufeff\x07\x1b[31m", "evil x[31m"),
        ("Cafe\u0301", "Caf\u00e9"),
        ("z" + "\u0335" * 40 + "!", "z" + "\u0335" * 4 + "!"),
        ("Отлично 👍🏽 좋아요", "Отлично 👍🏽 좋아요"),
        ("👩\u200d👩\u200d👧 नमस्\u200dते", "👩\u200d👩\u200d👧 नमस्\u200dते"),
        ("\u200e\u200f\n\x00\n", ""),
    ],
)
def test_a_text_is_kept_plain_and_as_it_is_seen(written: str, kept: str) -> None:
    assert clean_text(written) == kept
    assert clean_text(kept) == kept


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

"""Times as answers write them: UTC, to the millisecond, with ``Z``."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from holdfast.kit.clock import iso

SEOUL = timezone(timedelta(hours=9))


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        (datetime(2026, 1, 2, 3, 4, 5, 678_901, UTC), "2026-01-02T03:04:05.678Z"),
        (datetime(2026, 1, 2, 3, 4, 5, 999_999, UTC), "2026-01-02T03:04:05.999Z"),
        (datetime(2026, 1, 2, 3, 4, 5, 120_000, UTC), "2026-01-02T03:04:05.120Z"),
        (datetime(2026, 1, 2, 3, 4, 5, 1, UTC), "2026-01-02T03:04:05.000Z"),
        (datetime(2026, 1, 2, 3, 4, 5, 0, UTC), "2026-01-02T03:04:05.000Z"),
        (datetime(2026, 1, 2, 3, 4, 5, 6_000, SEOUL), "2026-01-01T18:04:05.006Z"),
        (datetime(999, 1, 2, 3, 4, 5, 0, UTC), "0999-01-02T03:04:05.000Z"),
    ],
)
def test_three_digits_below_the_second_are_always_there_and_cut_off(
    moment: datetime, written: str
) -> None:
    assert iso(moment) == written


def test_no_time_is_written_as_none() -> None:
    assert iso(None) is None

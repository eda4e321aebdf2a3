"""Into which hours of a local clock a span of time falls."""

from datetime import UTC, date, datetime, timedelta

import pytest

from holdfast.insights import by_hour
from holdfast.kit.zones import zone

Told = list[tuple[date, int, int]]


def told(name: str, start: datetime, minutes: int) -> Told:
    return list(by_hour(start, start + timedelta(minutes=minutes), zone(name)))


def test_a_span_is_cut_at_the_hours_of_the_clock() -> None:
    start = datetime(2026, 3, 2, 22, 45, tzinfo=UTC)
    assert told("Europe/Berlin", start, 90) == [
        (date(2026, 3, 2), 23, 15),
        (date(2026, 3, 3), 0, 60),
        (date(2026, 3, 3), 1, 15),
    ]
    assert told("Asia/Kathmandu", start, 30) == [(date(2026, 3, 3), 4, 30)]
    assert told("Europe/Berlin", start, 0) == []


@pytest.mark.parametrize(
    ("name", "start", "hours"),
    [
        ("Europe/Berlin", datetime(2026, 3, 29, 0, 0, tzinfo=UTC), [1, 3]),
        ("Europe/Berlin", datetime(2026, 10, 25, 0, 0, tzinfo=UTC), [2, 2]),
        ("Australia/Lord_Howe", datetime(2026, 10, 3, 14, 30, tzinfo=UTC), [1, 2, 3]),
        ("Australia/Lord_Howe", datetime(2026, 4, 4, 14, 0, tzinfo=UTC), [1, 1, 2]),
    ],
)
def test_on_the_night_of_a_change_of_clocks_every_minute_counts_once(
    name: str, start: datetime, hours: list[int]
) -> None:
    found = told(name, start, 120)
    assert [hour for _, hour, _ in found] == hours
    assert sum(minutes for *_, minutes in found) == 120

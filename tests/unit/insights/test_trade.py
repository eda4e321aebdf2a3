"""What sums change by, when lines of orders are counted, and counted again."""

from datetime import UTC, date, datetime
from uuid import UUID

from msgspec.structs import replace

from holdfast.insights import WHOLE_SHOP, SoldLine, Sums, changes
from holdfast.kit import new_id

ORDER, MUG, LAMP, MILL = new_id(), new_id(), new_id(), new_id()
DAY = date(2026, 3, 29)


def a_line(line: int, product: UUID, seller: UUID = WHOLE_SHOP, **other: int) -> SoldLine:
    figures = {"units": 2, "gross": 1000, "back": 0, "refunded": 0} | other
    return SoldLine(
        ORDER, line, product, seller, "EUR", datetime(2026, 3, 29, tzinfo=UTC), DAY, 3, **figures
    )


def test_an_order_counts_once_wherever_several_of_its_lines_fall_together() -> None:
    lines = [a_line(0, MUG), a_line(1, MUG, units=1, gross=400), a_line(2, LAMP, MILL)]
    hours, products = changes((), lines)
    assert hours == {
        (WHOLE_SHOP, DAY, 3, "EUR"): Sums(1, 5, 2400),
        (MILL, DAY, 3, "EUR"): Sums(1, 2, 1000),
    }
    assert products == {
        (MUG, WHOLE_SHOP, DAY, "EUR"): Sums(1, 3, 1400),
        (LAMP, MILL, DAY, "EUR"): Sums(1, 2, 1000),
    }


def test_what_is_counted_again_changes_by_the_difference_alone() -> None:
    before = [a_line(0, MUG), a_line(1, LAMP, MILL)]
    assert changes(before, before) == ({}, {})
    now = [before[0], replace(before[1], back=1, refunded=500)]
    hours, products = changes(before, now)
    assert hours == {
        (scope, DAY, 3, "EUR"): Sums(back=1, refunded=500) for scope in (WHOLE_SHOP, MILL)
    }
    assert products == {(LAMP, MILL, DAY, "EUR"): Sums(back=1, refunded=500)}
    # By another clock it is another hour.
    moved, _ = changes(before[:1], [replace(before[0], hour=4)])
    assert moved == {
        (WHOLE_SHOP, DAY, 3, "EUR"): Sums(-1, -2, -1000),
        (WHOLE_SHOP, DAY, 4, "EUR"): Sums(1, 2, 1000),
    }

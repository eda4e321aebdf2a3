"""What a full supply is: the last delivery, else ten times what is low."""

import pytest

from holdfast.live.tracker import Holds, ProductReading, Stock, Tracker, VariantReading
from holdfast.views.stock import VariantStock, full_supply
from tests.unit.live.test_tracker import ALL_KEYS, PRODUCTS


@pytest.mark.parametrize(
    ("delivered", "low_at", "on_hand", "full"),
    [
        (None, None, 0, 10),
        (None, None, 1, 10),
        (None, 0, 4, 10),
        (None, 3, 4, 30),
        (24, 3, 4, 24),  # the last delivery where one is known
        (1, None, 1, 1),
        (4, 3, 9, 9),  # goods came back: never less than there is
        (None, 3, 59, 59),
    ],
)
def test_a_full_supply(delivered: int | None, low_at: int | None, on_hand: int, full: int) -> None:
    assert full_supply(delivered, low_at, on_hand) == full
    assert VariantStock(on_hand, 0, 1, True, low_at, delivered).full == full
    assert VariantStock(0, on_hand, 1, True, low_at, delivered).full == full


def test_watchers_are_told_of_a_delivery_though_the_count_is_as_they_know_it() -> None:
    product, key = PRODUCTS[0], ALL_KEYS[0]
    tracker, holds = Tracker(), Holds()

    def read(full: int) -> list[int]:
        variant = VariantReading(product, key, Stock(4, 1, 7), full)
        tracker.apply_reading(ProductReading(product, (variant,)))
        return [one.full for some in tracker.drain(holds).values() for one in some]

    tracker.watch([product])
    assert read(10) == []  # the first reading is a snapshot's
    assert [one.full for one in tracker.snapshot([product], holds)] == [10]
    assert read(10) == []
    assert read(24) == [24]
    assert read(3) == [5]

"""What a full supply is: the last delivery, else ten times what is low."""

import pytest

from holdfast.views.stock import VariantStock, full_supply


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

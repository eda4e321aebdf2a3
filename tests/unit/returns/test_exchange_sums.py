"""What stays paid for an exchange, and by how much each line of it is dearer."""

from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from holdfast.returns import Exchange, ExchangeItem

PRICES = st.integers(0, 10**9)


def item(line: int, was: int, price: int, quantity: int = 1) -> ExchangeItem:
    return ExchangeItem(line, uuid4(), uuid4(), "Shirt", {}, quantity, price, was)


@given(PRICES, PRICES, PRICES)
def test_all_that_was_paid_stays_for_what_is_as_dear_or_dearer(
    was: int, price: int, paid: int
) -> None:
    one = item(0, was, price)
    assert 0 <= one.kept(paid) <= paid
    assert one.dearer == max(price - was, 0)
    if price >= was:
        assert one.kept(paid) == paid


def test_lines_are_reckoned_each_by_itself() -> None:
    mixed = Exchange(uuid4(), uuid4(), (item(0, 500, 400, 2), item(1, 500, 700)))
    assert mixed.dearer
    assert mixed.kept([900, 500]) == 720 + 500  # of what a discount was taken off, that share
    assert not Exchange(uuid4(), uuid4(), (item(0, 500, 500),)).dearer

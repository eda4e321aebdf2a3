"""Units that leave an order's line, and those that come to it, by account."""

from holdfast.catalog import stock_key
from holdfast.flows.checkout.edited_units import (
    changes_of,
    fewer_units,
    freed_units,
    more_units,
    whole_line,
)
from holdfast.kit import new_id
from holdfast.orders import OrderItem

VARIANT, OTHER = new_id(), new_id()
HERE = stock_key(VARIANT)
NEAR, FAR = f"{HERE}/{new_id()}", f"{HERE}/{new_id()}"


def line(quantity: int, taken: dict[str, int] | None = None, price: int = 500) -> OrderItem:
    return OrderItem(new_id(), VARIANT, "Lamp", {}, quantity, price, 0, taken=taken)


def test_units_leave_first_where_the_fewest_lie() -> None:
    held = line(6, {HERE: 3, NEAR: 1, FAR: 2})
    assert fewer_units(held, 1).taken == {HERE: 3, FAR: 2}
    assert fewer_units(held, 2).taken == {HERE: 3, FAR: 1}
    # All of the first location: nothing is written of it.
    assert fewer_units(held, 3).taken is None
    assert (fewer_units(line(4), 3).quantity, fewer_units(line(4), 3).taken) == (1, None)


def test_of_what_is_made_of_parts_each_part_leaves() -> None:
    bulb = stock_key(OTHER)
    pair = line(3, {HERE: 3, bulb: 4, f"{bulb}/{OTHER}": 2})
    left = fewer_units(pair, 1)
    assert (left.quantity, left.taken) == (2, {HERE: 2, bulb: 4})


def test_lines_of_one_variant_count_together() -> None:
    both = whole_line([line(2), line(1, {NEAR: 1})], VARIANT)
    assert (both.quantity, both.taken) == (3, {HERE: 2, NEAR: 1})


def test_what_nobody_adds_to_stays_as_it_is_and_changes_are_told_from_what_to_what() -> None:
    before = [line(2)]
    assert more_units([(before[0], None)], None) == before
    assert changes_of(before, before) == []
    assert changes_of(before, [line(2, price=400)]) == [
        {"name": "Lamp", "quantity": [2, 2], "price": [500, 400]}
    ]
    assert changes_of(before, []) == [{"name": "Lamp", "quantity": [2, 0]}]


def test_what_leaves_an_order_is_told_by_whose_stock_it_is_wherever_it_lay() -> None:
    bulb = stock_key(OTHER)
    before = [line(3, {HERE: 1, NEAR: 2}), line(2, {bulb: 4})]
    assert freed_units(before, before) == {}
    assert freed_units(before, [line(3, {FAR: 3})]) == {str(OTHER): 4}
    assert freed_units(before, [line(1), line(4, {bulb: 8})]) == {str(VARIANT): 2}

"""What may be done to a cart: pure rules."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.cart import (
    MOST_LINES,
    MOST_OF_A_LINE,
    Cart,
    CartChange,
    CartFull,
    CartItem,
    NotInCart,
    added,
    emptied,
    left_after,
    removed,
    set_to,
)
from holdfast.cart.cart import summed

NOBODY = UUID(int=0)
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def item(variant: int, quantity: int, price: int = 100) -> CartItem:
    return CartItem(UUID(int=variant), UUID(int=variant // 10), quantity, price, "EUR")


def cart_of(*items: CartItem) -> Cart:
    return Cart(NOBODY, "user:1", 1, NOW, items)


def after(items: Sequence[CartItem], change: CartChange) -> dict[int, int]:
    now = {one.variant_id.int: one.quantity for one in items}
    now |= {one.variant_id.int: one.quantity for one in change.put}
    return {
        variant: count for variant, count in now.items() if UUID(int=variant) not in change.gone
    }


def test_adding_adds_up_at_the_price_of_now() -> None:
    assert added(cart_of(item(1, 2, 100)), item(1, 3, 90)) == CartChange((item(1, 5, 90),))
    assert added(cart_of(), item(1, 3)) == CartChange((item(1, 3),))
    most = added(cart_of(item(1, MOST_OF_A_LINE)), item(1, 1))
    assert most.put[0].quantity == MOST_OF_A_LINE


def test_a_full_cart_takes_more_of_what_it_has_alone() -> None:
    full = cart_of(*(item(number, 1) for number in range(1, MOST_LINES + 1)))
    assert added(full, item(7, 1)).put[0].quantity == 2
    with pytest.raises(CartFull):
        added(full, item(MOST_LINES + 1, 1))


def test_setting_is_for_what_is_there() -> None:
    assert set_to(cart_of(item(1, 5)), item(1, 2)) == CartChange((item(1, 2),))
    with pytest.raises(NotInCart):
        set_to(cart_of(item(1, 5)), item(2, 2))


def test_removing_what_is_not_there_changes_nothing() -> None:
    assert not removed(cart_of(item(1, 5)), UUID(int=2))
    assert not emptied(cart_of())
    assert after([item(1, 5)], removed(cart_of(item(1, 5)), UUID(int=1))) == {}


def test_what_was_added_since_an_order_stays_after_it() -> None:
    cart = cart_of(item(1, 5), item(2, 1), item(3, 1))
    bought = {UUID(int=1): 3, UUID(int=2): 4, UUID(int=9): 1}
    assert after(cart.items, left_after(cart, bought)) == {1: 2, 3: 1}


items = st.lists(
    st.builds(item, st.integers(1, 130), st.integers(1, MOST_OF_A_LINE)),
    max_size=MOST_LINES,
    unique_by=lambda one: one.variant_id,
)


@given(
    items,
    items,
    st.dictionaries(st.integers(1, 130).map(lambda n: UUID(int=n)), st.integers(1, 50)),
)
def test_a_sum_of_two_carts_loses_nothing_within_its_bounds(
    own: list[CartItem], others: list[CartItem], most: dict[UUID, int]
) -> None:
    now = after(own, summed(own, others, most))
    assert len(now) <= MOST_LINES
    before = {one.variant_id.int: one.quantity for one in own}
    theirs = {one.variant_id.int: one.quantity for one in others}
    for variant, count in now.items():
        had, more = before.get(variant, 0), theirs.get(variant, 0)
        cap = most.get(UUID(int=variant), MOST_OF_A_LINE)
        assert had <= count <= had + more
        assert count == had + more or count == max(had, min(cap, MOST_OF_A_LINE))
    assert set(before) <= set(now)
    assert set(theirs) <= set(now) or len(now) == MOST_LINES

"""A cart as a value, and what may be done to it: pure, whoever keeps it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from holdfast.kit.errors import Problem
from holdfast.kit.sentences import say

MOST_LINES: Final = 100
"""Different variants in one cart: as many as an order takes."""
MOST_OF_A_LINE: Final = 1_000_000


class CartFull(Problem):
    """No room for another variant."""

    status = 409
    code = "cart-full"
    title = "The cart is full"


class NotInCart(Problem):
    """The cart has no such line (any more)."""

    status = 404
    code = "not-in-cart"
    title = "This is not in the cart"


class CartItem(Struct, frozen=True):
    """One line. ``price`` is that of one when its owner last decided about it."""

    variant_id: UUID
    product_id: UUID
    quantity: int
    price: int
    currency: str


class Cart(Struct, frozen=True):
    """``version`` grows with every change; the lines are in the order they were added."""

    id: UUID
    owner: str
    version: int
    touched_at: datetime
    items: tuple[CartItem, ...] = ()

    def item(self, variant_id: UUID) -> CartItem | None:
        """Its line, if there is one."""
        return next((one for one in self.items if one.variant_id == variant_id), None)

    def of_product(self, product_id: UUID) -> list[CartItem]:
        """Its lines of the product's variants."""
        return [one for one in self.items if one.product_id == product_id]

    def quantity_of(self, variant_id: UUID) -> int:
        found = self.item(variant_id)
        return 0 if found is None else found.quantity

    @property
    def pieces(self) -> int:
        return sum(one.quantity for one in self.items)


class CartChange(Struct, frozen=True):
    """What is written: lines as they are now, and variants whose lines are gone."""

    put: tuple[CartItem, ...] = ()
    gone: tuple[UUID, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.put or self.gone)


def after(cart: Cart, change: CartChange) -> tuple[CartItem, ...]:
    """Its lines once that is written."""
    lines = {one.variant_id: one for one in (*cart.items, *change.put)}
    return tuple(one for one in lines.values() if one.variant_id not in change.gone)


def added(cart: Cart, item: CartItem) -> CartChange:
    """So many more of it, at its price now. Raises :class:`CartFull`."""
    known = cart.quantity_of(item.variant_id)
    if not known and len(cart.items) >= MOST_LINES:
        raise CartFull(
            say("A cart takes {most} different items. Remove one of them.", most=MOST_LINES)
        )
    return CartChange((replace(item, quantity=min(known + item.quantity, MOST_OF_A_LINE)),))


def set_to(cart: Cart, item: CartItem) -> CartChange:
    """Exactly so many, at its price now. Raises :class:`NotInCart`."""
    in_cart(cart, item.variant_id)
    return CartChange((item,))


def removed(cart: Cart, variant_id: UUID) -> CartChange:
    """Without the line; nothing happens if there is none."""
    return CartChange((), () if cart.item(variant_id) is None else (variant_id,))


def emptied(cart: Cart) -> CartChange:
    return CartChange((), tuple(one.variant_id for one in cart.items))


def in_cart(cart: Cart, variant_id: UUID) -> CartItem:
    """The line. Raises :class:`NotInCart`."""
    found = cart.item(variant_id)
    if found is None:
        raise NotInCart("Your cart does not have this item any more.")
    return found


def left_after(cart: Cart, bought: Mapping[UUID, int]) -> CartChange:
    """Without what was bought; what was added meanwhile stays."""
    put: list[CartItem] = []
    gone: list[UUID] = []
    for item in cart.items:
        left = item.quantity - bought.get(item.variant_id, 0)
        if left <= 0:
            gone.append(item.variant_id)
        elif left < item.quantity:
            put.append(replace(item, quantity=left))
    return CartChange(tuple(put), tuple(gone))


def summed(
    own: Sequence[CartItem], others: Sequence[CartItem], most: Mapping[UUID, int]
) -> CartChange:
    """The others' lines on top: a line grows to ``most`` of its variant at most, unless it was
    larger already, and there are :data:`MOST_LINES` of them at most."""
    room = MOST_LINES - len(own)
    known = {one.variant_id: one.quantity for one in own}
    put: list[CartItem] = []
    for item in others:
        before = known.get(item.variant_id, 0)
        if not before:
            if room == 0:
                continue
            room -= 1
        cap = max(before, min(most.get(item.variant_id, MOST_OF_A_LINE), MOST_OF_A_LINE))
        put.append(replace(item, quantity=min(before + item.quantity, cap)))
    return CartChange(tuple(put))

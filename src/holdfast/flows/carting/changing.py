"""Changing a cart: one transaction in which nobody else does, so that of two tabs nothing is lost.
A request with a key has its effect once."""

from collections.abc import Callable
from typing import Final
from uuid import UUID

import asyncpg
from msgspec import Struct

from holdfast.cart import (
    Cart,
    CartChange,
    CartItem,
    CartStep,
    NotInCart,
    added,
    answered_before,
    change_cart,
    emptied,
    in_cart,
    keep_request,
    lock_cart,
    removed,
    set_to,
    write_steps,
)
from holdfast.catalog import (
    AmbiguousOptions,
    Product,
    Selection,
    Variant,
    load_offers,
    resolve,
)
from holdfast.flows.carting.carting import Carting
from holdfast.flows.carting.room import room_for
from holdfast.flows.checkout.basket import CartLine, TotalTooLarge
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import Key
from holdfast.flows.commit.refusals import refuse
from holdfast.kit import Problem, new_id, shop_now
from holdfast.ledger import MAX_BALANCE, KeyReused
from holdfast.people import Principal

__all__ = [
    "VariantNeeded", "Whose", "add_to_cart", "clear_cart", "of_product", "remove_from_cart",
    "set_in_cart", "variant_needed", "was_done",
]  # fmt: skip

Move = Callable[[Cart], CartChange]
_NOTED: Final = "cart.changed"


class VariantNeeded(Problem):
    """The product has several variants (``choices`` by option) or several lie in the cart
    (``variants``); name one by ``variantId``."""

    status = 409
    code = "variant-needed"
    title = "More than one variant is meant"


class Whose(Struct, frozen=True):
    """Who changes a cart, and whose it is: one's own, or as staff a customer's."""

    caller: Caller
    owner: Principal

    @property
    def by_staff(self) -> bool:
        return self.caller.actor != self.owner.id


async def add_to_cart(parts: Carting, whose: Whose, wanted: CartLine) -> Cart | None:
    """So many more of it; the cart after it, if that is known. Raises a Problem if it is not on
    sale, or there is no room for more."""
    key = whose.caller.key
    try:
        product, variant = await _meant(parts, wanted.product_id, wanted.selection)
        room = await room_for(parts, whose.owner, product, variant)
    except Problem:
        # The shop has moved on, but what this key was answered with stands.
        if key is not None and await was_done(parts, key):
            return None
        raise

    def move(cart: Cart) -> CartChange:
        change = added(cart, _item(product, variant, wanted.quantity))
        room.check(change.put[0].quantity)
        return _countable(cart, change)

    return await _change(parts, whose, move)


async def set_in_cart(parts: Carting, whose: Whose, variant_id: UUID, quantity: int) -> None:
    """Exactly so many of what lies there, whatever there were; 0 removes it."""
    if quantity == 0:
        await remove_from_cart(parts, whose, variant_id)
        return
    cart = await parts.carts.of(whose.owner.id)
    if cart is None:
        raise NotInCart("Your cart does not have this item any more.")
    line = in_cart(cart, variant_id)
    product, variant = await _meant(parts, line.product_id, Selection(variant_id))
    room = await room_for(parts, whose.owner, product, variant)
    room.check(quantity)
    item = _item(product, variant, quantity)
    await _change(parts, whose, lambda now: _countable(now, set_to(now, item)))


async def remove_from_cart(parts: Carting, whose: Whose, variant_id: UUID) -> None:
    """Nothing happens if it is not there."""
    if await parts.carts.of(whose.owner.id) is not None:
        await _change(parts, whose, lambda cart: removed(cart, variant_id))


async def clear_cart(parts: Carting, whose: Whose) -> None:
    if await parts.carts.of(whose.owner.id) is not None:
        await _change(parts, whose, emptied)


async def of_product(parts: Carting, owner: str, product_id: UUID, variant_id: UUID | None) -> UUID:
    """Which line is meant by its product. Raises :class:`NotInCart`, :class:`VariantNeeded`."""
    cart = await parts.carts.of(owner)
    lines = [] if cart is None else cart.of_product(product_id)
    if variant_id is not None:
        lines = [one for one in lines if one.variant_id == variant_id]
    if not lines:
        raise NotInCart("The cart does not have this product.", field="productId")
    if len(lines) > 1:
        raise VariantNeeded(
            "The cart has several variants of this product. Send variantId.",
            field="variantId",
            extra={"variants": [str(one.variant_id) for one in lines]},
        )
    return lines[0].variant_id


def variant_needed(several: AmbiguousOptions) -> VariantNeeded:
    """The same in specification B's words."""
    return VariantNeeded(several.detail, field="variantId", extra=several.extra)


async def _meant(parts: Carting, product_id: UUID, selection: Selection) -> tuple[Product, Variant]:
    offers = await load_offers(parts.shelf, [product_id])
    product = offers.get(product_id)
    variant = resolve(product, selection)
    if isinstance(variant, Problem):
        raise variant
    assert product is not None
    return product, variant


def _item(product: Product, variant: Variant, quantity: int) -> CartItem:
    price = variant.price_at(shop_now())
    return CartItem(variant.id, product.id, quantity, price, product.currency)


def _countable(cart: Cart, change: CartChange) -> CartChange:
    """Raises :class:`TotalTooLarge` if the sum were more than can be counted exactly."""
    now = {one.variant_id: one for one in (*cart.items, *change.put)}
    if sum(one.price * one.quantity for one in now.values()) > MAX_BALANCE:
        raise TotalTooLarge("The total of this cart is too large. Order less at a time.")
    return change


async def was_done(parts: Carting, key: Key) -> bool:
    """Whether a request with this key has had its effect. Raises a Problem if it was another."""
    async with parts.database.read() as connection:
        return _is_this(key, await answered_before(connection, key.text))


def _is_this(key: Key, before: bytes | None) -> bool:
    """Whether it was answered before. Raises a Problem if it was another request's."""
    if before is not None and before != key.digest:
        raise refuse(KeyReused(key.text))
    return before is not None


async def _change(parts: Carting, whose: Whose, move: Move) -> Cart | None:
    """Decide about the cart as it is, and write that. The cart after it, if that is known."""
    owner = whose.owner.id
    async with parts.carts_one_by_one.of(owner):
        cart = None if whose.by_staff else await _stepped(parts, whose, move)
        changed = cart is not None or await _changed_alone(parts, whose, move)
    if changed:
        parts.told(owner)
    return cart


async def _stepped(parts: Carting, whose: Whose, move: Move) -> Cart | None:
    """Go on from the cart as it is read, together with other owners. None: nothing is written, for
    somebody else changed it meanwhile, or it needs a closer look."""
    owner, key = whose.owner.id, whose.caller.key
    known = await parts.carts.of(owner)
    cart = known or Cart(new_id(), owner, 0, shop_now())
    try:
        change = move(cart)
    except Problem:
        return None
    if not change:
        return None
    step = CartStep(cart, change) if key is None else CartStep(cart, change, key.text, key.digest)
    try:
        return await parts.database.gathered(write_steps).get(step)
    except asyncpg.DeadlockDetectedError:
        return None


async def _changed_alone(parts: Carting, whose: Whose, move: Move) -> bool:
    """With the cart locked; whether anything changed."""
    owner, key = whose.owner.id, whose.caller.key
    async with parts.database.transaction() as connection:
        cart = await lock_cart(connection, owner)
        if key is not None and _is_this(key, await answered_before(connection, key.text)):
            return False
        change = move(cart)
        if key is not None:
            await keep_request(connection, key.text, key.digest)
        if change:
            await change_cart(connection, cart, change)
            if whose.by_staff:
                await whose.caller.note(connection, _NOTED, owner, _noted(cart, change))
    return bool(change)


def _noted(cart: Cart, change: CartChange) -> dict[str, object]:
    """From what to what, by variant."""
    to = {one.variant_id: one.quantity for one in change.put} | dict.fromkeys(change.gone, 0)
    return {str(one): [cart.quantity_of(one), count] for one, count in to.items()}

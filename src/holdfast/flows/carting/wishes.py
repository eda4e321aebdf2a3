"""From the cart to the wish list and back. What is moved is first there and then no longer here, so
nothing is lost in between, and repeating it goes on."""

from uuid import UUID

from holdfast.cart import NotInCart, in_cart
from holdfast.catalog import Selection
from holdfast.flows.carting.carting import Carting
from holdfast.flows.carting.changing import Whose, add_to_cart, remove_from_cart, was_done
from holdfast.flows.checkout.basket import CartLine
from holdfast.flows.commit.caller import Caller
from holdfast.flows.inventory.stockroom import Stockroom
from holdfast.flows.inventory.wishes import forget_wish, wish

__all__ = ["cart_to_wishes", "wish_to_cart"]


async def wish_to_cart(
    carting: Carting,
    stockroom: Stockroom,
    caller: Caller,
    product_id: UUID,
    variant_id: UUID | None,
) -> None:
    """One of it into the cart. Raises a Problem, and leaves the wish, if it cannot be had."""
    wanted = CartLine(product_id, Selection(variant_id), 1)
    await add_to_cart(carting, Whose(caller, caller.principal), wanted)
    await forget_wish(stockroom, caller, product_id)


async def cart_to_wishes(
    carting: Carting, stockroom: Stockroom, caller: Caller, variant_id: UUID
) -> None:
    """The line's product onto the list; nothing of the line stays in the cart."""
    if caller.key is not None and await was_done(carting, caller.key):
        return
    cart = await carting.carts.of(caller.actor)
    if cart is None:
        raise NotInCart("Your cart does not have this item any more.")
    await wish(stockroom, caller, in_cart(cart, variant_id).product_id)
    await remove_from_cart(carting, Whose(caller, caller.principal), variant_id)

"""Wishing for a product, and no longer."""

from collections.abc import Callable
from typing import Final
from uuid import UUID

from holdfast.catalog import ProductNotFound, least_cost, load_offers
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.crowds import crowded_out
from holdfast.flows.commit.outcomes import went_through
from holdfast.flows.inventory.stockroom import Stockroom
from holdfast.kit import Problem, new_id, shop_now
from holdfast.kit.sentences import say
from holdfast.ledger import Rider
from holdfast.wishes import (
    MOST_WISHED,
    Wish,
    removed,
    wish_for,
    wished,
    wished_again,
    wishes_of,
)

__all__ = ["TooManyWishes", "forget_wish", "wish"]

_TRIES: Final = 4


class TooManyWishes(Problem):
    """The list is full."""

    status = 409
    code = "too-many-wishes"
    title = "The wish list is full"


async def wish(stockroom: Stockroom, caller: Caller, product_id: UUID) -> None:
    """Put the product on the caller's list; nothing happens if it is there. Raises
    :class:`ProductNotFound` for what is not on sale, and :class:`TooManyWishes`."""
    offer = (await load_offers(stockroom.shelf, [product_id])).get(product_id)
    if offer is None:
        raise ProductNotFound(field="productId")
    if len(await wishes_of(stockroom.database.pool, caller.actor)) >= MOST_WISHED:
        known = await wish_for(stockroom.database.pool, caller.actor, product_id)
        if known is None or not known.stands:
            raise TooManyWishes(
                say("There are {most} products on your list. Remove one of them.", most=MOST_WISHED)
            )

    price, _ = least_cost((one.cost for one in offer.on_sale), shop_now())

    def move(found: Wish | None) -> Rider | None:
        if found is None:
            return wished(new_id(), caller.actor, product_id, price)
        return None if found.stands else wished_again(found.id, price)

    await _move(stockroom, caller, product_id, move)


async def forget_wish(stockroom: Stockroom, caller: Caller, product_id: UUID) -> None:
    """Take the product from the list; nothing happens if it is not there."""

    def move(found: Wish | None) -> Rider | None:
        return removed(found.id) if found is not None and found.stands else None

    await _move(stockroom, caller, product_id, move)


async def _move(
    stockroom: Stockroom,
    caller: Caller,
    product_id: UUID,
    move: Callable[[Wish | None], Rider | None],
) -> None:
    """Move the wish as it stands; look again when another request was quicker."""
    for _ in range(_TRIES):
        found = await wish_for(stockroom.database.pool, caller.actor, product_id)
        rider = move(found)
        if rider is None:
            return
        command = caller.command((), (rider,), f"wish/{new_id()}")
        if went_through(await stockroom.ledger.commit(command)):
            return
    raise crowded_out(f"a wish of {caller.actor} for {product_id} does not move")

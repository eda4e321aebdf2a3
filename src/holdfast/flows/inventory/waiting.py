"""Waiting for a variant to be free: it must be one of ours."""

from uuid import UUID

from holdfast.catalog import Selection, load_offers, resolve
from holdfast.flows.inventory.stockroom import Stockroom
from holdfast.kit import Problem
from holdfast.kit.sentences import say
from holdfast.people import Principal
from holdfast.waiting import MOST_AWAITED, await_variant

__all__ = ["TooManyAwaited", "wait_for"]


class TooManyAwaited(Problem):
    """One waits for as many things as one may."""

    status = 409
    code = "too-many-awaited"
    title = "You are waiting for too many products"


async def wait_for(
    stockroom: Stockroom, principal: Principal, product_id: UUID, variant_id: UUID
) -> None:
    """Raises a Problem if it is not on sale, or the principal waits for too much already."""
    offers = await load_offers(stockroom.shelf, [product_id])
    found = resolve(offers.get(product_id), Selection(variant_id))
    if isinstance(found, Problem):
        raise found
    if not await await_variant(stockroom.database.pool, principal.id, variant_id):
        raise TooManyAwaited(
            say(
                "You are already waiting for {most} products. Stop waiting for one of them.",
                most=MOST_AWAITED,
            )
        )

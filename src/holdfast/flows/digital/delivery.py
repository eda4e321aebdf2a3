"""Staff, or the seller whose goods they are, say as what a variant is delivered: in parcels, as
codes, or as a file. It changes while there is nothing of it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.catalog import (
    DeliveredAs,
    ProductChanged,
    VariantNotFound,
    deliver_as,
    delivery_key,
    locked_variants,
    seller_of_variant,
    stock_key,
)
from holdfast.catalog.writing import lock_catalogue
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.crowds import crowded_out
from holdfast.flows.commit.event_log import write_event
from holdfast.flows.commit.refusals import refuse
from holdfast.flows.digital.desk import CodeDesk
from holdfast.kit import Problem, new_id, shop_now
from holdfast.kit.sentences import say
from holdfast.ledger import Accepted, Hold, Line, Release, Short, accounts_of
from holdfast.locations import account_at, load_locations
from holdfast.preorders import awaited_key

__all__ = ["DeliveryFixed", "choose_delivery", "delivery_of", "must_be_of"]

ALONE_FOR: Final = timedelta(seconds=30)
_DELIVERED: Final = "SELECT delivered_as FROM variants WHERE id = $1"
# Whatever would bring its units, or sell them, in another way.
_BUSY: Final = sa.text("""
SELECT EXISTS (SELECT FROM variant_parts WHERE :id IN (variant_id, part_id))
    OR EXISTS (SELECT FROM flash_sales WHERE variant_id = :id AND state <> 'closed')
    OR EXISTS (SELECT FROM transfers WHERE variant_id = :id AND status = 'under-way')
    OR EXISTS (SELECT FROM purchase_lines l JOIN purchases p ON p.id = l.purchase_id
               WHERE l.variant_id = :id AND p.status IN ('ordered', 'partly-received'))
""")
# Sold, and not given yet: a code that is free is on sale, or will be somebody's.
_OWED: Final = sa.text(
    "SELECT EXISTS (SELECT FROM digital_codes WHERE variant_id = :id AND status = 'free')"
)


class DeliveryFixed(Problem):
    """How a variant is delivered changes while there is nothing of it."""

    status = 409
    code = "delivery-fixed"
    title = "How it is delivered cannot be changed now"


async def choose_delivery(
    desk: CodeDesk,
    caller: Caller,
    variant_id: UUID,
    delivered_as: DeliveredAs,
    owner: UUID | None = None,
) -> None:
    """From now on; what was ordered before is delivered as it was then. ``owner``: only of that
    seller. Raises :class:`DeliveryFixed` and :class:`~holdfast.catalog.VariantNotFound`."""
    await _must_be_theirs(desk, variant_id, owner)
    alone = _alone(desk, caller, variant_id)
    async with alone as until, desk.database.transaction() as connection:
        await lock_catalogue(connection)
        await must_be_of(connection, variant_id, owner)
        one = (await locked_variants(connection, [variant_id])).get(variant_id)
        if one is None:
            raise _unknown(variant_id)
        await _must_be_none(connection, variant_id)
        await deliver_as(connection, one, delivered_as)
        about = {"deliveredAs": delivered_as}
        await caller.note(connection, "variant.delivery", str(variant_id), about)
        await write_event(connection, ProductChanged("delivery"), one.product_id, caller.request)
        if shop_now() > until:  # an import was waited for: others may look again by now
            raise crowded_out(f"as what variant {variant_id} is delivered is not said")


async def _must_be_theirs(desk: CodeDesk, variant_id: UUID, owner: UUID | None) -> None:
    """Before anybody is kept from it. Raises :class:`~holdfast.catalog.VariantNotFound`."""
    await delivery_of(desk, variant_id)
    async with desk.database.read() as connection:
        await must_be_of(connection, variant_id, owner)


@asynccontextmanager
async def _alone(desk: CodeDesk, caller: Caller, variant_id: UUID) -> AsyncIterator[datetime]:
    """Until the moment that is given, or the end, nobody looks as what it is delivered to bring
    units to its stock, and what was looked at before counts no more (``delivered_still``)."""
    hold = Hold(
        new_id(),
        (Line(delivery_key(variant_id), 1, capacity=1, kept=False),),
        ALONE_FOR.total_seconds(),
        f"delivery/{variant_id}",
    )
    outcome = await desk.ledger.commit(caller.command((hold,), (), f"delivery/{hold.hold_id}"))
    if isinstance(outcome, Short):
        raise crowded_out(f"as what variant {variant_id} is delivered is said by others")
    if not isinstance(outcome, Accepted):
        raise refuse(outcome)
    try:
        yield outcome.at + ALONE_FOR / 2
    finally:
        release = caller.command((Release(hold.hold_id),), (), f"delivery-said/{hold.hold_id}")
        await desk.ledger.commit(release)  # if not now, then by its end


async def _must_be_none(connection: AsyncConnection, variant_id: UUID) -> None:
    """Neither of it nor of its codes. Raises :class:`DeliveryFixed`."""
    places = await load_locations(connection)
    own = stock_key(variant_id)
    await _must_be_idle(connection, variant_id)
    lies = await accounts_of(
        connection, [*(account_at(own, place.id) for place in places), awaited_key(variant_id)]
    )
    if any(account.on_hand for account in lies.values()):
        raise DeliveryFixed("Set its stock to 0 first, or take its codes out.")
    await _must_be_idle(connection, variant_id)  # what left its stock between both looks
    if await connection.scalar(_OWED, {"id": variant_id}):
        raise DeliveryFixed("Buyers are still to be given codes of it.")


async def _must_be_idle(connection: AsyncConnection, variant_id: UUID) -> None:
    """Raises :class:`DeliveryFixed`."""
    if await connection.scalar(_BUSY, {"id": variant_id}):
        raise DeliveryFixed(
            "It is a part or made of parts, in a flash sale, or some of it is on its way."
        )


async def delivery_of(desk: CodeDesk, variant_id: UUID) -> DeliveredAs:
    """How it is delivered now. Raises :class:`~holdfast.catalog.VariantNotFound`."""
    found: DeliveredAs | None = await desk.database.pool.fetchval(_DELIVERED, variant_id)
    if found is None:
        raise _unknown(variant_id)
    return found


async def must_be_of(connection: AsyncConnection, variant_id: UUID, owner: UUID | None) -> None:
    """Staff say how any is delivered, a seller of their own. Raises
    :class:`~holdfast.catalog.VariantNotFound`."""
    if owner is not None and await seller_of_variant(connection, variant_id) != owner:
        raise _unknown(variant_id)


def _unknown(variant_id: UUID) -> VariantNotFound:
    said = say("There is no variant {variant_id}.", variant_id=variant_id)
    return VariantNotFound(said, field="variantId")

"""A buyer looks at a code of theirs. When they first did is kept, since it bears on refunds."""

from typing import Final
from uuid import UUID

from msgspec import Struct

from holdfast import orders
from holdfast.digital import CodeNotFound, DigitalCode, code_by_id, sealed_code, seen
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.crowds import crowded_out
from holdfast.flows.commit.known_orders import own_order
from holdfast.flows.commit.outcomes import went_through
from holdfast.flows.digital.desk import CodeDesk
from holdfast.flows.guarding.assessing import must_be_released
from holdfast.kit import new_id

__all__ = ["CodeShown", "show"]

_TRIES: Final = 6


class CodeShown(Struct, frozen=True):
    """What it says, and the code as it is now."""

    one: DigitalCode
    code: str


async def show(desk: CodeDesk, caller: Caller, order_id: UUID, code_id: UUID) -> CodeShown:
    """To whose order it is, while the order stands and nobody of staff is to look at it. Raises
    :class:`~holdfast.digital.CodeNotFound`, :class:`~holdfast.digital.CodeUnreadable`,
    :class:`OrderNotFound` and :class:`~holdfast.fraud.OrderHeld`."""
    for _ in range(_TRIES):
        order = await own_order(desk.orders, caller.actor, order_id)
        one = await code_by_id(desk.database.pool, code_id)
        if one.order_id != order.id or not one.is_there or not order.is_sold:
            raise CodeNotFound("The order has no such code, or it was refunded.")
        await must_be_released(desk, order)
        code = desk.seals.open(one.id, await sealed_code(desk.database.pool, one.id))
        if one.is_unseen:
            riders = (*seen(one, order.id), orders.unchanged(order))
            command = caller.command((), riders, f"see/{new_id()}")
            if not went_through(await desk.ledger.commit(command)):
                continue  # it was refunded, or looked at elsewhere, at this very moment
            one = await code_by_id(desk.database.pool, code_id)
        return CodeShown(one, code)
    raise crowded_out(f"code {code_id} does not stay as it is")

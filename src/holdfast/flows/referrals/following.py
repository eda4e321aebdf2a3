"""What becomes of an invitation with the friend's orders: with the first that is paid its coupon
waits; if that order is off before it is given, it waits no more."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast import referrals
from holdfast.db.id_lists import unseen_ids, written_ids
from holdfast.db.jobs import enqueue
from holdfast.db.reading import Event
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.crowds import crowded_out
from holdfast.flows.commit.outcomes import went_through
from holdfast.flows.referrals.desk import ReferralDesk
from holdfast.flows.referrals.program import offered
from holdfast.kit import shop_now
from holdfast.orders import Order, OrderCancelled, OrderPaid
from holdfast.orders import unchanged as order_unchanged
from holdfast.promotions import PromotionTerms
from holdfast.referrals import FollowReferral, Referral, referral_of

__all__ = ["REFERRAL_TYPES", "ask_to_follow_friends", "comes_to_enough", "follow_referral"]

REFERRAL_TYPES: Final = (OrderPaid.TYPE, OrderCancelled.TYPE)
_TRIES: Final = 8
_OF_FRIENDS: Final = sa.text(f"""
SELECT o.id FROM orders o JOIN referrals r ON r.friend = o.owner
WHERE o.id = ANY({unseen_ids(":orders")}) AND r.status IN ('invited', 'waiting')
""")


async def ask_to_follow_friends(connection: AsyncConnection, events: Sequence[Event]) -> None:
    """The consumer's handler: a job for each of these orders that is of a friend."""
    requests = {one.subject: one.request for one in events}
    rows = await connection.execute(_OF_FRIENDS, {"orders": written_ids(requests)})
    await enqueue(connection, [(FollowReferral(row.id), requests[str(row.id)]) for row in rows])


async def follow_referral(desk: ReferralDesk, order_id: UUID, caller: Caller) -> None:
    """Once, however often it is asked; what moved on meanwhile is looked at again. Raises a Problem
    while it cannot be known."""
    for _ in range(_TRIES):
        order = await desk.orders.get(order_id)
        if order is None:
            return
        one = await referral_of(desk.database.pool, order.owner)
        if one is None:  # its account was closed
            return
        if one.is_invited and order.is_sold:
            done = await _wait(desk, caller, one, order)
        elif one.is_waiting and one.order_id == order.id and order.is_cancelled:
            command = caller.command(
                (),
                (order_unchanged(order), referrals.taken_back(one)),
                f"referral-taken-back/{one.id}/{order.id}",
            )
            done = went_through(await desk.ledger.commit(command))
        else:
            return
        if done:
            return
    raise crowded_out(f"order {order_id} is not followed")


async def _wait(desk: ReferralDesk, caller: Caller, one: Referral, order: Order) -> bool:
    """Whether no more is to be done."""
    offer = await offered(desk)
    if offer is None or not comes_to_enough(offer.friend, order.subtotal, order.currency):
        return True
    due_at = (order.paid_at or shop_now()) + timedelta(days=offer.program.wait_days)
    riders = (order_unchanged(order), referrals.ordered(one, offer.program, order.id, due_at))
    command = caller.command((), riders, f"referral-ordered/{one.id}/{order.id}")
    return went_through(await desk.ledger.commit(command))


def comes_to_enough(friend: PromotionTerms, subtotal: int, currency: str) -> bool:
    """Whether an order comes to as much as a friend's first has to. Pure."""
    if friend.currency is not None and friend.currency != currency:
        return False
    return subtotal >= max(friend.minimum, 1)

"""What needs doing in the shop, counted: each count stops at :data:`MOST`, and costs the same
however many orders there are."""

from collections.abc import Collection
from datetime import timedelta
from typing import Final

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.edits import EMPTIED
from holdfast.ledger import sum_join
from holdfast.locations import goods_accounts
from holdfast.payments import MANUAL, held_to_tell, receipts_to_tell
from holdfast.views.conversations import ASKED_BEFORE
from holdfast.views.first_steps import first_steps
from holdfast.views.questions import questions_unanswered
from holdfast.views.staff_reviews import new_reviews

__all__ = ["ENDS_SOON", "MOST", "ToDo", "to_do"]

ENDS_SOON: Final = timedelta(days=2)
"""Before money that is set aside is let go, staff are told."""
MOST: Final = 100
"""Where there are more, this is told."""

# A state has no index, which each step of an order would have to move it in; ids grow with time, so
# the newest are a stretch of the primary key.
_NEWEST: Final = 20_000

_ORDERS_TO_DO: Final = sa.text(f"""
SELECT
    (SELECT count(*) FROM (
        SELECT DISTINCT p.subject_id FROM payments p JOIN orders o ON o.id = p.subject_id
        WHERE p.status = 'pending' AND p.provider = 'manual' AND o.status = 'pending'
        LIMIT :most) AS found) AS unpaid,
    (SELECT count(*) FROM (
        SELECT id FROM orders WHERE refund = 'failed'
        UNION SELECT subject_id FROM payments WHERE status = 'refund-failed'
        UNION SELECT r.order_id FROM refunds_by_hand r JOIN payments p ON p.id = r.payment_id
            AND p.provider <> :manual WHERE r.state = 'waiting'
        LIMIT :most) AS found) AS failed,
    (SELECT count(*) FROM (
        (SELECT subject_id FROM payments
         WHERE status = 'refunding' AND provider = 'manual' LIMIT :most)
        UNION (SELECT r.order_id FROM refunds_by_hand r JOIN payments p ON p.id = r.payment_id
            AND p.provider = :manual WHERE r.state = 'waiting' LIMIT :most)
        LIMIT :most) AS found) AS owed,
    (SELECT count(*) FROM (
        SELECT FROM (SELECT id, status, fulfilment, booking_id, description
                     FROM orders ORDER BY id DESC LIMIT :newest) AS o
        WHERE status = 'paid' AND booking_id IS NULL AND description IS NULL
          AND coalesce(fulfilment, 'unfulfilled') IN ('unfulfilled', 'partly-shipped')
          AND NOT {EMPTIED} LIMIT :most) AS found) AS to_send,
    (SELECT count(*) FROM (
        SELECT FROM fraud_checks WHERE status = 'held' LIMIT :most) AS found) AS suspects,
    (SELECT count(*) FROM (
        SELECT FROM returns WHERE status IN ('requested', 'received') LIMIT :most) AS found)
        AS returns,
    (SELECT count(*) FROM (
        SELECT FROM disputes WHERE status IN ('inquiry', 'open') LIMIT :most) AS found) AS disputes,
    (SELECT count(*) FROM (
        SELECT FROM parcels WHERE heard_at IS NOT NULL AND ask_at IS NULL LIMIT :most) AS found)
        AS silent_parcels,
    (SELECT count(*) FROM (
        SELECT FROM conversations
        WHERE seller_id IS NULL AND studio_id IS NULL AND asked > read_by_merchant
        LIMIT :most) AS found) AS messages,
    (SELECT count(*) FROM (
        SELECT FROM (SELECT subject, status, asked, answered
                     FROM conversations ORDER BY last_at DESC, id DESC LIMIT :newest) AS c
        WHERE {ASKED_BEFORE} LIMIT :most) AS found) AS calendar_questions,
    (SELECT count(*) FROM (
        SELECT DISTINCT conversation_id FROM conversation_messages
        WHERE status = 'reported' LIMIT :most) AS found) AS reported,
    (SELECT count(*) FROM (
        SELECT FROM sellers WHERE standing = 'applied' LIMIT :most) AS found) AS sellers_applied
""")
_STOCK: Final = sa.text(f"""
SELECT count(*) FILTER (WHERE coalesce(a.balance + a.held, 0) = 0), count(*)
FROM (
    SELECT v.id FROM low_stock l
    JOIN variants v ON v.id = l.variant_id AND v.active
    JOIN products p ON p.id = v.product_id AND p.status = 'active'
    WHERE l.location_id IS NULL
    LIMIT :most) AS low
{sum_join(goods_accounts("low.id"))}
""")


class ToDo(Struct, frozen=True):
    """``unpaid``: orders that are to be paid by hand; ``refunds_owed``: money to be handed back;
    ``to_capture``: money set aside that runs out soon, or was refused; ``receipts``: those that the
    tax service did not take; ``to_send``: paid orders with goods that have not left;
    ``suspects``: orders held for a person; ``returns``: those to approve, or that came;
    ``disputes``: those that nobody answered; ``silent_parcels``: those whose carrier says nothing;
    ``messages``: conversations with the shop in which a customer wrote something that
    nobody has read, ``calendar_questions``: those about a photographer or a studio whom their
    customer has not booked and whose last word is that customer's, ``reported``: those with a
    message that was reported; ``sellers_applied``: who asked to sell; ``questions``: those about
    what the shop sells that nobody answered; ``first_steps``: those to a first sale not done yet.
    The others by name."""

    unpaid: int
    refunds_failed: int
    refunds_owed: int
    to_capture: int
    receipts: int
    to_send: int
    suspects: int
    returns: int
    disputes: int
    silent_parcels: int
    messages: int
    calendar_questions: int
    reported: int
    sellers_applied: int
    new_reviews: int
    new_questions: int
    questions: int
    sold_out: int
    low_stock: int
    first_steps: int


async def to_do(connection: AsyncConnection, cards: Collection[str], partitions: int) -> ToDo:
    """What there is to do now. ``cards``: the providers besides paying by hand."""
    about = {"manual": MANUAL, "newest": _NEWEST, "most": MOST}
    orders = (await connection.execute(_ORDERS_TO_DO, about)).one()
    accounts = list(range(1, partitions + 1))
    stock = await connection.execute(_STOCK, {"most": MOST, "partitions": accounts})
    sold_out, low = stock.one()
    steps = await first_steps(connection, cards)
    return ToDo(
        unpaid=orders.unpaid,
        refunds_failed=orders.failed,
        refunds_owed=orders.owed,
        to_capture=await held_to_tell(connection, ENDS_SOON),
        receipts=await receipts_to_tell(connection),
        to_send=orders.to_send,
        suspects=orders.suspects,
        returns=orders.returns,
        disputes=orders.disputes,
        silent_parcels=orders.silent_parcels,
        messages=orders.messages,
        calendar_questions=orders.calendar_questions,
        reported=orders.reported,
        sellers_applied=orders.sellers_applied,
        new_reviews=await new_reviews(connection),
        new_questions=await new_reviews(connection, "question"),
        questions=await questions_unanswered(connection, None, MOST),
        sold_out=sold_out,
        low_stock=low - sold_out,
        first_steps=steps.left,
    )

"""What a shop has kept of what was paid for an order, and which payments those were: the same
wherever income is told."""

from collections.abc import Sequence
from typing import Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.reading import Event
from holdfast.ledger import account_join
from holdfast.payments.payment import HOURS, SESSIONS

_OF_ORDER: Final = """
p.subject_id = o.id AND o.paid_at IS NOT NULL AND (p.id = o.payment_id OR p.purpose = 'part')
AND p.status IN ('succeeded', 'credited', 'refunding', 'refunded', 'refund-failed')
"""
"""Which payments ``p`` paid an order ``o``."""


def _frozen(*partitions: str) -> str:
    """What is kept of a payment from refunds while it is disputed: the shop's until it is lost."""
    return f"""
coalesce((
    SELECT sum(a.balance) FROM disputes d {account_join("'disputed/' || d.id", *partitions)}
    WHERE d.payment_id = p.id), 0)
"""


def _left(only: str = "") -> str:
    """A payment's refundable account says what may still go back of it; where nothing ever did, and
    no wallet paid, there is none yet."""
    return f"""
coalesce((
    SELECT sum(coalesce(a.balance, p.amount) + {_frozen()}) FROM payments p
    {account_join("'refundable/' || p.id")}
    WHERE {_OF_ORDER} {only}), 0)
"""


# What hours, points or a certificate covered (``source``) brought its money when they were bought.
KEPT: Final = _left("AND p.source IS NULL")
"""Of an order ``o``, in minor units; after refunds, the whole or parts. ``:partitions`` as
everywhere."""
COVERED: Final = _left()
"""The same with what hours, points and certificates covered."""
BY_PREPAID: Final = f"(p.provider IN ('{HOURS}', '{SESSIONS}') AND NOT p.taxed_when_used)"
"""Whether hours or sessions that were bought, and taxed, before made a payment ``p``."""
PREPAID: Final = f"""
coalesce((
    SELECT sum(p.amount) FROM payments p
    WHERE {_OF_ORDER} AND {BY_PREPAID}), 0)::bigint"""
"""Of an order ``o`` what hours and sessions paid that were bought before: they were sold, invoiced
and taxed then."""
LOST: Final = f"""
coalesce((
    SELECT sum(d.lost) FROM payments p JOIN disputes d ON d.payment_id = p.id WHERE {_OF_ORDER}), 0)
"""
"""Of an order ``o`` what banks took back."""
PAID_WITH: Final = f"""
SELECT p.provider, sum(p.amount)::bigint AS paid,
       sum(p.amount - coalesce(a.balance, p.amount) - {_frozen("$2::smallint[]")})::bigint
           AS refunded
FROM orders o JOIN payments p ON {_OF_ORDER}
{account_join("'refundable/' || p.id", "$2::smallint[]")}
WHERE o.id = ANY($1::uuid[]) GROUP BY p.provider ORDER BY p.provider
"""
"""By provider what was paid for these orders, and went back; what is between them is covered."""


def paid_by(payment: str) -> str:
    """Whether an order ``o`` was paid by this payment, or by it with others: SQL. What came too
    late or twice paid for nothing."""
    return f"""
(o.paid_at IS NOT NULL AND (o.payment_id = {payment} OR (
    SELECT count(*) = 2 FROM payments p
    WHERE p.id IN (o.payment_id, {payment}) AND p.purpose = 'part')))
"""


_OF_SALES: Final = sa.text(f"""
SELECT e.place FROM unnest(CAST(:orders AS uuid[]), CAST(:payments AS uuid[]))
    WITH ORDINALITY AS e (id, payment, place)
JOIN orders o ON o.id = e.id AND {paid_by("e.payment")} ORDER BY e.place
""")
_TO_PREPAID: Final = sa.text(f"""
SELECT p.id::text FROM payments p WHERE p.id = ANY(CAST(:ids AS uuid[])) AND {BY_PREPAID}
""")


async def refunds_of_sales(connection: AsyncConnection, refunds: Sequence[Event]) -> list[Event]:
    """Of these refunds of orders those of what had paid for them, in their order. One whose
    money came back and was given once more was told before."""
    refunds = [event for event in refunds if not event.data.get("again")]
    if not refunds:
        return []
    about = {
        "orders": [event.subject for event in refunds],
        "payments": [event.data["paymentId"] for event in refunds],
    }
    found = await connection.execute(_OF_SALES, about)
    return [refunds[place - 1] for place in found.scalars()]


async def back_to_prepaid(connection: AsyncConnection, refunds: Sequence[Event]) -> set[str]:
    """The payments of these refunds that hours and sessions had paid, to which they go back."""
    ids = [event.data["paymentId"] for event in refunds]
    if not ids:
        return set()
    return set((await connection.execute(_TO_PREPAID, {"ids": ids})).scalars())

"""What a shop has kept of what was paid for an order: SQL, the same wherever income is told."""

from typing import Final

from holdfast.ledger import account_join


def _left(only: str = "") -> str:
    """A payment's refundable account says what may still go back of it; where nothing ever did, and
    no wallet paid, there is none yet."""
    return f"""
coalesce((
    SELECT sum(coalesce(a.balance, p.amount)) FROM payments p
    {account_join("'refundable/' || p.id")}
    WHERE p.subject_id = o.id AND o.paid_at IS NOT NULL
      {only} AND (p.id = o.payment_id OR p.purpose = 'part')
      AND p.status IN ('succeeded', 'credited', 'refunding', 'refunded', 'refund-failed')), 0)
"""


# What hours, points or a certificate covered (``source``) brought its money when they were bought.
KEPT: Final = _left("AND p.source IS NULL")
"""Of an order ``o``, in minor units; after refunds, the whole or parts. ``:partitions`` as
everywhere."""
COVERED: Final = _left()
"""The same with what hours, points and certificates covered."""

"""What a shop has kept of what was paid for an order: SQL, the same wherever income is told."""

from typing import Final

from holdfast.ledger import account_join

__all__ = ["KEPT"]

# A payment's refundable account says what may still go back of it; where nothing ever did, and no
# wallet paid, there is none yet. What hours, points or a certificate covered (``source``) brought
# its money when they were bought.
KEPT: Final = f"""
coalesce((
    SELECT sum(coalesce(a.balance, p.amount)) FROM payments p
    {account_join("'refundable/' || p.id")}
    WHERE p.subject_id = o.id AND o.paid_at IS NOT NULL
      AND p.source IS NULL AND (p.id = o.payment_id OR p.purpose = 'part')
      AND p.status IN ('succeeded', 'credited', 'refunding', 'refunded', 'refund-failed')), 0)
"""
"""Of an order ``o``, in minor units; after refunds, the whole or parts. ``:partitions`` as
everywhere."""

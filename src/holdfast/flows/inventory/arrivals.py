"""When goods that were ordered, or are on their way between locations, arrive, by variant: the
first day of an order or a transfer of which some is still to come. Kept beside the variant, so that
no buyer's page reads orders of suppliers. What is announced says its day itself; who looks at the
product is told of another one."""

from collections.abc import Callable, Sequence
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.reading import Event
from holdfast.preorders import PreorderAnnounced
from holdfast.purchasing import (
    PurchaseCancelled,
    PurchaseExpected,
    PurchaseOrdered,
    PurchaseReceived,
)
from holdfast.transfers import (
    TransferArrived,
    TransferCancelled,
    TransferExpected,
    TransferSent,
)

__all__ = ["ARRIVAL_TYPES", "Arrivals"]

ARRIVAL_TYPES: Final = (
    PurchaseOrdered.TYPE, PurchaseExpected.TYPE, PurchaseReceived.TYPE, PurchaseCancelled.TYPE,
    TransferSent.TYPE, TransferExpected.TYPE, TransferArrived.TYPE, TransferCancelled.TYPE,
    PreorderAnnounced.TYPE,
)  # fmt: skip
_PRODUCTS: Final = "products"
"""The channel on which stock is told live."""
_ARRIVES: Final = sa.text("""
WITH touched AS (
    SELECT DISTINCT l.variant_id AS id FROM purchase_lines l
    WHERE l.purchase_id = ANY(CAST(:subjects AS uuid[]))
    UNION SELECT s.variant_id FROM transfers s WHERE s.id = ANY(CAST(:subjects AS uuid[]))),
now AS (
    SELECT t.id, least(min(p.expected_on), (
        SELECT min(s.expected_on) FROM transfers s
        WHERE s.variant_id = t.id AND s.status = 'under-way')) AS expected_on
    FROM touched t
    LEFT JOIN purchase_lines l ON l.variant_id = t.id AND l.quantity > coalesce(
        (SELECT sum(r.ordered) FROM purchase_receipts r
         WHERE r.purchase_id = l.purchase_id AND r.line = l.line), 0)
    LEFT JOIN purchases p ON p.id = l.purchase_id AND p.status IN ('ordered', 'partly-received')
    GROUP BY t.id)
UPDATE variants v SET arrives_on = now.expected_on
FROM now WHERE v.id = now.id AND v.arrives_on IS DISTINCT FROM now.expected_on
RETURNING v.product_id
""")

_ANNOUNCED: Final = sa.text(
    "SELECT product_id FROM variants WHERE id = ANY(CAST(:variants AS uuid[]))"
)


class Arrivals:
    """The consumer's handler; ``tell`` is called when its effect is committed."""

    def __init__(self, tell: Callable[[str, Sequence[str]], None]) -> None:
        self._tell = tell
        self._products: set[UUID] = set()

    async def __call__(self, connection: AsyncConnection, seen: Sequence[Event]) -> None:
        about = {"subjects": [event.subject for event in seen]}
        self._products.update((await connection.execute(_ARRIVES, about)).scalars())
        variants = [event.subject for event in seen if event.type == PreorderAnnounced.TYPE]
        if variants:
            found = await connection.execute(_ANNOUNCED, {"variants": variants})
            self._products.update(found.scalars())

    def tell(self) -> None:
        products, self._products = self._products, set()
        if products:
            self._tell(_PRODUCTS, [str(one) for one in products])

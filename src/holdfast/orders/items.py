"""The lines of an order, as values and as rows."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal
from uuid import UUID

import asyncpg
import msgspec
from msgspec import Struct
from msgspec.structs import replace

from holdfast.ledger import Insert
from holdfast.orders.tables import UNITS_PUT_BACK

_ITEMS: Final = """
SELECT order_id, product_id, variant_id, product_name, options::text, quantity, price, discount,
       tax, delivered_as, taken::text, put_back::text
FROM order_items WHERE order_id = ANY($1::uuid[]) ORDER BY order_id, line
"""
_encode: Final = msgspec.json.Encoder().encode
_decode_taken: Final = msgspec.json.Decoder(dict[str, int]).decode


class OrderItem(Struct, frozen=True):
    """One line: ``price`` is that of one unit, ``discount`` and ``tax`` those of the whole line, in
    minor units of the order's currency. ``taken``: units by account, where they are not all of its
    variant's first; ``put_back``: those of them that are on sale again, while the order stands.
    ``delivered_as``: what its units were when they were ordered, if they are not sent."""

    product_id: UUID
    variant_id: UUID
    product_name: str
    options: dict[str, str]
    quantity: int
    price: int
    discount: int
    tax: int = 0
    taken: Mapping[str, int] | None = None
    put_back: Mapping[str, int] | None = None
    delivered_as: Literal["codes", "file"] | None = None

    @property
    def is_codes(self) -> bool:
        """Whether each of its units is a code, and none is sent."""
        return self.delivered_as == "codes"

    @property
    def is_file(self) -> bool:
        """Whether its buyer fetches a file, however many units it has."""
        return self.delivered_as == "file"

    @property
    def is_digital(self) -> bool:
        """Whether nothing of it is sent."""
        return self.delivered_as is not None


def variants_of_orders(orders: str) -> str:
    """SQL: the ids of the variants that are in these ``orders``, an array of ids, and of those
    whose stock was taken for them."""
    return (
        f"SELECT i.variant_id AS id FROM order_items i WHERE i.order_id = ANY({orders})"
        " UNION SELECT CAST(split_part(k.key, '/', 2) AS uuid)"
        " FROM order_items i CROSS JOIN LATERAL jsonb_object_keys(i.taken) AS k(key)"
        f" WHERE i.order_id = ANY({orders}) AND k.key LIKE 'stock/%'"
    )


def returned_key(order_id: UUID, line: int) -> str:
    """The account that counts how many units of a line were refunded."""
    return f"returned/{order_id}/{line}"


async def load_items(pool: asyncpg.Pool, order_ids: Sequence[UUID]) -> dict[UUID, list[OrderItem]]:
    """The items of these orders, in line order."""
    found: dict[UUID, list[OrderItem]] = {order_id: [] for order_id in order_ids}
    for order_id, *rest in await pool.fetch(_ITEMS, order_ids):
        product_id, variant_id, name, options, *figures, delivered_as, taken, back = rest
        item = OrderItem(product_id, variant_id, name, msgspec.json.decode(options), *figures)
        if delivered_as is not None:
            item = replace(item, delivered_as=delivered_as)
        if taken is not None:
            item = replace(item, taken=_decode_taken(taken))
        if back is not None:
            item = replace(item, put_back=_decode_taken(back))
        found[order_id].append(item)
    return found


def item_rows(order_id: UUID, items: Iterable[OrderItem]) -> tuple[tuple[object, ...], ...]:
    """The items in line order, as rows of ``ORDER_ITEMS``."""
    return tuple(
        [
            (
                order_id,
                line,
                item.product_id,
                item.variant_id,
                item.product_name,
                _encode(item.options).decode(),
                item.quantity,
                item.price,
                item.discount,
                item.tax,
                None if item.taken is None else _encode(item.taken).decode(),
                item.delivered_as,
            )
            for line, item in enumerate(items)
        ]
    )


def units_put_back(order_id: UUID, items: Sequence[OrderItem]) -> Insert:
    """What of the lines is on sale again; all of the order's lines, in their order."""
    rows = [
        (*row, None if item.put_back is None else _encode(item.put_back).decode())
        for row, item in zip(item_rows(order_id, items), items, strict=True)
    ]
    return Insert(UNITS_PUT_BACK, tuple(rows))

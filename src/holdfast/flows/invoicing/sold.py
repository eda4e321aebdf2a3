"""What an order sold, as invoices and credit notes tell it: what was paid for each line with its
tax, and at which rates."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

import msgspec
import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.invoices import BillTax
from holdfast.kit.sentences import in_language, recalled
from holdfast.orders import OrderTax
from holdfast.pricing import PaidLine, tax_of

__all__ = ["SoldOrder", "sold_orders"]

_SOLD: Final = sa.text("""
SELECT o.id, o.total, o.tax, o.shipping, o.currency,
       coalesce(CAST(o.breakdown ->> 'included' AS boolean), false) AS included,
       coalesce(CAST(o.breakdown ->> 'shipping_tax' AS bigint), 0) AS shipping_tax,
       coalesce(o.breakdown ->> 'taxes', '[]') AS taxes,
       (SELECT coalesce(jsonb_agg(jsonb_build_array(
                    i.price * i.quantity - i.discount, i.tax) ORDER BY i.line), '[]')
        FROM order_items i WHERE i.order_id = o.id) AS items
FROM orders o WHERE o.id = ANY(CAST(:ids AS uuid[]))
""")
_taxes: Final = msgspec.json.Decoder(tuple[OrderTax, ...]).decode


class SoldOrder(Struct, frozen=True):
    """``lines``: each line, then delivery, then what else it sold (a session, a package). Minor
    units. Orders from before taxes were kept by line have no ``taxes``."""

    currency: str
    lines: tuple[PaidLine, ...]
    taxes: tuple[OrderTax, ...]

    @property
    def paid(self) -> list[int]:
        """Of each line."""
        return [one.paid for one in self.lines]

    def by_rate(self, back: Sequence[int], language: str) -> list[BillTax]:
        """So much of each line by what it was taxed with, what was not taxed last; nothing where
        that is not known."""
        if not self.taxes:
            return []
        found = [
            self._at(self._places(one), back, in_language(recalled(one.title), language), one.rate)
            for one in self.taxes
        ]
        taxed = {place for one in self.taxes for place in self._places(one)}
        untaxed = [place for place in range(len(self.lines)) if place not in taxed]
        return [*found, self._at(untaxed, back, "", 0)]

    def rate_of(self, line: int) -> int:
        """With which a line of goods is taxed."""
        return next((one.rate for one in self.taxes if line in one.lines), 0)

    def _places(self, one: OrderTax) -> list[int]:
        return [*one.lines, *([len(self.lines) - 2] if one.delivery else ())]

    def _at(self, places: Sequence[int], back: Sequence[int], name: str, rate: int) -> BillTax:
        gross = [back[place] for place in places]
        tax = tax_of([self.lines[place] for place in places], gross)
        return BillTax(name, rate, sum(gross) - tax, tax)


async def sold_orders(connection: AsyncConnection, ids: Collection[UUID]) -> dict[UUID, SoldOrder]:
    """Those of these ids that there are."""
    rows = await connection.execute(_SOLD, {"ids": sorted(ids)})
    return {
        row["id"]: SoldOrder(row["currency"], tuple(_lines(row)), _taxes(row["taxes"]))
        for row in rows.mappings()
    }


def _lines(row: Mapping[Any, Any]) -> list[PaidLine]:
    on_top = not row["included"]
    lines = [PaidLine(paid + (tax if on_top else 0), tax) for paid, tax in row["items"]]
    delivery = row["shipping_tax"]
    lines.append(PaidLine(row["shipping"] + (delivery if on_top else 0), delivery))
    rest = row["total"] - sum(one.paid for one in lines)
    return [*lines, PaidLine(max(rest, 0), row["tax"] - sum(one.tax for one in lines))]

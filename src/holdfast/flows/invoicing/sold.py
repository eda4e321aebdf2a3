"""What an order sold, as invoices and credit notes tell it: what was paid for each line with its
tax, and at which rates. What hours and sessions paid was sold, and taxed, when they were bought; of
an order that was invoiced whole before that was so nothing is left out."""

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
from holdfast.payments import PREPAID
from holdfast.pricing import PaidLine, spread, tax_of, without_prepaid

__all__ = ["SoldOrder", "sold_orders"]

_SOLD: Final = sa.text(f"""
SELECT o.id, o.total, o.tax, o.shipping, o.currency,
       coalesce(CAST(o.breakdown ->> 'included' AS boolean), false) AS included,
       coalesce(CAST(o.breakdown ->> 'shipping_tax' AS bigint), 0) AS shipping_tax,
       coalesce(o.breakdown ->> 'taxes', '[]') AS taxes,
       CASE WHEN EXISTS (SELECT FROM invoices i WHERE i.source = 'order/' || o.id
                         AND NOT i.bill ? 'prepaid') THEN 0 ELSE {PREPAID} END AS prepaid,
       (SELECT coalesce(jsonb_agg(jsonb_build_array(
                    i.price * i.quantity - i.discount, i.tax) ORDER BY i.line), '[]')
        FROM order_items i WHERE i.order_id = o.id) AS items
FROM orders o WHERE o.id = ANY(CAST(:ids AS uuid[]))
""")
_taxes: Final = msgspec.json.Decoder(tuple[OrderTax, ...]).decode


class SoldOrder(Struct, frozen=True):
    """``goods``: each line; ``beside``: what else it sold (a session, a package), of which what is
    taxed, by rate, then what is not. Minor units, without what was ``prepaid``. Orders from before
    taxes were kept by line have no ``taxes``."""

    currency: str
    goods: tuple[PaidLine, ...]
    delivery: PaidLine
    beside: tuple[PaidLine, ...]
    taxes: tuple[OrderTax, ...]
    prepaid: int = 0

    @property
    def lines(self) -> tuple[PaidLine, ...]:
        """Each line, then delivery, then what else it sold."""
        return *self.goods, self.delivery, *self.beside

    @property
    def paid(self) -> list[int]:
        """Of each line."""
        return [one.paid for one in self.lines]

    @property
    def total(self) -> int:
        """Of all of it."""
        return sum(self.paid)

    @property
    def tax(self) -> int:
        """In all of it."""
        return sum(one.tax for one in self.lines)

    @property
    def beside_tax(self) -> int:
        """In what else it sold."""
        return sum(one.tax for one in self.beside)

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

    @property
    def beside_rate(self) -> int | None:
        """With which what else it sold is taxed; None: with several."""
        rates = [one.rate for one in self.taxes if one.beside]
        return rates[0] if len(rates) == 1 else None if rates else 0

    def _places(self, one: OrderTax) -> list[int]:
        delivery = len(self.goods)
        also = [delivery] if one.delivery else []
        if one.beside:
            before = self.taxes[: self.taxes.index(one)]
            also.append(delivery + 1 + sum(1 for each in before if each.beside))
        return [*one.lines, *also]

    def _at(self, places: Sequence[int], back: Sequence[int], name: str, rate: int) -> BillTax:
        gross = [back[place] for place in places]
        tax = tax_of([self.lines[place] for place in places], gross)
        return BillTax(name, rate, sum(gross) - tax, tax)


async def sold_orders(connection: AsyncConnection, ids: Collection[UUID]) -> dict[UUID, SoldOrder]:
    """Those of these ids that there are."""
    rows = await connection.execute(_SOLD, {"ids": sorted(ids)})
    return {row["id"]: _sold(row) for row in rows.mappings()}


def _sold(row: Mapping[Any, Any]) -> SoldOrder:
    on_top, taxes = not row["included"], _taxes(row["taxes"])
    goods = [PaidLine(paid + (tax if on_top else 0), tax) for paid, tax in row["items"]]
    tax = row["shipping_tax"]
    delivery = PaidLine(row["shipping"] + (tax if on_top else 0), tax)
    rest = row["total"] - sum(one.paid for one in (*goods, delivery))
    rest_tax = row["tax"] - sum(one.tax for one in (*goods, delivery))
    whole = PaidLine(max(rest, 0), rest_tax)
    left = without_prepaid(whole, row["prepaid"])
    beside = _by_rate(left, _beside(whole, taxes))
    prepaid = whole.paid - left.paid
    return SoldOrder(row["currency"], tuple(goods), delivery, tuple(beside), taxes, prepaid)


def _beside(whole: PaidLine, taxes: Sequence[OrderTax]) -> list[PaidLine]:
    """What it sold beside goods, at each rate of that; before rates were of services there was
    one, with all of the tax."""
    rows = [one for one in taxes if one.beside]
    taxed = sum(one.beside for one in rows)
    if len(rows) < 2:
        if 0 < taxed < whole.paid:
            return [PaidLine(taxed, whole.tax), PaidLine(whole.paid - taxed)]
        return [whole]
    found = [PaidLine(one.beside, one.beside_tax) for one in rows]
    return [*found, PaidLine(whole.paid - taxed)] if taxed < whole.paid else found


def _by_rate(left: PaidLine, sold: Sequence[PaidLine]) -> list[PaidLine]:
    """So much is ``left`` of what was ``sold`` at several rates, of each alike."""
    paid = spread(left.paid, [one.paid for one in sold])
    tax = spread(left.tax, [one.tax for one in sold])
    return [PaidLine(*one) for one in zip(paid, tax, strict=True)]

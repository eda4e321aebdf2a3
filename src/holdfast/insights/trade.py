"""What is counted of lines that were sold: sums by hour of the shop and of each seller, and by day
of each product; pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TypeAlias
from uuid import UUID

from msgspec import Struct

from holdfast.insights.trade_tables import WHOLE_SHOP

Key: TypeAlias = tuple[object, ...]


class SoldLine(Struct, frozen=True):
    """A line of a paid order: ``units`` for ``gross``, of which ``back`` units and ``refunded`` of
    the price came back. ``seller_id`` is zero for the shop's own."""

    order_id: UUID
    line: int
    product_id: UUID
    seller_id: UUID
    currency: str
    sold_at: datetime
    day: date
    hour: int
    units: int
    gross: int
    back: int
    refunded: int


class Sums(Struct):
    """Of lines that fall together."""

    orders: int = 0
    units: int = 0
    gross: int = 0
    back: int = 0
    refunded: int = 0

    def add(self, line: SoldLine, sign: int, *, first: bool) -> None:
        """``first``: of its order, of those that fall together."""
        self.orders += sign * first
        self.units += sign * line.units
        self.gross += sign * line.gross
        self.back += sign * line.back
        self.refunded += sign * line.refunded

    @property
    def is_something(self) -> bool:
        return any((self.orders, self.units, self.gross, self.back, self.refunded))


def changes(
    before: Sequence[SoldLine], now: Sequence[SoldLine]
) -> tuple[Mapping[Key, Sums], Mapping[Key, Sums]]:
    """What the sums change by, if these orders' lines were counted as they were ``before``: by
    scope, day, hour and currency; and by product, seller, day and currency. All lines of an order
    are given, or none."""
    hours: dict[Key, Sums] = defaultdict(Sums)
    products: dict[Key, Sums] = defaultdict(Sums)
    for sign, lines in ((-1, before), (1, now)):
        _count(lines, sign, hours, products)
    return _something(hours), _something(products)


def _count(
    lines: Iterable[SoldLine], sign: int, hours: dict[Key, Sums], products: dict[Key, Sums]
) -> None:
    met: set[tuple[UUID, Key]] = set()
    for line in lines:
        when = (line.day, line.hour, line.currency)
        scopes = {WHOLE_SHOP, line.seller_id}
        kept: list[tuple[dict[Key, Sums], Key]] = [(hours, (scope, *when)) for scope in scopes]
        kept.append((products, (line.product_id, line.seller_id, line.day, line.currency)))
        for sums, key in kept:
            first = (line.order_id, key) not in met
            met.add((line.order_id, key))
            sums[key].add(line, sign, first=first)


def _something(sums: Mapping[Key, Sums]) -> Mapping[Key, Sums]:
    return {key: one for key, one in sums.items() if one.is_something}

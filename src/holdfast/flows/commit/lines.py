"""What an order takes, said in this place only: units of stock, cells of time, a coupon, a seat,
money."""

from collections.abc import Iterable, Mapping
from typing import Final, Protocol
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from holdfast.catalog import goods_key, stock_key
from holdfast.flash_sales import sale_key, sale_limit_key
from holdfast.kit import Money
from holdfast.ledger import Line
from holdfast.locations import TO_COME, location_at, to_come_key
from holdfast.orders import OrderItem, OrderSale, seat_key
from holdfast.promotions import issued_key

__all__ = [
    "Lines", "cancelled_of", "goods_of_one", "lies_in", "lines_of", "order_ref", "sold_before",
    "still_taken", "still_there",
]  # fmt: skip


SEATS: Final = 10_000
"""Orders without goods of one owner that may wait for their money at once: no hold is without a
line, and nobody comes near."""


class AnyOrder(Protocol):
    """An order, as it is to be made or as it stands."""

    @property
    def owner(self) -> str: ...
    @property
    def coupon_id(self) -> UUID | None: ...
    @property
    def total(self) -> int: ...
    @property
    def currency(self) -> str: ...
    @property
    def limits(self) -> Mapping[str, int | None]: ...
    @property
    def sale(self) -> OrderSale | None: ...


class Lines(Struct, frozen=True):
    """``stock``: units by account, a flash sale's where they come from one; ``cells``: of its
    booking's time; ``coupon``: the account of the one it is priced with; ``seat``: that of an order
    without goods, free again once it is paid; ``money``: what is to pay; ``limits``: of promotions
    it takes one use each, where that is bounded, and its units of a flash sale that has a limit."""

    stock: dict[str, int]
    coupon: str | None
    seat: str | None
    money: Money
    limits: tuple[Line, ...] = ()
    cells: tuple[Line, ...] = ()

    @property
    def goods(self) -> dict[str, int]:
        """Units by account, the coupon's among them."""
        return self.stock if self.coupon is None else {**self.stock, self.coupon: 1}

    @property
    def held(self) -> tuple[Line, ...]:
        """What a hold for the order takes."""
        lines = [Line(account, quantity) for account, quantity in self.goods.items()]
        lines += self.limits
        lines += self.cells
        if self.seat is not None:
            lines.append(Line(self.seat, 1, SEATS, kept=False))
        return tuple(lines)


def lines_of(order: AnyOrder, items: Iterable[OrderItem], cells: tuple[Line, ...] = ()) -> Lines:
    """``items`` are the order's; those of one variant add up. ``cells`` are its booking's."""
    stock: dict[str, int] = {}
    sale = order.sale
    for item in items:
        for account, units in _taken(item, sale).items():
            stock[account] = stock.get(account, 0) + units
    coupon = None if order.coupon_id is None else issued_key(order.coupon_id)
    seat = None if stock else seat_key(order.owner)
    limits = tuple(Line(account, 1, capacity) for account, capacity in order.limits.items())
    if sale is not None:
        units, most = sum(stock.values()), sale.per_customer
        limits = (*limits, Line(sale_limit_key(sale.id, order.owner), units, most))
    return Lines(stock, coupon, seat, Money(order.total, order.currency), limits, cells)


def _taken(item: OrderItem, sale: OrderSale | None) -> Mapping[str, int]:
    if sale is not None:
        return {sale_key(sale.id): item.quantity}
    return item.taken or {stock_key(item.variant_id): item.quantity}


def still_taken(item: OrderItem, sale: OrderSale | None) -> dict[str, int]:
    """What the line took, less what of it is on sale again."""
    back = item.put_back or {}
    left = {account: n - back.get(account, 0) for account, n in _taken(item, sale).items()}
    return {account: units for account, units in left.items() if units}


def cancelled_of(item: OrderItem, sale: OrderSale | None) -> int:
    """How many units of the line were cancelled and are on sale again."""
    back = item.put_back or {}
    if not back or sale is not None:
        return sum(back.values())
    goods, each = next(iter(goods_of_one(item).items()))
    return sum(units for account, units in back.items() if goods_key(account) == goods) // each


def still_there(items: Iterable[OrderItem], sale: OrderSale | None) -> list[OrderItem]:
    """The lines as if what is on sale again had never been bought."""
    found = []
    for item in items:
        left = still_taken(item, sale)
        if left and sale is not None:
            found.append(replace(item, quantity=sum(left.values())))
        elif left:
            found.append(replace(item, taken=left))
    return found


def goods_of_one(item: OrderItem) -> dict[str, int]:
    """What one unit of the line was made of, by the first location's accounts: what comes back is
    received there."""
    if item.taken is None:
        return {stock_key(item.variant_id): 1}
    found: dict[str, int] = {}
    for account, units in item.taken.items():
        key = goods_key(account)
        found[key] = found.get(key, 0) + units
    return {key: units // item.quantity for key, units in found.items()}


def lies_in(item: OrderItem, sale: OrderSale | None) -> dict[UUID, int]:
    """How many of the line's units lie in which location. Nothing where that is not known: of a
    flash sale whose units came from several, of what is made of parts that lie in several, and of
    what was sold before it was there."""
    if sale is not None:
        return {} if sale.location is None else {sale.location: item.quantity}
    found: dict[UUID, int] = {}
    taken = still_taken(item, sale)
    for account, units in taken.items():
        place = location_at(account)
        if place != TO_COME:
            found[place] = found.get(place, 0) + units
    if {goods_key(account) for account in taken} == {stock_key(item.variant_id)}:
        return found
    return dict.fromkeys(found, item.quantity) if len(found) == 1 else {}


def sold_before(item: OrderItem) -> int:
    """How many of the line's units were sold before they were there, less what is on sale again."""
    if item.taken is None:
        return 0
    return still_taken(item, None).get(to_come_key(stock_key(item.variant_id)), 0)


def order_ref(order_id: UUID) -> str:
    """What a hold for the order is for."""
    return f"order/{order_id}"

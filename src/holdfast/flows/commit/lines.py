"""What an order takes, said in this place only: units of stock, a coupon, money."""

from collections.abc import Iterable
from typing import Protocol
from uuid import UUID

from msgspec import Struct

from holdfast.catalog import stock_key
from holdfast.kit import Money
from holdfast.ledger import Line
from holdfast.orders import OrderItem
from holdfast.promotions import issued_key

__all__ = ["Lines", "lines_of", "order_ref"]


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


class Lines(Struct, frozen=True):
    """``stock``: units by account; ``coupon``: the account of the one it is priced with; ``money``:
    what is to pay."""

    stock: dict[str, int]
    coupon: str | None
    money: Money

    @property
    def goods(self) -> dict[str, int]:
        """Units by account, the coupon's among them."""
        return self.stock if self.coupon is None else {**self.stock, self.coupon: 1}

    @property
    def held(self) -> tuple[Line, ...]:
        """What a hold for the order takes."""
        return tuple([Line(account, quantity) for account, quantity in self.goods.items()])


def lines_of(order: AnyOrder, items: Iterable[OrderItem]) -> Lines:
    """``items`` are the order's; those of one variant add up."""
    stock: dict[str, int] = {}
    for item in items:
        account = stock_key(item.variant_id)
        stock[account] = stock.get(account, 0) + item.quantity
    coupon = None if order.coupon_id is None else issued_key(order.coupon_id)
    return Lines(stock, coupon, Money(order.total, order.currency))


def order_ref(order_id: UUID) -> str:
    """What a hold for the order is for."""
    return f"order/{order_id}"

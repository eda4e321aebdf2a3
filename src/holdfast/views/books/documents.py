"""A document of the books: something that moved money, as double entries. Pure."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal, TypeAlias

from msgspec import Struct

from holdfast.kit.money import POINTS
from holdfast.views.books.chart import CHART, Account

__all__ = ["Buyer", "Document", "Kind", "Leg", "Sold", "SoldLine", "document"]

Kind: TypeAlias = Literal[
    "sale", "payment", "refund", "fee", "dispute", "wallet", "prepaid", "seller", "payout"
]


class Leg(Struct, frozen=True):
    """``amount`` in minor units: above 0 a debit, below 0 a credit. ``of`` is whose sub-account."""

    account: Account
    amount: int
    of: str | None = None

    @property
    def quickbooks(self) -> str:
        """The account's name, with that of its parent."""
        name = CHART[self.account].quickbooks
        return name if self.of is None else f"{name}:{self.of}"

    @property
    def one_c(self) -> str:
        return CHART[self.account].one_c


class SoldLine(Struct, frozen=True):
    """``quantity`` of something for ``price`` each, less the ``discount`` of all of them; ``tax``
    is contained or beside it as the order says. ``id`` is the same in every document that sells
    this variant, service or package."""

    id: str
    name: str
    quantity: int
    price: int
    discount: int = 0
    tax: int = 0
    service: bool = False

    @property
    def amount(self) -> int:
        return self.price * self.quantity - self.discount


class Sold(Struct, frozen=True):
    """What a sale was of, for 1C."""

    total: int
    discount: int
    tax: int
    tax_included: bool
    shipping: int
    lines: tuple[SoldLine, ...]


class Buyer(Struct, frozen=True):
    """Who ordered, by account or as a guest; what they are called and where they are reached, where
    that is known."""

    owner: str
    name: str | None = None
    email: str | None = None
    phone: str | None = None


class Document(Struct, frozen=True):
    """``number`` is the same whenever it is exported, and no other document's. ``total`` is what
    1C is told that it comes to; its legs come to 0."""

    number: str
    at: datetime
    kind: Kind
    currency: str
    legs: tuple[Leg, ...]
    text: str
    order: str | None = None
    total: int = 0
    sold: Sold | None = None
    buyer: Buyer | None = None


def document(
    number: str,
    at: datetime,
    kind: Kind,
    currency: str,
    legs: Iterable[Leg],
    text: str,
    order: str | None = None,
    total: int = 0,
    sold: Sold | None = None,
    buyer: Buyer | None = None,
) -> Document | None:
    """None where nothing moves, and of what is priced in points, which are no money. Raises
    ValueError where debits are not credits: that would be a fault of ours, and no file is better
    than a wrong one."""
    moved = tuple(one for one in legs if one.amount)
    if sum(one.amount for one in moved):
        raise ValueError(f"{number} does not balance: {moved}")
    if not moved or currency == POINTS:
        return None
    return Document(number, at, kind, currency, moved, text, order, total, sold, buyer)

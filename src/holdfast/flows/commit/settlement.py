"""The settlement port: how the money for an order comes out of a wallet, and back into it.

Two ways fit behind it. *Together*: wallet, goods and coupon in one command, so the order is paid or
refused at once. *By message*: goods and coupon are held, the order is new, and the wallet's own
service says later whether it could pay. A settlement commits nothing itself: it says what the
flow's one command is to hold.
"""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from msgspec import Struct

from holdfast.flows.commit.basket import Basket
from holdfast.kit import Money
from holdfast.kit.sentences import say
from holdfast.ledger import Line, Operation, Rider, Shortage
from holdfast.orders import Order
from holdfast.payments import Payment

__all__ = ["MoneyBack", "MoneyMissing", "NewOrder", "Settlement", "Taking"]


class NewOrder(Struct, frozen=True):
    """An order that is to be paid from its owner's wallet. ``description`` is what one without
    goods is for."""

    id: UUID
    number: str
    payment_id: UUID
    owner: str
    basket: Basket
    description: str | None
    locale: str | None
    request: str
    bounds: tuple[Line, ...] = ()
    """What of the owner's bounds a hold takes, if the goods are only held."""


class Taking(Struct, frozen=True):
    """What the command of a new order is made of."""

    operations: tuple[Operation, ...]
    riders: tuple[Rider, ...]


class MoneyBack(Struct, frozen=True):
    """What gives money back, in the command that cancels the order or refunds a part; ``done`` if
    nothing is left to do after that command."""

    operations: tuple[Operation, ...]
    riders: tuple[Rider, ...]
    done: bool


class MoneyMissing(Struct, frozen=True, rename="camel"):
    """The wallet has too little, or (``wallet_id`` None) there is none in this currency."""

    currency: str
    wanted: int
    available: int
    held: int
    wallet_id: UUID | None

    @property
    def detail(self) -> str:
        if self.wallet_id is None:
            return say("You have no {currency} wallet.", currency=self.currency)
        missing = Money(self.wanted - self.available, self.currency)
        return say("You are {amount} short.", amount=str(missing))

    def shown(self) -> dict[str, object]:
        """As a refusal shows it."""
        return {
            "currency": self.currency,
            "wanted": self.wanted,
            "available": self.available,
            "held": self.held,
            "missing": self.wanted - self.available,
            "walletId": None if self.wallet_id is None else str(self.wallet_id),
        }


class Settlement(Protocol):
    """How orders are paid from wallets."""

    def take(self, order: NewOrder) -> Taking:
        """Goods, coupon and money of the order, as far as they are taken at once; and its rows."""
        ...

    def pay(self, order: Order, payment_id: UUID, request: str, /) -> Taking:
        """Money for an order that was reserved; where it comes at once, the goods are captured."""
        ...

    async def money_missing(
        self, owner: str, currency: str, shortages: Sequence[Shortage], /
    ) -> MoneyMissing | None:
        """What these shortages, of what ``take`` would take, say of the owner's wallet."""
        ...

    def give_back(
        self, order: Order, payment: Payment, amount: int, refund_id: UUID, request: str, /
    ) -> MoneyBack:
        """``amount`` minor units (above 0) of the payment back to where they came from.
        ``refund_id`` is the payment's own id if that is all that is left of it."""
        ...

    async def call_off(self, order: Order, request: str, /) -> tuple[Rider, ...]:
        """For the command with which a buyer cancels an order that is not paid: what sees to it
        that it will not be paid any more, or that the money comes back."""
        ...

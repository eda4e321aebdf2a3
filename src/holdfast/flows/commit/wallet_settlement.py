"""The settlement port: how the money for an order comes out of a wallet, and back into it.

Two ways fit behind it. *Together*: wallet, goods and coupon in one command, so the order is paid or
refused at once. *By message*: goods and coupon are held, the order is new, and the wallet's own
service says later whether it could pay. A settlement commits nothing itself: it says what the
flow's one command is to hold.
"""

from collections.abc import Mapping, Sequence
from typing import Final, Protocol
from uuid import UUID

import asyncpg
import msgspec
from msgspec import Struct

from holdfast.booking.bookings import NewBooking, cell_lines
from holdfast.kit import Money
from holdfast.kit.sentences import say
from holdfast.ledger import Hold, Line, Operation, Rider, Shortage, Withdraw
from holdfast.orders import Breakdown, Order, OrderItem, OrderSale
from holdfast.packages import NewPurchase
from holdfast.payments import Payment

__all__ = ["MoneyBack", "MoneyMissing", "NewOrder", "Settlement", "Taken", "shortfalls"]


class NewOrder(Struct, frozen=True):
    """An order that is to be made. ``description`` is what one without goods is for; ``hold_id``
    and ``payment_id`` are for who holds its goods, who pays it; ``bounds`` is what a hold takes of
    its owner's bounds; ``booking`` is made with it, as is
    ``purchase``, the package that it is for; ``address`` is where its goods go, as its row has
    it; ``contact`` where who has no account is told of it."""

    id: UUID
    number: str
    hold_id: UUID
    payment_id: UUID
    owner: str
    items: tuple[OrderItem, ...]
    total: int
    discount: int
    currency: str
    coupon_id: UUID | None = None
    description: str | None = None
    locale: str | None = None
    bounds: tuple[Line, ...] = ()
    tax: int = 0
    shipping: int = 0
    breakdown: Breakdown | None = None
    booking: NewBooking | None = None
    purchase: NewPurchase | None = None
    address: str | None = None
    contact: str | None = None

    @property
    def booking_id(self) -> UUID | None:
        """The booking that it pays for."""
        return None if self.booking is None else self.booking.id

    @property
    def cells(self) -> tuple[Line, ...]:
        """Of time, that its booking takes."""
        return () if self.booking is None else cell_lines(self.booking.takings)

    @property
    def limits(self) -> Mapping[str, int | None]:
        """Accounts of promotions of which it takes one each, with what they may count."""
        return {} if self.breakdown is None else self.breakdown.limits

    @property
    def sale(self) -> OrderSale | None:
        """The flash sale that its units come from, where that is not the stock."""
        return None if self.breakdown is None else self.breakdown.sale


class Taken(Struct, frozen=True):
    """What the command that makes or pays an order is made of."""

    operations: tuple[Operation, ...]
    riders: tuple[Rider, ...]

    @property
    def hold_id(self) -> UUID | None:
        """The hold, if goods are held."""
        for operation in self.operations:
            if isinstance(operation, Hold):
                return operation.hold_id
        return None

    @property
    def wanted(self) -> dict[str, int]:
        """How much of which store must be free."""
        wanted: dict[str, int] = {}
        for operation in self.operations:
            if isinstance(operation, Withdraw) and operation.capacity is None:
                wanted[operation.key] = operation.quantity
            elif isinstance(operation, Hold):
                stores = (line for line in operation.lines if line.capacity is None)
                wanted |= {line.key: line.quantity for line in stores}
        return wanted


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
        return say("You are {amount} short.", amount=missing)

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


_SHORTFALLS: Final = """
SELECT subject_id, shortfall::text FROM payments
WHERE subject_id = ANY($1::uuid[]) AND shortfall IS NOT NULL
"""
_decode: Final = msgspec.json.Decoder(MoneyMissing).decode


async def shortfalls(pool: asyncpg.Pool, order_ids: Sequence[UUID]) -> dict[UUID, MoneyMissing]:
    """What wallets lacked that were asked by message, by order: kept with the payment that failed
    for it."""
    if not order_ids:
        return {}
    rows = await pool.fetch(_SHORTFALLS, order_ids)
    return {order_id: _decode(shortfall) for order_id, shortfall in rows}


class Settlement(Protocol):
    """How orders are paid from wallets. ``holds``: goods wait for their money, so their buyer's
    bounds count."""

    holds: bool

    def take(self, order: NewOrder, /) -> Taken:
        """Goods, coupon and money of the order, as far as they are taken at once; and its rows."""
        ...

    def pay(self, order: Order, payment_id: UUID, /) -> Taken:
        """Money for an order that was reserved; where it comes at once, the goods are captured."""
        ...

    def pay_part(
        self, order: Order, payment_id: UUID, amount: int, mix_id: UUID | None = None, /
    ) -> Taken:
        """So much of it; where that comes at once, its row says that it is counted. ``mix_id``: of
        what goes back together."""
        ...

    async def money_missing(
        self, owner: str, currency: str, shortages: Sequence[Shortage], /
    ) -> MoneyMissing | None:
        """What these shortages, of what ``take`` would take, say of the owner's wallet."""
        ...

    def give_back(
        self,
        order: Order,
        payment: Payment,
        amount: int,
        refund_id: UUID,
        lines: Sequence[int] = (),
        /,
    ) -> MoneyBack:
        """``amount`` minor units (above 0) of the payment back to where they came from.
        ``refund_id`` is the payment's own id if that is all that is left of it; ``lines``: what is
        to go back for each line."""
        ...

    async def call_off(self, order: Order, /) -> tuple[Rider, ...]:
        """For the command with which a buyer cancels an order that is not paid: what sees to it
        that it will not be paid any more, or that the money comes back."""
        ...

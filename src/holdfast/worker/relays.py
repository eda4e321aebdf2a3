"""The two sides of settlement by message, each a relay of events into letters and a reader of the
other one's: composed in one process, or each in the process of its service.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final, TypeVar
from uuid import UUID

import msgspec
from msgspec import Struct

from holdfast.db.cursors import Consumer
from holdfast.db.engine import Database
from holdfast.db.reading import Event
from holdfast.flows.messaging.messages import (
    ORDERS_TO_PAY,
    PAYMENT_RESULTS,
    Forget,
    Message,
    Paid,
    Pay,
    Refund,
    Refunded,
    Refused,
    Result,
    Seal,
    ToPay,
)
from holdfast.flows.messaging.post import Letter, LetterOutcome, LetterReader, Post
from holdfast.flows.messaging.wallet_charges import charge
from holdfast.flows.personal_data.by_message import forget
from holdfast.flows.settlement.payment_results import take_result
from holdfast.flows.shop_parts import ShopParts
from holdfast.flows.wallets.treasury import Treasury
from holdfast.payments import PaymentWanted, RefundWanted
from holdfast.people import AccountClosed, user_owner
from holdfast.wallets import ChargePaid, ChargeRefunded, ChargeRefused
from holdfast.worker.background import consumer_failed

__all__ = ["RESULT_TYPES", "TO_PAY_TYPES", "Side", "both_sides", "orders_side", "payments_side"]

TO_PAY_TYPES: Final = (PaymentWanted.TYPE, RefundWanted.TYPE, AccountClosed.TYPE)
RESULT_TYPES: Final = (ChargePaid.TYPE, ChargeRefused.TYPE, ChargeRefunded.TYPE)

COLLECT_FOR: Final = 0.01  # a buyer waits: seconds in which the events of many gather
LONGEST_PAUSE: Final = 5.0
SPAN: Final = 500

_AnyMessage = TypeVar("_AnyMessage", bound=Message)


class Side(Struct, frozen=True):
    """``relay`` is a consumer for the service's worker; ``reader`` reads ``queue``."""

    relay: Consumer
    queue: str
    reader: LetterReader


def orders_side(shop_parts: ShopParts, post: Post, secret: bytes) -> Side:
    """Asks for money, and hears what came of it; says of whom nothing is kept any more."""
    asks, hears = Seal[ToPay](secret, ORDERS_TO_PAY), Seal[Result](secret, PAYMENT_RESULTS)
    relay = _relay("relay-orders-to-pay", TO_PAY_TYPES, asks, post)
    return Side(relay, hears.queue, _reader(hears, partial(take_result, shop_parts)))


def payments_side(treasury: Treasury, database: Database, post: Post, secret: bytes) -> Side:
    """Is asked for money, and says what came of it; forgets whose account is closed."""

    async def take(message: ToPay) -> LetterOutcome:
        if isinstance(message, Forget):
            return await forget(treasury, database, message)
        return await charge(treasury, message)

    hears, says = Seal[ToPay](secret, ORDERS_TO_PAY), Seal[Result](secret, PAYMENT_RESULTS)
    relay = _relay("relay-payment-results", RESULT_TYPES, says, post)
    return Side(relay, hears.queue, _reader(hears, take))


def both_sides(
    shop_parts: ShopParts, treasury: Treasury, post: Post, secret: bytes
) -> Sequence[Consumer]:
    """Both in this process; the relays for its worker."""
    database = shop_parts.database
    sides = (
        orders_side(shop_parts, post, secret),
        payments_side(treasury, database, post, secret),
    )
    for side in sides:
        post.deliver(side.queue, side.reader)
    return tuple(side.relay for side in sides)


def _reader(
    seal: Seal[_AnyMessage], take: Callable[[_AnyMessage], Awaitable[LetterOutcome]]
) -> LetterReader:
    async def read(letter: Letter) -> LetterOutcome:
        return await take(seal.opened(letter))

    return read


def _relay(name: str, types: Sequence[str], seal: Seal[_AnyMessage], post: Post) -> Consumer:
    async def send(events: Sequence[Event]) -> None:
        await post.send([seal.letter(_message(event)) for event in events])

    return Consumer(
        name,
        types,
        send,
        effect="outside",
        span=SPAN,
        collect_for=COLLECT_FOR,
        longest_pause=LONGEST_PAUSE,
        rest=0.0,
        on_failure=consumer_failed,
    )


_MESSAGES: Final[Mapping[str, tuple[type[Message], str]]] = {
    PaymentWanted.TYPE: (Pay, "paymentId"),
    RefundWanted.TYPE: (Refund, "refundId"),
    AccountClosed.TYPE: (Forget, "owner"),
    ChargePaid.TYPE: (Paid, "paymentId"),
    ChargeRefused.TYPE: (Refused, "paymentId"),
    ChargeRefunded.TYPE: (Refunded, "refundId"),
}
"""What tells the other service of an event, and what its id is made of: what it is about, so that
the same message has the same id whoever sends it again, also after a restore."""


def _message(event: Event) -> Any:
    """The event's fields, which the message has under the same names; the one of the ids that
    its data does not have is its subject."""
    kind, named = _MESSAGES[event.type]
    data = {"orderId": event.subject, "paymentId": event.subject, **event.data}
    if kind is Forget:
        data["owner"] = user_owner(UUID(event.subject))
    tag = kind.__struct_config__.tag
    own = {"type": tag, "messageId": f"{tag}/{data[named]}", "at": event.at}
    return msgspec.convert({**data, **own, "request": event.request}, kind)

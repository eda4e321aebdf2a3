"""The messages between orders and payments: every type, with its fields. ``docs/messages.md`` is
made from this file.

They are read by another service, perhaps of an older or newer release: fields are added, never
renamed or taken away; what cannot be said so is a new ``version``. Each of a payment says its
order, so that nobody has to remember what it asked for.
"""

import hashlib
import hmac
from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Final, Generic, Literal, TypeAlias, TypeVar, Union
from uuid import UUID

import msgspec
from msgspec import Meta, Struct

from holdfast.flows.messaging.post import Letter, Unreadable
from holdfast.ledger import MAX_BALANCE

__all__ = [
    "MAX_BODY", "ORDERS_TO_PAY", "PAYMENT_RESULTS", "QUEUES", "Charging", "Forget", "Message",
    "Paid", "Pay", "Refund", "Refunded", "Refused", "RefusedBecause", "Result", "Seal", "ToPay",
]  # fmt: skip

ORDERS_TO_PAY: Final = "orders.to_pay"
PAYMENT_RESULTS: Final = "payment.results"
MAX_BODY: Final = 16 * 1024
"""Bytes a message has at most; ours have a few hundred."""

Amount: TypeAlias = Annotated[int, Meta(ge=1, le=MAX_BALANCE)]
Currency: TypeAlias = Annotated[str, Meta(min_length=3, max_length=3)]
Owner: TypeAlias = Annotated[str, Meta(min_length=1, max_length=100)]
RefusedBecause: TypeAlias = Literal["no-wallet", "insufficient-funds", "called-off"]


class Message(Struct, frozen=True, rename="camel", tag_field="type", tag=str.lower, kw_only=True):
    """What all have. ``messageId`` is the same whenever the same message is sent; ``request`` is
    the id of the request that led to it."""

    version: Literal[1] = 1
    message_id: str
    at: datetime
    request: str = ""

    @property
    def about(self) -> str:
        """Of what it is: those of the same are read in their order, as far as that is kept."""
        return ""


class _OfOrder(Message, frozen=True):
    """Of a payment of an order."""

    order_id: UUID
    payment_id: UUID

    @property
    def about(self) -> str:
        return str(self.order_id)


class Pay(_OfOrder, frozen=True):
    """Take the amount out of the owner's wallet in this currency."""

    owner: Owner
    amount: Amount
    currency: Currency
    description: str | None = None


class Refund(_OfOrder, frozen=True):
    """Put so much of what was paid back into the wallet, once for each `refundId`; the whole of a
    payment has the payment's own id. If nothing was paid yet, nothing is to be paid any more."""

    refund_id: UUID
    owner: Owner
    amount: Amount
    currency: Currency


class Forget(Message, frozen=True):
    """Of this owner nothing is kept any more: take away what names them here, and take what is in
    their wallets out if it is `givenUp`. Else the wallet stays, under the owner's id."""

    owner: Owner
    given_up: bool = False

    @property
    def about(self) -> str:
        return self.owner


class Paid(_OfOrder, frozen=True):
    """The amount was taken."""

    amount: Amount
    currency: Currency


class Refused(_OfOrder, frozen=True):
    """Nothing was taken, and nothing will be. `missing` is what the wallet lacked of the amount;
    `held` is what of it orders hold, `walletId` is the wallet's id (none: there is no wallet)."""

    reason: RefusedBecause
    missing: Annotated[int, Meta(ge=0, le=MAX_BALANCE)] = 0
    held: Annotated[int, Meta(ge=0, le=MAX_BALANCE)] = 0
    wallet_id: UUID | None = None


class Refunded(_OfOrder, frozen=True):
    """So much of it is back in the wallet."""

    refund_id: UUID
    amount: Amount
    currency: Currency


Charging: TypeAlias = Pay | Refund
ToPay: TypeAlias = Charging | Forget
Result: TypeAlias = Paid | Refused | Refunded
QUEUES: Final[dict[str, tuple[type[Message], ...]]] = {
    ORDERS_TO_PAY: (Pay, Refund, Forget),
    PAYMENT_RESULTS: (Paid, Refused, Refunded),
}

# The words before the first release, in letters that still lie with the broker. No text of
# anybody's is in that queue, so nothing else is spelled so.
_FORMER: Final = (
    (b'"no-account"', b'"no-wallet"'),
    (b'"short-of-points"', b'"insufficient-funds"'),
    (b'"accountId":', b'"walletId":'),
)

_AnyMessage = TypeVar("_AnyMessage", bound=Message)
_encode: Final = msgspec.json.Encoder().encode


class Seal(Generic[_AnyMessage]):
    """Seals and opens the letters of one queue. Both services have the same ``secret``: without
    it nobody who reaches the broker can have a wallet charged, and no changed figure is believed.
    """

    def __init__(self, secret: bytes, queue: str) -> None:
        self.queue = queue
        self._key = hashlib.sha256(b"holdfast messages " + secret).digest()
        self._decode: Callable[[bytes], _AnyMessage] = msgspec.json.Decoder(
            Union[QUEUES[queue]]  # noqa: UP007  (of types that are known only here)
        ).decode

    def letter(self, message: _AnyMessage) -> Letter:
        body = _encode(message)
        return Letter(self.queue, message.message_id, body, self._sealed(body), message.about)

    def opened(self, letter: Letter) -> _AnyMessage:
        """The message; raises :class:`Unreadable`."""
        if len(letter.body) > MAX_BODY:
            raise Unreadable(f"{len(letter.body)} bytes long")
        if not hmac.compare_digest(self._sealed(letter.body).encode(), letter.seal.encode()):
            raise Unreadable("the seal is broken" if letter.seal else "it has no seal")
        body = letter.body
        if self.queue == PAYMENT_RESULTS:
            for former, word in _FORMER:
                body = body.replace(former, word)
        try:
            return self._decode(body)
        except msgspec.DecodeError as error:  # of ours, but of a release that we do not know
            raise Unreadable(f"not a message of this release: {error}") from None

    def _sealed(self, body: bytes) -> str:
        """Of queue and body: a result is no order to pay."""
        return hmac.new(self._key, self.queue.encode() + b"\0" + body, "sha256").hexdigest()

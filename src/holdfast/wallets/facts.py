"""What is told of wallets that were asked for money by message."""

from typing import Literal
from uuid import UUID

from holdfast.db.events import Fact


class ChargePaid(Fact, frozen=True):
    """A wallet paid what it was asked for by message."""

    TYPE = "wallet.charge.paid"
    SUBJECT = "payment id"
    order_id: UUID
    owner: str
    amount: int
    currency: str


class ChargeRefused(Fact, frozen=True):
    """A wallet did not pay what it was asked for by message, and never will: there is none, it has
    too little, or the order was called off before."""

    TYPE = "wallet.charge.refused"
    SUBJECT = "payment id"
    order_id: UUID
    owner: str
    reason: Literal["no-wallet", "insufficient-funds", "called-off"]
    missing: int = 0
    held: int = 0
    wallet_id: UUID | None = None


class ChargeRefunded(Fact, frozen=True):
    """So much of a charge is back in the wallet."""

    TYPE = "wallet.charge.refunded"
    SUBJECT = "payment id"
    order_id: UUID
    refund_id: UUID
    owner: str
    amount: int
    currency: str

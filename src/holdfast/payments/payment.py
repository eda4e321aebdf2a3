"""A payment as a value, and its gathered read."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Final, Literal, TypeAlias
from uuid import UUID

from msgspec import Struct

from holdfast.db.engine import Database
from holdfast.db.gather import Gather
from holdfast.payments.captures import CaptureState, capture_states, note_end
from holdfast.payments.customers import Customers
from holdfast.payments.kept_cards import KeptCards
from holdfast.payments.manual import MANUAL
from holdfast.payments.outages import Outages
from holdfast.payments.provider import ChargeStatus
from holdfast.payments.receipt_book import Receipts

PaymentStatus: TypeAlias = Literal[
    "pending",
    "authorized",
    "succeeded",
    "failed",
    "refunding",
    "refunded",
    "refund-failed",
    "credited",
]
Purpose: TypeAlias = Literal["order", "part", "top-up"]
"""What a payment is for, which says what its subject is and what comes of it."""

PAYMENT_COLUMNS: Final = (
    "id", "subject_id", "hold_id", "provider", "reference", "amount", "currency", "status",
    "purpose", "method", "return_url", "next_action", "source", "units", "mix_id",
    "taxed_when_used",
)  # fmt: skip
"""A :class:`Payment` as rows."""
_COLUMNS: Final = ", ".join(PAYMENT_COLUMNS)
_BY_ID: Final = f"SELECT {_COLUMNS} FROM payments WHERE id = ANY($1::uuid[])"
_OF_ORDER: Final = f"SELECT {_COLUMNS} FROM payments WHERE subject_id = $1 ORDER BY id"
_PENDING_OF: Final = f"""
SELECT {_COLUMNS} FROM payments WHERE subject_id = $1 AND status = 'pending'
ORDER BY id DESC LIMIT 50
"""
_BY_REFERENCE: Final = f"SELECT {_COLUMNS} FROM payments WHERE provider = $1 AND reference = $2"

_GOING_BACK: Final = "SELECT coalesce(going_back, amount) FROM payments WHERE id = $1"
_DISPUTED: Final = """
SELECT EXISTS (SELECT FROM disputes WHERE payment_id = $1 AND status IN ('open', 'answered'))
"""

WALLET: Final = "wallet"
"""The ``provider`` of payments out of a wallet of ours."""
HOURS: Final = "hours"
CERTIFICATE: Final = "certificate"
SESSIONS: Final = "sessions"
POINTS_OF_OURS: Final = "points"
"""The ``provider`` of payments by what else a client has with us, in units of its own."""
_BY_MESSAGE: Final = "message/"


KEPT_CARD: Final = "kept-card"
"""The ``method`` of a payment that charges a card its owner keeps, while they are not there."""
CHOSEN_CARD: Final = "chosen-card"
"""The same of a card that its owner chose to pay with, who is there."""
LEFT_BEHIND: Final = "{}"
"""The ``next_action`` of a payment whose buyer came back from the provider's page without it:
nothing is wanted of them any more, and it is to be called off."""


def message_reference(payment: UUID) -> str:
    """The ``reference`` of a payment that the wallet is asked for by message."""
    return f"{_BY_MESSAGE}{payment}"


def spent_key(payment: UUID) -> str:
    """The store that has what a payment took of its ``source``, until it goes back there."""
    return f"spent/{payment}"


def refundable_key(payment: UUID) -> str:
    """The store that counts what of a payment may still be given back, in its currency: opened
    with what was paid, when it is paid from a wallet or first refunded; less with each refund."""
    return f"refundable/{payment}"


class Payment(Struct, frozen=True):
    """One try to pay ``amount`` minor units for ``subject_id``: an order or a part of it, of its
    reservation ``hold_id`` (none: a wallet pays at once), or a wallet that is topped up.
    ``reference`` is the provider's own id, None until the provider has answered; ``method`` and
    ``return_url`` are what it is asked with, ``next_action`` what it wants of the buyer, as
    JSON. ``source`` is the account of ours that paid in ``units`` of its own: minutes, points, a
    certificate's money. ``mix_id``: of parts that come, or go back, together.
    ``taxed_when_used``: the hours or sessions had been sold without tax."""

    id: UUID
    subject_id: UUID
    hold_id: UUID | None
    provider: str
    reference: str | None
    amount: int
    currency: str
    status: PaymentStatus
    purpose: Purpose = "order"
    method: str | None = None
    return_url: str | None = None
    next_action: str | None = None
    source: str | None = None
    units: int | None = None
    mix_id: UUID | None = None
    taxed_when_used: bool = False

    @property
    def is_pending(self) -> bool:
        """Its provider has not said anything that counts."""
        return self.status == "pending"

    @property
    def is_authorized(self) -> bool:
        """The provider holds the money for us."""
        return self.status == "authorized"

    @property
    def has_failed(self) -> bool:
        """No money was taken."""
        return self.status == "failed"

    @property
    def has_succeeded(self) -> bool:
        """The money is here, and stays."""
        return self.status == "succeeded"

    @property
    def is_credited(self) -> bool:
        """The money is in the wallet that was topped up, or counted as a part of its order's."""
        return self.status == "credited"

    @property
    def is_part(self) -> bool:
        """It pays for an order together with others."""
        return self.purpose == "part"

    @property
    def has_paid(self) -> bool:
        """The money is here for an order, and stays."""
        return self.has_succeeded or (self.is_part and self.is_credited)

    @property
    def goes_back(self) -> bool:
        """All of it is to go back, or is back, or was refused."""
        return self.status in ("refunding", "refunded", "refund-failed")

    @property
    def is_refunding(self) -> bool:
        """All that is left is to go back."""
        return self.status == "refunding"

    @property
    def is_refunded(self) -> bool:
        """All of it is back."""
        return self.status == "refunded"

    @property
    def refund_refused(self) -> bool:
        """The provider did not take the refund."""
        return self.status == "refund-failed"

    @property
    def charge_status(self) -> ChargeStatus:
        """As its provider would call it: one that is of use already, or goes back, succeeded."""
        if self.status in ("pending", "authorized", "failed"):
            return self.status
        return "succeeded"

    @property
    def undecided(self) -> bool:
        """No money was taken yet, and some may be."""
        return self.status in ("pending", "authorized")

    @property
    def waits_for_buyer(self) -> bool:
        """Its provider has a page for them, to which they were sent."""
        return self.is_pending and self.next_action is not None and not self.left_behind

    @property
    def left_behind(self) -> bool:
        """Its buyer came back without paying: what is not made by now is called off."""
        return self.next_action == LEFT_BEHIND

    @property
    def unattended(self) -> bool:
        """A kept card is charged by it, and its owner is not there."""
        return self.method == KEPT_CARD

    @property
    def by_kept_card(self) -> bool:
        """A kept card is charged by it, without the provider's page."""
        return self.unattended or self.method == CHOSEN_CARD

    @property
    def reservation_id(self) -> UUID:
        """What a payment by a provider is for, as the provider knows it."""
        return self.subject_id if self.hold_id is None else self.hold_id

    @property
    def from_wallet(self) -> bool:
        return self.provider == WALLET

    @property
    def taken_here(self) -> bool:
        """Out of an account of ours, so that no provider need be asked or told of."""
        return self.from_wallet or self.source is not None

    @property
    def by_hand(self) -> bool:
        """Staff take the money and hand it back."""
        return self.provider == MANUAL

    @property
    def by_message(self) -> bool:
        """From a wallet that is asked by message, so that the money also goes back that way."""
        return self.from_wallet and (self.reference or "").startswith(_BY_MESSAGE)


class PaymentBook:
    """Fresh payments, gathered; which providers do not answer; whose cards are kept."""

    def __init__(self, database: Database) -> None:
        self.database = self._database = database
        self.outages = Outages(database)
        self.customers = Customers(database)
        self.cards = KeptCards(database)
        self.receipts = Receipts(database)
        self._by_id: Gather[UUID, Payment] = Gather(self._load)
        self._captures: Gather[UUID, CaptureState] = Gather(partial(capture_states, database))

    async def get(self, payment_id: UUID) -> Payment | None:
        return await self._by_id.get(payment_id)

    async def of_reference(self, provider: str, reference: str) -> Payment | None:
        """By the provider's own id."""
        row = await self._database.pool.fetchrow(_BY_REFERENCE, provider, reference)
        return None if row is None else Payment(*row)

    async def of_order(self, order_id: UUID) -> list[Payment]:
        """Every try to pay for an order, oldest first."""
        return [Payment(*row) for row in await self._database.pool.fetch(_OF_ORDER, order_id)]

    async def pending_of(self, subject_id: UUID) -> list[Payment]:
        """Those for an order, or into a wallet, that are not decided; the latest 50."""
        return [Payment(*row) for row in await self._database.pool.fetch(_PENDING_OF, subject_id)]

    async def is_held(self, payment_id: UUID) -> bool:
        """Whether its money is set aside until its order is sent."""
        return await self._captures.get(payment_id) == "held"

    async def was_held(self, payment_id: UUID) -> bool:
        """Whether its money was set aside first, whatever became of that."""
        return await self._captures.get(payment_id) is not None

    async def is_untaken(self, payment_id: UUID) -> bool:
        """Whether its money was set aside first and is not here, whatever became of it."""
        return await self._captures.get(payment_id) not in (None, "captured")

    async def held_until(self, payment_id: UUID, ends_at: datetime | None) -> None:
        """When the provider lets go what is set aside."""
        await note_end(self._database, payment_id, ends_at)

    async def going_back(self, payment_id: UUID) -> int:
        """How much of one that goes back is to, or was refused: less than all, if parts went back
        before."""
        found: int = await self._database.pool.fetchval(_GOING_BACK, payment_id)
        return found

    async def is_disputed(self, payment_id: UUID) -> bool:
        """Whether its buyer's bank has its money, and decides whose it is."""
        found: bool = await self._database.pool.fetchval(_DISPUTED, payment_id)
        return found

    async def _load(self, ids: Sequence[UUID]) -> Mapping[UUID, Payment]:
        return {row[0]: Payment(*row) for row in await self._database.pool.fetch(_BY_ID, ids)}

"""Disputes: a buyer's bank asks for the money of a payment back, by its provider.

The legal moves stand in ``DISPUTE_STATES``. A provider's word may come twice and out of order, so
what is kept is what the provider says now: it is asked. While a dispute is open its money stands on
``disputed/<dispute>``, where no refund can reach it.
"""

from datetime import datetime
from typing import Final
from uuid import UUID

from msgspec import Struct

from holdfast.db.engine import Database
from holdfast.db.reading import Event
from holdfast.ledger import NOW, Insert, Rider, Transition, tell
from holdfast.payments.facts import DisputeChanged, DisputeOpened
from holdfast.payments.payment import Payment
from holdfast.payments.provider import DisputeStatus, ProviderDispute
from holdfast.payments.tables import DISPUTE_STATES, DISPUTES

DISPUTE_COLUMNS: Final = (
    "id", "payment_id", "provider", "reference", "amount", "currency", "status", "reason", "due_at",
    "url", "lost", "opened_at",
)  # fmt: skip
_COLUMNS: Final = ", ".join(DISPUTE_COLUMNS)
_BY_REFERENCE: Final = f"SELECT {_COLUMNS} FROM disputes WHERE provider = $1 AND reference = $2"
_OF_PAYMENT: Final = f"SELECT {_COLUMNS} FROM disputes WHERE payment_id = $1 ORDER BY id"
FREEZING: Final[frozenset[DisputeStatus]] = frozenset({"open", "answered"})
"""While it stands so, its money cannot be given back."""


class Dispute(Struct, frozen=True):
    """As its provider had it when it was last asked; ``lost`` is what was booked as gone."""

    id: UUID
    payment_id: UUID
    provider: str
    reference: str
    amount: int
    currency: str
    status: DisputeStatus
    reason: str
    due_at: datetime | None
    url: str
    lost: int
    opened_at: datetime

    @property
    def freezes(self) -> bool:
        """Its money is kept from being given back."""
        return self.status in FREEZING

    def says(self, told: ProviderDispute) -> bool:
        """Whether this is what the provider says."""
        return (self.status, self.amount, self.due_at, self.reason) == (
            told.status, told.amount, told.due_at, told.reason,
        )  # fmt: skip


def disputed_key(dispute: UUID) -> str:
    """The store that keeps a payment's money from refunds while its buyer's bank decides."""
    return f"disputed/{dispute}"


def dispute_opened(dispute: Dispute, payment: Payment, frozen: int) -> tuple[Rider, ...]:
    """The first word of it; ``frozen`` is what is kept from refunds."""
    row = tuple(getattr(dispute, name) for name in DISPUTE_COLUMNS)
    fact = DisputeOpened(
        dispute.id,
        payment.subject_id,
        dispute.provider,
        dispute.amount,
        dispute.currency,
        dispute.reason,
        frozen,
        dispute.due_at,
    )
    ended = dispute.status in ("won", "lost")
    return (
        Insert(DISPUTES, ((*row, NOW),)),
        tell(fact, payment.id),
        *((_changed(dispute, payment, dispute.status, dispute.lost),) if ended else ()),
    )


def dispute_moved(
    dispute: Dispute, payment: Payment, told: ProviderDispute, lost: int
) -> tuple[Rider, ...]:
    """What the provider says now; ``lost`` is what is booked as gone by then."""
    also: dict[str, object] = {
        "amount": told.amount,
        "reason": told.reason,
        "due_at": told.due_at,
        "url": told.url,
        "lost": lost,
        "told_at": NOW,
    }
    move = Transition(
        DISPUTE_STATES, dispute.id, (dispute.status,), told.status, tuple(also.items())
    )
    if told.status == dispute.status:
        return (move,)
    return move, _changed(dispute, payment, told.status, lost)


def _changed(dispute: Dispute, payment: Payment, status: DisputeStatus, lost: int) -> Insert:
    fact = DisputeChanged(
        dispute.id,
        payment.subject_id,
        dispute.provider,
        dispute.amount,
        dispute.currency,
        status,
        lost,
    )
    return tell(fact, payment.id)


def order_told(event: Event) -> str:
    """The order whose money an event is about: a dispute's is first about its payment."""
    return str(event.data["orderId"] if event.type == DisputeChanged.TYPE else event.subject)


async def dispute_named(database: Database, provider: str, reference: str) -> Dispute | None:
    """By the provider's own id."""
    row = await database.pool.fetchrow(_BY_REFERENCE, provider, reference)
    return None if row is None else Dispute(*row)


async def disputes_of(database: Database, payment_id: UUID) -> list[Dispute]:
    """Of one payment, the oldest first."""
    return [Dispute(*row) for row in await database.pool.fetch(_OF_PAYMENT, payment_id)]

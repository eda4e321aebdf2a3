"""Payouts: money set aside for a holder, until staff say that it was sent, or was not; or until a
provider has sent it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, Literal, TypeAlias
from uuid import UUID

import asyncpg
from msgspec import Struct

from holdfast.kit.errors import Problem
from holdfast.ledger import NOW, Insert, Rider, Transition, tell
from holdfast.sellers.facts import PayoutFailed, PayoutPaid, PayoutProposed
from holdfast.sellers.money import Holder
from holdfast.sellers.tables import PAYOUT_STATES, PAYOUTS

PayoutStatus: TypeAlias = Literal["proposed", "sending", "refused", "paid", "failed"]

_MOST: Final = 200
"""Characters of a refusal."""
_COLUMNS: Final = (
    "id, seller_id, resource_id, currency, amount, status, reference, reason, made_at, settled_at,"
    " provider, account"
)
_ONE: Final = f"SELECT {_COLUMNS} FROM payouts WHERE id = $1"
_LISTED: Final = f"""
SELECT {_COLUMNS} FROM payouts
WHERE ($1::uuid IS NULL OR seller_id = $1 OR resource_id = $1)
  AND ($2::text IS NULL OR status = $2) AND ($3::uuid IS NULL OR id < $3)
ORDER BY id DESC LIMIT $4
"""
# After one that failed there is none by time either, unless it would go elsewhere now: the same
# account would send it back each time.
_LATELY: Final = """
SELECT DISTINCT coalesce(p.seller_id, p.resource_id), p.currency FROM payouts p
LEFT JOIN payout_accounts a ON a.holder_id = coalesce(p.seller_id, p.resource_id)
WHERE p.made_at > $1 AND p.status <> 'failed'
   OR p.status = 'failed' AND p.settled_at > $1 AND (a.set_at > p.settled_at) IS NOT TRUE
"""


class PayoutNotFound(Problem):
    """No such payout."""

    status = 404
    code = "payout-not-found"
    title = "No such payout"


class Payout(Struct, frozen=True):
    """Of a seller, or of a resource. ``provider`` was asked to send it to ``account``."""

    id: UUID
    seller_id: UUID | None
    resource_id: UUID | None
    currency: str
    amount: int
    status: PayoutStatus
    reference: str | None
    reason: str | None
    made_at: datetime
    settled_at: datetime | None
    provider: str | None = None
    account: str | None = None

    @property
    def is_sending(self) -> bool:
        """A provider was asked, and has not answered."""
        return self.status == "sending"

    @property
    def waits(self) -> bool:
        """Somebody is to send it, or to have it sent."""
        return self.status in ("proposed", "refused")

    @property
    def holder(self) -> Holder:
        """Whose it is."""
        if self.seller_id is not None:
            return Holder("seller", self.seller_id)
        assert self.resource_id is not None, "one of both"
        return Holder("resource", self.resource_id)

    @property
    def has_failed(self) -> bool:
        """It did not arrive."""
        return self.status == "failed"


async def payout_of(pool: asyncpg.Pool, payout_id: UUID) -> Payout:
    """Raises :class:`PayoutNotFound`."""
    row = await pool.fetchrow(_ONE, payout_id)
    if row is None:
        raise PayoutNotFound("There is no such payout.")
    return Payout(*row)


async def list_payouts(
    pool: asyncpg.Pool,
    holder_id: UUID | None,
    status: str | None,
    before: UUID | None,
    limit: int,
) -> Sequence[Payout]:
    """The latest first, before the given one."""
    return [Payout(*row) for row in await pool.fetch(_LISTED, holder_id, status, before, limit)]


async def paid_out_since(pool: asyncpg.Pool, since: datetime) -> set[tuple[UUID, str]]:
    """Holders and currencies that had one since then, or one that failed since then."""
    return {(row[0], row[1]) for row in await pool.fetch(_LATELY, since)}


def payout_moved(subject: str) -> bool:
    """Whether a ``Conflict`` is about a payout's state."""
    return subject.startswith(f"{PAYOUT_STATES.name}/")


def proposed(payout_id: UUID, holder: Holder, currency: str, amount: int) -> tuple[Rider, ...]:
    seller_id = holder.id if holder.kind == "seller" else None
    resource_id = holder.id if holder.kind == "resource" else None
    fact = PayoutProposed(seller_id, amount, currency, resource_id=resource_id)
    row = (payout_id, seller_id, resource_id, currency, amount)
    return Insert(PAYOUTS, (row,)), tell(fact, payout_id)


def sent(payout: Payout, reference: str) -> tuple[Rider, ...]:
    """It was sent: by staff, or by the provider that was asked to."""
    also = (("reference", reference), ("settled_at", NOW))
    fact = PayoutPaid(
        payout.seller_id, payout.amount, payout.currency, reference, payout.resource_id
    )
    was = ("sending",) if payout.is_sending else ("proposed", "refused")
    return Transition(PAYOUT_STATES, payout.id, was, "paid", also), tell(fact, payout.id)


def sending(payout: Payout, provider: str, account: str) -> Transition:
    """The provider is asked to send it there."""
    also = (("provider", provider), ("account", account), ("reason", None))
    return Transition(PAYOUT_STATES, payout.id, ("proposed", "refused"), "sending", also)


def refused(payout: Payout, reason: str) -> Transition:
    """The provider does not: it waits for a person."""
    also = (("reason", reason[:_MOST]),)
    return Transition(PAYOUT_STATES, payout.id, ("sending",), "refused", also)


def not_sent(payout: Payout, reason: str) -> tuple[Rider, ...]:
    """It did not arrive, whether it was thought to be sent or not."""
    also = (("reason", reason), ("settled_at", NOW))
    fact = PayoutFailed(
        payout.seller_id, payout.amount, payout.currency, reason, payout.resource_id
    )
    move = Transition(PAYOUT_STATES, payout.id, (payout.status,), "failed", also)
    return move, tell(fact, payout.id)

"""The manual provider: on pick-up, by invoice, in cash. Staff say whether it was paid.

What it knows of a payment is the payment's own row: pending until staff decide. No network, and
nothing that the row does not say, so it counts as ``stateless``: what ``create`` promises exists
once the row does.
"""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from holdfast.db.engine import Database
from holdfast.payments.provider import (
    Charge,
    ChargeRequest,
    ChargeStatus,
    EventRefusal,
    MoveStatus,
)

MANUAL: Final = "manual"
"""The ``provider`` of payments that staff mark as paid or not."""

_MARK: Final = "manual/"
_PAYMENT: Final = f"""
SELECT status, hold_id, amount, currency FROM payments
WHERE provider = '{MANUAL}' AND reference = $1 AND hold_id IS NOT NULL
"""


def manual_reference(payment: UUID | str) -> str:
    """The ``reference`` of a payment of this provider."""
    return f"{_MARK}{payment}"


class ManualProvider:
    """Reads its payments where they are kept."""

    methods: Final[frozenset[str]] = frozenset()
    stateless: Final = True

    def __init__(self, database: Database) -> None:
        self._database = database

    async def create(self, request: ChargeRequest, key: str) -> Charge:
        return Charge(
            manual_reference(key),
            "pending",
            request.subject_id,
            request.amount,
            request.currency,
        )

    async def confirm(self, reference: str) -> Charge | None:
        row = await self._database.pool.fetchrow(_PAYMENT, reference)
        if row is None:
            return None
        status, hold_id, amount, currency = row
        return Charge(reference, _said(status), hold_id, amount, currency)

    async def capture(self, reference: str, _: int, __: str, /) -> Charge | None:
        """Cash is never only authorized."""
        return await self.confirm(reference)

    async def fail(self, reference: str) -> Charge | None:
        """Nobody has paid yet, so nothing stands in the way of calling it off: who asks notes it,
        unless staff were quicker."""
        charge = await self.confirm(reference)
        if charge is None or charge.status != "pending":
            return charge
        return Charge(reference, "failed", charge.subject_id, charge.amount, charge.currency)

    async def read_event(self, _: Mapping[str, str], __: bytes, /) -> EventRefusal:
        """Staff send none."""
        return "none"

    async def refund(self, _: str, __: int, ___: str, /) -> MoveStatus:
        """Staff hand it back; there is nobody to ask."""
        return "succeeded"


def _said(status: str) -> ChargeStatus:
    """What was given back, or is to be, had been paid."""
    if status == "pending":
        return "pending"
    return "failed" if status == "failed" else "succeeded"

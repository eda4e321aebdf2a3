"""A payment provider outside of us, run by the test: it decides, goes away, and counts."""

from itertools import count
from uuid import UUID

from msgspec.structs import replace

from holdfast.payments import (
    Charge,
    ChargeRequest,
    ChargeStatus,
    ProviderRefused,
    ProviderUnavailable,
)

__all__ = ["ScriptedProvider"]


class ScriptedProvider:
    """Payments begin as ``begins`` and become what ``decide`` says. ``refunded`` has each refund
    that was granted, by its key; a repeated key is granted once."""

    def __init__(self, begins: ChargeStatus = "succeeded") -> None:
        self.begins = begins
        self.away = False
        self.refuses_refunds = False
        self.asked = 0
        self.charges: dict[str, Charge] = {}
        self.refunded: dict[str, int] = {}
        self._by_key: dict[str, str] = {}
        self._numbers = count(1)

    def decide(self, reservation_id: UUID, status: ChargeStatus) -> None:
        """From now on every payment for the reservation is ``status``."""
        for reference, charge in list(self.charges.items()):
            if charge.reservation_id == reservation_id:
                self.decide_one(reference, status)

    def decide_one(self, reference: str, status: ChargeStatus) -> None:
        """From now on this payment is ``status``."""
        self.charges[reference] = replace(self.charges[reference], status=status)

    async def create(self, request: ChargeRequest, key: str) -> Charge:
        self._answer()
        reference = self._by_key.get(key)
        if reference is None:
            reference = self._by_key[key] = f"scripted-{next(self._numbers)}"
            self.charges[reference] = Charge(
                reference, self.begins, request.reservation_id, request.amount, request.currency
            )
        return self.charges[reference]

    async def confirm(self, reference: str) -> Charge | None:
        self._answer()
        return self.charges.get(reference)

    async def fail(self, reference: str) -> None:
        self._answer()
        self.decide_one(reference, "failed")

    async def refund(self, reference: str, amount: int, key: str) -> None:
        self._answer()
        if self.refuses_refunds or reference not in self.charges:
            raise ProviderRefused("the card is closed")
        self.refunded.setdefault(key, amount)

    def _answer(self) -> None:
        self.asked += 1
        if self.away:
            raise ProviderUnavailable("no answer")

"""The port every payment provider is reached through.

Calls are network calls: never made inside a transaction, idempotent by the key they carry, and
bounded in time by the adapter. Amounts are minor units of ``currency``.
"""

from typing import Literal, Protocol, TypeAlias
from uuid import UUID

from msgspec import Struct

__all__ = [
    "Charge", "ChargeRequest", "ChargeStatus", "PaymentProvider", "ProviderRefused",
    "ProviderUnavailable",
]  # fmt: skip

ChargeStatus: TypeAlias = Literal["pending", "succeeded", "failed"]


class ProviderUnavailable(Exception):
    """The provider did not answer; trying again later is safe."""


class ProviderRefused(Exception):
    """The provider says no, and will go on saying so."""


class ChargeRequest(Struct, frozen=True):
    """What is to be paid, and for what; ``expires_in`` is how long the hold still runs."""

    reservation_id: UUID
    amount: int
    currency: str
    expires_in: float
    scenario: str | None = None


class Charge(Struct, frozen=True):
    """What the provider knows of a payment. ``news_in`` are the seconds after which the provider
    will send word (a test provider's way of saying when its webhooks come)."""

    reference: str
    status: ChargeStatus
    reservation_id: UUID
    amount: int
    currency: str
    news_in: tuple[float, ...] = ()


class PaymentProvider(Protocol):
    """A provider of payments."""

    async def create(self, request: ChargeRequest, key: str) -> Charge:
        """Begin a payment; the same ``key`` gives the same one."""
        ...

    async def confirm(self, reference: str) -> Charge | None:
        """What became of it, from the provider itself; None if it knows no such payment."""
        ...

    async def fail(self, reference: str) -> None:
        """Call a pending payment off, so that it cannot succeed any more."""
        ...

    async def refund(self, reference: str, amount: int, key: str) -> None:
        """Give the money back; the same ``key`` gives it back once."""
        ...

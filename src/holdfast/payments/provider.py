"""The port every payment provider is reached through.

Calls are network calls: never made inside a transaction, idempotent by the key they carry, and
bounded in time by the adapter. Amounts are minor units of ``currency``.

Whatever happens between our commit and the provider's answer, no payment may exist there that
nobody here knows of. So a payment is stored as ``pending`` first, its id is the key the provider
is asked with, and a job asks again with the same key until there is an answer. Only a provider
that is ``stateless`` is asked first and stored with its answer, in one commit.
"""

from datetime import datetime
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
    """What is to be paid, and for what: ``reservation_id`` is a reservation, or a wallet that is
    topped up; ``expires_at`` is when the hold ends.

    Asked again with the same key, everything but ``scenario`` is the same.
    """

    reservation_id: UUID
    amount: int
    currency: str
    expires_at: datetime
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

    @property
    def stateless(self) -> bool:
        """Whether ``create`` leaves nothing behind: until the reference it returns is confirmed,
        no payment exists there and no money can move. True of no provider that one reaches over
        a network."""
        ...

    async def create(self, request: ChargeRequest, key: str) -> Charge:
        """Begin a payment; for at least 24 hours the same ``key`` gives the same one. Raises
        :class:`ProviderRefused` when none was made and none will be."""
        ...

    async def confirm(self, reference: str) -> Charge | None:
        """What became of it, from the provider itself; None if it knows no such payment."""
        ...

    async def fail(self, reference: str) -> Charge | None:
        """Call a payment off if it is pending, and say what is so then: ``failed``; or
        ``succeeded`` when it was too late; or ``pending`` when this one cannot be stopped. None
        if it knows no such payment. Repeating does no harm."""
        ...

    async def refund(self, reference: str, amount: int, key: str) -> None:
        """Give the money back; the same ``key`` gives it back once."""
        ...

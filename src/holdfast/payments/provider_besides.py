"""What some providers say or do besides taking payments: ports of their own, so that nobody has to
have what only one of them has.
"""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable
from uuid import UUID

from msgspec import Struct


class RefundThere(Struct, frozen=True):
    """A refund that nobody asked for from here: somebody made it on the provider's own pages.
    ``reference`` is the provider's id of it; ``failed``: why nothing came of it, None of one that
    is given or on its way."""

    reference: str
    amount: int
    currency: str
    failed: str | None = None


@runtime_checkable
class TellsRefundsThere(Protocol):
    """A provider on whose own pages a payment may be refunded."""

    @property
    def names_otherwise(self) -> bool:
        """Whether an event may name its payment otherwise than by the payment's reference."""
        ...

    @property
    def disputes_refund(self) -> bool:
        """Whether what a dispute took is told as a refund besides."""
        ...

    async def payment_of(self, reference: str, /) -> UUID | None:
        """Our id of what an event with ``there`` calls so; None of what is not ours."""
        ...

    async def refunds_there(self, reference: str, /) -> Sequence[RefundThere]:
        """Those of the payment ``reference`` that were not asked for from here, the oldest
        first."""
        ...


@runtime_checkable
class SendsMoney(Protocol):
    """A provider that sends money of the shop's to accounts that are connected with it there."""

    async def transfer(
        self, account: str, amount: int, currency: str, once: str, key: str, /
    ) -> str:
        """Send so much; its id there. All that is sent as ``once`` is sent once, however late it is
        asked again; what was refused is asked for under another ``key``. Raises
        :class:`ProviderRefused`."""
        ...

    async def may_receive(self, account: str, /) -> bool:
        """Whether there is such an account that money may be sent to."""
        ...


@runtime_checkable
class TellsFees(Protocol):
    """A provider that says what it kept of a payment."""

    async def fee(self, reference: str, part: str | None = None, /) -> int | None:
        """In minor units of the payment's currency; None while it is not known, or is in another
        currency. ``part``: the key that a part was taken under, of one that :class:`TakesParts`."""
        ...


class CardUsed(Struct, frozen=True):
    """The card that paid: ``fingerprint`` is the same whenever it is used, ``country`` where it was
    issued, by ISO 3166."""

    fingerprint: str
    country: str | None = None


@runtime_checkable
class TellsCards(Protocol):
    """A provider that says which card paid."""

    async def card(self, reference: str, /) -> CardUsed | None:
        """None of a payment without one."""
        ...

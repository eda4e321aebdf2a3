"""What a payment is for: all in which paying for an order differs from paying into a wallet, and
from what comes. Everything else about a payment is the same for all of them (``begin``, ``learn``,
``resolve``), which dispatch on the purpose that stands in its row.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from holdfast.flows.commit.caller import Caller
from holdfast.ledger import Ledger
from holdfast.payments import Payment, PaymentBook, PaymentProvider, RefundThere
from holdfast.payments import Purpose as PurposeName

__all__ = ["Paying", "Purpose", "Purposes", "payment_known", "purpose_of"]


class Paying(Protocol):
    """Whatever takes payments: the cashier, the treasury."""

    @property
    def ledger(self) -> Ledger: ...
    @property
    def payments(self) -> PaymentBook: ...
    @property
    def providers(self) -> Mapping[str, PaymentProvider]: ...


class Purpose(Protocol):
    """One of them, with the parts it works with. What it raises is a Problem: come again."""

    @property
    def parts(self) -> Paying: ...

    def over(self, payment: Payment) -> bool:
        """Whether nothing is left to find out about it."""
        ...

    async def until(self, payment: Payment) -> datetime:
        """When what is paid for ends, as the provider is told."""
        ...

    async def wanted(self, payment: Payment) -> bool:
        """Whether it may still succeed; else it is called off, if that can be done."""
        ...

    async def unsettled(self, payment_ids: Sequence[str], /) -> Sequence[UUID]:
        """Those of these, as events name them, that succeeded and that nothing came of yet. None
        where a job sees to each."""
        ...

    async def succeeded(self, payment: Payment, caller: Caller) -> object:
        """The provider has the money: give what it was paid for, or the money back."""
        ...

    async def failed(
        self, payment: Payment, caller: Caller, reference: str | None = None
    ) -> object:
        """No money was taken, and none will be. ``reference`` is the provider's own id, if it is
        news."""
        ...

    async def given_there(
        self, payment: Payment, found: Sequence[RefundThere], caller: Caller, /
    ) -> None:
        """These refunds were made on the provider's own pages, those of which nothing came first:
        each counts once."""
        ...


Purposes = Mapping[PurposeName, Purpose]


async def payment_known(parts: Paying, payment_id: UUID) -> Payment:
    """Raises LookupError if there is none."""
    payment = await parts.payments.get(payment_id)
    if payment is None:
        raise LookupError(f"no payment {payment_id}")
    return payment


async def purpose_of(purposes: Purposes, payment_id: UUID) -> Purpose:
    """What a payment is for; all purposes of one process share its table."""
    parts = next(iter(purposes.values())).parts
    return purposes[(await payment_known(parts, payment_id)).purpose]

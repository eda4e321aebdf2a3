"""A refund that its provider had taken and then gave up, days later: the buyer has nothing, and is
owed the money again. All that was left of a payment is then as if the provider had refused it; a
part waits until staff hand it over. What somebody gave there besides may stand for it: it is looked
for.
"""

from typing import Final
from uuid import UUID

from holdfast import orders
from holdfast.db.jobs import NotYet
from holdfast.flows.commit.caller import NOBODY, Caller
from holdfast.flows.commit.refusals import refuse
from holdfast.flows.payments.cashier import Cashier
from holdfast.flows.payments.providers import ask, provider_named
from holdfast.flows.payments.refund_state import refund_shown
from holdfast.ledger import Accepted, AlreadyDone, Conflict, Rider
from holdfast.payments import (
    Payment,
    ProviderRefund,
    TellsRefunds,
    looked_for_there,
    part_came_back,
    provider_refund,
    whole_came_back,
)

__all__ = ["refund_arrived"]

_TRIES: Final = 8


async def refund_arrived(cashier: Cashier, refund_id: UUID, caller: Caller = NOBODY) -> bool:
    """The provider sent word of a refund: one that it had taken is asked for. Word may come late
    and often. Whether it came back just now. Raises a Problem while the provider or the store is
    away, :class:`NotYet` while another refund of the payment waits: the job comes again."""
    pool = cashier.payments.database.pool
    refund = await provider_refund(pool, refund_id)
    if refund is None or refund.has_failed:
        return False  # whoever asks for it hears of it; or it was told before
    payment = await cashier.payments.get(refund.payment_id)
    assert payment is not None, "it was paid"
    assert payment.reference is not None, "only what was paid is refunded"
    provider = provider_named(cashier, payment.provider)
    if not isinstance(provider, TellsRefunds):
        return False
    call = provider.refund_failed(payment.reference, refund.key)
    detail = await ask(cashier, payment.provider, call)
    return detail is not None and await _keep(cashier, refund, detail, caller)


async def _keep(cashier: Cashier, refund: ProviderRefund, detail: str, caller: Caller) -> bool:
    """False if it was kept before."""
    for _ in range(_TRIES):
        payment = await cashier.payments.get(refund.payment_id)
        assert payment is not None, "it was paid"
        now = await provider_refund(cashier.payments.database.pool, refund.id)
        if now is None or now.has_failed:
            return False  # told at this very moment by another event
        outcome = await cashier.ledger.commit(
            caller.command(
                (),
                await _riders(cashier, payment, refund, detail),
                key=f"refund-came-back/{refund.id}",
                actor=f"provider:{payment.provider}",
            )
        )
        match outcome:
            case Accepted():
                return True
            case AlreadyDone():
                return False
            case Conflict():
                continue  # something moved on
        raise refuse(outcome)
    raise RuntimeError(f"refund {refund.id} came back, and cannot be kept")


async def _riders(
    cashier: Cashier, payment: Payment, refund: ProviderRefund, detail: str
) -> tuple[Rider, ...]:
    order = await cashier.orders.get(payment.subject_id)
    if refund.is_part:
        looks = () if order is None else (orders.money_moved(order),)
        return (*part_came_back(payment, refund, detail), *looks, looked_for_there(payment))
    if not payment.is_refunded:
        raise NotYet(f"another refund of payment {payment.id} waits first")
    shown = await refund_shown(cashier, order, payment, "failed")
    return (*whole_came_back(payment, refund, detail), *shown, looked_for_there(payment))

"""A bank that asks for the money of an order's payment back, and what it decides."""

from datetime import datetime
from uuid import UUID

from holdfast.flows.settlement.disputed import dispute_arrived
from holdfast.kit import utc_now
from holdfast.payments import DisputeArrives, DisputeStatus, ProviderDispute
from tests.db.flows.stage import Stage

__all__ = ["bank_says"]


async def bank_says(
    stage: Stage,
    order_id: UUID,
    status: DisputeStatus,
    amount: int,
    *,
    gone: int | None = None,
    opened_at: datetime | None = None,
) -> None:
    """Of the dispute about the order's payment; the provider is asked, as when it sends word.
    ``gone``: what its buyer has got, where that is told."""
    order = await stage.orders.get(order_id)
    assert order is not None
    payment = await stage.payments.get(order.payment_id) if order.payment_id else None
    assert payment is not None, "it is paid"
    reference = f"dispute-{payment.id}"
    stage.provider.disputes[reference] = ProviderDispute(
        reference,
        payment.id,
        amount,
        payment.currency,
        status,
        "general",
        None,
        opened_at or utc_now(),
        "",
        gone,
    )
    assert await dispute_arrived(stage, DisputeArrives(payment.provider, reference)) is not None

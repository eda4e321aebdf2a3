"""Money that is set aside until its order is sent: taken, or let go.

All of a payment is taken when the first parcel leaves: providers take once of what they set aside.
"""

from uuid import UUID

from holdfast.db.engine import Database
from holdfast.db.jobs import enqueue
from holdfast.flows.payments.providers import (
    Shop,
    called_off,
    captured,
    confirmed,
    provider_named,
)
from holdfast.flows.payments.purpose import Paying, payment_known
from holdfast.kit import utc_now
from holdfast.payments import (
    ChargeStatus,
    LearnFee,
    Moved,
    Payment,
    ProviderRefused,
    TellsFees,
    capture_state,
    keep_moves,
    move_capture,
)

__all__ = ["hold_on", "let_go", "take_held"]


async def hold_on(shop: Shop, payment: Payment) -> ChargeStatus | None:
    """What an authorized payment is to its order, if its money is taken later: it has succeeded,
    unless the provider has let it go. None of one whose money is taken at once."""
    if not await shop.payments.is_held(payment.id):
        return None
    charge = await confirmed(shop, payment)
    if charge.status != "authorized":
        return charge.status
    await shop.payments.held_until(payment.id, charge.held_until)
    return "succeeded"


async def take_held(parts: Paying, database: Database, payment_id: UUID, request: str) -> None:
    """Take the money, once. What the provider refuses is noted for staff. Raises a Problem when it
    is away."""
    payment = await payment_known(parts, payment_id)
    if await capture_state(database, payment_id) != "held" or not payment.has_paid:
        return
    await _take(parts, database, payment, request)


async def let_go(parts: Paying, database: Database, payment: Payment, amount: int) -> bool:
    """Before money goes back: whether all of it was only set aside, and is let go by this. Of what
    is a part, all is taken first."""
    state = await capture_state(database, payment.id)
    if state in (None, "captured"):
        return False
    if state == "voided":
        return amount == payment.amount
    if amount != payment.amount:
        await _take(parts, database, payment, "")
        return False
    charge = await called_off(parts, payment)
    async with database.transaction() as connection:
        gone = charge.status == "failed"
        await move_capture(connection, payment.id, "voided" if gone else "captured")
    return gone


async def _take(parts: Paying, database: Database, payment: Payment, request: str) -> None:
    detail = ""
    try:
        status = (await captured(parts, payment)).status
    except ProviderRefused as refused:
        detail, status = str(refused), (await confirmed(parts, payment)).status
    tells = isinstance(provider_named(parts, payment.provider), TellsFees)
    async with database.transaction() as connection:
        if status != "succeeded":
            await move_capture(connection, payment.id, "refused", detail or status)
        elif await move_capture(connection, payment.id, "captured"):
            await keep_moves(connection, [Moved(utc_now(), payment.id)])
            jobs = [(LearnFee(payment.id), request)] if tells else []
            await enqueue(connection, jobs, after=1.0)

"""Money that is set aside until its order is sent: taken, whole or part by part, or let go.

Of each part the amount is written before the provider is asked for it (``capture_parts``), and
whoever comes back after a cut asks for that part first, under its key. What goes back comes first
of what is not taken yet: so much less is taken later, and the provider gives nothing back.
"""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.engine import Database
from holdfast.db.jobs import NotYet, enqueue
from holdfast.flows.commit.event_log import write_event
from holdfast.flows.payments.pending import MovePending
from holdfast.flows.payments.providers import (
    Shop,
    ask,
    called_off,
    captured,
    confirmed,
    provider_named,
)
from holdfast.flows.payments.purpose import Paying, payment_known
from holdfast.flows.payments.receipt_parts import lines_let_go, receipt_of_capture
from holdfast.payments import (
    CapturePart,
    CaptureState,
    ChargeStatus,
    HandOver,
    LearnFee,
    LearnReceipt,
    Payment,
    PaymentCaptured,
    ProviderRefused,
    RefundPayment,
    SetAside,
    TakesParts,
    TellsFees,
    ask_part,
    drop_receipt_parts,
    end_part,
    keep_taken,
    move_capture,
    release_none,
    release_part,
    sends_receipts,
    set_aside,
)

__all__ = ["hold_on", "let_go", "part_key", "release", "take_asked", "take_held", "unreleased"]

_ONCE: Final = 1
_FEE_AFTER: Final = 1.0


def part_key(part_id: UUID) -> str:
    """The key that a part is taken under."""
    return f"capture/{part_id}"


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


# --- taken ----------------------------------------------------------------------------------------


async def take_held(
    parts: Paying, database: Database, payment_id: UUID, wanted: int | None, request: str
) -> None:
    """Take what is missing of ``wanted``, with what was taken before; None: all. What the provider
    refuses is noted for staff. Raises a Problem when it is away, :class:`NotYet` while it has not
    decided."""
    payment = await payment_known(parts, payment_id)
    if not payment.has_paid:
        return
    while (part := await _next_part(parts, database, payment, wanted)) is not None:
        await _take(parts, database, payment, part, request)
    await let_go(parts, database, payment)


async def take_asked(parts: Paying, database: Database, payment: Payment) -> None:
    """Hear of the part that the provider was asked for and has not answered, if there is one."""
    async with database.transaction() as connection:
        held = await set_aside(connection, payment.id)
    if held is not None and held.asked is not None:
        await _take(parts, database, payment, held.asked, "")


async def _next_part(
    parts: Paying, database: Database, payment: Payment, wanted: int | None
) -> CapturePart | None:
    provider = provider_named(parts, payment.provider)
    most = provider.most_parts if isinstance(provider, TakesParts) else _ONCE
    async with database.transaction() as connection:
        held = await set_aside(connection, payment.id)
        if held is None or held.state != "held":
            return None
        if held.asked is not None:
            return held.asked
        left = held.left_of(payment.amount)
        amount = left if wanted is None else min(left, wanted - held.taken)
        if amount <= 0:
            return None
        if held.parts + 1 >= most:
            amount = left
        return await ask_part(connection, payment.id, amount, last=amount == left)


async def _take(
    parts: Paying, database: Database, payment: Payment, part: CapturePart, request: str
) -> None:
    try:
        await _asked_for(parts, database, payment, part)
    except ProviderRefused as refused:
        async with database.transaction() as connection:
            await set_aside(connection, payment.id)
            if await end_part(connection, part, taken=False):
                await drop_receipt_parts(connection, payment.id, part_key(part.id))
                await move_capture(connection, payment.id, "refused", str(refused))
        return
    async with database.transaction() as connection:
        held = await set_aside(connection, payment.id)
        if held is not None and await end_part(connection, part, taken=True):
            await _keep_taken(parts, connection, payment, part, held, request)


async def _keep_taken(
    parts: Paying,
    connection: AsyncConnection,
    payment: Payment,
    part: CapturePart,
    held: SetAside,
    request: str,
) -> None:
    if part.last:
        await move_capture(connection, payment.id, "captured")
    await keep_taken(connection, payment.id, part.id, part.amount)
    left = held.left_of(payment.amount)
    fact = PaymentCaptured(payment.id, part.amount, left, payment.currency)
    await write_event(connection, fact, payment.subject_id, request)
    provider = provider_named(parts, payment.provider)
    if isinstance(provider, TellsFees):
        fee = LearnFee(payment.id, part.id)
        await enqueue(connection, [(fee, request)], after=_FEE_AFTER)
    if sends_receipts(provider):
        await enqueue(connection, [(LearnReceipt(payment.id), request)], after=_FEE_AFTER)
        await enqueue(connection, [(HandOver(payment.id), request)], after=_FEE_AFTER)


async def _asked_for(
    parts: Paying, database: Database, payment: Payment, part: CapturePart
) -> None:
    """Raises :class:`ProviderRefused`."""
    provider, key = provider_named(parts, payment.provider), part_key(part.id)
    assert payment.reference is not None, "its money is set aside there"
    if not isinstance(provider, TakesParts):
        await _asked_once(parts, database, payment, part, key)
        return
    call = provider.capture_part(payment.reference, part.amount, key, last=part.last)
    if await ask(parts, payment.provider, call) == "pending":
        raise MovePending(f"{payment.provider} looks at a capture of payment {payment.id}")


async def _asked_once(
    parts: Paying, database: Database, payment: Payment, part: CapturePart, key: str
) -> None:
    """What is refused may have been taken before, longer ago than the provider knows the key."""
    receipt = await receipt_of_capture(database, payment, key, part.amount)
    try:
        status = (await captured(parts, payment, part.amount, key, receipt)).status
    except ProviderRefused:
        status = (await confirmed(parts, payment, part.amount)).status
        if status != "succeeded":
            raise
    if status != "succeeded":
        raise ProviderRefused(status)


# --- let go ---------------------------------------------------------------------------------------


async def release(
    database: Database, payment: Payment, key: str, amount: int, wanted: Sequence[int] = ()
) -> int:
    """Of a refund of so much, what is only set aside: that is taken no more, and the provider gives
    the rest back. The same ``key`` releases once. ``wanted``: what of it is for which line."""
    async with database.transaction() as connection:
        held = await set_aside(connection, payment.id)
        if held is None:
            return 0
        if key in held.released:
            return held.released[key]
        free = min(amount, held.left_of(payment.amount))
        if free > 0:
            await release_part(connection, payment.id, key, free)
            await lines_let_go(connection, payment, key, free, wanted)
        return max(free, 0)


async def unreleased(
    database: Database, payment: Payment, key: str, asked: str | None = None
) -> None:
    """The refund was refused, so nothing is let go for it; ``asked``: under which key, if that was
    another."""
    async with database.transaction() as connection:
        if await set_aside(connection, payment.id) is not None:
            await release_none(connection, payment.id, key)
        for each in {key, asked or key}:
            await drop_receipt_parts(connection, payment.id, each)


async def let_go(parts: Paying, database: Database, payment: Payment) -> None:
    """Tell the provider that nothing more is taken, once nothing is left to take."""
    async with database.transaction() as connection:
        held = await set_aside(connection, payment.id)
    if held is None or held.state in ("captured", "voided") or held.asked is not None:
        return
    if held.left_of(payment.amount) > 0:
        return
    state: CaptureState | None = "captured"
    if held.taken:
        await _rest_let_go(parts, payment)
    else:
        charge = await called_off(parts, payment)
        state = "voided" if charge.status == "failed" else None
    async with database.transaction() as connection:
        if state is not None:
            await move_capture(connection, payment.id, state)
        elif (await set_aside(connection, payment.id)) == held:
            await _taken_there(connection, payment, held)
    if state is None:
        raise NotYet(
            f"payment {payment.id} was taken at {payment.provider}: it is given back there"
        )


async def _rest_let_go(parts: Paying, payment: Payment) -> None:
    provider = provider_named(parts, payment.provider)
    if isinstance(provider, TakesParts) and payment.reference is not None:
        await ask(parts, payment.provider, provider.let_rest_go(payment.reference))


async def _taken_there(connection: AsyncConnection, payment: Payment, held: SetAside) -> None:
    """Somebody took all of it at the provider, so nothing of it can be let go any more: what was is
    given back there."""
    for key, amount in held.released.items():
        await release_none(connection, payment.id, key)
        await drop_receipt_parts(connection, payment.id, key)
        refund_id = UUID(key.removeprefix("refund/"))
        if refund_id != payment.id:
            again = RefundPayment(payment.id, amount, refund_id)
            await enqueue(connection, [(again, "")])
    part = await ask_part(connection, payment.id, payment.amount, last=True)
    await end_part(connection, part, taken=True)
    await move_capture(connection, payment.id, "captured")
    await keep_taken(connection, payment.id, part.id, payment.amount)

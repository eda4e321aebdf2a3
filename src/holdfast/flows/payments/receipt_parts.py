"""What a receipt says of a part of its payment that is taken, let go or given back: so much of each
line, together the part to the unit, and of no line more than is left. Written before the provider
is asked, so who asks again says the same."""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.engine import Database
from holdfast.db.jobs import NotYet, enqueue
from holdfast.flows.payments.providers import ask, provider_named
from holdfast.flows.payments.purpose import Paying, payment_known
from holdfast.kit import new_id
from holdfast.payments import (
    MOST_ITEMS,
    THERE,
    LearnReceipt,
    Payment,
    Receipt,
    ReceiptKind,
    RefundKept,
    drop_receipt_parts,
    keep_receipt_part,
    receipt_asked_again,
    receipt_now,
    receipt_sent,
    sends_receipts,
)
from holdfast.pricing import of_lines
from holdfast.shop import vat_of_handover

__all__ = [
    "Handover", "learn_receipt", "lines_let_go", "note_receipt_there",
    "receipt_of_capture", "receipt_of_handover", "receipt_of_refund", "sent_by_itself",
]  # fmt: skip

_ASK_AFTER: Final = 5.0
"""Seconds from a refund to the first look at what became of its receipt."""
_ASK_EVERY: Final = 3600.0
_ASKED_BY_ITSELF: Final = 58
"""Times that it is asked for with pauses that double up to an hour: in two days. What is not known
by then is tried for a third as any job, and then waits for staff."""


class Handover(Struct, frozen=True):
    """The ``receipt`` of what is handed over, its key, and the provider's ids of those before."""

    key: str
    receipt: Receipt
    before: list[str]


async def receipt_of_capture(
    database: Database, payment: Payment, key: str, amount: int
) -> Receipt | None:
    """Of a part that is taken of what is set aside; None of a payment without receipts."""
    async with database.transaction() as connection:
        return await _kept(connection, payment, "taken", key, amount)


async def receipt_of_refund(
    database: Database, payment: Payment, refund: str, key: str, amount: int, wanted: Sequence[int]
) -> Receipt | None:
    """Of what is given back for a ``refund`` under a key; ``wanted``: what of it is for which
    line."""
    async with database.transaction() as connection:
        if key != refund:
            await receipt_asked_again(connection, payment.id, refund, key)
        receipt = await _kept(connection, payment, "refunded", key, amount, wanted)
        if receipt is not None:
            await enqueue(connection, [(LearnReceipt(payment.id, key), "")], after=_ASK_AFTER)
        return receipt


async def note_receipt_there(paying: Paying, payment: Payment, refund: RefundKept) -> None:
    """What of which line goes back by a refund that somebody made on the provider's own pages, as
    far as it counts here: who made it there made its receipt there. Safe to repeat. Raises a
    Problem while the provider is away."""
    provider, receipts = provider_named(paying, payment.provider), paying.payments.receipts
    said = await receipts.of(payment.id) if sends_receipts(provider) else None
    if said is None or not sends_receipts(provider):
        return
    key = f"{THERE}{refund.reference}"
    amount = 0 if refund.has_failed else refund.counted + refund.covered
    if amount == await receipts.given_back(payment.id, key):
        return
    wanted: Sequence[int] = ()
    if amount:
        wanted = await ask(paying, payment.provider, provider.lines_there(refund.reference, said))
    async with paying.payments.database.transaction() as connection:
        await receipt_now(connection, payment.id)  # nobody else writes a part until it ends
        await drop_receipt_parts(connection, payment.id, key)
        now = await receipt_now(connection, payment.id)
        assert now is not None, "read before"
        amount = min(amount, sum(now.to_refund))
        if not amount:
            return
        amounts = of_lines(now.to_refund, amount, wanted)
        await _keep_refunded(connection, payment, key, amounts, now.of_handed(amounts))
        await enqueue(connection, [(LearnReceipt(payment.id, key), "")], after=_ASK_AFTER)


async def _keep_refunded(
    connection: AsyncConnection,
    payment: Payment,
    key: str,
    amounts: Sequence[int],
    returned: Sequence[int],
) -> None:
    await keep_receipt_part(connection, payment.id, "refunded", key, amounts)
    if any(returned):
        await keep_receipt_part(connection, payment.id, "returned", key, returned)


async def lines_let_go(
    connection: AsyncConnection, payment: Payment, key: str, amount: int, wanted: Sequence[int]
) -> None:
    """Of what is only set aside, so much is not taken any more: what is taken later says so."""
    await _kept(connection, payment, "let-go", key, amount, wanted)


async def receipt_of_handover(
    database: Database, payment: Payment, due: Sequence[int]
) -> Handover | None:
    """What is handed over by now (``due``: of each line, in all) and has no receipt of its own; as
    it was kept, if the provider may not have heard of it. None of nothing."""
    async with database.transaction() as connection:
        now = await receipt_now(connection, payment.id)
        if now is None:
            return None
        before = [one.reference for one in now.parts if one.reference is not None]
        if (open_part := now.unsent) is not None:
            return Handover(open_part.key, _settled(now.said, open_part.amounts), before)
        amounts = now.to_hand(due)
        if not any(amounts):
            return None
        key = f"handed/{new_id()}"
        await keep_receipt_part(connection, payment.id, "handed", key, amounts)
        return Handover(key, _settled(now.said, amounts), before)


async def sent_by_itself(database: Database, payment: Payment, key: str, reference: str) -> None:
    """The provider has it, under an id of its own; whether the tax service does is asked for."""
    async with database.transaction() as connection:
        await receipt_sent(connection, payment.id, key, reference)
        await enqueue(connection, [(LearnReceipt(payment.id, key), "")], after=_ASK_AFTER)


def _settled(said: Receipt, amounts: Sequence[int]) -> Receipt:
    """So much of each line as it is handed over: paid in full by what was paid ahead, its tax a
    rate again."""
    some = said.part(amounts)
    lines = [
        replace(line, mode="full_payment", vat=vat_of_handover(line.vat)) for line in some.lines
    ]
    return replace(some, lines=tuple(lines))


def _given_back(said: Receipt, amounts: Sequence[int], returned: Sequence[int]) -> Receipt:
    """``returned`` of it had been handed over, and goes back as that; the rest as it was paid."""
    rest = [each - back for each, back in zip(amounts, returned, strict=True)]
    if not any(returned) or sum(map(bool, [*rest, *returned])) > MOST_ITEMS:
        return said.part(amounts)
    lines = (*said.part(rest).lines, *_settled(said, returned).lines)
    return replace(said, lines=lines)


async def _kept(
    connection: AsyncConnection,
    payment: Payment,
    kind: ReceiptKind,
    key: str,
    amount: int,
    wanted: Sequence[int] = (),
) -> Receipt | None:
    """As it was kept under this key, or is from now on."""
    now = await receipt_now(connection, payment.id)
    if now is None:
        return None
    before = now.part(kind, key)
    if before is not None:
        back = now.part("returned", key)
        none = [0] * len(before.amounts)
        return _given_back(now.said, before.amounts, none if back is None else back.amounts)
    left = now.to_refund if kind == "refunded" else now.to_take
    if amount > sum(left):
        raise ValueError(f"the receipt of payment {payment.id} has {sum(left)} left, not {amount}")
    amounts = of_lines(left, amount, wanted)
    returned = now.of_handed(amounts) if kind == "refunded" else [0] * len(amounts)
    await keep_receipt_part(connection, payment.id, kind, key, amounts)
    if any(returned):
        await keep_receipt_part(connection, payment.id, "returned", key, returned)
    return _given_back(now.said, amounts, returned)


async def learn_receipt(parts: Paying, job: LearnReceipt) -> None:
    """Ask whether the tax service has it, again and again while that is not known; raises
    :class:`NotYet` once it has taken long, and a Problem while the provider is away. What it
    refuses waits for a person."""
    receipts = parts.payments.receipts
    if await receipts.state(job.payment_id, job.key) != "pending":
        return
    payment = await payment_known(parts, job.payment_id)
    provider = provider_named(parts, payment.provider)
    if payment.reference is None or not sends_receipts(provider):
        return
    own = await receipts.reference(payment.id, job.key)
    if own is not None:
        call = provider.handed(own)
    else:
        call = provider.registered(payment.reference, job.key or None)
    told = await ask(parts, payment.provider, call)
    if told is not None and told != "pending":
        await receipts.note(payment.id, job.key, told)
    elif job.asked < _ASKED_BY_ITSELF:
        await _ask_later(parts, job)
    else:
        raise NotYet(f"the tax service does not have the receipt of payment {payment.id} yet")


async def _ask_later(parts: Paying, job: LearnReceipt) -> None:
    pause = min(_ASK_AFTER * 2**job.asked, _ASK_EVERY)
    async with parts.payments.database.transaction() as connection:
        await enqueue(connection, [(replace(job, asked=job.asked + 1), "")], after=pause)

"""Refunding: what ``cancel`` and ``settle`` began, done at the provider."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Final, TypeAlias
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from holdfast import orders, payments
from holdfast.db.jobs import NotYet
from holdfast.flows.commit.caller import NOBODY, Caller
from holdfast.flows.commit.inbox import INBOX
from holdfast.flows.commit.outcomes import went_through
from holdfast.flows.commit.refusals import refuse
from holdfast.flows.payments.cashier import Cashier
from holdfast.flows.payments.due import MOST_PARTS
from holdfast.flows.payments.holding import let_go, release, take_asked, unreleased
from holdfast.flows.payments.pending import MovePending
from holdfast.flows.payments.providers import ask, provider_named
from holdfast.flows.payments.receipt_parts import receipt_of_refund
from holdfast.flows.payments.refund_state import refund_shown
from holdfast.ledger import (
    Accepted,
    AlreadyDone,
    Conflict,
    Deposit,
    Insert,
    Operation,
    Rider,
)
from holdfast.orders import Order, Refund
from holdfast.payments import (
    PROVIDER_REFUNDS,
    Payment,
    ProviderRefund,
    ProviderRefused,
    RefundPayment,
    came_back_before,
    refund_taken,
    refundable_key,
    sends_receipts,
)

__all__ = ["note_part", "note_refund", "part_refused", "refund", "refund_of_part", "refund_refused"]

_TRIES: Final = 4 + MOST_PARTS  # whose refunds end one at a time
_Kept: TypeAlias = tuple[tuple[Operation, ...], tuple[Rider, ...]]


async def refund(
    cashier: Cashier,
    payment_id: UUID,
    *,
    amount: int | None = None,
    attempt: UUID | None = None,
    caller: Caller = NOBODY,
) -> None:
    """Give a payment's money back, once: all that is left of it, which is ``amount`` if parts went
    back before; ``attempt`` once more what the provider had refused, by another key. Raises a
    Problem if the provider is away, :class:`NotYet` while it has not decided: the job comes
    again."""
    payment = await cashier.payments.get(payment_id)
    if payment is None:
        raise LookupError(f"no payment {payment_id}")
    if not payment.is_refunding:
        return  # done, or never begun: the job came twice
    amount = payment.amount if amount is None else amount
    name = key = f"refund/{payment.id}"
    if attempt is not None:
        key = f"{name}/{attempt}"
        if await came_back_before(cashier.payments.database.pool, payment.id, amount):
            name = key  # what was let go with the first stays so
    came_to = await _asked(cashier, payment, amount, name, key)
    taken = ProviderRefund(attempt or payment.id, payment.id, key, amount, is_part=False)
    await note_refund(
        cashier,
        payment,
        amount,
        came_to.detail,
        caller,
        key=key,
        marks=came_to.marks(taken),
        released=came_to.released,
    )


async def refund_of_part(
    cashier: Cashier,
    payment_id: UUID,
    refund_id: UUID,
    amount: int,
    caller: Caller = NOBODY,
    wanted: Sequence[int] = (),
) -> None:
    """Give a part of a payment back, once for each ``refund_id``; ``wanted``: what of it is for
    which line of its order. What the provider refuses may be
    refunded another time. Raises a Problem if the provider is away, :class:`NotYet` while it has
    not decided, or if it refuses while the rest goes back: the job comes again."""
    payment = await cashier.payments.get(payment_id)
    if payment is None:
        raise LookupError(f"no payment {payment_id}")
    key = f"refund/{refund_id}"
    came_to = await _asked(cashier, payment, amount, key, key, wanted)
    taken = ProviderRefund(refund_id, payment_id, key, amount, is_part=True)
    await _keep_part(cashier, taken, came_to, caller, wanted)


async def refund_refused(
    cashier: Cashier, asked: RefundPayment, detail: str, caller: Caller
) -> None:
    """It is asked for no more: the money waits for staff to hand it over; ``detail`` is why."""
    payment = await cashier.payments.get(asked.payment_id)
    if payment is not None and payment.is_refunding:
        amount = payment.amount if asked.amount is None else asked.amount
        key = None if asked.attempt is None else f"refund/{payment.id}/{asked.attempt}"
        await note_refund(cashier, payment, amount, detail, caller, key=key)


async def part_refused(cashier: Cashier, asked: RefundPayment, detail: str, caller: Caller) -> None:
    """The same of a part, which may be refunded another time."""
    if asked.refund_id is not None and asked.amount is not None:
        payment = await cashier.payments.get(asked.payment_id)
        assert payment is not None, "it was paid"
        key = f"refund/{asked.refund_id}"
        await unreleased(cashier.payments.database, payment, key)
        part = ProviderRefund(asked.refund_id, payment.id, key, asked.amount, is_part=True)
        await _keep_part(cashier, part, _CameTo(detail), caller)


async def _keep_part(
    cashier: Cashier,
    part: ProviderRefund,
    came_to: "_CameTo",
    caller: Caller,
    lines: Sequence[int] = (),
) -> None:
    """Keep what became of a part: done, or refused. Raises :class:`NotYet` if it was refused while
    the rest of its payment goes back."""

    async def told(order: Order) -> _Kept:
        payment = await cashier.payments.get(part.payment_id)
        assert payment is not None, "it was paid"
        if came_to.detail is not None:
            detail = came_to.detail
            return await _refused_part(cashier, order, payment, part.id, part.amount, detail)
        released = came_to.released
        done = payments.part_refunded(payment, part.amount, released=released, lines=lines)
        return (), (done, *came_to.marks(part))

    payment = await cashier.payments.get(part.payment_id)
    assert payment is not None, "it was paid"
    await note_part(cashier, payment, part.id, told, caller)


async def _refused_part(
    cashier: Cashier,
    order: Order,
    payment: Payment,
    refund_id: UUID,
    amount: int,
    detail: str,
) -> _Kept:
    """It may be refunded another time; of a payment that went back as a whole meanwhile, staff see
    to it."""
    if payment.is_refunding or payment.refund_refused:
        if await cashier.reader.record(_part_key(refund_id)) is not None:
            return (), ()  # kept before: the job came twice
        raise NotYet(f"the rest of payment {payment.id} goes back first")
    if payment.is_refunded:
        return (), await _riders(cashier, order, payment, amount, detail)
    stays = Deposit(
        refundable_key(payment.id),
        amount,
        unit=payment.currency,
        counterparty=f"world/{payment.provider}",
    )
    told = payments.part_refunded(payment, amount, detail)
    return (stays,), (payments.unchanged(payment), told, payments.looked_for_there(payment))


async def note_part(
    cashier: Cashier,
    payment: Payment,
    refund_id: UUID,
    told: Callable[[Order], Awaitable[_Kept]],
    caller: Caller,
) -> bool:
    """Keep what became of a part, as it is ``told`` of the order as it stands. False if it had been
    kept before."""
    for _ in range(_TRIES):
        order = await cashier.orders.known(payment.subject_id)
        operations, riders = await told(order)
        outcome = await cashier.ledger.commit(
            caller.command(
                operations,
                (orders.money_moved(order), *riders),
                key=_part_key(refund_id),
                actor=f"provider:{payment.provider}",
            )
        )
        match outcome:
            case Accepted():
                return True
            case AlreadyDone():
                return False
            case Conflict(subject=subject) if orders.moved(subject) or payments.moved(subject):
                continue  # one of them moved on meanwhile
            case Conflict(subject=INBOX.name | PROVIDER_REFUNDS.name):
                return False
        raise refuse(outcome)
    raise RuntimeError(f"a part of payment {payment.id} cannot be kept")


def _part_key(refund_id: UUID) -> str:
    return f"refund-done/{refund_id}"


class _CameTo(Struct, frozen=True):
    """``detail``: why the provider refused it; ``released``: what had only been set aside."""

    detail: str | None = None
    released: int = 0

    def marks(self, refund: ProviderRefund) -> tuple[Insert, ...]:
        """That the provider has taken what of the ``refund`` was not released."""
        amount = refund.amount - self.released
        if self.detail is not None or not amount:
            return ()
        return (refund_taken(replace(refund, amount=amount)),)


async def _asked(
    cashier: Cashier,
    payment: Payment,
    amount: int,
    refund: str,
    key: str,
    wanted: Sequence[int] = (),
) -> _CameTo:
    """Give it back: first of what is only set aside for the order, the rest by the provider, which
    is asked under ``key``. ``refund`` names it however often it is asked for."""
    if amount == 0:  # nothing was paid
        return _CameTo()
    database = cashier.payments.database
    released = await release(database, payment, refund, amount, wanted)
    if amount > released:
        await take_asked(cashier, database, payment)
        try:
            await _given_back(cashier, payment, amount - released, refund, key, wanted)
        except ProviderRefused as refused:
            await unreleased(database, payment, refund, key)
            return _CameTo(str(refused))
    if released:
        await let_go(cashier, database, payment)
    return _CameTo(released=released)


async def _given_back(
    cashier: Cashier, payment: Payment, amount: int, refund: str, key: str, wanted: Sequence[int]
) -> None:
    """By the provider, with a receipt where its payment has one. Raises
    :class:`ProviderRefused`, and :class:`NotYet` while it has not decided."""
    assert payment.reference is not None, "only what was paid is refunded"
    provider = provider_named(cashier, payment.provider)
    receipt = None
    if sends_receipts(provider):
        database = cashier.payments.database
        receipt = await receipt_of_refund(database, payment, refund, key, amount, wanted)
    if receipt is not None and sends_receipts(provider):
        call = provider.refund_with(payment.reference, amount, key, receipt)
    else:
        call = provider.refund(payment.reference, amount, key)
    if await ask(cashier, payment.provider, call) == "pending":
        raise MovePending(f"{payment.provider} looks at a refund of payment {payment.id}")


async def note_refund(
    cashier: Cashier,
    payment: Payment,
    amount: int,
    detail: str | None,
    caller: Caller,
    *,
    key: str | None = None,
    marks: tuple[Insert, ...] = (),
    released: int = 0,
) -> bool:
    """Keep what became of a refund that was begun: done, or (``detail`` says why) refused;
    ``released`` of it had only been set aside. The
    order may be rescued by another payment at this moment: then look again. ``marks`` are written
    with it. False if it had been kept before."""
    for _ in range(_TRIES):
        order = await cashier.orders.get(payment.subject_id)
        outcome = await cashier.ledger.commit(
            caller.command(
                (),
                (*await _riders(cashier, order, payment, amount, detail, released), *marks),
                key=key or f"refund/{payment.id}",
                actor=f"provider:{payment.provider}",
            )
        )
        if went_through(outcome):
            return isinstance(outcome, Accepted)
        now = await cashier.payments.get(payment.id)
        if now is None or not now.is_refunding:
            return False  # another run of the same job was quicker
    raise RuntimeError(f"the refund of payment {payment.id} cannot be kept")


async def _riders(
    cashier: Cashier,
    order: Order | None,
    payment: Payment,
    amount: int,
    detail: str | None,
    released: int = 0,
) -> tuple[Rider, ...]:
    if detail is None:
        pool = cashier.payments.database.pool
        again = await came_back_before(pool, payment.id, amount)
        moves = payments.refunded(payment, amount, released, again=again)
    else:
        failed = payments.refund_failed(payment, amount, detail)
        moves = (*failed, payments.looked_for_there(payment))
    refund: Refund = "done" if detail is None else "failed"
    return *moves, *await refund_shown(cashier, order, payment, refund)

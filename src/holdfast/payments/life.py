"""The life of a payment: every move it can make, as riders, with the fact the move makes true.

The legal ones stand in ``PAYMENT_STATES`` and are drawn in docs/life-cycles.md. A command with a
move is refused as a ``Conflict`` if the payment is not where the move begins. A wallet's payment is
told of by its order and by the wallet's own service, one into a wallet by the wallet, so the moves
of both tell nothing here.
"""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct

from holdfast.ledger import NOW, Insert, Rider, Transition, tell
from holdfast.payments.facts import (
    PaidIn,
    PaymentAuthorized,
    PaymentFailed,
    PaymentSucceeded,
    RefundBegun,
    RefundDone,
    RefundFailed,
    RefundWanted,
)
from holdfast.payments.payment import LEFT_BEHIND, Payment, PaymentStatus
from holdfast.payments.provider import Charge
from holdfast.payments.tables import PAYMENT_STATES, PAYMENTS

# A provider may say yes after it said no; what counts is where its money is.
_UNDECIDED: Final[tuple[PaymentStatus, ...]] = ("pending", "authorized")
_UNSPENT: Final[tuple[PaymentStatus, ...]] = (*_UNDECIDED, "succeeded", "failed")
_TOLD: Final = {"authorized": PaymentAuthorized, "failed": PaymentFailed}


def moved(subject: str) -> bool:
    """Whether a ``Conflict`` is about a payment's state."""
    return subject.startswith(f"{PAYMENT_STATES.name}/")


def _move(
    payment: Payment, was: tuple[PaymentStatus, ...], to: PaymentStatus, **also: object
) -> Transition:
    return Transition(PAYMENT_STATES, payment.id, was, to, tuple(also.items()))


def _told(payment: Payment) -> tuple[Rider, ...]:
    if payment.purpose == "top-up" or payment.taken_here or payment.status == "pending":
        return ()
    fact = _TOLD.get(payment.status, PaymentSucceeded)(
        payment.subject_id,
        payment.reservation_id,
        payment.provider,
        payment.amount,
        payment.currency,
    )
    return (tell(fact, payment.id),)


def unchanged(payment: Payment) -> Transition:
    """It has not moved since it was read."""
    return _move(payment, (payment.status,), payment.status)


def begun(payment: Payment) -> tuple[Rider, ...]:
    """The payment as it begins: pending, or decided at once."""
    settled_at = None if payment.undecided else NOW
    row = (*msgspec.structs.astuple(payment), settled_at)
    return Insert(PAYMENTS, (row,)), *_told(payment)


def as_answered(payment: Payment, charge: Charge) -> Payment:
    """As the provider answers."""
    action = None
    if charge.next_action is not None and charge.status == "pending":
        action = msgspec.json.encode(charge.next_action).decode()
    return msgspec.structs.replace(
        payment, reference=charge.reference, status=charge.status, next_action=action
    )


def answered(payment: Payment, charge: Charge) -> Transition:
    """The provider has it, and has not decided."""
    now = as_answered(payment, charge)
    return _move(
        payment, ("pending",), "pending", reference=now.reference, next_action=now.next_action
    )


def left_behind(payment: Payment) -> Transition:
    """Its buyer came back from the provider's page without paying."""
    return _move(payment, ("pending",), "pending", next_action=LEFT_BEHIND)


def authorized(payment: Payment, reference: str | None = None) -> tuple[Rider, ...]:
    """The money is set aside. ``reference`` as below."""
    also = {} if reference is None else {"reference": reference}
    told = _told(msgspec.structs.replace(payment, status="authorized"))
    return _move(payment, ("pending",), "authorized", **also), *told


def succeeded(payment: Payment, reference: str | None = None) -> tuple[Rider, ...]:
    """The money is taken. ``reference`` is the provider's own id if this is its first answer, which
    whoever is first keeps."""
    also: dict[str, object] = {"settled_at": NOW}
    was = _UNSPENT
    if reference is not None:
        was, also = ("pending",), {**also, "reference": reference}
    return _move(payment, was, "succeeded", **also), *_heard(payment)


def _heard(payment: Payment) -> tuple[Rider, ...]:
    """That it succeeded, unless that was told before."""
    if not payment.undecided:
        return ()
    return _told(msgspec.structs.replace(payment, status="succeeded"))


def failed(
    payment: Payment,
    *,
    reference: str | None = None,
    shortfall: Struct | None = None,
) -> tuple[Rider, ...]:
    """No money was taken. ``reference`` is the provider's own id, if it is news; ``shortfall`` what
    a wallet lacked."""
    also: dict[str, object] = {"settled_at": NOW}
    if reference is not None:
        also["reference"] = reference
    if shortfall is not None:
        also["shortfall"] = msgspec.json.encode(shortfall).decode()
    told = _told(msgspec.structs.replace(payment, status="failed"))
    return _move(payment, (payment.status,), "failed", **also), *told


def credited(payment: Payment) -> tuple[Rider, ...]:
    """The money is in the wallet that was topped up, or counted as a part of its order's: by what
    the provider said of the payment as it was read, unless it has said no since."""
    was: tuple[PaymentStatus, ...] = (payment.status,)
    if payment.undecided:
        was = (*_UNDECIDED, "succeeded")
    told = _heard(payment)
    if payment.purpose == "top-up":
        told = (tell(_paid_in(payment), payment.id),)
    return _move(payment, was, "credited", settled_at=NOW), *told


def _paid_in(payment: Payment) -> PaidIn:
    return PaidIn(payment.subject_id, payment.provider, payment.amount, payment.currency)


# --- back ---------------------------------------------------------------------------------------


def refunding(payment: Payment, left: int) -> tuple[Rider, ...]:
    """All that is ``left`` of it is to go back; of one that was not known to have succeeded, it is
    now. A part that counts goes back only for who read it as one: who did not may take the order
    that it has paid since for one that does not need it."""
    also: dict[str, object] = {"going_back": left}
    if payment.undecided or payment.has_failed:
        also["settled_at"] = NOW
    was: tuple[PaymentStatus, ...] = ("credited",) if payment.is_credited else _UNSPENT
    return _move(payment, was, "refunding", **also), *_heard(payment)


def refunded(
    payment: Payment,
    amount: int = 0,
    released: int = 0,
    *,
    again: bool = False,
    there: bool = False,
) -> tuple[Rider, ...]:
    """All of it is back; ``amount`` just now (0: told elsewhere), of which so much as is
    ``released`` had only been set aside. ``again``: it was told before, and came back to us.
    ``there``: by a refund that was made on the provider's own pages."""
    fact = part_refunded(payment, amount, released=released, again=again, there=there)
    told = (fact,) if amount else ()
    return _move(payment, (payment.status,), "refunded", settled_at=NOW), *told


def refund_failed(
    payment: Payment, amount: int, detail: str, *, returned: bool = False
) -> tuple[Rider, ...]:
    """The provider refuses all that is left of it; or when that is back, a part that was on its way
    before. ``detail`` says why. ``returned``: it had taken the refund, and the money came back."""
    told = part_refunded(payment, amount, detail, returned=returned)
    also = {"settled_at": NOW, "going_back": amount}
    return _move(payment, (payment.status,), "refund-failed", **also), told


def refund_partly(payment: Payment, amount: int, rest: int, *, again: bool) -> tuple[Rider, ...]:
    """Of what the provider had refused, so much is back by a refund made there; the ``rest``
    waits."""
    move = _move(payment, ("refund-failed",), "refund-failed", going_back=rest)
    return move, part_refunded(payment, amount, again=again, there=True)


def refund_again(payment: Payment, amount: int) -> tuple[Rider, ...]:
    """The provider had refused it, and is asked once more."""
    return _move(payment, ("refund-failed",), "refunding"), refund_begun(payment, amount)


def part_refunded(
    payment: Payment,
    amount: int,
    detail: str | None = None,
    *,
    released: int = 0,
    again: bool = False,
    returned: bool = False,
    there: bool = False,
    undone: int = 0,
    lines: Sequence[int] = (),
) -> Insert:
    """So much is back, ``released`` of it because it had only been set aside; or with a ``detail``,
    the provider refused it. The payment stays as it is. ``again``, ``returned`` and ``there`` as
    above; ``undone`` of it may be refunded again. ``lines``: what was to go back for each line."""
    if detail is not None:
        failed = RefundFailed(payment.id, amount, payment.currency, detail, returned, undone)
        return tell(failed, payment.subject_id)
    fact = RefundDone(payment.id, amount, payment.currency, released, again, there, tuple(lines))
    return tell(fact, payment.subject_id)


def refund_begun(payment: Payment, amount: int) -> Insert:
    """So much is to go back."""
    return tell(RefundBegun(payment.id, amount, payment.currency), payment.subject_id)


def refund_wanted(payment: Payment, owner: str, amount: int, refund_id: UUID) -> Insert:
    """The wallet of a payment by message is to have so much back; ``refund_id`` is the payment's
    own id for all that is left of it."""
    fact = RefundWanted(payment.id, refund_id, owner, amount, payment.currency)
    return tell(fact, payment.subject_id)

"""Resolving: what became of a payment that we left, or lost, at its provider.

A payment is stored before its provider is asked (see ``payments.provider``). Whatever happens to
the answer, a job comes back here until the payment is decided: it asks again with the same key,
then what became of it; it captures what is authorized; and once it is not wanted any more, it calls
the payment off. What a call came to is kept before the next: a run that is cut off goes on there.
"""

from datetime import timedelta
from typing import Final
from uuid import UUID

from holdfast import payments
from holdfast.db.jobs import NotYet
from holdfast.flows.commit.caller import NOBODY, Caller
from holdfast.flows.commit.outcomes import may_be_overtaken
from holdfast.flows.payments.holding import hold_on
from holdfast.flows.payments.learn import learn
from holdfast.flows.payments.providers import (
    begun,
    called_off,
    captured,
    confirmed,
)
from holdfast.flows.payments.purpose import Purpose, payment_known
from holdfast.kit import time_of, utc_now
from holdfast.payments import ChargeStatus, Payment, ProviderRefused

__all__ = ["KEY_LIFE", "StillPending", "Unanswered", "arrived", "resolve", "said"]

KEY_LIFE: Final = timedelta(hours=23)
"""How long a provider is asked with the same key: they remember one for 24 hours."""


class StillPending(NotYet):
    """The provider has not decided yet."""


class Unanswered(Exception):
    """The provider never answered, and asking again would begin a second payment."""


async def resolve(purpose: Purpose, payment_id: UUID, caller: Caller = NOBODY) -> None:
    """Bring a payment on. Raises :class:`StillPending` while it is not decided, a Problem when the
    provider or the store is away, :class:`Unanswered` when it is too late to ask."""
    payment = await payment_known(purpose.parts, payment_id)
    if purpose.over(payment):
        return
    if payment.reference is None:
        payment = await _ask_again(purpose, payment, caller)
        if payment.has_failed:  # which is noted by now
            return
        status = payment.charge_status
    elif payment.is_authorized:
        status = "authorized"
    else:
        status = await _asked(purpose, payment)
    payment, status = await _taken(purpose, payment, status, caller)
    await _come_to(purpose, payment, status, caller)


async def _asked(purpose: Purpose, payment: Payment) -> ChargeStatus:
    """What became of it; one that nobody wants is called off, and so is one that its buyer left,
    if it is not made by now."""
    if not await purpose.wanted(payment):
        return (await called_off(purpose.parts, payment)).status
    status = (await confirmed(purpose.parts, payment)).status
    if status == "pending" and payment.left_behind:
        return (await called_off(purpose.parts, payment)).status
    return status


async def arrived(purpose: Purpose, payment_id: UUID, caller: Caller = NOBODY) -> object:
    """The provider sent word about a payment: ask it what became of it, and act on that. Word may
    come twice and late. What its success came to; None when it failed. Raises
    :class:`StillPending` when the word came too early (or the clocks differ)."""
    payment = await payment_known(purpose.parts, payment_id)
    payment, status = await said(purpose, payment, caller)
    return await _come_to(purpose, payment, status, caller)


async def said(
    purpose: Purpose, payment: Payment, caller: Caller, *, set_aside: bool | None = None
) -> tuple[Payment, ChargeStatus]:
    """What became of the payment, and the payment then: what was authorized is captured. One that
    the provider has not answered for is ``resolve``'s. Nobody is asked of one that was of use, nor
    of one taken out of an account of ours, nor of one whose money was ``set_aside`` (read here, if
    it is not known), which is taken by what is written of it here."""
    if payment.taken_here or payment.reference is None or payment.is_credited:
        return payment, payment.charge_status
    decided = not payment.undecided and not payment.has_failed
    if decided and set_aside is None:
        set_aside = await purpose.parts.payments.was_held(payment.id)
    if decided and set_aside:
        return payment, payment.charge_status
    charge = await confirmed(purpose.parts, payment)
    return await _taken(purpose, payment, charge.status, caller)


async def _taken(
    purpose: Purpose, payment: Payment, status: ChargeStatus, caller: Caller
) -> tuple[Payment, ChargeStatus]:
    """Capture what is only authorized if it is still wanted, or call it off. What cannot be
    captured (it ran out, or somebody was quicker) is called off, too, which says what is so; and
    what was authorized after it had failed here, so that nothing stays set aside."""
    if status != "authorized":
        return payment, status
    if payment.is_pending:
        payment = await _keep_authorized(purpose, payment, caller)
    if not payment.undecided and not payment.has_failed:  # captured here before
        return payment, payment.charge_status
    if payment.undecided and await purpose.wanted(payment):
        if (held := await hold_on(purpose.parts, payment)) is not None:
            return payment, held
        try:
            return payment, (await captured(purpose.parts, payment)).status
        except ProviderRefused:
            pass
    return payment, (await called_off(purpose.parts, payment)).status


async def _keep_authorized(purpose: Purpose, payment: Payment, caller: Caller) -> Payment:
    outcome = await purpose.parts.ledger.commit(
        caller.command(
            (),
            payments.authorized(payment),
            key=f"authorized/{payment.id}",
            actor=f"provider:{payment.provider}",
        )
    )
    may_be_overtaken(outcome)
    return await payment_known(purpose.parts, payment.id)


async def _come_to(
    purpose: Purpose, payment: Payment, status: ChargeStatus, caller: Caller
) -> object:
    if status == "succeeded":
        return await purpose.succeeded(payment, caller)
    if status == "failed":
        await purpose.failed(payment, caller)
        return None
    raise StillPending(f"payment {payment.id} is pending")


async def _ask_again(purpose: Purpose, payment: Payment, caller: Caller) -> Payment:
    if utc_now() - time_of(payment.id) > KEY_LIFE:
        raise Unanswered(f"{payment.provider} never answered for payment {payment.id}")
    charge = await begun(purpose.parts, payment, await purpose.until(payment))
    return await learn(purpose, payment, charge, caller)

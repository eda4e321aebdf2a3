"""Asking payment providers: within bounds, and never while a transaction is open.

Of a payment of nothing (a coupon took off all) no provider is asked: it succeeds at once.
"""

import asyncio
from collections.abc import Callable, Collection, Coroutine, Mapping
from datetime import datetime
from typing import Any, Final, Protocol, TypeAlias, TypeVar
from uuid import UUID

from holdfast.db.engine import forbid_open_transaction
from holdfast.flows.commit.refusals import (
    PaymentNotFound,
    ProviderAway,
    ProviderUnknown,
    ScenarioUnknown,
)
from holdfast.kit import Money, Problem
from holdfast.kit.sentences import say
from holdfast.payments import (
    AnswerLost,
    CardAsked,
    CardGone,
    CardsForbidden,
    Charge,
    ChargeRequest,
    ChargesKept,
    KnowsCustomers,
    Payment,
    PaymentBook,
    PaymentProvider,
    ProviderRefused,
    ProviderUnavailable,
    Receipt,
    charges_kept,
    holds_money,
    keeps_cards,
    knows_customers,
    names_cards,
    sends_receipts,
    takes_wholes,
)

__all__ = [
    "PROVIDER_SECONDS", "AmountTooFine", "Shop", "ask", "ask_with_key", "begun", "bounded",
    "called_off", "captured", "charge_request", "confirmed", "customer_anew", "customer_there",
    "must_answer", "must_take", "payment_told_of", "provider_named",
]  # fmt: skip

PROVIDER_SECONDS: Final = 8.0
"""How long a provider may take to answer."""

Result = TypeVar("Result")
_Make: TypeAlias = Callable[[ChargeRequest, str], Coroutine[Any, Any, Charge]]


class AmountTooFine(Problem):
    """The provider takes the currency in larger steps than this amount is a multiple of; ``least``
    is such a step."""

    status = 409
    code = "amount-too-fine"
    title = "This way to pay takes no such amount"


class Shop(Protocol):
    """Whatever takes payments: the cashier, the treasury."""

    @property
    def payments(self) -> PaymentBook: ...
    @property
    def providers(self) -> Mapping[str, PaymentProvider]: ...


def provider_named(
    shop: Shop, name: str, offered: Collection[str] | None = None, method: str | None = None
) -> PaymentProvider:
    """``offered``: what a buyer may choose from, if not all. ``method``: what the buyer chose of
    the provider's."""
    provider = shop.providers.get(name)
    if provider is None or (offered is not None and name not in offered):
        raise ProviderUnknown(
            say("This shop does not take payments by {name}.", name=name), field="provider"
        )
    if method is not None and method not in provider.methods:
        methods = ", ".join(sorted(provider.methods)) or "-"
        raise ScenarioUnknown(say("Use one of: {scenarios}.", scenarios=methods), field="scenario")
    return provider


async def payment_told_of(shop: Shop, name: str, payment_id: UUID | None) -> Payment | None:
    """The payment that a provider spoke of when it was asked; None of what is not this shop's."""
    payment = None if payment_id is None else await shop.payments.get(payment_id)
    return None if payment is None or payment.provider != name else payment


async def must_answer(shop: Shop, name: str, *, may_try: bool = True) -> None:
    """Raises :class:`ProviderAway` where the provider has not answered for a while, before anything
    is begun there; but for one buyer now and then, who ``may_try`` whether it does again."""
    outages = shop.payments.outages
    if name in await outages.away() and not (may_try and await outages.may_try(name)):
        raise ProviderAway(
            "The payment provider does not answer at the moment. You were not charged. Choose"
            " another way to pay, or try again later.",
            field="provider",
            headers={"Retry-After": "30"},
        )


def must_take(provider: PaymentProvider, amount: int, currency: str) -> None:
    """Raises :class:`AmountTooFine`: it would be declined, and what is held let go."""
    least = provider.smallest(currency) if takes_wholes(provider) else 1
    if amount % least:
        said = say(
            "This way to pay takes multiples of {least} alone. You were not charged. Choose another"
            " way to pay.",
            least=Money(least, currency),
        )
        raise AmountTooFine(said, field="provider", extra={"least": least})


async def ask(shop: Shop, name: str, call: Coroutine[Any, Any, Result]) -> Result:
    """A provider's answer; whether it gave one is noted."""
    outages = shop.payments.outages
    try:
        answer = await bounded(call)
    except ProviderAway as away:
        await outages.unanswered(name, away.__cause__ or away)
        raise
    except ProviderRefused:
        await outages.answered(name)
        raise
    await outages.answered(name)
    return answer


async def ask_with_key(
    shop: Shop, name: str, call: Callable[[], Coroutine[Any, Any, Result]]
) -> Result:
    """As ``ask``, of a ``call`` that does a thing once however often it is made, for somebody who
    waits: when its answer is lost it is made once more, at once and within the same bounds."""
    return await ask(shop, name, _made_again(call))


async def _made_again(call: Callable[[], Coroutine[Any, Any, Result]]) -> Result:
    try:
        return await call()
    except AnswerLost:
        return await call()


async def bounded(call: Coroutine[Any, Any, Result]) -> Result:
    """An answer within bounds, and never while a transaction is open."""
    forbid_open_transaction("a call to a payment provider")
    try:
        async with asyncio.timeout(PROVIDER_SECONDS):
            return await call
    except (ProviderUnavailable, TimeoutError) as error:
        raise ProviderAway(
            "The payment provider does not answer. Please try again in a moment.",
            headers={"Retry-After": "5"},
        ) from error


def charge_request(
    payment: Payment,
    until: datetime,
    *,
    later: bool = False,
    customer: str | None = None,
    cards: CardAsked | None = None,
    receipt: Receipt | None = None,
) -> ChargeRequest:
    """What the provider is asked for. ``cards``: what its buyer wants of theirs."""
    return ChargeRequest(
        payment.reservation_id,
        payment.amount,
        payment.currency,
        until,
        payment.method,
        payment.return_url,
        later,
        customer,
        cards is not None and cards.save,
        receipt,
        cards is not None and cards.unattended,
        None if cards is None else cards.card,
    )


async def begun(shop: Shop, payment: Payment, until: datetime) -> Charge | None:
    """Begin the payment at the provider, or hear again how it was begun; None if refused."""
    if payment.amount == 0:
        return _free(f"free/{payment.id}", payment.reservation_id, payment.currency)
    provider = provider_named(shop, payment.provider)
    later = holds_money(provider) and await shop.payments.is_held(payment.id)
    cards = await _cards_asked(shop, provider, payment)
    try:
        customer = None
        if cards is not None and knows_customers(provider):
            customer = await customer_there(shop, payment.provider, provider, cards.owner)
        receipt = None
        if sends_receipts(provider):
            receipt = await shop.payments.receipts.of(payment.id)
        request = charge_request(
            payment, until, later=later, customer=customer, cards=cards, receipt=receipt
        )
        make: _Make = _charging(provider).charge_kept if payment.by_kept_card else provider.create
        charge = await ask_with_key(shop, payment.provider, lambda: make(request, str(payment.id)))
    except ProviderRefused as refused:
        if cards is not None:
            await _note_refusal(shop, payment.provider, cards, refused)
        return None
    if cards is not None and cards.card is not None and charge.why == "gone":
        await shop.payments.cards.forget(cards.owner, payment.provider, cards.card)
    if cards is not None and cards.save and names_cards(provider):
        await _note_leave(shop, payment.provider, charge.forbidden)
    return charge


async def _note_refusal(shop: Shop, name: str, cards: CardAsked, refused: ProviderRefused) -> None:
    """What it says of a card, or of all."""
    if isinstance(refused, CardGone) and cards.card is not None:
        await shop.payments.cards.forget(cards.owner, name, cards.card)
    if isinstance(refused, CardsForbidden):
        await _note_leave(shop, name, str(refused))


async def _note_leave(shop: Shop, name: str, forbidden: str) -> None:
    """Whether it lets the shop keep cards."""
    kept = shop.payments.cards
    await (kept.forbidden(name, forbidden) if forbidden else kept.allowed(name))


async def customer_there(shop: Shop, name: str, provider: KnowsCustomers, owner: str) -> str:
    """As whom the provider knows the buyer, from now on if not before."""
    customers = shop.payments.customers
    known = await customers.reference(owner, name)
    if known is not None:
        return known
    made = await ask_with_key(shop, name, lambda: provider.customer(owner, f"customer/{owner}"))
    return await customers.keep(owner, name, made)


async def customer_anew(
    shop: Shop, name: str, provider: KnowsCustomers, owner: str, gone: str
) -> str:
    """The same in place of one that the provider knows no more."""
    key = f"customer/{owner}/{gone}"
    made = await ask_with_key(shop, name, lambda: provider.customer(owner, key))
    return await shop.payments.customers.replace(owner, name, gone, made)


async def _cards_asked(shop: Shop, provider: PaymentProvider, payment: Payment) -> CardAsked | None:
    """Whose cards the payment may be made with, and what becomes of its own."""
    if not (keeps_cards(provider) or payment.by_kept_card):
        return None
    return await shop.payments.customers.asked(payment.id)


def _charging(provider: object) -> ChargesKept:
    if not charges_kept(provider):
        raise ProviderRefused("it charges no card while its owner is not there")
    return provider


async def confirmed(shop: Shop, payment: Payment, taken: int | None = None) -> Charge:
    """The provider's own account of the payment, which must be about exactly this one; ``taken``:
    so much of it was to be taken."""
    assert payment.reference is not None
    if payment.amount == 0:
        return _free(payment.reference, payment.reservation_id, payment.currency)
    provider = provider_named(shop, payment.provider)
    call = provider.confirm(payment.reference)
    return _about(payment, await ask(shop, payment.provider, call), taken)


async def captured(
    shop: Shop,
    payment: Payment,
    amount: int | None = None,
    key: str | None = None,
    receipt: Receipt | None = None,
) -> Charge:
    """Take what is authorized, all of it or an ``amount``, and let the rest go; ``receipt``: of
    what is taken. Raises :class:`ProviderRefused`."""
    assert payment.reference is not None
    provider = provider_named(shop, payment.provider)
    asked = payment.amount if amount is None else amount
    key = key or f"capture/{payment.id}"
    if receipt is not None and sends_receipts(provider):
        call = provider.capture_with(payment.reference, asked, key, receipt)
    else:
        call = provider.capture(payment.reference, asked, key)
    return _about(payment, await ask(shop, payment.provider, call), asked)


async def called_off(shop: Shop, payment: Payment) -> Charge:
    """Call the payment off if that can still be done; the provider's account of it after that."""
    assert payment.reference is not None
    if payment.amount == 0:
        return _free(payment.reference, payment.reservation_id, payment.currency)
    provider = provider_named(shop, payment.provider)
    return _about(payment, await ask(shop, payment.provider, provider.fail(payment.reference)))


def _free(reference: str, subject_id: UUID, currency: str) -> Charge:
    return Charge(reference, "succeeded", subject_id, 0, currency)


def _about(payment: Payment, charge: Charge | None, taken: int | None = None) -> Charge:
    amount = payment.amount
    if charge is not None and charge.status == "succeeded" and taken is not None:
        amount = taken
    if (
        charge is None
        or charge.subject_id != payment.reservation_id
        or charge.amount != amount
        or charge.currency != payment.currency
    ):
        raise PaymentNotFound("The payment provider does not know this payment.", field="paymentId")
    return charge

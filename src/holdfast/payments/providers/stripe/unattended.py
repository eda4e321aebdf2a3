"""Cards charged while nobody is there: a PaymentIntent that is confirmed as it is made, without a
page. Its id is the payment's reference.

A bank that wants its cardholder there, or says no, is an error that carries the intent, and the
same key gives the same error again; such an intent is never confirmed again.
"""

from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from stripe import PaymentIntent, PaymentMethod, StripeError
from stripe._v1_services import V1Services
from stripe.params import PaymentIntentCreateParams

from holdfast.payments.provider import (
    Charge,
    ChargeRequest,
    ChargeStatus,
    Declined,
    ProviderRefused,
)
from holdfast.payments.provider_cards import SavedCard
from holdfast.payments.providers.stripe.amounts import from_stripe
from holdfast.payments.providers.stripe.calls import asked, known
from holdfast.payments.providers.stripe.cards import card_shown
from holdfast.payments.providers.stripe.events import KEY

__all__ = ["Unattended", "charge_of", "held_until", "is_intent"]

_INTENT: Final = "pi_"
_SUBJECT: Final = "subject"
"""Under which what is paid for stands among an intent's metadata, as no session names it."""
_AUTHENTICATION: Final = "authentication_required"
_HELD_FOR: Final = timedelta(days=7)
_LATER: Final = "try_again_later"
_MAY_PASS: Final = frozenset({
    _LATER, "insufficient_funds", "card_velocity_exceeded", "withdrawal_count_limit_exceeded",
    "issuer_not_available", "processing_error", "reenter_transaction",
})  # fmt: skip
"""Decline codes that say nothing against the card itself, where no bank gives advice."""


def is_intent(reference: str) -> bool:
    """Whether a payment was made so, without a page."""
    return reference.startswith(_INTENT)


class Unattended:
    """Of one account."""

    def __init__(self, client: V1Services) -> None:
        self._intents = client.payment_intents
        self._sessions = client.checkout.sessions

    async def kept_card(self, reference: str, customer: str) -> SavedCard | None:
        intent: object
        if is_intent(reference):
            expanded = {"expand": ["payment_method"]}
            intent = await known(self._intents.retrieve_async(reference, expanded))  # type: ignore[arg-type]
        else:
            session = await known(
                self._sessions.retrieve_async(
                    reference, {"expand": ["payment_intent.payment_method"]}
                )
            )
            intent = None if session is None else session.payment_intent
        method = intent.payment_method if isinstance(intent, PaymentIntent) else None
        if not isinstance(method, PaymentMethod) or _owner(method) != customer:
            return None
        return card_shown(method)

    async def charge(self, request: ChargeRequest, amount: int, key: str) -> Charge:
        asked_for = _intent_of(request, amount, key)
        try:
            intent = await asked(self._intents.create_async(asked_for, {"idempotency_key": key}))
        except ProviderRefused as refused:
            declined = _declined(refused.__cause__)
            if declined is None:
                raise
            intent = declined
        return charge_of(intent)

    async def intent(self, reference: str) -> PaymentIntent | None:
        return await known(self._intents.retrieve_async(reference))


def _intent_of(request: ChargeRequest, amount: int, key: str) -> PaymentIntentCreateParams:
    """What Stripe is asked for; the same of the same request."""
    if request.card is None or request.customer is None:
        raise ProviderRefused("there is no kept card to charge")
    intent: PaymentIntentCreateParams = {
        "amount": amount,
        "currency": request.currency.lower(),
        "customer": request.customer,
        "payment_method": request.card,
        "allowed_payment_method_types": ["card"],
        "off_session": True,
        "confirm": True,
        "metadata": {KEY: key, _SUBJECT: str(request.subject_id)},
    }
    if request.later:
        intent["capture_method"] = "manual"
    return intent


def _declined(cause: object) -> PaymentIntent | None:
    """The intent that an error is about."""
    error = cause.error if isinstance(cause, StripeError) else None
    intent = None if error is None else getattr(error, "payment_intent", None)
    return intent if isinstance(intent, PaymentIntent) else None


def _owner(method: PaymentMethod) -> str | None:
    owner = method.customer
    return owner if owner is None or isinstance(owner, str) else owner.id


def charge_of(intent: PaymentIntent) -> Charge:
    """What became of a card that was charged so."""
    status = _status(intent)
    currency = intent.currency.upper()
    amount = intent.amount_received if status == "succeeded" else intent.amount
    return Charge(
        intent.id,
        status,
        UUID(getattr(intent.metadata, _SUBJECT, "")),
        from_stripe(amount, currency),
        currency,
        held_until=held_until(intent) if status == "authorized" else None,
        why=_why(intent) if status == "failed" else None,
    )


def held_until(intent: PaymentIntent) -> datetime:
    """A card's bank lets it go after a week."""
    return datetime.fromtimestamp(intent.created, UTC) + _HELD_FOR


def _status(intent: PaymentIntent) -> ChargeStatus:
    match intent.status:
        case "succeeded":
            return "succeeded"
        case "requires_capture":
            return "authorized"
        case "processing":
            return "pending"
    return "failed"  # nobody is there to do what it asks for, and nobody is told how


def _why(intent: PaymentIntent) -> Declined:
    error = intent.last_payment_error
    said = () if error is None else (error.code, getattr(error, "decline_code", None))
    wants_buyer = intent.status == "requires_action" or _AUTHENTICATION in said
    if wants_buyer:
        return "authentication"
    advice = None if error is None else getattr(error, "advice_code", None)
    later = advice == _LATER if advice else any(code in _MAY_PASS for code in said)
    return "later" if later else "declined"

"""PaymentIntents that are made without a page: a kept card is charged while nobody is there.

Written from Stripe's API reference (PaymentIntents, Errors) and its guide to saving and reusing
cards: with ``off_session`` and ``confirm`` what its bank does not allow is an error 402 of the type
``card_error``, with the intent in it.
"""

import time
from collections.abc import Mapping
from typing import Final

from tests.support.payment_server import Values
from tests.support.stripe.cards import Cards
from tests.support.stripe.refusals import Refused, invalid, only, whole

__all__ = ["charged", "must_succeed"]

_INTENT: Final = frozenset(
    {
        "amount", "currency", "customer", "payment_method", "allowed_payment_method_types",
        "off_session", "confirm", "metadata", "capture_method", "description",
    }
)  # fmt: skip
_SAID: Final = {
    "authentication_required": "Your card was declined. This transaction requires authentication.",
    "insufficient_funds": "Your card has insufficient funds.",
    "generic_decline": "Your card was declined.",
}


def charged(asked: Values, name: str, cards: Cards, least: Mapping[str, int]) -> Values:
    """The intent, with ``_error`` if its bank does not allow it."""
    only(asked, _INTENT)
    if (asked.get("off_session"), asked.get("confirm")) != ("true", "true"):
        raise invalid("This server charges off-session, at once.", "off_session")
    currency = str(asked.get("currency", ""))
    if currency != currency.lower() or len(currency) != 3:
        raise invalid(f"Invalid currency: {currency}", "currency")
    amount = whole(asked.get("amount", ""))
    if amount < least.get(currency, 1):
        raise invalid("The amount is too low.", "amount", "amount_too_small")
    cards.known(asked.get("customer", ""))
    method = cards.chargeable(asked.get("payment_method", ""), asked["customer"])
    manual = asked.get("capture_method") == "manual"
    intent: Values = {
        "id": name, "object": "payment_intent", "amount": amount, "amount_capturable": 0,
        "amount_received": 0, "created": int(time.time()), "currency": currency,
        "customer": asked["customer"], "metadata": asked.get("metadata") or {},
        "payment_method": method["id"], "last_payment_error": None, "livemode": False,
    }  # fmt: skip
    if (why := cards.refuse.get(method["id"])) is not None:
        code = why if why == "authentication_required" else "card_declined"
        error = {"type": "card_error", "code": code, "decline_code": why, "message": _SAID[why]}
        if cards.advises:
            error["advice_code"] = cards.advises
        return intent | {
            "status": "requires_payment_method", "payment_method": None,
            "last_payment_error": error, "_error": error,
        }  # fmt: skip
    if manual:
        return intent | {"status": "requires_capture", "amount_capturable": amount}
    return intent | {"status": "succeeded", "amount_received": amount}


def must_succeed(intent: Values, shown: Values) -> None:
    """Raises the error that the call ends with."""
    if (error := intent.get("_error")) is not None:
        more = {name: value for name, value in error.items() if name not in ("type", "message")}
        raise Refused(402, "card_error", error["message"], payment_intent=shown, **more)

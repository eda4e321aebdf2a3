"""What Stripe keeps and which rules it keeps to: Checkout Sessions, PaymentIntents, refunds and
disputes.

Written from Stripe's API reference (Checkout Sessions, PaymentIntents, Refunds, Disputes,
Idempotent requests, Errors) before our client was. What a client of the reference would not send
is refused.
"""

import itertools
import time
from collections.abc import Mapping, Sequence
from typing import Any, Final

from tests.support.payment_server import Values
from tests.support.stripe.cards import Cards
from tests.support.stripe.intents import charged
from tests.support.stripe.refusals import invalid, missing, only, whole

__all__ = ["Book"]

LEAST: Final = {"usd": 50, "eur": 50, "gbp": 30, "krw": 100, "jpy": 50}
"""The least that may be charged, in the currency's smallest unit."""

_SESSION: Final = frozenset(
    {
        "mode", "client_reference_id", "metadata", "payment_intent_data", "line_items",
        "success_url", "cancel_url", "expires_at", "expand", "locale", "customer_email",
        "customer", "payment_method_data",
    }
)  # fmt: skip
_SETUP: Final = frozenset(
    {
        "mode", "metadata", "success_url", "cancel_url", "customer", "payment_method_data",
        "allowed_payment_method_types", "currency", "setup_intent_data",
    }
)  # fmt: skip
_REFUND: Final = frozenset({"payment_intent", "amount", "metadata", "reason", "expand"})

_DISPUTED: Final = frozenset({"needs_response", "under_review", "lost"})


class Book:
    """``page`` makes the address of a session's page from its id."""

    def __init__(self) -> None:
        self.sessions: dict[str, Values] = {}
        self.intents: dict[str, Values] = {}
        self.refunds: dict[str, Values] = {}
        self.disputes: dict[str, Values] = {}
        self.cards = Cards()
        self.refuses_refunds = ""  # why: as an account without money does
        self.refunds_are = "succeeded"  # at first
        self.page = ""
        self.card = ("fingerprint", "US")  # of who pays next, and where it was issued
        self.charged: dict[str, tuple[str, str]] = {}  # by intent
        self._numbers = itertools.count(1)

    def _id(self, prefix: str) -> str:
        return f"{prefix}_test_{next(self._numbers):08d}"

    # --- checkout sessions ----------------------------------------------------------------------

    def create_session(self, asked: Values) -> Values:
        if asked.get("mode") == "setup":
            return self._create_setup(asked)
        only(asked, _SESSION)
        if asked.get("mode") != "payment":
            raise invalid("Missing required param: mode.", "mode", "parameter_missing")
        if not str(asked.get("success_url", "")).startswith(("http://", "https://")):
            raise invalid("Not a valid URL", "success_url", "url_invalid")
        lines: Sequence[Values] = asked.get("line_items") or ()
        if not lines:
            raise invalid("Missing required param: line_items.", "line_items", "parameter_missing")
        prices = [line["price_data"] for line in lines]
        currencies = {price["currency"] for price in prices}
        if len(currencies) != 1:
            raise invalid("All prices must be in one currency.", "line_items")
        currency = currencies.pop()
        total = sum(
            whole(price["unit_amount"]) * whole(line.get("quantity", "1"))
            for line, price in zip(lines, prices, strict=True)
        )
        if any(not price.get("product_data", {}).get("name") for price in prices):
            raise invalid("Missing required param: name.", "line_items", "parameter_missing")
        if currency != currency.lower() or len(currency) != 3:
            raise invalid(f"Invalid currency: {currency}", "line_items")
        if total < LEAST.get(currency, 1):
            raise invalid("The amount due is too low.", "line_items", "amount_too_small")
        data: Values = asked.get("payment_intent_data") or {}
        if set(data) - {"metadata", "capture_method", "description", "setup_future_usage"}:
            raise invalid("Received unknown parameter", "payment_intent_data", "parameter_unknown")
        return self._opened(
            asked,
            amount_total=total,
            currency=currency,
            payment_status="unpaid",
            _intent=data,
        )

    def _create_setup(self, asked: Values) -> Values:
        only(asked, _SETUP)
        if not str(asked.get("success_url", "")).startswith(("http://", "https://")):
            raise invalid("Not a valid URL", "success_url", "url_invalid")
        if "allowed_payment_method_types" not in asked and "currency" not in asked:
            raise invalid("Missing required param: currency.", "currency", "parameter_missing")
        return self._opened(asked, amount_total=None, currency=None,
                            payment_status="no_payment_required", _intent={})  # fmt: skip

    def _opened(self, asked: Values, **more: Any) -> Values:
        if customer := asked.get("customer"):
            self.cards.known(customer)
        name, now = self._id("cs"), int(time.time())
        self.sessions[name] = {
            "id": name,
            "object": "checkout.session",
            "cancel_url": asked.get("cancel_url"),
            "client_reference_id": asked.get("client_reference_id"),
            "created": now,
            "customer": customer,
            "expires_at": now + 86_400,
            "livemode": False,
            "metadata": asked.get("metadata") or {},
            "mode": asked["mode"],
            "payment_intent": None,  # made when the buyer pays
            "setup_intent": None,
            "status": "open",
            "success_url": asked["success_url"],
            "url": f"{self.page}/{name}",
            "_redisplay": (asked.get("payment_method_data") or {}).get("allow_redisplay"),
            **more,
        }
        return self.sessions[name]

    def session(self, name: str) -> Values:
        if name not in self.sessions:
            raise missing("checkout.session", name)
        return self.sessions[name]

    def expire_session(self, name: str) -> Values:
        session = self.session(name)
        if session["status"] != "open":
            raise invalid('Only Checkout Sessions with a status in ["open"] can be expired.')
        session.update(status="expired", url=None)
        return session

    def set_up(self, name: str) -> None:
        """The buyer's card is kept, and nothing is charged."""
        session = self.session(name)
        intent = self.cards.set_up(session["customer"], session["_redisplay"] or "always")
        session.update(status="complete", setup_intent=intent, url=None)

    def pay(self, name: str, card: str | None = None) -> Values:
        """The buyer's card is charged, or the money set aside: a kept ``card``, or one that is
        kept if the shop asked for that."""
        session = self.session(name)
        assert session["status"] == "open", session["status"]
        if card is None:
            keeps = session["customer"] if "setup_future_usage" in session["_intent"] else None
            card = self.cards.attach(keeps, session["_redisplay"] or "limited")
        manual = session["_intent"].get("capture_method") == "manual"
        intent = self._id("pi")
        self.charged[intent] = self.card
        self.intents[intent] = {
            "id": intent,
            "object": "payment_intent",
            "amount": session["amount_total"],
            "amount_capturable": session["amount_total"] if manual else 0,
            "amount_received": 0 if manual else session["amount_total"],
            "created": int(time.time()),
            "currency": session["currency"],
            "metadata": session["_intent"].get("metadata") or {},
            "payment_method": card,
            "status": "requires_capture" if manual else "succeeded",
        }
        paid = "unpaid" if manual else "paid"
        session.update(status="complete", payment_status=paid, payment_intent=intent, url=None)
        return session

    # --- payment intents ------------------------------------------------------------------------

    def create_intent(self, asked: Values) -> Values:
        """A kept card is charged; its intent is kept, though its bank refuses."""
        name = self._id("pi")
        self.charged[name] = self.card
        self.intents[name] = charged(asked, name, self.cards, LEAST)
        return self.intents[name]

    def booked(self, name: str) -> Values:
        """The intent with its charge, and that with what Stripe kept of it: 1.5% and 0.25; nothing
        of what is only set aside."""
        intent = self.intent(name)
        if intent["status"] not in ("succeeded", "requires_capture"):
            return {**intent, "latest_charge": None}
        fee = intent["amount_received"] * 15 // 1000 + 25
        balance = {
            "id": f"txn_{name}", "object": "balance_transaction", "currency": intent["currency"],
            "amount": intent["amount_received"], "fee": fee, "type": "charge",
            "net": intent["amount_received"] - fee,
        }  # fmt: skip
        card = dict(zip(("fingerprint", "country"), self.charged[name], strict=True))
        taken = intent["status"] == "succeeded"
        charge = {"id": f"ch_{name}", "object": "charge",
                  "balance_transaction": balance if taken else None, "captured": taken,
                  "payment_method_details": {"type": "card", "card": card}}  # fmt: skip
        return {**intent, "latest_charge": charge}

    def intent(self, name: str) -> Values:
        if name not in self.intents:
            raise missing("payment_intent", name)
        return self.intents[name]

    def capture(self, name: str, asked: Values) -> Values:
        only(asked, frozenset({"amount_to_capture", "expand", "metadata"}))
        intent = self._capturable(name, "captured")
        amount = whole(asked.get("amount_to_capture", str(intent["amount"])))
        if amount > intent["amount_capturable"]:
            raise invalid("The amount is too large.", "amount_to_capture", "amount_too_large")
        intent.update(status="succeeded", amount_received=amount, amount_capturable=0)
        for session in self.sessions.values():
            if session["payment_intent"] == name:
                session["payment_status"] = "paid"
        return intent

    def cancel(self, name: str) -> Values:
        intent = self.intent(name)
        if intent["status"] != "requires_payment_method":
            self._capturable(name, "canceled")
        intent.update(status="canceled", amount_capturable=0)
        return intent

    def _capturable(self, name: str, what: str) -> Values:
        intent = self.intent(name)
        if intent["status"] != "requires_capture":
            said = f"This PaymentIntent could not be {what} because it is {intent['status']}."
            raise invalid(said, "", "payment_intent_unexpected_state")
        return intent

    # --- refunds --------------------------------------------------------------------------------

    def refund(self, asked: Values) -> Values:
        only(asked, _REFUND)
        intent = self.intent(asked.get("payment_intent", ""))
        if self.refuses_refunds:
            raise invalid(self.refuses_refunds, "", "balance_insufficient")
        if any(one["payment_intent"] == intent["id"] and one["status"] in _DISPUTED
               for one in self.disputes.values()):  # fmt: skip
            raise invalid("This charge has been charged back.", "", "charge_disputed")
        left = intent["amount_received"] - self.given_back(intent["id"])
        amount = whole(asked.get("amount", str(left)))
        if left == 0:
            raise invalid("Charge has already been refunded.", "", "charge_already_refunded")
        if not 0 < amount <= left:
            raise invalid(f"Refund amount ({amount}) is greater than unrefunded amount on charge.",
                           "amount")  # fmt: skip
        name = self._id("re")
        self.refunds[name] = {
            "id": name,
            "object": "refund",
            "amount": amount,
            "currency": intent["currency"],
            "metadata": asked.get("metadata") or {},
            "payment_intent": intent["id"],
            "status": self.refunds_are,
        }
        if self.refunds_are == "failed":
            self.refunds[name]["failure_reason"] = "expired_or_canceled_card"
        return self.refunds[name]

    def give_up(self, name: str, why: str = "expired_or_canceled_card") -> Values:
        """The buyer's bank sends back what was given, days later."""
        refund = self.refunds[name]
        refund.update(
            status="failed", failure_reason=why, failure_balance_transaction=f"txn_{name}_back"
        )
        return refund

    def given_back(self, intent: str) -> int:
        gone = ("failed", "canceled")
        found = self.refunds_of(intent)
        return sum(one["amount"] for one in found if one["status"] not in gone)

    def list_refunds(self, asked: Mapping[str, str]) -> Values:
        found = self.refunds_of(asked.get("payment_intent", ""))[::-1]
        names = [one["id"] for one in found]
        if "starting_after" in asked:
            found = found[names.index(asked["starting_after"]) + 1 :]
        limit = min(int(asked.get("limit", "10")), 100)
        return {
            "object": "list",
            "data": found[:limit],
            "has_more": len(found) > limit,
            "url": "/v1/refunds",
        }

    # --- disputes -------------------------------------------------------------------------------

    def open_dispute(
        self, intent: str, amount: int | None = None, status: str = "needs_response"
    ) -> Values:
        """The cardholder's bank asks for the money back."""
        paid = self.intent(intent)
        name, now = self._id("du"), int(time.time())
        self.disputes[name] = {
            "id": name,
            "object": "dispute",
            "amount": paid["amount_received"] if amount is None else amount,
            "charge": f"ch_{intent}",
            "created": now,
            "currency": paid["currency"],
            "evidence_details": {
                "due_by": now + 7 * 86_400, "has_evidence": False, "past_due": False,
                "submission_count": 0,
            },
            "is_charge_refundable": status.startswith("warning"),
            "livemode": False,
            "metadata": {},
            "payment_intent": intent,
            "reason": "fraudulent",
            "status": status,
        }  # fmt: skip
        return self.disputes[name]

    def dispute(self, name: str) -> Values:
        if name not in self.disputes:
            raise missing("dispute", name)
        return self.disputes[name]

    def refunds_of(self, intent: str) -> list[Values]:
        return [one for one in self.refunds.values() if one["payment_intent"] == intent]

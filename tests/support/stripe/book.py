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

__all__ = ["Book", "Refused", "Values"]

Values = dict[str, Any]

LEAST: Final = {"usd": 50, "eur": 50, "gbp": 30, "krw": 100, "jpy": 50}
"""The least that may be charged, in the currency's smallest unit."""

_SESSION: Final = frozenset(
    {
        "mode", "client_reference_id", "metadata", "payment_intent_data", "line_items",
        "success_url", "cancel_url", "expires_at", "expand", "locale", "customer_email",
    }
)  # fmt: skip
_REFUND: Final = frozenset({"payment_intent", "amount", "metadata", "reason", "expand"})

_DISPUTED: Final = frozenset({"needs_response", "under_review", "lost"})


class Refused(Exception):
    """Stripe's error: the status and what its body says."""

    def __init__(self, status: int, kind: str, message: str, **more: str) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"error": {"type": kind, "message": message, **more}}


def _invalid(message: str, param: str = "", code: str = "", status: int = 400) -> Refused:
    said = {"param": param, "code": code}
    return Refused(status, "invalid_request_error", message, **{k: v for k, v in said.items() if v})


def _missing(what: str, name: str) -> Refused:
    return _invalid(f"No such {what}: '{name}'", "id", "resource_missing", 404)


class Book:
    """``page`` makes the address of a session's page from its id."""

    def __init__(self) -> None:
        self.sessions: dict[str, Values] = {}
        self.intents: dict[str, Values] = {}
        self.refunds: dict[str, Values] = {}
        self.disputes: dict[str, Values] = {}
        self.refuses_refunds = ""  # why: as an account without money does
        self.page = ""
        self._numbers = itertools.count(1)

    def _id(self, prefix: str) -> str:
        return f"{prefix}_test_{next(self._numbers):08d}"

    # --- checkout sessions ----------------------------------------------------------------------

    def create_session(self, asked: Values) -> Values:
        _only(asked, _SESSION)
        if asked.get("mode") != "payment":
            raise _invalid("Missing required param: mode.", "mode", "parameter_missing")
        if not str(asked.get("success_url", "")).startswith(("http://", "https://")):
            raise _invalid("Not a valid URL", "success_url", "url_invalid")
        lines: Sequence[Values] = asked.get("line_items") or ()
        if not lines:
            raise _invalid("Missing required param: line_items.", "line_items", "parameter_missing")
        prices = [line["price_data"] for line in lines]
        currencies = {price["currency"] for price in prices}
        if len(currencies) != 1:
            raise _invalid("All prices must be in one currency.", "line_items")
        currency = currencies.pop()
        total = sum(
            _whole(price["unit_amount"]) * _whole(line.get("quantity", "1"))
            for line, price in zip(lines, prices, strict=True)
        )
        if any(not price.get("product_data", {}).get("name") for price in prices):
            raise _invalid("Missing required param: name.", "line_items", "parameter_missing")
        if currency != currency.lower() or len(currency) != 3:
            raise _invalid(f"Invalid currency: {currency}", "line_items")
        if total < LEAST.get(currency, 1):
            raise _invalid("The amount due is too low.", "line_items", "amount_too_small")
        data: Values = asked.get("payment_intent_data") or {}
        if set(data) - {"metadata", "capture_method", "description"}:
            raise _invalid("Received unknown parameter", "payment_intent_data", "parameter_unknown")
        name, now = self._id("cs"), int(time.time())
        self.sessions[name] = {
            "id": name,
            "object": "checkout.session",
            "amount_total": total,
            "cancel_url": asked.get("cancel_url"),
            "client_reference_id": asked.get("client_reference_id"),
            "created": now,
            "currency": currency,
            "expires_at": now + 86_400,
            "livemode": False,
            "metadata": asked.get("metadata") or {},
            "mode": "payment",
            "payment_intent": None,  # made when the buyer pays
            "payment_status": "unpaid",
            "status": "open",
            "success_url": asked["success_url"],
            "url": f"{self.page}/{name}",
            "_intent": data,
        }
        return self.sessions[name]

    def session(self, name: str) -> Values:
        if name not in self.sessions:
            raise _missing("checkout.session", name)
        return self.sessions[name]

    def expire_session(self, name: str) -> Values:
        session = self.session(name)
        if session["status"] != "open":
            raise _invalid('Only Checkout Sessions with a status in ["open"] can be expired.')
        session.update(status="expired", url=None)
        return session

    def pay(self, name: str) -> Values:
        """The buyer's card is charged, or the money set aside."""
        session = self.session(name)
        assert session["status"] == "open", session["status"]
        manual = session["_intent"].get("capture_method") == "manual"
        intent = self._id("pi")
        self.intents[intent] = {
            "id": intent,
            "object": "payment_intent",
            "amount": session["amount_total"],
            "amount_capturable": session["amount_total"] if manual else 0,
            "amount_received": 0 if manual else session["amount_total"],
            "currency": session["currency"],
            "metadata": session["_intent"].get("metadata") or {},
            "status": "requires_capture" if manual else "succeeded",
        }
        paid = "unpaid" if manual else "paid"
        session.update(status="complete", payment_status=paid, payment_intent=intent, url=None)
        return session

    # --- payment intents ------------------------------------------------------------------------

    def booked(self, name: str) -> Values:
        """The intent with its charge, and that with what Stripe kept of it: 1.5% and 0.25."""
        intent = self.intent(name)
        if intent["status"] != "succeeded":
            return {**intent, "latest_charge": None}
        fee = intent["amount_received"] * 15 // 1000 + 25
        balance = {
            "id": f"txn_{name}", "object": "balance_transaction", "currency": intent["currency"],
            "amount": intent["amount_received"], "fee": fee, "type": "charge",
            "net": intent["amount_received"] - fee,
        }  # fmt: skip
        charge = {"id": f"ch_{name}", "object": "charge", "balance_transaction": balance}
        return {**intent, "latest_charge": charge}

    def intent(self, name: str) -> Values:
        if name not in self.intents:
            raise _missing("payment_intent", name)
        return self.intents[name]

    def capture(self, name: str, asked: Values) -> Values:
        _only(asked, frozenset({"amount_to_capture", "expand", "metadata"}))
        intent = self._capturable(name, "captured")
        amount = _whole(asked.get("amount_to_capture", str(intent["amount"])))
        if amount > intent["amount_capturable"]:
            raise _invalid("The amount is too large.", "amount_to_capture", "amount_too_large")
        intent.update(status="succeeded", amount_received=amount, amount_capturable=0)
        for session in self.sessions.values():
            if session["payment_intent"] == name:
                session["payment_status"] = "paid"
        return intent

    def cancel(self, name: str) -> Values:
        intent = self._capturable(name, "canceled")
        intent.update(status="canceled", amount_capturable=0)
        return intent

    def _capturable(self, name: str, what: str) -> Values:
        intent = self.intent(name)
        if intent["status"] != "requires_capture":
            said = f"This PaymentIntent could not be {what} because it is {intent['status']}."
            raise _invalid(said, "", "payment_intent_unexpected_state")
        return intent

    # --- refunds --------------------------------------------------------------------------------

    def refund(self, asked: Values) -> Values:
        _only(asked, _REFUND)
        intent = self.intent(asked.get("payment_intent", ""))
        if self.refuses_refunds:
            raise _invalid(self.refuses_refunds, "", "balance_insufficient")
        if any(one["payment_intent"] == intent["id"] and one["status"] in _DISPUTED
               for one in self.disputes.values()):  # fmt: skip
            raise _invalid("This charge has been charged back.", "", "charge_disputed")
        given = sum(one["amount"] for one in self._refunds_of(intent["id"]))
        left = intent["amount_received"] - given
        amount = _whole(asked.get("amount", str(left)))
        if left == 0:
            raise _invalid("Charge has already been refunded.", "", "charge_already_refunded")
        if not 0 < amount <= left:
            raise _invalid(f"Refund amount ({amount}) is greater than unrefunded amount on charge.",
                           "amount")  # fmt: skip
        name = self._id("re")
        self.refunds[name] = {
            "id": name,
            "object": "refund",
            "amount": amount,
            "currency": intent["currency"],
            "metadata": asked.get("metadata") or {},
            "payment_intent": intent["id"],
            "status": "succeeded",
        }
        return self.refunds[name]

    def list_refunds(self, asked: Mapping[str, str]) -> Values:
        found = self._refunds_of(asked.get("payment_intent", ""))[::-1]
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
            raise _missing("dispute", name)
        return self.disputes[name]

    def _refunds_of(self, intent: str) -> list[Values]:
        return [
            one
            for one in self.refunds.values()
            if one["payment_intent"] == intent and one["status"] != "failed"
        ]


def _whole(text: str) -> int:
    if not text.isdigit():
        raise _invalid(f"Invalid integer: {text}", "", "parameter_invalid_integer")
    return int(text)


def _only(asked: Values, known: frozenset[str]) -> None:
    if strange := set(asked) - known:
        name = min(strange)
        raise _invalid(f"Received unknown parameter: {name}", name, "parameter_unknown")

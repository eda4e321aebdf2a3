"""Stripe over real HTTP, in a thread of the test's: form bodies, keys, idempotency, a page for the
buyer, and signed events."""

import hashlib
import hmac
import itertools
import json
import re
import time
from typing import Any, Final
from urllib.parse import parse_qsl

import httpx

from tests.support.payment_server import PaymentServer, Values, shown
from tests.support.site import Asked
from tests.support.stripe.book import Book
from tests.support.stripe.intents import must_succeed
from tests.support.stripe.refusals import Refused
from tests.support.stripe.transfers import Connect

__all__ = ["EVENT_SECRET", "KEY", "StripeServer"]

KEY: Final = "sk_test_holdfast"
EVENT_SECRET: Final = "whsec_holdfast_test_secret"
_PAGE: Final = """<!doctype html><html lang=en><title>Stripe test page</title><h1>Pay {amount}</h1>
{said}{saved}<form method=post>{kept}<button name=what value=pay>Pay</button>
<button name=what value=decline>Pay with a card that is declined</button>
<button name=what value=ask>Pay with a card whose bank asks</button>
<button name=what value=back>Back</button></form>"""
_KEPT: Final = "<button name=what value=kept>Pay with Visa 4242</button>"
_SAVED: Final = "<p>Your payment details will be saved.</p>"
_SETUP: Final = """<!doctype html><html lang=en><title>Stripe test page</title><h1>Save a card</h1>
<form method=post><button name=what value=pay>Save</button>
<button name=what value=back>Back</button></form>"""
_BANK: Final = """<!doctype html><html lang=en><title>Bank</title><h1>Your bank asks</h1>
<form method=post><button name=what value=pay>Complete</button>
<button name=what value=fail>Fail</button></form>"""
_SAID: Final = {
    "decline": "<p>Your card was declined.</p>",
    "fail": "<p>Your card could not be authenticated.</p>",
}
"""What leaves the page open: the buyer may try another card."""


class StripeServer(PaymentServer):
    """``limited``: it takes no calls for now."""

    keeps_refusals = True

    def __init__(self) -> None:
        super().__init__()
        self.limited = False
        self.book = Book()
        self.book.page = self.buyers_page
        self.connect = Connect()
        self._numbers = itertools.count(1)

    @property
    def settings(self) -> dict[str, str]:
        """Of a shop that takes cards by it."""
        return {
            "HOLDFAST_STRIPE_SECRET_KEY": KEY,
            "HOLDFAST_STRIPE_WEBHOOK_SECRET": f"whsec_of_before,{EVENT_SECRET}",
            "HOLDFAST_STRIPE_URL": self.url,
        }

    # --- for the test -----------------------------------------------------------------------

    def event(self, kind: str, about: Values) -> bytes:
        """An event's body, as Stripe sends it."""
        told = {"id": f"evt_test_{next(self._numbers)}", "object": "event", "type": kind,
                "created": int(time.time()), "data": {"object": shown(about)}}  # fmt: skip
        return json.dumps(told).encode()

    @staticmethod
    def signature(body: bytes, secret: str = EVENT_SECRET, at: float | None = None) -> str:
        """The header ``Stripe-Signature``: `t`, and `v1`, HMAC-SHA256 of ``t.body``."""
        when = int(time.time() if at is None else at)
        tag = hmac.new(secret.encode(), f"{when}.".encode() + body, hashlib.sha256).hexdigest()
        return f"t={when},v1={tag}"

    def send(self, shop: str, kind: str, about: Values) -> httpx.Response:
        """Send the shop an event, as an endpoint that was entered at Stripe gets it."""
        body = self.event(kind, about)
        headers = {"Stripe-Signature": self.signature(body), "Content-Type": "application/json"}
        return httpx.post(f"{shop}/hooks/stripe", content=body, headers=headers, timeout=30)

    def comes_back(self, shop: str, refund: str) -> None:
        """A refund fails after it had succeeded: the events that Stripe sends of it."""
        if self.book.refunds[refund]["status"] != "failed":
            self.book.give_up(refund)
        for kind in ("refund.failed", "refund.updated", "charge.refund.updated"):
            assert self.send(shop, kind, self.book.refunds[refund]).json() == {"status": "taken"}

    def refunded_there(self, shop: str, intent: str, amount: int) -> str:
        """Somebody refunds a payment in the dashboard: its id, and the events that Stripe sends."""
        made = self.book.refund({"payment_intent": intent, "amount": str(amount)})
        self.tell_of_refund(shop, made["id"])
        return str(made["id"])

    def tell_of_refund(self, shop: str, refund: str) -> None:
        about = self.book.refunds[refund]
        charge = {"id": f"ch_{about['payment_intent']}", "object": "charge",
                  "payment_intent": about["payment_intent"], "metadata": {}}  # fmt: skip
        kinds = (("refund.updated", about), ("charge.refunded", charge), ("refund.created", about))
        for kind, told in kinds:
            assert self.send(shop, kind, told).json() == {"status": "taken"}

    # --- for the shop -----------------------------------------------------------------------

    def _answer(self, asked: Asked) -> tuple[int, Values]:
        self._must_be_allowed(asked)
        posted = asked.method == "POST"
        values = _read(asked.body if posted else asked.query)
        key = asked.headers.get("idempotency-key") if posted else None
        if key is None:
            return 200, self._call(asked.method, asked.path, values)
        said = "Keys can only be used with the parameters they were first used with."
        other = Refused(400, "idempotency_error", said)
        request = [asked.path, values]
        return 200, self._once(
            key, request, lambda: self._call(asked.method, asked.path, values), other
        )

    def _call(self, method: str, path: str, asked: Values) -> Values:
        expand: list[str] = list(asked.pop("expand", []))
        book, parts = self.book, path.removeprefix("/v1/").split("/")
        match [method, *parts]:
            case ["POST", "checkout", "sessions"]:
                found = book.create_session(asked)
            case ["GET", "checkout", "sessions", name]:
                found = book.session(name)
            case ["POST", "checkout", "sessions", name, "expire"]:
                found = book.expire_session(name)
            case [_, "payment_intents", *_]:
                found = self._of_intents(method, parts, asked)
            case ["GET", "disputes", name]:
                found = book.dispute(name)
            case ["POST", "refunds"]:
                found = book.refund(asked)
            case ["GET", "refunds"]:
                return book.list_refunds(asked)
            case [_, "transfers" | "accounts", *_]:
                return self._of_others(method, parts, asked)
            case [_, "customers" | "payment_methods", *_]:
                return self._of_cards(method, parts, asked)
            case _:
                raise Refused(404, "invalid_request_error",
                              f"Unrecognized request URL ({method}: {path}).")  # fmt: skip
        return self._expanded(found, expand)

    def _expanded(self, found: Values, expand: list[str]) -> Values:
        book = self.book
        answer = shown(found)
        if answer["object"] == "payment_intent":
            return self._of_intent(answer, expand)
        if "payment_intent" in expand and answer.get("payment_intent"):
            answer["payment_intent"] = shown(book.intent(answer["payment_intent"]))
        charged = any(one.startswith("payment_intent.latest_charge") for one in expand)
        if charged and answer.get("payment_intent"):
            answer["payment_intent"] = book.booked(answer["payment_intent"])
        if "payment_intent.payment_method" in expand and answer.get("payment_intent"):
            intent = shown(book.intent(answer["payment_intent"]))
            answer["payment_intent"] = self._of_intent(intent, ["payment_method"])
        return answer

    def _of_intent(self, answer: Values, expand: list[str]) -> Values:
        book = self.book
        if any(one.startswith("latest_charge") for one in expand):
            answer = shown(book.booked(answer["id"]))
        if "payment_method" in expand and answer["payment_method"] is not None:
            answer = answer | {"payment_method": book.cards.methods[answer["payment_method"]]}
        return answer

    def _of_intents(self, method: str, parts: list[str], asked: Values) -> Values:
        book = self.book
        match [method, *parts]:
            case ["POST", "payment_intents"]:
                found = book.create_intent(asked)
                must_succeed(found, shown(found))
                return found
            case ["GET", "payment_intents", name]:
                return book.intent(name)
            case ["POST", "payment_intents", name, "capture"]:
                return book.capture(name, asked)
            case ["POST", "payment_intents", name, "cancel"]:
                return book.cancel(name)
        raise Refused(404, "invalid_request_error", f"Unrecognized request URL ({method}).")

    def _of_others(self, method: str, parts: list[str], asked: Values) -> Values:
        match [method, *parts]:
            case ["POST", "transfers"]:
                return self.connect.transfer(asked)
            case ["GET", "transfers"]:
                return self.connect.found(asked)
            case ["GET", "accounts", name]:
                return self.connect.account(name)
        raise Refused(404, "invalid_request_error", f"Unrecognized request URL ({method}).")

    def _of_cards(self, method: str, parts: list[str], asked: Values) -> Values:
        cards = self.book.cards
        match [method, *parts]:
            case ["POST", "customers"]:
                return cards.create_customer(asked)
            case ["GET", "customers", name]:
                return cards.customer(name)
            case ["GET", "customers", name, "payment_methods"]:
                return cards.of(name, asked)
            case ["POST", "payment_methods", name, "detach"]:
                return cards.detach(name)
        raise Refused(404, "invalid_request_error", f"Unrecognized request URL ({method}).")

    def _must_be_allowed(self, asked: Asked) -> None:
        if self.limited:
            raise Refused(429, "invalid_request_error", "Request rate limit exceeded.",
                          code="rate_limit")  # fmt: skip
        if asked.headers.get("authorization") != f"Bearer {KEY}":
            raise Refused(401, "invalid_request_error", "Invalid API Key provided")
        kind = asked.headers.get("content-type", "")
        if asked.method == "POST" and not kind.startswith("application/x-www-form-urlencoded"):
            raise Refused(400, "invalid_request_error", "Send form-encoded parameters.")

    # --- for the buyer ----------------------------------------------------------------------

    def _visited(self, name: str, what: str) -> str | None:
        session = self.book.session(name)
        if session["status"] != "open":
            return None
        if what == "pay" and session["mode"] == "setup":
            self.book.set_up(name)
            return str(session["success_url"])
        if what in ("pay", "kept"):
            kept = self.book.cards.shown_to(session["customer"])
            self.book.pay(name, kept[0]["id"] if what == "kept" else None)
            return str(session["success_url"])
        return str(session["cancel_url"] or session["success_url"])

    def _stays(self, name: str, what: str) -> str | None:
        if what == "ask":
            return _BANK
        if what and what not in _SAID:
            return None
        session = self.book.session(name)
        if session["mode"] == "setup":
            return _SETUP
        amount = f"{session['amount_total']} {session['currency']}"
        kept = _KEPT if self.book.cards.shown_to(session["customer"]) else ""
        saved = _SAVED if "setup_future_usage" in session["_intent"] else ""
        return _PAGE.format(amount=amount, said=_SAID.get(what, ""), kept=kept, saved=saved)


def _read(form: str) -> Values:
    """`line_items[0][price_data][currency]=usd` as what it stands for."""
    read: Values = {}
    for name, value in parse_qsl(form, keep_blank_values=True):
        first, *rest = re.findall(r"[^\[\]]+", name)
        here: Values = read
        path = [first, *rest]
        for step in path[:-1]:
            here = here.setdefault(step, {})
        here[path[-1]] = value
    return {name: _as_list(value) for name, value in read.items()}


def _as_list(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    read = {name: _as_list(one) for name, one in value.items()}
    if read and all(name.isdigit() for name in read):
        return [read[name] for name in sorted(read, key=int)]
    return read

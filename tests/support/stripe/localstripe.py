"""Stripe's intents, charges, refunds and kept cards as somebody else wrote them.

`localstripe` has no Checkout Sessions: sessions and the buyer's page are those of :class:`Book`,
and what a session charges is an intent over there. It also knows no idempotency keys, takes any
refund, however large, and has no `allow_redisplay`: of these our own server tells.
"""

import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final

import httpx

from tests.support.patience import PATIENCE
from tests.support.payment_server import Refused, Values
from tests.support.stripe.book import Book
from tests.support.stripe.server import KEY, StripeServer
from tools.split.program import Program, answers_http, free_port

__all__ = ["ASKING", "DECLINED", "VISA", "LocalstripeBook", "running_with_localstripe"]

VISA: Final = "4242424242424242"
DECLINED: Final = "4000000000000341"
ASKING: Final = "4000002760003184"
"""Whose bank asks its owner first."""

_SERVES: Final = """
import sys
from aiohttp import web
from localstripe.resources import store
from localstripe.server import app
store.dump_to_disk = lambda: None  # it would leave a file
web.run_app(app, host="127.0.0.1", port=int(sys.argv[1]), print=None)
"""


class LocalstripeBook(Book):
    def __init__(self, url: str) -> None:
        super().__init__()
        self._http = httpx.Client(base_url=url, auth=(KEY, ""), timeout=PATIENCE)
        self._waiting: dict[str, str] = {}  # session -> the intent whose card's bank asks

    def _ask(self, method: str, path: str, values: Mapping[str, object] | None = None) -> Values:
        sent = {"data" if method == "POST" else "params": values or {}}
        answer = self._http.request(method, f"/v1/{path}", **sent)  # type: ignore[arg-type]
        told: Values = answer.json()
        if answer.is_error:
            raise Refused(answer.status_code, str(told), told)
        return told

    def new_card(self, number: str) -> str:
        card = {"number": number, "exp_month": "12", "exp_year": "2034", "cvc": "123"}
        named = {f"card[{name}]": value for name, value in card.items()}
        return str(self._ask("POST", "payment_methods", {"type": "card", **named})["id"])

    def pay(self, name: str, card: str | None = None) -> Values:
        """By the number of a card. Raises :class:`Refused` where it is declined."""
        session = self.session(name)
        asked = session["_intent"]
        key = asked["metadata"]["holdfast"]
        intent = self._ask(
            "POST",
            "payment_intents",
            {
                "amount": session["amount_total"],
                "currency": session["currency"],
                "payment_method": self.new_card(card or VISA),
                "capture_method": asked.get("capture_method", "automatic"),
                "metadata[holdfast]": key,
                "confirm": "true",
            },
        )
        if intent["status"] == "requires_action":
            self._waiting[name] = intent["id"]
            return session
        return self._done(session, intent)

    def answers_bank(self, name: str, agrees: bool) -> Values:
        """Whose card asks says yes or no; after a no the page stays open."""
        intent = self._ask("GET", f"payment_intents/{self._waiting.pop(name)}")
        told = {"client_secret": intent["client_secret"], "success": str(agrees).lower()}
        intent = self._ask("POST", f"payment_intents/{intent['id']}/_authenticate", told)
        session = self.session(name)
        return self._done(session, intent) if agrees else session

    def _done(self, session: Values, intent: Values) -> Values:
        paid = "paid" if intent["status"] == "succeeded" else "unpaid"
        session.update(
            status="complete", payment_status=paid, payment_intent=intent["id"], url=None
        )
        return session

    def intent(self, name: str) -> Values:
        """With the sums that localstripe leaves out."""
        expand = {"expand[]": "latest_charge"}
        intent = self._ask("GET", f"payment_intents/{name}", expand)
        taken = intent["amount"] - _let_go(intent["latest_charge"])
        received = taken if intent["status"] == "succeeded" else 0
        return {**intent, "amount_received": received}

    def booked(self, name: str) -> Values:
        expand = {"expand[]": "latest_charge.balance_transaction"}
        return self._ask("GET", f"payment_intents/{name}", expand)

    def capture(self, name: str, asked: Values) -> Values:
        self._ask("POST", f"payment_intents/{name}/capture", asked)
        return self.intent(name)

    def cancel(self, name: str) -> Values:
        return self._ask("POST", f"payment_intents/{name}/cancel")

    def refund(self, asked: Values) -> Values:
        named = {f"metadata[{k}]": v for k, v in asked.pop("metadata", {}).items()}
        return self._ask("POST", "refunds", {**asked, **named})

    def list_refunds(self, asked: Mapping[str, str]) -> Values:
        return self._ask("GET", "refunds", asked)

    def sends_events_to(self, shop: str, secret: str) -> None:
        told = {"url": shop, "secret": secret, "events": ["payment_intent.succeeded"]}
        self._http.post("/_config/webhooks/shop", json=told).raise_for_status()

    def given_back(self, intent: str) -> int:
        refunds = self._ask("GET", "refunds", {"payment_intent": intent, "limit": "100"})["data"]
        return sum(one["amount"] for one in refunds if one["metadata"])


def _let_go(charge: Values | None) -> int:
    """Of a capture of a part localstripe refunds the rest itself, for no intent."""
    refunds = [] if charge is None else charge["refunds"]["data"]
    return sum(one["amount"] for one in refunds if not one["payment_intent"])


@contextmanager
def running_with_localstripe() -> Iterator[tuple[StripeServer, LocalstripeBook]]:
    """Our page before it, localstripe behind."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory() as folder, StripeServer.running() as server:
        words = [sys.executable, "-c", _SERVES, str(port)]
        ready = partial(answers_http, f"{url}/js.stripe.com/v3/")
        program = Program("localstripe", words, Path(folder) / "log", ready).start().wait_ready()
        try:
            book = LocalstripeBook(url)
            book.page = server.buyers_page
            server.book = book
            yield server, book
        finally:
            program.stop()

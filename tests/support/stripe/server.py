"""Stripe over real HTTP, in a thread of the test's: form bodies, keys, idempotency, a page for the
buyer, and signed events."""

import hashlib
import hmac
import itertools
import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final, Self
from urllib.parse import parse_qsl, urlsplit

import httpx

from tests.support.stripe.book import Book, Refused, Values

__all__ = ["EVENT_SECRET", "KEY", "StripeServer"]

KEY: Final = "sk_test_holdfast"
EVENT_SECRET: Final = "whsec_holdfast_test_secret"
_PAGE: Final = """<!doctype html><html lang=en><title>Stripe test page</title><h1>Pay {amount}</h1>
{said}<form method=post><button name=what value=pay>Pay</button>
<button name=what value=decline>Pay with a card that is declined</button>
<button name=what value=ask>Pay with a card whose bank asks</button>
<button name=what value=back>Back</button></form>"""
_BANK: Final = """<!doctype html><html lang=en><title>Bank</title><h1>Your bank asks</h1>
<form method=post><button name=what value=pay>Complete</button>
<button name=what value=fail>Fail</button></form>"""
_SAID: Final = {
    "decline": "<p>Your card was declined.</p>",
    "fail": "<p>Your card could not be authenticated.</p>",
}
"""What leaves the page open: the buyer may try another card."""


class StripeServer:
    """``away``: it hangs up. ``answer_lost``: the next call takes effect, and its answer never
    arrives. ``calls`` has each call that came, as ``POST /v1/refunds``."""

    def __init__(self) -> None:
        self.book = Book()
        self.away = False
        self.answer_lost = False
        self.limited = False
        self.calls: list[str] = []
        self._answers: dict[str, tuple[Values, int, Values]] = {}  # by idempotency key
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()
        server = self

        class Handler(_Handler):
            stripe = server

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self.book.page = f"{self.url}/pay"

    @classmethod
    @contextmanager
    def running(cls) -> Iterator[Self]:
        stripe = cls()
        thread = threading.Thread(target=stripe._server.serve_forever, daemon=True)
        thread.start()
        try:
            yield stripe
        finally:
            stripe._server.shutdown()
            stripe._server.server_close()
            thread.join()

    # --- for the test -----------------------------------------------------------------------

    def event(self, kind: str, about: Values) -> bytes:
        """An event's body, as Stripe sends it."""
        shown = {"id": f"evt_test_{next(self._numbers)}", "object": "event", "type": kind,
                 "created": int(time.time()), "data": {"object": _shown(about)}}  # fmt: skip
        return json.dumps(shown).encode()

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

    def forget_keys(self) -> None:
        """As a day later."""
        self._answers.clear()

    # --- for the shop -----------------------------------------------------------------------

    def answer(self, method: str, path: str, asked: Values, key: str | None) -> tuple[int, Values]:
        with self._lock:
            if key is not None and key in self._answers:
                before, status, body = self._answers[key]
                if before != {"": f"{method} {path}", **asked}:
                    said = "Keys can only be used with the parameters they were first used with."
                    raise Refused(400, "idempotency_error", said)
                return status, body
            body = json.loads(json.dumps(self._call(method, path, asked)))
            if key is not None:
                self._answers[key] = ({"": f"{method} {path}", **asked}, 200, body)
            return 200, body

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
            case ["GET", "payment_intents", name]:
                found = book.intent(name)
            case ["POST", "payment_intents", name, "capture"]:
                found = book.capture(name, asked)
            case ["POST", "payment_intents", name, "cancel"]:
                found = book.cancel(name)
            case ["GET", "disputes", name]:
                found = book.dispute(name)
            case ["POST", "refunds"]:
                found = book.refund(asked)
            case ["GET", "refunds"]:
                return book.list_refunds(asked)
            case _:
                raise Refused(404, "invalid_request_error",
                              f"Unrecognized request URL ({method}: {path}).")  # fmt: skip
        shown = _shown(found)
        if "payment_intent" in expand and shown.get("payment_intent"):
            shown["payment_intent"] = book.intent(shown["payment_intent"])
        booked = "payment_intent.latest_charge.balance_transaction"
        if booked in expand and shown.get("payment_intent"):
            shown["payment_intent"] = book.booked(shown["payment_intent"])
        return shown

    def visit(self, name: str, what: str) -> str | None:
        """What the buyer does on the page of a session; where the browser goes then."""
        with self._lock:
            session = self.book.session(name)
            if session["status"] != "open":
                return None
            if what == "pay":
                self.book.pay(name)
                return str(session["success_url"])
            return str(session["cancel_url"] or session["success_url"])


def _shown(kept: Values) -> Values:
    return {name: value for name, value in kept.items() if not name.startswith("_")}


class _Handler(BaseHTTPRequestHandler):
    stripe: StripeServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  (the base's name)
        """Nothing: tests say what they saw."""

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        address = urlsplit(self.path)
        if address.path.startswith("/pay/"):
            self._page(address.path.removeprefix("/pay/"), body)
            return
        stripe = self.stripe
        stripe.calls.append(f"{self.command} {address.path}")
        if stripe.away:
            self.close_connection = True
            return
        try:
            self._must_be_allowed()
            asked = _read(body if self.command == "POST" else address.query)
            key = self.headers.get("Idempotency-Key") if self.command == "POST" else None
            status, answer = stripe.answer(self.command, address.path, asked, key)
        except Refused as refused:
            status, answer = refused.status, refused.body
        if stripe.answer_lost:
            stripe.answer_lost, self.close_connection = False, True
            return
        self._say(status, json.dumps(answer).encode(), "application/json")

    def _must_be_allowed(self) -> None:
        if self.stripe.limited:
            raise Refused(429, "invalid_request_error", "Request rate limit exceeded.",
                          code="rate_limit")  # fmt: skip
        if self.headers.get("Authorization") != f"Bearer {KEY}":
            raise Refused(401, "invalid_request_error", "Invalid API Key provided")
        kind = self.headers.get("Content-Type", "")
        if self.command == "POST" and not kind.startswith("application/x-www-form-urlencoded"):
            raise Refused(400, "invalid_request_error", "Send form-encoded parameters.")

    def _page(self, name: str, body: str) -> None:
        if self.command == "GET":
            self._page_again(name, "")
            return
        what = dict(parse_qsl(body)).get("what", "")
        if what == "ask" or what in _SAID:
            self._page_again(name, what)
            return
        goes = self.stripe.visit(name, what)
        if goes is None:
            self._say(410, b"This page has expired.", "text/plain")
            return
        self.send_response(303)
        self.send_header("Location", goes)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _page_again(self, name: str, what: str) -> None:
        session = self.stripe.book.session(name)
        amount = f"{session['amount_total']} {session['currency']}"
        page = _BANK if what == "ask" else _PAGE.format(amount=amount, said=_SAID.get(what, ""))
        self._say(200, page.encode(), "text/html")

    def _say(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


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

"""YooKassa over real HTTP, in a thread of the test's: JSON bodies, basic authentication,
idempotence keys, a page for the buyer, and notifications that nobody has signed."""

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final, Self
from urllib.parse import parse_qsl, urlsplit

import httpx

from tests.support.yookassa.book import Book, Refused, Values

__all__ = ["KEY", "SHOP", "YooKassaServer"]

SHOP: Final = "100500"
KEY: Final = "test_holdfast"
_TAG: Final = base64.b64encode(f"{SHOP}:{KEY}".encode()).decode()
_PAGE: Final = """<!doctype html><html lang=en><title>YooKassa test page</title>
<h1>Pay {amount}</h1>
<form method=post><button name=what value=pay>Pay</button>
<button name=what value=decline>Pay with a card that is declined</button>
<button name=what value=back>Back</button></form>"""


class YooKassaServer:
    """``away``: it hangs up. ``busy``: it says that it is still working on it. ``answer_lost``: the
    next call takes effect, and its answer never arrives."""

    def __init__(self) -> None:
        self.book = Book()
        self.away = False
        self.busy = False
        self.answer_lost = False
        self._answers: dict[str, tuple[str, Values]] = {}  # by idempotence key
        self._lock = threading.Lock()
        server = self

        class Handler(_Handler):
            yookassa = server

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self.book.page = f"{self.url}/pay"

    @classmethod
    @contextmanager
    def running(cls) -> Iterator[Self]:
        yookassa = cls()
        thread = threading.Thread(target=yookassa._server.serve_forever, daemon=True)
        thread.start()
        try:
            yield yookassa
        finally:
            yookassa._server.shutdown()
            yookassa._server.server_close()
            thread.join()

    # --- for the test -----------------------------------------------------------------------

    @staticmethod
    def notification(event: str, about: Values) -> bytes:
        told = {"type": "notification", "event": event, "object": _shown(about)}
        return json.dumps(told).encode()

    def send(self, shop: str, event: str, about: Values) -> httpx.Response:
        """Send the shop a notification, as its address that was entered at YooKassa gets it."""
        headers = {"Content-Type": "application/json"}
        body = self.notification(event, about)
        return httpx.post(f"{shop}/hooks/yookassa", content=body, headers=headers, timeout=30)

    def forget_keys(self) -> None:
        """As a day later."""
        self._answers.clear()

    def visit(self, name: str, what: str) -> str | None:
        """What the buyer does on the page of a payment; where the browser goes then."""
        with self._lock:
            payment = self.book.payment(name)
            if payment["status"] != "pending":
                return None
            if what == "pay":
                self.book.pay(name)
            elif what == "decline":
                self.book.decline(name)
            return str(payment["_return"])

    # --- for the shop -----------------------------------------------------------------------

    def answer(self, method: str, path: str, asked: Values, key: str | None) -> Values:
        with self._lock:
            if method == "POST":
                if not key or len(key) > 64:
                    raise Refused(400, "invalid_request", "Idempotence key is missing or too long",
                                  parameter="Idempotence-Key")  # fmt: skip
                said = json.dumps([path, asked], sort_keys=True)
                if key in self._answers:
                    before, answer = self._answers[key]
                    if before != said:
                        raise Refused(400, "invalid_request", "Idempotence key duplicated",
                                      parameter="Idempotence-Key")  # fmt: skip
                    return answer
            body: Values = json.loads(json.dumps(_shown(self._call(method, path, asked))))
            if method == "POST":
                assert key is not None
                self._answers[key] = (said, body)
            return body

    def _call(self, method: str, path: str, asked: Values) -> Values:
        match [method, *path.removeprefix("/v3/").split("/")]:
            case ["POST", "payments"]:
                return self.book.create(asked)
            case ["GET", "payments", name]:
                return self.book.payment(name)
            case ["POST", "payments", name, "capture"]:
                return self.book.capture(name, asked)
            case ["POST", "payments", name, "cancel"]:
                return self.book.cancel(name)
            case ["POST", "refunds"]:
                return self.book.refund(asked)
            case ["GET", "refunds"]:
                return self.book.list_refunds(asked)
        raise Refused(404, "not_found", f"{method} {path}")


def _shown(kept: Values) -> Values:
    return {name: value for name, value in kept.items() if not name.startswith("_")}


class _Handler(BaseHTTPRequestHandler):
    yookassa: YooKassaServer
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
        if self.yookassa.away:
            self.close_connection = True
            return
        status = 200
        try:
            answer = self._answer(address.path, address.query, body)
        except Refused as refused:
            status, answer = refused.status, refused.body
        if self.yookassa.answer_lost:
            self.yookassa.answer_lost, self.close_connection = False, True
            return
        if self.yookassa.busy:
            status, answer = 202, {"type": "processing", "retry_after": 1800}
        self._say(status, json.dumps(answer).encode(), "application/json")

    def _answer(self, path: str, query: str, body: str) -> Values:
        if self.headers.get("Authorization") != f"Basic {_TAG}":
            raise Refused(401, "invalid_credentials", "Basic authentication failed")
        if self.command == "GET":
            return self.yookassa.answer("GET", path, dict(parse_qsl(query)), None)
        if not self.headers.get("Content-Type", "").startswith("application/json"):
            raise Refused(415, "invalid_request", "Send JSON")
        try:
            asked = json.loads(body or "{}")
        except ValueError as error:
            raise Refused(400, "invalid_request", "Body is not JSON") from error
        key = self.headers.get("Idempotence-Key")
        return self.yookassa.answer("POST", path, asked, key)

    def _page(self, name: str, body: str) -> None:
        if self.command == "GET":
            amount = self.yookassa.book.payment(name)["amount"]
            page = _PAGE.format(amount=f"{amount['value']} {amount['currency']}")
            self._say(200, page.encode(), "text/html")
            return
        goes = self.yookassa.visit(name, dict(parse_qsl(body)).get("what", ""))
        if goes is None:
            self._say(410, b"This page has expired.", "text/plain")
            return
        self.send_response(303)
        self.send_header("Location", goes)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _say(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

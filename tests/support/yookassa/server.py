"""YooKassa over real HTTP, in a thread of the test's: JSON bodies, basic authentication,
idempotence keys, a page for the buyer, and notifications that nobody has signed."""

import base64
import json
from typing import Final

import httpx

from tests.support.payment_server import PaymentServer, Values, shown
from tests.support.site import Asked
from tests.support.yookassa.book import Book
from tests.support.yookassa.rules import Refused

__all__ = ["KEY", "SHOP", "YooKassaServer"]

SHOP: Final = "100500"
KEY: Final = "test_holdfast"
_TAG: Final = base64.b64encode(f"{SHOP}:{KEY}".encode()).decode()
_PAGE: Final = """<!doctype html><html lang=en><title>YooKassa test page</title>
<h1>Pay {amount}</h1>
<form method=post><button name=what value=pay>Pay</button>
<button name=what value=decline>Pay with a card that is declined</button>
<button name=what value=back>Back</button></form>"""


class YooKassaServer(PaymentServer):
    """``busy``: it says that it is still working on it."""

    def __init__(self) -> None:
        super().__init__()
        self.busy = False
        self.book = Book()
        self.book.page = self.book.cards.page = self.buyers_page

    @property
    def settings(self) -> dict[str, str]:
        """Of a shop that takes payments by it."""
        return {
            "HOLDFAST_YOOKASSA_SHOP_ID": SHOP,
            "HOLDFAST_YOOKASSA_SECRET_KEY": KEY,
            "HOLDFAST_YOOKASSA_URL": self.url,
        }

    # --- for the test -----------------------------------------------------------------------

    @staticmethod
    def notification(event: str, about: Values) -> bytes:
        told = {"type": "notification", "event": event, "object": shown(about)}
        return json.dumps(told).encode()

    def send(self, shop: str, event: str, about: Values) -> httpx.Response:
        """Send the shop a notification, as its address that was entered at YooKassa gets it."""
        headers = {"Content-Type": "application/json"}
        body = self.notification(event, about)
        return httpx.post(f"{shop}/hooks/yookassa", content=body, headers=headers, timeout=30)

    # --- for the shop -----------------------------------------------------------------------

    def _answer(self, asked: Asked) -> tuple[int, Values]:
        if asked.headers.get("authorization") != f"Basic {_TAG}":
            raise Refused(401, "invalid_credentials", "Basic authentication failed")
        if asked.method == "GET":
            answer = self._call("GET", asked.path, asked.parameters)
        else:
            answer = self._posted(asked)
        if self.busy and asked.method == "POST":
            return 202, {"type": "processing", "retry_after": 1800}
        return 200, answer

    def _posted(self, asked: Asked) -> Values:
        if not asked.headers.get("content-type", "").startswith("application/json"):
            raise Refused(415, "invalid_request", "Send JSON")
        try:
            values = json.loads(asked.body or "{}")
        except ValueError as error:
            raise Refused(400, "invalid_request", "Body is not JSON") from error
        key = asked.headers.get("idempotence-key", "")
        if not 0 < len(key) <= 64:
            raise Refused(400, "invalid_request", "Idempotence key is missing or too long",
                          parameter="Idempotence-Key")  # fmt: skip
        other = Refused(400, "invalid_request", "Idempotence key duplicated",
                        parameter="Idempotence-Key")  # fmt: skip
        request = [asked.path, values]
        return self._once(key, request, lambda: self._call("POST", asked.path, values), other)

    def _call(self, method: str, path: str, asked: Values) -> Values:
        return shown(self._found(method, path, asked))

    def _found(self, method: str, path: str, asked: Values) -> Values:
        match [method, *path.removeprefix("/v3/").split("/")]:
            case ["POST", "payments"]:
                return self.book.create(asked)
            case ["GET", "payments", name]:
                return self.book.payment(name)
            case ["POST", "payments", name, "capture"]:
                return self.book.capture(name, asked)
            case ["POST", "payments", name, "cancel"]:
                return self.book.cancel(name)
            case [_, "payment_methods", *name]:
                return self.book.cards.named(*name) if name else self.book.cards.create(asked)
            case ["POST", "refunds"]:
                return self.book.refund(asked)
            case ["GET", "refunds"]:
                return self.book.list_refunds(asked)
            case ["GET", "refunds", name]:
                return self.book.refund_named(name)
            case ["POST", "receipts"]:
                return self.book.receipt(asked)
            case ["GET", "receipts"]:
                return self.book.list_receipts(asked)
            case ["GET", "receipts", name]:
                return self.book.receipt_named(name)
        raise Refused(404, "not_found", f"{method} {path}")

    # --- for the buyer ----------------------------------------------------------------------

    def _visited(self, name: str, what: str) -> str | None:
        if name not in self.book.payments:
            return self.book.cards.enter(name, what)
        payment = self.book.payment(name)
        if payment["status"] != "pending":
            return None
        if what == "pay":
            self.book.pay(name)
        elif what == "decline":
            self.book.decline(name)
        return str(payment["_return"])

    def _stays(self, name: str, what: str) -> str | None:
        if what:
            return None
        if name not in self.book.payments:
            return _PAGE.format(amount="nothing, but have the card kept")
        amount = self.book.payment(name)["amount"]
        return _PAGE.format(amount=f"{amount['value']} {amount['currency']}")

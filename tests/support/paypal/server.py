"""PayPal over real HTTP, in a thread of the test's: a token for its keys, JSON bodies, request ids,
a page for the buyer, and events that it says of whether it sent them."""

import base64
import itertools
import json
import re
import zlib
from datetime import UTC, datetime
from typing import Final

import httpx

from tests.support.payment_server import PaymentServer, Values, shown
from tests.support.paypal.book import Book, moment
from tests.support.paypal.disputes import Disputes
from tests.support.paypal.refusals import Refused, invalid, missing, unable
from tests.support.site import Asked

__all__ = ["CLIENT", "SECRET", "WEBHOOK", "PayPalServer"]

CLIENT: Final = "AbCdEf-client"
SECRET: Final = "EfGhIj-secret"
WEBHOOK: Final = "1JE4291016473214C"
_CERTIFICATE: Final = "https://api.sandbox.paypal.com/v1/notifications/certs/CERT-360caa42-fca2a594"
_TAG: Final = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
_ASKED: Final = frozenset(
    "transmission_id transmission_time transmission_sig cert_url auth_algo webhook_id"
    " webhook_event".split()
)
_KEEPS_KEYS: Final = re.compile(r"/v2/.*")
_PAGE: Final = """<!doctype html><html lang=en><title>PayPal test page</title>
<h1>Pay {amount}</h1>
<form method=post><button name=what value=pay>Pay Now</button>
<button name=what value=decline>Pay by a card that is declined</button>
<button name=what value=back>Cancel and return</button></form>"""


class PayPalServer(PaymentServer):
    """``expire_tokens`` makes those that it gave worthless."""

    def __init__(self) -> None:
        super().__init__()
        self.book = Book()
        self.book.page = self.buyers_page
        self.disputes = Disputes()
        self._numbers = itertools.count(1)
        self._tokens: set[str] = set()
        self._sent: dict[str, str] = {}  # its own signatures, by transmission

    @property
    def settings(self) -> dict[str, str]:
        """Of a shop that takes payments by it."""
        return {
            "HOLDFAST_PAYPAL_CLIENT_ID": CLIENT,
            "HOLDFAST_PAYPAL_CLIENT_SECRET": SECRET,
            "HOLDFAST_PAYPAL_WEBHOOK_ID": WEBHOOK,
            "HOLDFAST_PAYPAL_SANDBOX": "on",
            "HOLDFAST_PAYPAL_URL": self.url,
        }

    # --- for the test -----------------------------------------------------------------------

    def expire_tokens(self) -> None:
        self._tokens.clear()

    def event(self, kind: str, about: Values) -> bytes:
        """``about``: an order, a capture, a dispute."""
        resource = shown(about)
        if "_order" in about:
            resource["supplementary_data"] = {"related_ids": {"order_id": about["_order"]}}
        told = {
            "id": f"WH-{next(self._numbers):017}-TEST",
            "event_version": "1.0",
            "create_time": moment(datetime.now(UTC)),
            "event_type": kind,
            "summary": "Tögether",
            "resource": resource,
        }
        return json.dumps(told, ensure_ascii=False).encode()

    def signed(self, body: bytes, at: datetime | None = None) -> dict[str, str]:
        """The headers of an event that PayPal sent itself."""
        name = f"t{next(self._numbers)}-7bd0-11f0-b5a7"
        time = moment(at or datetime.now(UTC))
        self._sent[name] = f"{time}|{WEBHOOK}|{zlib.crc32(body)}"
        return {
            "Content-Type": "application/json",
            "PayPal-Transmission-Id": name,
            "PayPal-Transmission-Time": time,
            "PayPal-Transmission-Sig": "sig" + base64.b64encode(name.encode()).decode(),
            "PayPal-Cert-Url": _CERTIFICATE,
            "PayPal-Auth-Algo": "SHA256withRSA",
        }

    def send(self, shop: str, kind: str, about: Values) -> httpx.Response:
        """Send the shop an event, as its address that was entered at PayPal gets it."""
        body = self.event(kind, about)
        headers = self.signed(body)
        return httpx.post(f"{shop}/hooks/paypal", content=body, headers=headers, timeout=30)

    # --- for the shop -----------------------------------------------------------------------

    def _answer(self, asked: Asked) -> tuple[int, Values]:
        if asked.path == "/v1/oauth2/token":
            return 200, self._token(asked)
        if asked.headers.get("authorization", "").removeprefix("Bearer ") not in self._tokens:
            raise Refused(401, "AUTHENTICATION_FAILURE", "INVALID_TOKEN", "Token is not valid")
        if asked.method == "GET":
            return 200, shown_all(self._found(asked.path))
        return self._posted(asked)

    def _token(self, asked: Asked) -> Values:
        if asked.headers.get("authorization") != f"Basic {_TAG}":
            said = {"error": "invalid_client", "error_description": "Client Authentication failed"}
            refused = Refused(401, "invalid_client")
            refused.body = said
            raise refused
        if asked.form.get("grant_type") != "client_credentials":
            raise Refused(400, "unsupported_grant_type")
        token = f"A21{next(self._numbers):020}"
        self._tokens.add(token)
        return {"access_token": token, "token_type": "Bearer", "expires_in": 32400, "scope": "x"}

    def _found(self, path: str) -> Values:
        match path.strip("/").split("/"):
            case ["v2", "checkout", "orders", name]:
                return self.book.order(name)
            case ["v2", "payments", "captures", name]:
                return self.book.taken(name)
            case ["v1", "customer", "disputes", name]:
                return self.disputes.dispute(name)
        raise missing(path)

    def _posted(self, asked: Asked) -> tuple[int, Values]:
        if not asked.path.endswith("/void") and not asked.headers.get(
            "content-type", ""
        ).startswith("application/json"):
            raise Refused(415, "UNSUPPORTED_MEDIA_TYPE")
        try:
            values = json.loads(asked.body or "{}")
        except ValueError as error:
            raise invalid("MALFORMED_REQUEST_JSON") from error
        if asked.path == "/v1/notifications/verify-webhook-signature":
            return 200, self._verified(asked.body, values)
        key = asked.headers.get("paypal-request-id", "")
        if not key and asked.path == "/v2/checkout/orders":
            raise invalid("PAYPAL_REQUEST_ID_REQUIRED")
        if len(key) > 108:
            raise invalid("INVALID_STRING_LENGTH", "PayPal-Request-Id")
        other = unable("DUPLICATE_REQUEST_ID", "The request id was used for another request")
        known = key in self._answers
        answer = self._once(
            key or f"none-{next(self._numbers)}",
            [asked.path, values],
            lambda: self._done(asked, values),
            other,
        )
        if asked.path.endswith("/void"):
            return 204, {}
        return (200 if known else 201), answer

    def _done(self, asked: Asked, values: Values) -> Values:
        whole = asked.headers.get("prefer") == "return=representation"
        made = self._made(asked.path, values)
        return shown_all(made if whole else {name: made[name] for name in ("id", "status")})

    def _made(self, path: str, values: Values) -> Values:
        match path.strip("/").split("/"):
            case ["v2", "checkout", "orders"]:
                return self.book.create(values)
            case ["v2", "checkout", "orders", name, "authorize"]:
                return self.book.authorize(name)
            case ["v2", "checkout", "orders", name, "capture"]:
                return self.book.capture(name)
            case ["v2", "payments", "authorizations", name, "capture"]:
                return self.book.capture_authorized(name, values)
            case ["v2", "payments", "authorizations", name, "void"]:
                return self.book.void(name)
            case ["v2", "payments", "captures", name, "refund"]:
                return self.book.refund(name, values)
        raise missing(path)

    def _verified(self, body: str, values: Values) -> Values:
        if set(values) != _ASKED:
            raise invalid("MISSING_REQUIRED_PARAMETER", str(_ASKED ^ set(values)))
        # Of the event every byte counts.
        event = body.partition('"webhook_event":')[2].rstrip()[:-1].strip().encode()
        name = values["transmission_id"]
        signature = "sig" + base64.b64encode(name.encode()).decode()
        signed = f"{values['transmission_time']}|{values['webhook_id']}|{zlib.crc32(event)}"
        genuine = (
            values["transmission_sig"] == signature
            and values["cert_url"] == _CERTIFICATE
            and self._sent.get(name) == signed
        )
        return {"verification_status": "SUCCESS" if genuine else "FAILURE"}

    # --- for the buyer ----------------------------------------------------------------------

    def _visited(self, name: str, what: str) -> str | None:
        order = self.book.order(name)
        if order["status"] != "PAYER_ACTION_REQUIRED":
            return None
        if what == "back":
            return f"{order['_cancel']}&token={name}"
        self.book.approve(name, with_what_pays=what == "pay")
        return f"{order['_return']}?token={name}&PayerID=BUYER1234567"

    def _stays(self, name: str, what: str) -> str | None:
        if what:
            return None
        amount = self.book.order(name)["purchase_units"][0]["amount"]
        return _PAGE.format(amount=f"{amount['value']} {amount['currency_code']}")


def shown_all(kept: Values) -> Values:
    """Without what the server keeps for itself, however deep."""
    return {name: _plain(value) for name, value in shown(kept).items()}


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return shown_all(value)
    return [_plain(one) for one in value] if isinstance(value, list) else value

"""What PayPal keeps and which rules it keeps to: orders that are captured or authorized, refunds.

Written from PayPal's API reference (Orders v2, Payments v2, idempotency, currency codes). A request
goes through the vendor's own models: what they do not know is refused.
"""

import itertools
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Final

from paypalserversdk.models.capture_request import CaptureRequest
from paypalserversdk.models.order_request import OrderRequest
from paypalserversdk.models.refund_request import RefundRequest

from tests.support.payment_server import Values
from tests.support.paypal.refusals import WHOLE, as_the_sdk, invalid, missing, money, unable

__all__ = ["Book", "moment"]

_FEE: Final = Decimal("0.03")
_MOST_CAPTURES: Final = 10
"""Of one authorization, unless PayPal agreed to more."""
_FELL_THROUGH: Final = frozenset({"DECLINED", "FAILED"})


def moment(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _now() -> str:
    return moment(datetime.now(UTC))


def _value(amount: Decimal, currency: str) -> Values:
    digits = 0 if currency in WHOLE else 2
    return {"currency_code": currency, "value": f"{amount:.{digits}f}"}


class Book:
    """``page`` makes the address of an order's page from its id. ``looks``: what is captured is
    looked at first; ``refuses_captures``: of what is set aside nothing is given;
    ``refuses_refunds``: they fail; ``refunds_are``: what they are else, at first."""

    def __init__(self) -> None:
        self.orders: dict[str, Values] = {}
        self.page = ""
        self.looks = self.refuses_captures = self.refuses_refunds = False
        self.refunds_are = "COMPLETED"
        self._numbers = itertools.count(1)
        self._invoices: set[str | None] = set()

    def _id(self, kind: str) -> str:
        return f"{next(self._numbers):05}{kind}".ljust(17, "X")

    # --- orders ---------------------------------------------------------------------------------

    def create(self, asked: Values) -> Values:
        as_the_sdk(OrderRequest, asked)
        if asked.get("intent") not in ("CAPTURE", "AUTHORIZE"):
            raise invalid("INVALID_PARAMETER_VALUE", "intent")
        units = asked.get("purchase_units") or []
        if len(units) != 1:
            raise invalid("INVALID_ARRAY_MIN_ITEMS", "purchase_units")
        unit = units[0]
        money(unit.get("amount"))
        for name, longest in {"reference_id": 256, "custom_id": 255, "description": 127}.items():
            if not 0 < len(unit.get(name, "x")) <= longest:
                raise invalid("INVALID_STRING_LENGTH", name)
        wallet: Values = (asked.get("payment_source") or {}).get("paypal") or {}
        context: Values = wallet.get("experience_context") or {}
        for name in ("return_url", "cancel_url"):
            if not str(context.get(name, "")).startswith(("http://", "https://")):
                raise invalid("INVALID_PARAMETER_SYNTAX", name)
        if context.get("user_action") not in ("CONTINUE", "PAY_NOW"):
            raise invalid("INVALID_PARAMETER_VALUE", "user_action")
        name = self._id("ORDER")
        self.orders[name] = {
            "id": name,
            "intent": asked["intent"],
            "status": "PAYER_ACTION_REQUIRED",
            "payment_source": {"paypal": {}},
            "purchase_units": [{"reference_id": "default", **unit, "payments": {}}],
            "create_time": _now(),
            "links": [
                {"href": f"{self.page}/{name}", "rel": "payer-action", "method": "GET"},
            ],
            "_return": context["return_url"],
            "_cancel": context["cancel_url"],
        }
        return self.orders[name]

    def order(self, name: str) -> Values:
        if name not in self.orders:
            raise missing(name)
        return self.orders[name]

    def approve(self, name: str, *, with_what_pays: bool = True) -> Values:
        """The buyer agrees, to be charged by what pays, or does not."""
        order = self.order(name)
        assert order["status"] == "PAYER_ACTION_REQUIRED", order["status"]
        order.update(status="APPROVED", _pays=with_what_pays)
        order["payment_source"]["paypal"]["email_address"] = "buyer@example.com"
        return order

    def authorize(self, name: str) -> Values:
        order = self._agreed(name, "AUTHORIZE")
        now = datetime.now(UTC)
        payments = order["purchase_units"][0]["payments"]
        payments["authorizations"] = [
            {
                "id": self._id("AUTH"),
                "status": "CREATED",
                "amount": order["purchase_units"][0]["amount"],
                "create_time": moment(now),
                "expiration_time": moment(now + timedelta(days=29)),
                "_order": name,
            }
        ]
        order["status"] = "COMPLETED"
        return order

    def capture(self, name: str) -> Values:
        order = self._agreed(name, "CAPTURE")
        self._take(order, order["purchase_units"][0]["amount"])
        order["status"] = "COMPLETED"
        return order

    def _agreed(self, name: str, intent: str) -> Values:
        """An order that may be taken for."""
        order = self.order(name)
        if order["intent"] != intent:
            raise unable("ACTION_DOES_NOT_MATCH_INTENT", order["intent"])
        if order["status"] == "COMPLETED":
            done = "CAPTURED" if intent == "CAPTURE" else "AUTHORIZED"
            raise unable(f"ORDER_ALREADY_{done}")
        if order["status"] != "APPROVED":
            raise unable("ORDER_NOT_APPROVED", "Payer has not yet approved the Order for payment.")
        if not order["_pays"]:
            order["status"] = "PAYER_ACTION_REQUIRED"
            raise unable("INSTRUMENT_DECLINED", "The instrument presented was declined.")
        return order

    def _take(
        self, order: Values, amount: Values, *, final: bool = True, invoice: str | None = None
    ) -> Values:
        unit = order["purchase_units"][0]
        value, currency = Decimal(amount["value"]), amount["currency_code"]
        fee = (value * _FEE).quantize(Decimal(1) if currency in WHOLE else Decimal("0.01"))
        capture: Values = {
            "id": self._id("CAPTURE"),
            "status": "COMPLETED",
            "amount": {"currency_code": currency, "value": amount["value"]},
            "custom_id": unit.get("custom_id"),
            "final_capture": final,
            **({} if invoice is None else {"invoice_id": invoice}),
            "seller_receivable_breakdown": {
                "gross_amount": _value(value, currency),
                "paypal_fee": _value(fee, currency),
                "net_amount": _value(value - fee, currency),
            },
            "create_time": _now(),
            "_order": order["id"],
        }
        if self.looks:
            capture["status"] = "PENDING"
            capture["status_details"] = {"reason": "PENDING_REVIEW"}
            capture["_received"] = capture.pop("seller_receivable_breakdown")
        unit["payments"].setdefault("captures", []).append(capture)
        return capture

    def looked_at(self, name: str, status: str) -> Values:
        """What was pending is ``COMPLETED``, or ``DECLINED``; the capture."""
        captures = _captures(self.order(name))
        capture = next(one for one in captures if one["status"] == "PENDING")
        capture.pop("status_details")
        received = capture.pop("_received")
        capture["status"] = status
        if status == "COMPLETED":
            capture["seller_receivable_breakdown"] = received
        return capture

    # --- payments -------------------------------------------------------------------------------

    def authorization(self, name: str) -> tuple[Values, Values]:
        """With its order."""
        return self._found("authorizations", name)

    def _found(self, kind: str, name: str) -> tuple[Values, Values]:
        for order in self.orders.values():
            for one in order["purchase_units"][0]["payments"].get(kind, ()):
                if one["id"] == name:
                    return one, order
        raise missing(name)

    def capture_authorized(self, name: str, asked: Values) -> Values:
        """Take all of it, or a part; the final one, and the one that takes the last of it, end it.
        More than was set aside is for shops outside of Europe alone."""
        as_the_sdk(CaptureRequest, asked)
        held, order = self.authorization(name)
        if held["status"] == "VOIDED":
            raise unable("AUTHORIZATION_VOIDED")
        if held["status"] not in ("CREATED", "PARTIALLY_CAPTURED"):
            raise unable("AUTHORIZATION_ALREADY_CAPTURED")
        if held["expiration_time"] <= _now():
            raise unable("AUTHORIZATION_EXPIRED", "An expired authorization cannot be captured.")
        amount = money(asked.get("amount", held["amount"]))
        if amount["currency_code"] != held["amount"]["currency_code"]:
            raise unable("AUTH_CAPTURE_CURRENCY_MISMATCH")
        before = [one for one in _captures(order) if one["status"] not in _FELL_THROUGH]
        if len(before) >= _MOST_CAPTURES:
            raise unable("MAX_CAPTURE_COUNT_EXCEEDED")
        left = Decimal(held["amount"]["value"]) - _sum(before)
        if Decimal(amount["value"]) > left:
            raise unable("MAX_CAPTURE_AMOUNT_EXCEEDED", f"{left} is left")
        if self.refuses_captures:
            raise unable("TRANSACTION_REFUSED")
        final = asked.get("final_capture", False)
        ends = final or Decimal(amount["value"]) == left
        invoice = asked.get("invoice_id")
        if invoice is not None and invoice in self._invoices:
            raise unable("DUPLICATE_INVOICE_ID", f"Invoice {invoice} was paid before")
        self._invoices.add(invoice)
        held["status"] = "CAPTURED" if ends else "PARTIALLY_CAPTURED"
        return self._take(order, amount, final=final, invoice=invoice)

    def runs_out(self, name: str) -> None:
        """The time of an authorization is over."""
        held, _ = self.authorization(name)
        held["expiration_time"] = held["create_time"]

    def void(self, name: str) -> Values:
        """What was captured of it stays so; the rest is let go."""
        held, _ = self.authorization(name)
        if held["status"] == "VOIDED":
            raise unable("PREVIOUSLY_VOIDED")
        if held["status"] not in ("CREATED", "PARTIALLY_CAPTURED"):
            raise unable("PREVIOUSLY_CAPTURED")
        held["status"] = "VOIDED"
        return held

    def taken(self, name: str) -> Values:
        """A capture by its own name."""
        return self._found("captures", name)[0]

    def refund(self, name: str, asked: Values) -> Values:
        as_the_sdk(RefundRequest, asked)
        capture, order = self._found("captures", name)
        if capture["status"] not in ("COMPLETED", "PARTIALLY_REFUNDED"):
            full = capture["status"] == "REFUNDED"
            raise unable("CAPTURE_FULLY_REFUNDED" if full else "CAPTURE_NOT_COMPLETED")
        currency = capture["amount"]["currency_code"]
        left = Decimal(capture["amount"]["value"]) - self.given_back(order["id"], name)
        amount = money(asked.get("amount", _value(left, currency)), {currency})
        if Decimal(amount["value"]) > left:
            raise unable("REFUND_AMOUNT_EXCEEDED", f"{left} is left")
        refund: Values = {
            "id": self._id("REFUND"),
            "status": "FAILED" if self.refuses_refunds else self.refunds_are,
            "amount": amount,
            "create_time": _now(),
            "links": [
                {"href": f"{self.page}/v2/payments/captures/{name}", "rel": "up", "method": "GET"}
            ],
            "_capture": name,
        }
        if "custom_id" in asked:
            refund["custom_id"] = asked["custom_id"]
        order["purchase_units"][0]["payments"].setdefault("refunds", []).append(refund)
        if not self.refuses_refunds:
            all_of_it = Decimal(amount["value"]) == left
            capture["status"] = "REFUNDED" if all_of_it else "PARTIALLY_REFUNDED"
        return refund

    def give_up(self, refund: Values) -> Values:
        """What was given is sent back; there is as much to give of the capture as before."""
        capture, order = self._found("captures", refund["_capture"])
        refund["status"] = "FAILED"
        left = self.given_back(order["id"], refund["_capture"])
        capture["status"] = "PARTIALLY_REFUNDED" if left else "COMPLETED"
        return {**refund, "_order": order["id"]}

    def given_back(self, name: str, capture: str | None = None) -> Decimal:
        """Of an order, or of one capture of it."""
        refunds = self.order(name)["purchase_units"][0]["payments"].get("refunds", ())
        return _sum(
            one
            for one in refunds
            if one["status"] != "FAILED" and capture in (None, one["_capture"])
        )


def _captures(order: Values) -> list[Values]:
    found: list[Values] = order["purchase_units"][0]["payments"].get("captures", [])
    return found


def _sum(moved: Iterable[Values]) -> Decimal:
    return sum((Decimal(one["amount"]["value"]) for one in moved), Decimal(0))

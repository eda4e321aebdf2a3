"""What YooKassa keeps and which rules it keeps to: payments in one and two stages, refunds.

Written from YooKassa's API reference (payments, refunds, receipts, idempotency, errors,
notifications). A request goes through the vendor's own SDK: what its models do not take, or do not
know, is refused.
"""

import itertools
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID, uuid4

from yookassa.domain.request import (
    CapturePaymentRequest,
    PaymentRequest,
    ReceiptRequest,
    RefundRequest,
)

from tests.support import payment_server
from tests.support.payment_server import Values
from tests.support.yookassa.receipts import want_offset, want_receipt

__all__ = ["Book", "Refused"]

CURRENCIES: Final = frozenset({"RUB", "EUR", "USD", "KZT", "CNY"})
_FEE: Final = Decimal("0.035")
_MOST_RECEIPTS: Final = 30


class Refused(payment_server.Refused):
    """YooKassa's error."""

    def __init__(self, status: int, code: str, description: str, **more: str) -> None:
        said = {"type": "error", "id": str(uuid4()), "code": code, "description": description}
        super().__init__(status, description, said | more)


def _invalid(description: str, parameter: str = "") -> Refused:
    more = {"parameter": parameter} if parameter else {}
    return Refused(400, "invalid_request", description, **more)


def _missing(what: str, name: str) -> Refused:
    return Refused(404, "not_found", f"{what} {name} doesn't exist or access denied")


def _now() -> str:
    return _moment(datetime.now(UTC))


def _moment(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


class Book:
    """``page`` makes the address of a payment's page from its id. ``receipts``: who makes receipts
    of this shop's payments, ``yookassa`` or a ``till`` that is joined to it; empty: nobody, so none
    are taken. ``registers``: what the tax service says of the next."""

    def __init__(self) -> None:
        self.payments: dict[str, Values] = {}
        self.refunds: dict[str, Values] = {}
        self.offsets: dict[str, Values] = {}  # receipts of what was handed over
        self.page = ""
        self.refuses_refunds = ""  # a reason of its list
        self.refunds_are = "succeeded"  # at first
        self.receipts = ""
        self.registers = "succeeded"
        self._numbers = itertools.count(1)

    def _id(self) -> str:
        return str(UUID(int=0x2F0000000000000000000000 + next(self._numbers), version=4))

    # --- payments -------------------------------------------------------------------------------

    def create(self, asked: Values) -> Values:
        _as_the_sdk(PaymentRequest, asked)
        amount = _amount(asked.get("amount"))
        confirmation: Values = asked.get("confirmation") or {}
        if confirmation.get("type") != "redirect":
            raise _invalid("Confirmation type is not supported", "confirmation.type")
        if not str(confirmation.get("return_url", "")).startswith(("http://", "https://")):
            raise _invalid("Return url is not an address", "confirmation.return_url")
        if len(str(asked.get("description", ""))) > 128:
            raise _invalid("Description is too long", "description")
        said = self._receipt(asked, amount)
        name = self._id()
        self.payments[name] = {
            "id": name,
            "status": "pending",
            "paid": False,
            "amount": amount,
            "confirmation": {"type": "redirect", "confirmation_url": f"{self.page}/{name}"},
            "created_at": _now(),
            "description": asked.get("description"),
            "metadata": _metadata(asked),
            "recipient": {"account_id": "100500", "gateway_id": "100700"},
            "refundable": False,
            "test": True,
            "_capture": asked.get("capture", False),
            "_return": confirmation["return_url"],
            "_receipts": [] if said is None else [said],
        }
        return self.payments[name]

    def payment(self, name: str) -> Values:
        if name not in self.payments:
            raise _missing("Payment", name)
        return self.payments[name]

    def pay(self, name: str) -> Values:
        """The buyer confirms: the money is taken, or set aside."""
        payment = self.payment(name)
        assert payment["status"] == "pending", payment["status"]
        payment.pop("confirmation")
        payment["paid"] = True
        payment["payment_method"] = {
            "type": "bank_card", "id": name, "saved": False, "status": "inactive",
            "card": {"first6": "555555", "last4": "4444", "expiry_month": "07",
                     "expiry_year": "2030", "card_type": "MasterCard"},
        }  # fmt: skip
        if payment["_capture"]:
            return self._take(payment, payment["amount"])
        payment["status"] = "waiting_for_capture"
        payment["expires_at"] = _moment(datetime.now(UTC) + timedelta(days=7))
        return payment

    def decline(self, name: str, reason: str = "insufficient_funds") -> Values:
        return self._end(self.payment(name), "payment_network", reason)

    def capture(self, name: str, asked: Values) -> Values:
        if asked:
            _as_the_sdk(CapturePaymentRequest, asked)
        payment = self._waiting(name)
        amount = _amount(asked.get("amount", payment["amount"]))
        if amount["currency"] != payment["amount"]["currency"]:
            raise _invalid("Currency differs from the payment's", "amount.currency")
        if Decimal(amount["value"]) > Decimal(payment["amount"]["value"]):
            raise _invalid("Amount is more than was authorized", "amount.value")
        if payment["_receipts"] and amount["value"] != payment["amount"]["value"]:
            payment["_receipts"].append(want_receipt(asked.get("receipt"), amount, self.receipts,
                                                     _invalid))  # fmt: skip
        return self._take(payment, amount)

    def cancel(self, name: str) -> Values:
        return self._end(self._waiting(name), "merchant", "canceled_by_merchant")

    def _waiting(self, name: str) -> Values:
        payment = self.payment(name)
        if payment["status"] != "waiting_for_capture":
            raise _invalid(f"Payment is {payment['status']}, not waiting_for_capture")
        return payment

    def _take(self, payment: Values, amount: Values) -> Values:
        value = Decimal(amount["value"])
        income = value - (value * _FEE).quantize(Decimal("0.01"))
        payment.pop("expires_at", None)
        payment.update(
            status="succeeded",
            amount=amount,
            income_amount={**amount, "value": f"{income:.2f}"},
            refunded_amount={**amount, "value": "0.00"},
            captured_at=_now(),
            refundable=True,
        )
        if payment["_receipts"]:
            payment["receipt_registration"] = self.registers
        return payment

    def _end(self, payment: Values, party: str, reason: str) -> Values:
        payment.pop("confirmation", None)
        payment.update(
            status="canceled",
            paid=False,
            cancellation_details={"party": party, "reason": reason},
        )
        return payment

    # --- refunds --------------------------------------------------------------------------------

    def refund(self, asked: Values) -> Values:
        _as_the_sdk(RefundRequest, asked)
        payment = self.payment(str(asked.get("payment_id", "")))
        if payment["status"] != "succeeded":
            raise _invalid("Payment is not succeeded", "payment_id")
        amount = _amount(asked.get("amount"))
        if amount["currency"] != payment["amount"]["currency"]:
            raise _invalid("Currency differs from the payment's", "amount.currency")
        given = Decimal(payment["refunded_amount"]["value"]) + Decimal(amount["value"])
        if given > Decimal(payment["amount"]["value"]):
            raise _invalid("Amount is more than is left of the payment", "amount.value")
        said = self._receipt_of_refund(asked, payment, amount)
        name = self._id()
        refund = self.refunds[name] = {
            "id": name,
            "payment_id": payment["id"],
            "status": self.refunds_are,
            "created_at": _now(),
            "amount": amount,
            "metadata": _metadata(asked),
            "_receipt": said,
        }
        if payment["_receipts"]:
            refund["receipt_registration"] = self.registers
        if self.refuses_refunds:
            details = {"party": "yoo_money", "reason": self.refuses_refunds}
            refund.update(status="canceled", cancellation_details=details)
            return refund
        payment["refunded_amount"] = {**amount, "value": f"{given:.2f}"}
        payment["refundable"] = given < Decimal(payment["amount"]["value"])
        return refund

    # --- receipts -------------------------------------------------------------------------------

    def _receipt(self, asked: Values, amount: Values) -> Values | None:
        if not self.receipts:
            if asked.get("receipt") is not None:
                raise _invalid("Receipts are not set up for this shop", "receipt")
            return None
        return want_receipt(asked.get("receipt"), amount, self.receipts, _invalid)

    def _receipt_of_refund(self, asked: Values, payment: Values, amount: Values) -> Values | None:
        """Of all of it, what was said with the payment is said again; of a part it is told."""
        if not payment["_receipts"]:
            return self._receipt(asked, amount) if asked.get("receipt") else None
        if amount["value"] != payment["amount"]["value"]:
            return want_receipt(asked.get("receipt"), amount, self.receipts, _invalid)
        if asked.get("receipt") is not None:
            raise _invalid("A whole refund has no receipt of its own", "receipt")
        last: Values = payment["_receipts"][-1]
        return last

    def receipt(self, asked: Values) -> Values:
        """Of what was paid before, and is handed over now."""
        _as_the_sdk(ReceiptRequest, asked)
        if not self.receipts:
            raise _invalid("Receipts are not set up for this shop", "receipt")
        payment = self.payment(str(asked.get("payment_id", "")))
        want_offset(asked, payment, self.receipts, _invalid)
        made = [one for one in self.offsets.values() if one["payment_id"] == payment["id"]]
        if len(made) == _MOST_RECEIPTS:
            raise _invalid("Too many receipts of a payment", "payment_id")
        name = f"rt-{self._id()}"
        self.offsets[name] = {
            "id": name,
            "type": "payment",
            "payment_id": payment["id"],
            "status": self.registers,
            "items": asked["items"],
            "settlements": asked["settlements"],
            "_receipt": asked,
        }
        return self.offsets[name]

    def receipt_named(self, name: str) -> Values:
        if name not in self.offsets:
            raise _missing("Receipt", name)
        return self.offsets[name]

    def list_receipts(self, asked: Mapping[str, str]) -> Values:
        if "refund_id" not in asked:
            return _listed(list(self.offsets.values()), asked)
        if (refund := self.refunds.get(asked["refund_id"])) is None:
            return {"type": "list", "items": []}
        said = {"id": f"rt-{refund['id']}", "type": "refund", "payment_id": refund["payment_id"],
                "refund_id": refund["id"], "status": self.registers}  # fmt: skip
        made = [said | {"items": refund["_receipt"]["items"]}] if refund["_receipt"] else []
        return _listed(made, {name: asked[name] for name in asked if name != "refund_id"})

    def refund_named(self, name: str) -> Values:
        if name not in self.refunds:
            raise _missing("Refund", name)
        return self.refunds[name]

    def list_refunds(self, asked: Mapping[str, str]) -> Values:
        return _listed(list(self.refunds.values()), asked)


def _listed(all_of_them: list[Values], asked: Mapping[str, str]) -> Values:
    """The newest first, page by page."""
    if strange := set(asked) - {"payment_id", "limit", "cursor", "status"}:
        raise _invalid("Unknown parameter", min(strange))
    limit = int(asked.get("limit", "10"))
    if not 1 <= limit <= 100:
        raise _invalid("Limit is from 1 to 100", "limit")
    wanted = asked.get("payment_id")
    found = [one for one in all_of_them if wanted in (None, one["payment_id"])][::-1]
    at = int(asked.get("cursor", "0"))
    more = at + limit < len(found)
    items = [payment_server.shown(one) for one in found[at : at + limit]]
    shown: Values = {"type": "list", "items": items}
    return {**shown, "next_cursor": str(at + limit)} if more else shown


def _as_the_sdk(model: Any, asked: Values) -> None:
    """Refuse what the vendor's own model does not take, or has no word for."""
    known = set(dir(model))
    if strange := set(asked) - known:
        raise _invalid("Unknown parameter", min(strange))
    try:
        model(asked).validate()
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise _invalid(str(error)) from error


def _amount(asked: Any) -> Values:
    """As it must be written: two digits after the point, a currency in capitals."""
    if not isinstance(asked, dict) or set(asked) != {"value", "currency"}:
        raise _invalid("Amount is missing", "amount")
    value, currency = asked["value"], asked["currency"]
    whole, point, digits = str(value).partition(".")
    written = isinstance(value, str) and point and whole.isdigit() and digits.isdigit()
    if not written or len(digits) != 2:
        raise _invalid("Amount is written as 12.30", "amount.value")
    if Decimal(value) <= 0:
        raise _invalid("Amount is more than nothing", "amount.value")
    if currency not in CURRENCIES:
        raise _invalid("Currency is not supported", "amount.currency")
    return {"value": value, "currency": currency}


def _metadata(asked: Values) -> dict[str, str]:
    kept: dict[str, str] = asked.get("metadata") or {}
    if len(kept) > 16 or any(
        len(name) > 32 or not isinstance(value, str) or len(value) > 512
        for name, value in kept.items()
    ):
        raise _invalid("Metadata is 16 short names with texts", "metadata")
    return kept

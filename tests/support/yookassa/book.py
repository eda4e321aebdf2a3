"""What YooKassa keeps and which rules it keeps to: payments in one and two stages, refunds.

Written from YooKassa's API reference (payments, refunds, receipts, idempotency, errors,
notifications). A request goes through the vendor's own SDK: what its models do not take, or do not
know, is refused.
"""

import itertools
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from yookassa.domain.request import (
    CapturePaymentRequest,
    PaymentRequest,
    ReceiptRequest,
    RefundRequest,
)

from tests.support import payment_server
from tests.support.payment_server import Values
from tests.support.yookassa.cards import Cards
from tests.support.yookassa.receipts import want_offset, want_receipt
from tests.support.yookassa.rules import (
    amount_of,
    as_the_sdk,
    invalid,
    listed,
    metadata_of,
    missing,
)

__all__ = ["Book"]

_FEE: Final = Decimal("0.035")
_MOST_RECEIPTS: Final = 30


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
        self.cards = Cards()
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
        as_the_sdk(PaymentRequest, asked)
        amount = amount_of(asked.get("amount"))
        if len(str(asked.get("description", ""))) > 128:
            raise invalid("Description is too long", "description")
        method = self.cards.method_asked(asked)
        said = self._receipt(asked, amount)
        payment: Values = {
            "id": self._id(),
            "status": "pending",
            "paid": False,
            "amount": amount,
            "created_at": _now(),
            "description": asked.get("description"),
            "metadata": metadata_of(asked),
            "recipient": {"account_id": "100500", "gateway_id": "100700"},
            "refundable": False,
            "test": True,
            "_capture": asked.get("capture", False),
            "_saves": bool(asked.get("save_payment_method")),
            "_receipts": [] if said is None else [said],
        }
        if method is None:
            payment |= self._page_of(asked, payment["id"])
        self.payments[payment["id"]] = payment
        return payment if method is None else self._charge(payment, method)

    def _page_of(self, asked: Values, name: str) -> Values:
        confirmation: Values = asked.get("confirmation") or {}
        if confirmation.get("type") != "redirect":
            raise invalid("Confirmation type is not supported", "confirmation.type")
        back = str(confirmation.get("return_url", ""))
        if not back.startswith(("http://", "https://")):
            raise invalid("Return url is not an address", "confirmation.return_url")
        url = f"{self.page}/{name}"
        return {"confirmation": {"type": "redirect", "confirmation_url": url}, "_return": back}

    def _charge(self, payment: Values, method: Values) -> Values:
        """By a method that is kept: without its buyer, at once."""
        payment["payment_method"] = payment_server.shown(method)
        if (why := self.cards.refuse.get(method["id"])) is not None:
            return self._end(payment, "payment_network", why)
        return self._paid(payment)

    def payment(self, name: str) -> Values:
        if name not in self.payments:
            raise missing("Payment", name)
        return self.payments[name]

    def pay(self, name: str) -> Values:
        """The buyer confirms: the money is taken, or set aside."""
        payment = self.payment(name)
        assert payment["status"] == "pending", payment["status"]
        payment.pop("confirmation")
        payment["payment_method"] = self.cards.typed(name, saved=payment["_saves"])
        return self._paid(payment)

    def _paid(self, payment: Values) -> Values:
        payment["paid"] = True
        if payment["_capture"]:
            return self._take(payment, payment["amount"])
        payment["status"] = "waiting_for_capture"
        payment["expires_at"] = _moment(datetime.now(UTC) + timedelta(days=7))
        return payment

    def decline(self, name: str, reason: str = "insufficient_funds") -> Values:
        return self._end(self.payment(name), "payment_network", reason)

    def capture(self, name: str, asked: Values) -> Values:
        if asked:
            as_the_sdk(CapturePaymentRequest, asked)
        payment = self._waiting(name)
        amount = amount_of(asked.get("amount", payment["amount"]))
        if amount["currency"] != payment["amount"]["currency"]:
            raise invalid("Currency differs from the payment's", "amount.currency")
        if Decimal(amount["value"]) > Decimal(payment["amount"]["value"]):
            raise invalid("Amount is more than was authorized", "amount.value")
        if payment["_receipts"] and amount["value"] != payment["amount"]["value"]:
            payment["_receipts"].append(want_receipt(asked.get("receipt"), amount, self.receipts,
                                                     invalid))  # fmt: skip
        return self._take(payment, amount)

    def cancel(self, name: str) -> Values:
        return self._end(self._waiting(name), "merchant", "canceled_by_merchant")

    def _waiting(self, name: str) -> Values:
        payment = self.payment(name)
        if payment["status"] != "waiting_for_capture":
            raise invalid(f"Payment is {payment['status']}, not waiting_for_capture")
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
        as_the_sdk(RefundRequest, asked)
        payment = self.payment(str(asked.get("payment_id", "")))
        if payment["status"] != "succeeded":
            raise invalid("Payment is not succeeded", "payment_id")
        amount = amount_of(asked.get("amount"))
        if amount["currency"] != payment["amount"]["currency"]:
            raise invalid("Currency differs from the payment's", "amount.currency")
        given = Decimal(payment["refunded_amount"]["value"]) + Decimal(amount["value"])
        if given > Decimal(payment["amount"]["value"]):
            raise invalid("Amount is more than is left of the payment", "amount.value")
        said = self._receipt_of_refund(asked, payment, amount)
        name = self._id()
        refund = self.refunds[name] = {
            "id": name,
            "payment_id": payment["id"],
            "status": self.refunds_are,
            "created_at": _now(),
            "amount": amount,
            "metadata": metadata_of(asked),
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
                raise invalid("Receipts are not set up for this shop", "receipt")
            return None
        return want_receipt(asked.get("receipt"), amount, self.receipts, invalid)

    def _receipt_of_refund(self, asked: Values, payment: Values, amount: Values) -> Values | None:
        """Of all of it, what was said with the payment is said again; of a part it is told."""
        if not payment["_receipts"]:
            return self._receipt(asked, amount) if asked.get("receipt") else None
        if amount["value"] != payment["amount"]["value"]:
            return want_receipt(asked.get("receipt"), amount, self.receipts, invalid)
        if asked.get("receipt") is not None:
            raise invalid("A whole refund has no receipt of its own", "receipt")
        last: Values = payment["_receipts"][-1]
        return last

    def receipt(self, asked: Values) -> Values:
        """Of what was paid before, and is handed over now."""
        as_the_sdk(ReceiptRequest, asked)
        if not self.receipts:
            raise invalid("Receipts are not set up for this shop", "receipt")
        payment = self.payment(str(asked.get("payment_id", "")))
        want_offset(asked, payment, self.receipts, invalid)
        made = [one for one in self.offsets.values() if one["payment_id"] == payment["id"]]
        if len(made) == _MOST_RECEIPTS:
            raise invalid("Too many receipts of a payment", "payment_id")
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
            raise missing("Receipt", name)
        return self.offsets[name]

    def list_receipts(self, asked: Mapping[str, str]) -> Values:
        if "refund_id" not in asked:
            return listed(list(self.offsets.values()), asked)
        if (refund := self.refunds.get(asked["refund_id"])) is None:
            return {"type": "list", "items": []}
        said = {"id": f"rt-{refund['id']}", "type": "refund", "payment_id": refund["payment_id"],
                "refund_id": refund["id"], "status": self.registers}  # fmt: skip
        made = [said | {"items": refund["_receipt"]["items"]}] if refund["_receipt"] else []
        return listed(made, {name: asked[name] for name in asked if name != "refund_id"})

    def refund_named(self, name: str) -> Values:
        if name not in self.refunds:
            raise missing("Refund", name)
        return self.refunds[name]

    def list_refunds(self, asked: Mapping[str, str]) -> Values:
        return listed(list(self.refunds.values()), asked)

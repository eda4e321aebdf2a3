"""What YooKassa wants of a receipt by 54-FZ, from its reference: of ``receipt`` in the requests of
a payment, a capture and a refund, and the lists of values."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

from yookassa.domain.models.receipt import Receipt
from yookassa.domain.models.receipt_data.receipt_customer import ReceiptCustomer
from yookassa.domain.models.receipt_data.receipt_item import ReceiptItem

from tests.support.payment_server import Values

__all__ = ["SUBJECTS", "total_of", "want_offset", "want_receipt"]

MOST: Final = {"yookassa": 80, "till": 100}
SUBJECTS: Final = frozenset({
    "commodity", "excise", "job", "service", "gambling_bet", "gambling_prize", "lottery",
    "lottery_prize", "intellectual_activity", "payment", "agent_commission", "property_right",
    "non_operating_gain", "insurance_premium", "sales_tax", "resort_fee", "composite", "another",
    "marked", "non_marked", "marked_excise", "non_marked_excise", "fine", "tax", "lien", "cost",
    "agent_withdrawals", "pension_insurance_without_payouts", "pension_insurance_with_payouts",
    "health_insurance_without_payouts", "health_insurance_with_payouts", "health_insurance",
    "casino",
})  # fmt: skip
MODES: Final = frozenset({
    "full_prepayment", "partial_prepayment", "advance", "full_payment", "partial_payment",
    "credit", "credit_payment",
})  # fmt: skip
_QUANTITY: Final = re.compile(r"\d+(\.\d+)?")
Refuse = Callable[[str, str], Exception]


def want_receipt(asked: Any, amount: Values, by: str, refuse: Refuse) -> Values:
    """The receipt of so much money, as ``by`` (``yookassa`` or ``till``) takes it."""
    if not isinstance(asked, dict):
        raise refuse("Receipt is missing or illegal", "receipt")
    _known(asked, Receipt, "receipt", refuse)
    _customer(asked.get("customer"), by, refuse)
    system = asked.get("tax_system_code")
    if system is not None and system not in range(1, 7):
        raise refuse("Tax system code is from 1 to 6", "receipt.tax_system_code")
    items = asked.get("items")
    if not isinstance(items, list) or not 1 <= len(items) <= MOST[by]:
        raise refuse(f"Items are from 1 to {MOST[by]}", "receipt.items")
    for item in items:
        _item(item, amount, refuse)
    if total_of(asked) != Decimal(amount["value"]):
        raise refuse("Sum of items differs from the amount", "receipt.items")
    return asked


def want_offset(asked: Values, payment: Values, by: str, refuse: Refuse) -> Values:
    """The receipt of what was paid before it was handed over: ``POST /receipts``."""
    if asked.get("type") != "payment" or asked.get("send") is not True:
        raise refuse("A receipt is of type payment, and sent", "type")
    offsets = asked["settlements"]
    if [one.get("type") for one in offsets] != ["prepayment"]:
        raise refuse("Settlements are one of the list of types", "settlements.type")
    names = ("customer", "items", "tax_system_code")
    said: Values = {name: asked[name] for name in names if name in asked}
    want_receipt(said, offsets[0]["amount"], by, refuse)
    if {one["payment_mode"] for one in asked["items"]} != {"full_payment"}:
        raise refuse("What is handed over is paid in full", "items.payment_mode")
    if payment["status"] != "succeeded":
        raise refuse("Payment is not succeeded", "payment_id")
    return said


def total_of(receipt: Values) -> Decimal:
    """Prices are those of one unit."""
    return sum(
        (Decimal(one["quantity"]) * Decimal(one["amount"]["value"]) for one in receipt["items"]),
        Decimal(0),
    )


def _known(asked: Values, model: type, where: str, refuse: Refuse) -> None:
    if strange := set(asked) - set(dir(model)):
        raise refuse("Unknown parameter", f"{where}.{min(strange)}")


def _customer(asked: Any, by: str, refuse: Refuse) -> None:
    if not isinstance(asked, dict):
        raise refuse("Customer is missing", "receipt.customer")
    _known(asked, ReceiptCustomer, "receipt.customer", refuse)
    email, phone = asked.get("email"), asked.get("phone")
    if not email and (by == "yookassa" or not phone):
        raise refuse("Contact of the customer is missing", "receipt.customer")
    if phone is not None and not re.fullmatch(r"\d{5,15}", phone):
        raise refuse("Phone is digits alone", "receipt.customer.phone")


def _item(asked: Any, money: Values, refuse: Refuse) -> None:
    if not isinstance(asked, dict):
        raise refuse("An item is an object", "receipt.items")
    _known(asked, ReceiptItem, "receipt.items", refuse)
    if not 1 <= len(str(asked.get("description", ""))) <= 128:
        raise refuse("Description has 1 to 128 letters", "receipt.items.description")
    quantity = str(asked.get("quantity", ""))
    if not _QUANTITY.fullmatch(quantity) or not Decimal(quantity):
        raise refuse("Quantity is a number above 0", "receipt.items.quantity")
    price: Values = asked.get("amount") or {}
    written = isinstance(price, dict) and re.fullmatch(r"\d+\.\d\d", str(price.get("value")))
    if not written or not Decimal(price["value"]):
        raise refuse("Amount is written as 12.30", "receipt.items.amount")
    if price.get("currency") != money["currency"] or money["currency"] != "RUB":
        raise refuse("Receipts are in RUB", "receipt.items.amount.currency")
    if asked.get("vat_code") not in range(1, 13):
        raise refuse("VAT code is from 1 to 12", "receipt.items.vat_code")
    if asked.get("payment_subject") not in SUBJECTS:
        raise refuse("Payment subject is not known", "receipt.items.payment_subject")
    if asked.get("payment_mode") not in MODES:
        raise refuse("Payment mode is not known", "receipt.items.payment_mode")

"""Payment methods that YooKassa keeps: with a payment (``save_payment_method``), or entered without
one (``POST /payment_methods``); and which of them may be charged.

Written from YooKassa's API reference (payment methods, recurring payments, declined payments) and
the vendor's SDK.
"""

import itertools
from typing import Final
from uuid import UUID

from yookassa.domain.request import SavePaymentMethodRequestFactory

from tests.support.payment_server import Values
from tests.support.yookassa.rules import Refused, invalid, metadata_of, missing

__all__ = ["Cards"]

_FORBIDDEN: Final = (
    "This store can't make recurring payments. Contact the YooMoney manager to learn more"
)
_ASKED: Final = frozenset({"type", "holder", "client_ip", "confirmation", "metadata", "card"})


class Cards:
    """``allowed``: whether YooKassa lets the shop make recurring payments, which it has to be asked
    for. ``refuse``: why a kept method is not charged, by its id."""

    def __init__(self) -> None:
        self.methods: dict[str, Values] = {}
        self.allowed = True
        self.refuse: dict[str, str] = {}
        self.page = ""
        self._numbers = itertools.count(1)

    def method_asked(self, asked: Values) -> Values | None:
        """The kept one that a payment is to be made with, if it is."""
        name = asked.get("payment_method_id")
        if name is None and not asked.get("save_payment_method"):
            return None
        self._must_be_allowed()
        if name is None:
            return None
        if "confirmation" in asked or asked.get("save_payment_method"):
            raise invalid("A kept method needs no confirmation", "confirmation")
        if (method := self.methods.get(str(name))) is None or not method["saved"]:
            raise invalid(f"Payment method {name} doesn't exist", "payment_method_id")
        return method

    def typed(self, payment: str, *, saved: bool) -> Values:
        """What was typed on a payment's page: its id is the payment's."""
        method = _card(payment, saved=saved)
        if saved:
            self.methods[payment] = method
        return method

    def create(self, asked: Values) -> Values:
        """To be entered without a payment."""
        if strange := set(asked) - _ASKED:
            raise invalid("Unknown parameter", min(strange))
        try:
            SavePaymentMethodRequestFactory().create(asked, "request").validate()
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise invalid(str(error)) from error
        if asked.get("type") != "bank_card":
            raise invalid("This server keeps cards", "type")
        confirmation = asked["confirmation"]
        if confirmation.get("type") != "redirect":
            raise invalid("Confirmation type is not supported", "confirmation.type")
        self._must_be_allowed()
        name = str(UUID(int=0x3F0000000000000000000000 + next(self._numbers), version=4))
        self.methods[name] = {
            "id": name, "type": "bank_card", "saved": False, "status": "pending",
            "holder": {"account_id": "100500", "gateway_id": "100700"},
            "confirmation": {"type": "redirect", "confirmation_url": f"{self.page}/{name}"},
            "metadata": metadata_of(asked), "_return": str(confirmation["return_url"]),
        }  # fmt: skip
        return self.methods[name]

    def named(self, name: str) -> Values:
        if name not in self.methods:
            raise missing("Payment method", name)
        return self.methods[name]

    def enter(self, name: str, what: str) -> str | None:
        """What a buyer does on the page of one; where they go then."""
        method = self.methods[name]
        if method["status"] != "pending":
            return None
        if what == "pay":
            del method["confirmation"]
            method |= _card(name, saved=True)
        elif what == "decline":
            del method["confirmation"]
            method["status"] = "inactive"
        return str(method["_return"])

    def _must_be_allowed(self) -> None:
        if not self.allowed:
            raise Refused(403, "forbidden", _FORBIDDEN)


def _card(name: str, *, saved: bool) -> Values:
    return {
        "type": "bank_card", "id": name, "saved": saved, "title": "Bank card *4444",
        "status": "active" if saved else "inactive",
        "card": {"first6": "555555", "last4": "4444", "expiry_month": "07", "expiry_year": "2030",
                 "card_type": "MasterCard", "issuer_country": "RU"},
    }  # fmt: skip

"""Cards that Stripe keeps for customers: Customers, PaymentMethods, SetupIntents.

Written from Stripe's API reference (Customers, Payment Methods, Checkout Sessions in `setup` mode).
"""

import itertools
from collections.abc import Mapping
from typing import Final

from tests.support.payment_server import Values
from tests.support.stripe.refusals import invalid, missing, only

__all__ = ["Cards"]

_CUSTOMER: Final = frozenset({"metadata", "name", "email", "description"})
_REDISPLAY: Final = ("always", "limited", "unspecified")
_LISTED: Final = frozenset({"allow_redisplay", "type", "limit", "starting_after"})


class Cards:
    def __init__(self) -> None:
        self.customers: dict[str, Values] = {}
        self.methods: dict[str, Values] = {}
        self.setups: dict[str, Values] = {}
        self.refuse: dict[str, str] = {}  # why a card's bank does not let it be charged, by card
        self.advises = ""  # what banks advise then
        self._numbers = itertools.count(1)

    def create_customer(self, asked: Values) -> Values:
        only(asked, _CUSTOMER)
        name = f"cus_test_{next(self._numbers):08d}"
        self.customers[name] = {
            "id": name, "object": "customer", "metadata": asked.get("metadata") or {},
            "email": asked.get("email"), "name": asked.get("name"), "livemode": False,
        }  # fmt: skip
        return self.customers[name]

    def customer(self, name: str) -> Values:
        if name not in self.customers:
            raise missing("customer", name, "customer")
        return self.customers[name]

    def known(self, name: str) -> None:
        """As a parameter of another call."""
        if name not in self.customers:
            raise missing("customer", name, "customer", 400)

    def attach(self, customer: str | None, redisplay: str = "limited") -> str:
        """The card that a buyer typed on a page, kept if there is a customer for it."""
        number = next(self._numbers)
        name = f"pm_test_{number:08d}"
        self.methods[name] = {
            "id": name, "object": "payment_method", "type": "card", "customer": customer,
            "allow_redisplay": redisplay if customer else "unspecified", "livemode": False,
            "card": {"brand": "visa", "last4": "4242", "exp_month": 12, "exp_year": 2034},
            "billing_details": {}, "created": number, "metadata": {},
        }  # fmt: skip
        return name

    def chargeable(self, name: str, customer: str) -> Values:
        """One that may be charged as this customer's."""
        if name not in self.methods:
            raise missing("PaymentMethod", name, "payment_method", 400)
        method = self.methods[name]
        if method["customer"] is None:
            raise invalid(
                "The provided PaymentMethod was previously used with a PaymentIntent without"
                " Customer attachment or was detached from a Customer, and may not be used again.",
                "payment_method",
            )
        if method["customer"] != customer:
            raise invalid(
                "The PaymentMethod provided belongs to another Customer.", "payment_method"
            )
        return method

    def set_up(self, customer: str | None, redisplay: str) -> str:
        """A SetupIntent that succeeded; its id."""
        name = f"seti_test_{next(self._numbers):08d}"
        self.setups[name] = {
            "id": name, "object": "setup_intent", "customer": customer, "status": "succeeded",
            "payment_method": self.attach(customer, redisplay),
        }  # fmt: skip
        return name

    def shown_to(self, customer: str | None) -> list[Values]:
        """What a page offers a customer who comes again: the latest first."""
        return [
            one
            for one in reversed(self.methods.values())
            if customer and one["customer"] == customer and one["allow_redisplay"] == "always"
        ]

    def of(self, customer: str, asked: Mapping[str, str]) -> Values:
        self.customer(customer)
        only(dict(asked), _LISTED)
        redisplay = asked.get("allow_redisplay")
        if redisplay not in (None, *_REDISPLAY):
            raise invalid(f"Invalid allow_redisplay: {redisplay}", "allow_redisplay")
        found = [
            one
            for one in reversed(self.methods.values())
            if one["customer"] == customer and redisplay in (None, one["allow_redisplay"])
        ]
        limit = int(asked.get("limit", "10"))
        if not 1 <= limit <= 100:
            raise invalid("Invalid integer: limit", "limit")
        return {
            "object": "list", "data": found[:limit], "has_more": len(found) > limit,
            "url": f"/v1/customers/{customer}/payment_methods",
        }  # fmt: skip

    def detach(self, name: str) -> Values:
        if name not in self.methods:
            raise missing("PaymentMethod", name, "payment_method")
        method = self.methods[name]
        if method["customer"] is None:
            raise invalid(
                "The payment method you provided is not attached to a customer so detachment is"
                " impossible.",
                "payment_method",
            )
        method["customer"] = None
        return method

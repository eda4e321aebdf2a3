"""Stripe's Connect, as far as money is sent to others: accounts, and transfers to them.

Written from Stripe's API reference (Transfers, Accounts, Error codes) before our client was.
"""

import itertools
import time
from collections.abc import Mapping
from typing import Final

from tests.support.payment_server import Values
from tests.support.stripe.refusals import invalid, missing, only, whole

__all__ = ["Connect"]

_TRANSFER: Final = frozenset(
    {"amount", "currency", "destination", "transfer_group", "metadata", "description"}
)


class Connect:
    """``available``: what the shop has there, by currency."""

    def __init__(self) -> None:
        self.accounts: dict[str, Values] = {}
        self.transfers: dict[str, Values] = {}
        self.available: dict[str, int] = {}
        self._numbers = itertools.count(1)

    def connect(self, *, transfers: str = "active") -> str:
        """An account that a seller has there now."""
        name = f"acct_{next(self._numbers):016d}"
        self.accounts[name] = {
            "id": name,
            "object": "account",
            "capabilities": {"card_payments": "inactive", "transfers": transfers},
            "charges_enabled": False,
            "payouts_enabled": transfers == "active",
            "details_submitted": True,
            "type": "express",
        }
        return name

    def account(self, name: str) -> Values:
        if name not in self.accounts:
            said = f"The provided key does not have access to account '{name}'"
            raise invalid(said, "", "account_invalid", 403)
        return self.accounts[name]

    def transfer(self, asked: Values) -> Values:
        only(asked, _TRANSFER)
        for name in ("amount", "currency", "destination"):
            if name not in asked:
                raise invalid(f"Missing required param: {name}.", name, "parameter_missing")
        amount, currency = whole(asked["amount"]), asked["currency"]
        if amount < 1:
            raise invalid("Invalid positive integer", "amount", "parameter_invalid_integer")
        if currency != currency.lower() or len(currency) != 3:
            raise invalid(f"Invalid currency: {currency}", "currency")
        account = self.accounts.get(asked["destination"])
        if account is None:
            raise missing("destination", asked["destination"], "destination", 400)
        if account["capabilities"]["transfers"] != "active":
            said = "Your destination account needs the capability transfers."
            raise invalid(said, "", "insufficient_capabilities_for_transfer")
        if amount > self.available.get(currency, 0):
            said = "You have insufficient available funds in your Stripe account."
            raise invalid(said, "", "balance_insufficient")
        self.available[currency] -= amount
        name = f"tr_test_{next(self._numbers):08d}"
        self.transfers[name] = {
            "id": name,
            "object": "transfer",
            "amount": amount,
            "amount_reversed": 0,
            "created": int(time.time()),
            "currency": currency,
            "description": asked.get("description"),
            "destination": asked["destination"],
            "livemode": False,
            "metadata": asked.get("metadata") or {},
            "reversed": False,
            "transfer_group": asked.get("transfer_group"),
        }
        return self.transfers[name]

    def found(self, asked: Mapping[str, str]) -> Values:
        """The latest first."""
        wanted = {name: asked[name] for name in ("transfer_group", "destination") if name in asked}
        if strange := set(asked) - {*wanted, "limit", "starting_after", "ending_before", "created"}:
            raise invalid(f"Received unknown parameter: {min(strange)}", min(strange))
        found = [
            one
            for one in reversed(self.transfers.values())
            if all(one[name] == value for name, value in wanted.items())
        ]
        limit = min(int(asked.get("limit", "10")), 100)
        return {
            "object": "list",
            "data": found[:limit],
            "has_more": len(found) > limit,
            "url": "/v1/transfers",
        }

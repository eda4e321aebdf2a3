"""One who buys at the shop, and asks; and staff who do what they ask for."""

import random
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.api.money.paying import Purse
from tests.api.money.wares import Shop
from tests.support.market import Buyer, expect

__all__ = ["Json", "Person"]

Json = dict[str, Any]


@dataclass
class Person:
    """``done`` counts what was done and, by its code, what was refused; ``told`` what the last
    steps were."""

    shop: Shop
    purse: Purse
    chance: random.Random
    done: Counter[str] = field(default_factory=Counter, kw_only=True)
    told: list[str] = field(default_factory=list, kw_only=True)

    @property
    def buyer(self) -> Buyer:
        return self.purse.buyer

    def staff(self, path: str, body: Any = None) -> httpx.Response:
        return self.shop.market.staff.post(f"/api/staff/{path}", json=body or {})

    def must(self, answer: httpx.Response) -> Json:
        assert answer.status_code == 200, f"{self.told}: {answer.text}"
        found: Json = answer.json()
        return found

    def page(self, order_id: str) -> Json:
        found: Json = expect(self.shop.market.staff.get(f"/api/staff/orders/{order_id}"))
        return found

    def allowed(self, what: str, answer: httpx.Response) -> bool:
        """Whether it was done; a refusal says why, and nothing has changed."""
        assert answer.status_code < 300 or answer.status_code in {404, 409, 422}, answer.text
        refused = "" if answer.status_code < 300 else f" {answer.json()['code']}"
        self.done[f"{what.split()[0]}{refused}"] += 1
        self.told.append(f"{what}{refused}")
        return not refused

"""One buyer of the shop, and what they bought and paid for."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

import httpx

from tests.api.money.accounts import Line, Sale, differs
from tests.api.money.wares import Shop
from tests.api.shell.belongings import ADDRESS
from tests.support.market import Buyer, expect

__all__ = ["PURSE", "Json", "Orders"]

Json = dict[str, Any]
PURSE: Final = 1_000_000


@dataclass
class Orders:
    """``done`` counts what was done and, by its code, what was refused; ``told`` what the last
    steps were."""

    shop: Shop
    buyer: Buyer
    chance: random.Random
    member: bool
    sales: list[Sale] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)
    told: list[str] = field(default_factory=list)

    # --- asked ---------------------------------------------------------------------------------

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
        self.done[f"{what}{refused}"] += 1
        self.told.append(f"{what}{refused}")
        return not refused

    # --- bought --------------------------------------------------------------------------------

    async def buy(self) -> Sale:
        chance, shop = self.chance, self.shop
        wanted = {one: chance.randint(1, 4) for one in shop.some(chance, 4)}
        asked = {
            "items": [one.goods.line(many) for one, many in wanted.items()],
            "shippingAddress": ADDRESS,
        }
        held = expect(await self.buyer.post("/api/orders/reserve", asked))
        order = self.page(held["orderId"])["order"]
        if chance.random() < 0.3:
            wanted = {one: chance.randint(1, 5) for one in shop.some(chance, 4)}
            lines = [one.goods.line(many) for one, many in wanted.items()]
            body = {"reservationId": order["reservationId"], "items": lines}
            order = expect(self.staff(f"orders/{order['id']}/lines", body))["order"]
            self.told.append("edited unpaid")
        self.told.append(f"bought {[(one.price, one.rate, many) for one, many in wanted.items()]}")
        cost = shop.cost([one.asked(many) for one, many in wanted.items()], member=self.member)
        sale = self.sale_of(order)
        trouble = differs(cost, sale.lines, sale.delivery, order["total"])
        assert not trouble, f"{self.told}: {trouble}"
        await self.pay(sale, order)
        self.sales.append(sale)
        return sale

    async def pay(self, sale: Sale, order: Json) -> None:
        """By card, out of the wallet, or some by each."""
        total = order["total"]
        by_wallet = self.chance.choice((0, 0, total, self.chance.randint(1, max(total - 1, 1))))
        parts = [("wallet", by_wallet), ("demo", total - by_wallet)]
        for provider, amount in parts:
            if not amount:
                continue
            asked = {"reservationId": order["reservationId"], "provider": provider}
            asked |= {"amount": amount} if 0 < by_wallet < total and provider == "wallet" else {}
            payment = expect(await self.buyer.post("/api/payments", asked))
            status = 200 if amount == total or provider == "demo" else 202
            expect(await self.buyer.create(order, payment), status)
        sale.by_card, sale.by_wallet = total - by_wallet, by_wallet

    def sale_of(self, order: Json) -> Sale:
        beside = 0 if order["taxIncluded"] else 1
        lines = [
            Line(
                self.shop.wares[one["variantId"]],
                one["quantity"],
                one["subtotal"] - one["discount"],
                one["tax"],
                one["subtotal"] - one["discount"] + beside * one["tax"],
            )
            for one in order["items"]
        ]
        assert [one["paid"] for one in order["items"]] == [one.paid for one in lines]
        assert order["total"] == sum(one.paid for one in lines) + order["paidForDelivery"]
        return Sale(order["id"], lines, order["paidForDelivery"], order["tax"], 0, 0)

    def some(self, sale: Sale, most: Callable[[Line], int]) -> dict[int, int]:
        """Units of some lines, nearly always as many as there are at most."""
        there = [at for at, one in enumerate(sale.lines) if most(one) > 0]
        if not there or self.chance.random() < 0.03:
            return {0: sale.lines[0].quantity}
        few = self.chance.sample(there, self.chance.randint(1, len(there)))
        return {at: self.chance.randint(1, most(sale.lines[at])) for at in few}

"""One buyer of the shop, and what they bought and paid for."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.api.money.accounts import Line, Sale, differs
from tests.api.money.paying import Purse
from tests.api.money.reckoning import Cost
from tests.api.money.wares import Code, Shop, Ware
from tests.api.shell.belongings import ADDRESS
from tests.support.market import Buyer, expect

__all__ = ["Json", "Orders"]

Json = dict[str, Any]


@dataclass
class Orders:
    """``done`` counts what was done and, by its code, what was refused; ``told`` what the last
    steps were."""

    shop: Shop
    purse: Purse
    chance: random.Random
    member: bool
    coupons: list[Code] = field(default_factory=list)
    sales: list[Sale] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)
    told: list[str] = field(default_factory=list)

    @property
    def buyer(self) -> Buyer:
        return self.purse.buyer

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
        code, cost = await self.chosen(wanted)
        held = expect(await self.reserve(wanted, code))
        order = self.page(held["orderId"])["order"]
        if chance.random() < 0.3:
            wanted = {one: chance.randint(1, 5) for one in shop.some(chance, 4)}
            code, cost, why = self.judged(wanted, code)
            order = self.edited(order, wanted, why)
        told = [(one.price, one.rate, many) for one, many in wanted.items()]
        self.told.append(f"bought {told} with {code}")
        sale = self.sale_of(order)
        trouble = differs(cost, sale.lines, sale.delivery, order["total"])
        assert not trouble, f"{self.told}: {trouble}"
        sale.code = code
        await self.pay(sale, order)
        self.sales.append(sale)
        return sale

    async def reserve(self, wanted: dict[Ware, int], code: Code | None) -> httpx.Response:
        asked: Json = {
            "items": [one.goods.line(many) for one, many in wanted.items()],
            "shippingAddress": ADDRESS,
        }
        return await self.buyer.post("/api/orders/reserve", asked | (code.body if code else {}))

    def edited(self, order: Json, wanted: dict[Ware, int], why: str) -> Json:
        """Staff change what is not paid yet; without its code, where that is not for it."""
        lines = [one.goods.line(many) for one, many in wanted.items()]
        body: Json = {"reservationId": order["reservationId"], "items": lines}
        path = f"orders/{order['id']}/lines"
        if why:
            self.refused(self.staff(path, body), why)
            body["coupon"] = "drop"
        self.told.append("edited unpaid")
        found: Json = expect(self.staff(path, body))["order"]
        return found

    # --- codes ---------------------------------------------------------------------------------

    async def chosen(self, wanted: dict[Ware, int]) -> tuple[Code | None, Cost]:
        """A code, if one comes up that is for these goods; one that is not is refused."""
        code = await self.some_code()
        kept, cost, why = self.judged(wanted, code)
        if why:
            self.refused(await self.reserve(wanted, code), why)
        return kept, cost

    async def some_code(self) -> Code | None:
        chance, shop = self.chance, self.shop
        which = chance.random()
        if which < 0.35:
            return None
        if which < 0.65:
            return chance.choice(shop.codes)
        free = [one for one in self.coupons if not self.uses(one)]
        if free and chance.random() < 0.5:
            return chance.choice(free)
        campaign = chance.choice(list(shop.campaigns))
        given = await self.buyer.post(f"/api/coupon-campaigns/{campaign}/coupons", None)
        coupon = expect(given, 201)["coupon"]["id"]
        self.coupons.append(Code(shop.campaigns[campaign], coupon=coupon))
        return self.coupons[-1]

    def uses(self, code: Code) -> int:
        return sum(one.code == code for one in self.sales if not one.cancelled)

    def judged(self, wanted: dict[Ware, int], code: Code | None) -> tuple[Code | None, Cost, str]:
        """The code, if it is part of the price; the price; and why it is not."""
        lines = [one.asked(many) for one, many in wanted.items()]
        found: Cost | str = "" if code is None else "used"
        if code is not None and (code.most is None or self.uses(code) < code.most):
            found = self.shop.coded(lines, code, member=self.member)
        if isinstance(found, Cost):
            return code, found, ""
        return None, self.shop.cost(lines, member=self.member), found

    def refused(self, answer: httpx.Response, why: str) -> None:
        assert answer.status_code == 409, f"{self.told}: {answer.text}"
        found = answer.json()
        assert found["code"] in {"coupon-not-usable", "promo-code-not-usable"}, found
        assert (found.get("coupon") or found["promoCode"])["reason"] == why, found
        self.done[f"refused {why}"] += 1

    # --- paid ----------------------------------------------------------------------------------

    async def pay(self, sale: Sale, order: Json) -> None:
        sale.parts = await self.purse.pay(order, self.chance)
        self.told.append(f"paid {[(one.kind, one.amount) for one in sale.parts]}")

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
        return Sale(order["id"], lines, order["paidForDelivery"], order["tax"], self.shop)

    def some(self, sale: Sale, most: Callable[[Line], int]) -> dict[int, int]:
        """Units of some lines, nearly always as many as there are at most."""
        there = [at for at, one in enumerate(sale.lines) if most(one) > 0]
        if not there or self.chance.random() < 0.03:
            return {0: sale.lines[0].quantity}
        few = self.chance.sample(there, self.chance.randint(1, len(there)))
        return {at: self.chance.randint(1, most(sale.lines[at])) for at in few}

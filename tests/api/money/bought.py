"""One buyer of the shop, and what they bought and paid for."""

from collections.abc import Callable
from dataclasses import dataclass, field

import httpx

from tests.api.money.accounts import Line, Sale, differs, lines_of
from tests.api.money.person import Json, Person
from tests.api.money.reckoning import Cost
from tests.api.money.wares import Code, Ware
from tests.api.shell.belongings import ADDRESS
from tests.support.market import expect

__all__ = ["Orders"]


@dataclass
class Orders(Person):
    """``member``: of the group that has offers of its own."""

    member: bool
    coupons: list[Code] = field(default_factory=list)
    sales: list[Sale] = field(default_factory=list)

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
        lines = lines_of(order, self.shop)
        assert order["total"] == sum(one.paid for one in lines) + order["paidForDelivery"]
        return Sale(order["id"], lines, order["paidForDelivery"], order["tax"], self.shop)

    def some(self, sale: Sale, most: Callable[[Line], int]) -> dict[int, int]:
        """Units of some lines, nearly always as many as there are at most."""
        there = [at for at, one in enumerate(sale.lines) if most(one) > 0]
        if not there or self.chance.random() < 0.03:
            return {0: sale.lines[0].quantity}
        few = self.chance.sample(there, self.chance.randint(1, len(there)))
        return {at: self.chance.randint(1, most(sale.lines[at])) for at in few}

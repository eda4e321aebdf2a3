"""One buyer's orders: bought, changed, cancelled, refunded, sent back in any order that the shop
allows, and beside each what it ought to come to."""

from collections.abc import Awaitable, Callable

from tests.api.money.accounts import Change, Sale, differs
from tests.api.money.bought import Orders
from tests.api.money.person import Json
from tests.api.money.reckoning import Cost, credited
from tests.api.money.wares import Ware
from tests.support.market import expect

__all__ = ["Life", "Step"]

Step = Callable[[Sale], Awaitable[None]]


class Life(Orders):
    """What becomes of them."""

    async def go_on(self) -> None:
        """One step with one of the orders."""
        sale = self.chance.choice([one for one in self.sales if not one.cancelled] or self.sales)
        self.told.append(f"order {self.sales.index(sale)}:")
        await self.chance.choice(self.steps(sale))(sale)

    def steps(self, sale: Sale) -> list[Step]:
        """What may come next, by how often."""
        if sale.completed:
            return [*[self.send_back] * 4, self.refund_units, self.refund_sum]
        return [
            self.cancel_units, self.cancel_units, self.refund_units, self.refund_units,
            self.refund_sum, self.change, self.change, self.change, self.cancel, self.complete,
        ]  # fmt: skip

    async def cancel_units(self, sale: Sale) -> None:
        units = self.some(sale, lambda one: one.quantity - one.back)
        body: Json = {"lines": _lines(units)}
        if self.chance.random() < 0.5:
            answer = await self.buyer.post(f"/api/orders/{sale.order_id}/cancel-units", body)
        else:
            body["reason"] = "torn"
            answer = self.staff(f"orders/{sale.order_id}/cancel-units", body)
        if not self.allowed(f"cancel {units}", answer):
            return
        if answer.json()["order"]["status"] == "cancelled":
            sale.call_off()
            return
        kept = sale.kept
        wanted = sale.take(units, delivery=not sale.exchanged)
        sale.give(min(wanted, max(sale.left - kept, 0)))
        for at, many in units.items():
            sale.lines[at].off += many
        sale.units_off()

    async def refund_units(self, sale: Sale) -> None:
        units = self.some(sale, lambda one: one.quantity - one.back)
        body = {"lines": _lines(units), "reason": "kindness"}
        answer = self.staff(f"orders/{sale.order_id}/refund", body)
        if self.allowed(f"refund {units}", answer):
            sale.give(sale.take(units, delivery=True))
            sale.units_off()

    async def refund_sum(self, sale: Sale) -> None:
        amount = self.chance.randint(1, 300)
        body = {"amount": amount, "reason": "late"}
        if self.allowed(f"sum {amount}", self.staff(f"orders/{sale.order_id}/refund", body)):
            sale.give(amount)
            sale.sums += amount

    async def complete(self, sale: Sale) -> None:
        if self.allowed("complete", self.staff(f"orders/{sale.order_id}/complete")):
            sale.completed = True

    async def cancel(self, sale: Sale) -> None:
        if self.chance.random() < 0.5:
            return
        if self.chance.random() < 0.5:
            answer = await self.buyer.post(f"/api/orders/{sale.order_id}/cancel", {})
        else:
            answer = self.staff(f"orders/{sale.order_id}/cancel", {"reason": "none is left"})
        if self.allowed("cancel all", answer):
            sale.call_off()

    # --- changed -------------------------------------------------------------------------------

    async def change(self, sale: Sale) -> None:
        """Units are added, others perhaps taken off for them."""
        add, off = self.wanted(sale)
        body: Json = {"add": [one.goods.line(many) for one, many in add.items()],
                      "lines": _lines(off)}  # fmt: skip
        path = f"orders/{sale.order_id}/edits"
        what = f"change {off} for {[(one.price, one.rate, many) for one, many in add.items()]}"
        preview = self.staff(f"{path}/preview", body)
        if not self.allowed(f"look at {what}", preview):
            return
        found = Change(sale, sale, off, {}, [])
        cost, refunded = self.cost_of_change(found, add)
        said = preview.json()
        assert (said["due"], said["refunded"]) == (cost.total, refunded), f"{self.told}: {said}"
        body |= {"reason": "asked for", "expected": cost.total - refunded}
        answer = self.staff(path, body)
        if not self.allowed(what, answer):
            return
        edit = answer.json()["edit"]
        assert (edit["due"], edit["refunded"]) == (cost.total, refunded)
        await self.changed(found, edit, cost, refunded)

    async def changed(self, found: Change, edit: Json, cost: Cost, refunded: int) -> None:
        order = self.page(edit["addedId"])["order"]
        found.added = self.sale_of(order)
        trouble = differs(cost, found.added.lines, found.added.delivery, order["total"])
        assert not trouble, f"{self.told}: {trouble}"
        if cost.total and self.chance.random() < 0.25:
            self.told.append("declined")
            expect(await self.buyer.post(f"/api/orders/{edit['addedId']}/cancel", {}))
            return
        if cost.total:
            await self.pay(found.added, order)
        first = found.first
        for at, many in found.off.items():
            first.lines[at].take(many)
            first.lines[at].off += many
        first.give(refunded)
        found.done = True
        found.added.of = found
        first.changes.append(found)
        self.sales.append(found.added)

    def wanted(self, sale: Sale) -> tuple[dict[Ware, int], dict[int, int]]:
        chance = self.chance
        off: dict[int, int] = {}
        add = self.shop.some(chance, 2)
        if chance.random() < 0.75:
            few = self.some(sale, lambda one: one.quantity - one.back)
            mine = sale.lines[chance.choice(list(few))].ware
            off = {at: many for at, many in few.items() if _is_like(sale.lines[at].ware, mine)}
            like = [one for one in self.shop.wares.values() if _is_like(one, mine)]
            add = chance.sample(like, chance.randint(1, min(2, len(like))))
        return {one: chance.randint(1, 3) for one in add}, off

    def cost_of_change(self, found: Change, add: dict[Ware, int]) -> tuple[Cost, int]:
        """What is asked for it, and what goes back; keeps what stays."""
        shop, first = self.shop, found.first
        lines = [one.asked(many) for one, many in add.items()]
        cost = shop.cost(lines, member=self.member, delivered=False)
        found.worth = [one.price * one.quantity - off
                       for one, off in zip(lines, cost.discounts, strict=True)]  # fmt: skip
        worth = sum(found.worth)
        goods = sum(first.lines[at].worth(many) for at, many in found.off.items())
        paid = {}
        for at, many in found.off.items():
            line = first.lines[at]
            before = line.back
            paid[at] = line.take(many)
            line.back = before
        found.by_line = {
            at: one if worth >= goods else one * worth // goods for at, one in paid.items()
        }
        found.before = dict(found.by_line)
        cost = credited(lines, cost, min(worth, goods), included=shop.included) if goods else cost
        return cost, sum(paid.values()) - found.kept

    # --- sent back -----------------------------------------------------------------------------

    async def send_back(self, sale: Sale) -> None:
        """Asked for, approved, received, looked at; some of it for others."""
        chance, path = self.chance, f"/api/orders/{sale.order_id}/returns"
        units = self.some(sale, lambda one: one.quantity - one.back)
        asked = [{"line": at, "quantity": many, "reason": "other"} for at, many in units.items()]
        instead = chance.random() < 0.4
        for one in asked if instead else ():
            others = self.shop.like(sale.lines[int(str(one["line"]))].ware)
            one["exchangeFor"] = chance.choice(others).goods.variant_id
        answer = await self.buyer.post(path, {"lines": asked})
        what = f"send back {units}{' for others' if instead else ''}"
        if not self.allowed(what, answer):
            return
        found = expect(await self.buyer.get(path))["returns"]  # one for each seller
        for one in found:
            if one["status"] == "requested":
                for step in ("approve", "receive"):
                    expect(self.staff(f"returns/{one['id']}/{step}"))
                there = {line["line"]: line["quantity"] for line in one["lines"]}
                came = {at: chance.randint(0, many) for at, many in there.items()}
                broken = {at: chance.randint(0, many) for at, many in came.items()}
                await self.inspect(sale, one["id"], came, broken)

    async def inspect(
        self, sale: Sale, return_id: str, came: dict[int, int], broken: dict[int, int]
    ) -> None:  # fmt: skip
        there = {at: many for at, many in came.items() if many}
        preview: Json = {"total": 0, "exchanged": None, "elsewhere": None}
        if there:
            body: Json = {"lines": _lines(there)}
            preview = self.must(self.staff(f"returns/{return_id}/preview", body))
        exchanged = preview["exchanged"]
        deduct = self.chance.choice((0, 0, 1, 40))
        deduct = min(deduct, preview["total"] - (exchanged or 0))
        body = {
            "lines": [
                {"line": at, "restocked": many - broken[at], "writtenOff": broken[at],
                 "fault": "torn" if broken[at] else ""}
                for at, many in there.items()
            ],
            "deduct": deduct, "deduction": "used" if deduct else "",
        }  # fmt: skip
        answer = self.staff(f"returns/{return_id}/inspect", body)
        if not self.allowed(f"inspect {came}, broken {broken}, less {deduct}", answer):
            expect(await self.buyer.post(f"/api/returns/{return_id}/cancel", {}), 409)
            return
        done = answer.json()["return"]
        assert done["exchanged"] == exchanged, f"{self.told}: {done}"
        delivery = self.shop.gives_delivery_back and not sale.exchanged and exchanged is None
        total = sale.take(there, delivery=delivery)
        assert preview["total"] == total, f"{self.told}: {preview}, {total} is due"
        assert done["refunded"] == total - (exchanged or 0) - deduct, f"{self.told}: {done}"
        sale.give(done["refunded"])
        sale.deducted += deduct
        for at, many in there.items():
            line = sale.lines[at]
            line.came, line.lost = line.came + many, line.lost + broken[at]
            line.apart += many if deduct or exchanged is not None else 0
        self.elsewhere(sale, preview["elsewhere"], alone=not deduct and exchanged is None)
        if exchanged is not None:
            await self.exchanged(sale, done, there)

    def elsewhere(self, sale: Sale, told: Json | None, *, alone: bool) -> None:
        """What another order pays of the units goes back there, as it was said."""
        before = 0 if sale.of is None else sale.of.back
        sale.units_off()
        if alone and sale.of is not None and not sale.of.exchange:
            more = sale.of.back - before
            assert (0 if told is None else told["amount"]) == more, f"{self.told}: {told}, {more}"

    async def exchanged(self, sale: Sale, done: Json, came: dict[int, int]) -> None:
        """What is sent in place of it, for the difference if that is dearer."""
        order = self.page(done["exchange"]["orderId"])["order"]
        assert order["total"] == (done["exchange"]["due"] or 0)
        sent = self.sale_of(order)
        kept = {min(came): done["exchanged"]}  # a return is of one seller's lines
        found = Change(sale, sent, came, kept, [], done=True, exchange=True)
        sent.of = found
        sale.changes.append(found)
        if order["total"]:
            if self.chance.random() < 0.25:
                expect(await self.buyer.post(f"/api/orders/{sent.order_id}/cancel", {}))
                self.told.append("the difference is declined")
                sent.call_off()
                return
            await self.pay(sent, order)
        self.sales.append(sent)


def _is_like(one: Ware, other: Ware) -> bool:
    """One may be added in place of the other."""
    return (one.rate, one.seller) == (other.rate, other.seller)


def _lines(units: dict[int, int]) -> list[Json]:
    return [{"line": at, "quantity": many} for at, many in units.items()]

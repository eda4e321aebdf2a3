"""One client of a studio: what they book there, with goods of the shop beside it, and pay of it."""

from datetime import timedelta
from typing import Any

from tests.api.money.accounts import Sale, lines_of, sale_of_service
from tests.api.money.person import Json
from tests.api.money.prepaid import Due
from tests.api.money.requests import Requesting
from tests.api.money.sessions import Session
from tests.api.money.studio import EXTRA
from tests.support.market import eventually, expect
from tests.support.patience import PATIENCE

__all__ = ["Booked"]


class Booked(Requesting):
    """Bookings of one session each."""

    async def book(self) -> None:
        chance = self.chance
        offer = chance.choice(self.studio.offers)
        place, start = chance.choice(offer.places), self.some_start()
        minutes, people = chance.choice(offer.minutes), chance.randint(1, offer.people)
        extra = chance.random() < 0.3
        later = chance.random() < 0.15 and bool(self.user)
        goods = {} if later or chance.random() < 0.6 else {
            one: chance.randint(1, 3) for one in self.shop.some(chance, 3)
        }  # fmt: skip
        more, alone = offer.extra if extra else 0, offer.price(place, start, minutes, people)
        price, first = alone + more, offer.first(alone, more)
        if any(one.status == "no_show" for one in self.sessions):
            first = price  # who missed one pays all of the next
        may_choose = first < price and not later
        asked: Json = {
            "serviceId": offer.id, "start": start.isoformat(), "length": minutes,
            "people": people, "resources": [place.id], "extras": [EXTRA] if extra else [],
            "items": [one.goods.line(many) for one, many in goods.items()],
        }  # fmt: skip
        if may_choose:
            asked["pay"] = chance.choice(("all", "deposit", "deposit"))
            first = price if asked["pay"] == "all" else first
        what = f"book {offer.rule} {start:%d %H:%M} for {minutes}"
        if later:
            body = asked | {"client": self.user, "later": True}
            answer = self.shop.market.staff.post("/api/bookings/hold", json=body)
        else:
            answer = await self.buyer.post("/api/bookings/hold", asked)
        free = self.is_free(place, (start, start + timedelta(minutes=minutes)), people)
        assert self.allowed(what, answer) is free, f"{self.told}: {answer.text}, {free=}"
        if not free:
            return
        held = answer.json()
        first = 0 if later else first
        order = self.page(held["orderId"])["order"]
        tax = self.costs_as_said(held, order, goods, price, first)
        own = sale_of_service(order["id"], first, self.shop)
        own.lines, own.tax = lines_of(order, self.shop), tax
        made = Session(
            held["bookingId"], offer, place, start, minutes, people, more,
            price, first, own, alone, by_staff=later,
        )  # fmt: skip
        if not later:
            self.began[offer.id] += 1
            if self.elsewhere is not None:
                await self.elsewhere.named(self.buyer, held)
            whole = asked.get("pay") != "deposit" and first == price
            if offer.on_request and not await self.agreed(held, made, whole=whole):
                return
            if chance.random() < 0.1:
                self.told.append("changes their mind")
                expect(await self.buyer.post(f"/api/bookings/{made.booking_id}/cancel", {}))
                return
            await self.pay(own, held, made.due(made.prepaid))
            await self.stands(made)
        self.sessions.append(made)

    def costs_as_said(
        self, held: Json, order: Json, goods: dict[Any, int], price: int, first: int
    ) -> int:
        """Answers the tax of the goods."""
        lines = [one.asked(many) for one, many in goods.items()]
        cost = self.shop.cost(lines, member=self.member, delivered=False) if lines else None
        beside = 0 if cost is None else cost.total
        said = (held["booking"]["price"], held["booking"]["dueNow"], held["total"])
        assert said == (price, first, first + beside), f"{self.told}: {said}, {price}, {first}"
        if cost is None:
            return 0
        taxes = [one["tax"] for one in order["items"]]
        assert taxes == list(cost.taxes), f"{self.told}: {taxes}, {cost}"
        return cost.tax

    async def stands(self, made: Session) -> None:
        async def so() -> bool:
            found = expect(await self.buyer.get(f"/api/bookings/{made.booking_id}"))
            return bool(found["status"] == "confirmed")

        await eventually(so, PATIENCE, lambda: f"it is confirmed after {self.told}")

    async def pay(self, sale: Sale, held: Json, due: Due | None = None) -> None:
        sale.parts = await self.purse.pay(held, self.chance, due)
        self.told.append(f"paid {[(one.kind, one.amount) for one in sale.parts]}")

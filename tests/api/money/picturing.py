"""More pictures of a session than are included, which its client buys."""

from typing import Final
from uuid import uuid4

from tests.api.money.accounts import sale_of_service
from tests.api.money.sessions import Session
from tests.api.money.settling import Settling
from tests.api.money.sitting import Step
from tests.support.market import expect
from tests.support.pictures import png

__all__ = ["Picturing"]

SENT: Final = (61, 62, 63)


class Picturing(Settling):
    """Photographers deliver pictures to choose from, and sell the rest of them."""

    def steps(self, session: Session) -> list[Step]:
        found = super().steps(session)
        begun = session.status in {"in_progress", "completed"}
        by_photographer = session.place.id in self.studio.accounts
        return [*found, *[self.buy_pictures] * 3] if begun and by_photographer else found

    async def buy_pictures(self, session: Session) -> None:
        """Each at the price of that day."""
        price = self.chance.choice((350, 777))
        async with self.its_time(session):
            self.deliver(session, price)
        path = f"/api/bookings/{session.booking_id}/gallery"
        hand = await self.hand(session)
        shown = expect(await hand.get(path))["pictures"]
        left = [one["id"] for one in shown if not one["bought"]]
        some = left[: self.chance.randint(1, 2)]
        if not some:
            return
        asked = {"pictures": some, "total": price * len(some)}
        placed = self.must(await hand.post(f"{path}/further", asked))
        order = expect(await self.buyer.get(f"/api/orders/{placed['orderId']}"))["order"]
        sale = sale_of_service(order["id"], price * len(some), self.shop)
        self.told.append(f"{len(some)} pictures:")
        if placed["payPath"]:
            await self.pay_there(sale, placed["payPath"], sale.beside)
        else:
            await self.pay(sale, order)
        session.pictures.append(sale)

    def deliver(self, session: Session, price: int) -> None:
        """Once; they cost that from now on."""
        account = self.studio.accounts[session.place.id]
        path = f"/api/studio/bookings/{session.booking_id}/gallery"
        there = expect(account.get(path))["pictures"]
        for side in SENT if not there else ():
            sent = account.post(
                f"{path}/pictures", content=png(side),
                params={"part": "proof", "title": f"IMG_{side}.PNG"},
                headers={"Content-Type": "image/png"},
            )  # fmt: skip
            expect(sent, 201)
        if not there:
            key = {"Idempotency-Key": uuid4().hex}
            expect(
                account.post(f"{path}/deliver", json={"part": "proof", "choose": 1}, headers=key)
            )
        expect(account.put(f"{path}/further-price", json={"price": price}))

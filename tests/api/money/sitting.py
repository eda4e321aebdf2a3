"""What becomes of a client's bookings: paid, moved, changed, cancelled, refunded, kept or missed in
any order that the studio allows, and beside each what it ought to come to."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

from tests.api.money.accounts import Sale, sale_of_service
from tests.api.money.banking import at_stripe
from tests.api.money.elsewhere import ByLink
from tests.api.money.free import CELL
from tests.api.money.parts import Part
from tests.api.money.person import Json
from tests.api.money.refunding import Refunding
from tests.api.money.sessions import Asked, Move, Session, Span, now
from tests.api.money.studio import Place
from tests.support.market import Buyer, expect
from tests.support.postgres import fetch

__all__ = ["Sitting"]

Step = Callable[[Session], Awaitable[None]]
_LAST_DUE = """
SELECT id FROM booking_dues WHERE booking_id = $1::uuid AND status = 'settled'
ORDER BY ended_at DESC LIMIT 1
"""
_THEN = "UPDATE bookings SET starts_at = $2, ends_at = $3 WHERE id = $1::uuid"


class Sitting(Refunding):
    """What becomes of them."""

    async def go_on(self) -> None:
        """One step with one of the bookings."""
        some = [one for one in self.sessions if one.stands] or self.sessions
        some = self.sessions if self.chance.random() < 0.2 else some
        session = self.chance.choice(some)
        self.told.append(f"booking {self.sessions.index(session)}:")
        self.about_to([session])
        await self.chance.choice(self.steps(session))(session)

    def about_to(self, sessions: Sequence[Session]) -> None:
        """Something becomes of these: what went back before is handed back."""
        for part in (part for one in sessions for sale in one.orders for part in sale.parts):
            part.handed = part.gone

    def steps(self, session: Session) -> list[Step]:
        """What may come next, by how often."""
        found: list[Step] = [self.refund_sum, self.refund_sum]
        if session.own.lines:
            found.append(self.refund_goods)
        for sale in session.orders:
            for part in at_stripe(sale):
                if part.dispute is not None:
                    found += [self.bank_decides] * 2
                elif self.is_taken(part):
                    found += [self.bank_asks, self.refunded_at_stripe]
        if not session.stands:
            found += [self.pay_rest] if session.takes_time else []
            return [*found, self.change] if session.status == "completed" else found
        return [
            *found, *[self.pay_rest] * 3, *[self.move] * 4, *[self.change] * 2, self.begin,
            *[self.cancel] * 2, self.take_place,
        ]  # fmt: skip

    # --- paid ----------------------------------------------------------------------------------

    async def pay_rest(self, session: Session) -> None:
        rest = session.price - session.prepaid
        path = f"bookings/{session.booking_id}"
        how = self.chance.choice(("client", "client", "link", "desk"))
        if how == "client":
            answer = await (await self.hand(session)).post(f"/api/{path}/rest", {})
        elif how == "link":
            answer = self.staff(f"{path}/pay-link")
        else:
            answer = self.staff(f"{path}/rest-paid", {"reason": "Cash"})
        assert self.allowed(f"rest {how}", answer) is (rest > 0), f"{self.told}: {answer.text}"
        if not rest:
            return
        if how == "desk":
            sale = await self.sale_by_hand(session, rest)
        else:
            held = answer.json()
            sale = sale_of_service(held["orderId"], rest, self.shop)
            if page := held["path"] if how == "link" else held["payPath"]:
                await self.pay_there(sale, page, rest)
            else:
                assert held["total"] == rest, f"{self.told}: {held}"
                await self.pay(sale, held, session.due(rest))
        self.asked = [one for one in self.asked if one.order["id"] != sale.order_id]
        session.later.append(sale)
        session.prepaid += rest

    async def pay_there(self, sale: Sale, page: str, amount: int) -> None:
        """At the address of that order alone, by card."""
        path = f"/api{page}"
        assert expect(await self.buyer.get(path))["total"] == amount
        expect(await self.buyer.post(path, {"provider": "demo"}))
        sale.parts = [Part("demo", amount, amount)]

    async def sale_by_hand(self, session: Session, rest: int) -> Sale:
        url = self.shop.market.database_url
        ((order_id,),) = await fetch(url, _LAST_DUE, session.booking_id)
        parts = [Part("manual", rest, rest)]
        return sale_of_service(str(order_id), rest, self.shop, parts)

    # --- moved and changed ---------------------------------------------------------------------

    async def move(self, session: Session) -> None:
        chance, by_staff = self.chance, self.chance.random() < 0.4
        place = chance.choice(session.offer.places)
        to = Move(place, self.some_start(), session.minutes)
        if session.minutes in session.offer.minutes and chance.random() < 0.4:
            to.minutes = chance.choice(session.offer.minutes)
        body: Json = {"start": to.start.isoformat(), "resources": [place.id]}
        if to.minutes != session.minutes:
            body["length"] = to.minutes
        span = to.start, to.start + timedelta(minutes=to.minutes)
        free = self.is_free(place, span, session.people, [session])
        if self.is_in_own_way(session, place, span):
            return
        path = f"bookings/{session.booking_id}/move"
        hand = self.buyer if by_staff else await self.hand(session)
        if by_staff:
            answer = self.shop.market.staff.post(f"/api/{path}", json=body)
        else:
            to.fee = session.fee_now(now())
            answer = await hand.post(f"/api/{path}", body)
        may = session.status == "confirmed" and free
        may = may and (by_staff or self.is_clients_to_move(session, to))
        more = 0 if by_staff else session.more(to)
        may = may and (more > 0 or not session.waits_for_bank(session.price_of(to)))
        what = (
            f"move to {to.start:%d %H:%M} for {to.minutes} by {'staff' if by_staff else 'client'}"
        )
        done = self.allowed(what, answer)
        assert done is (may and not more), f"{self.told}: {answer.text}, {may=}, {more=}"
        if may and more:
            assert answer.json().get("difference") == more, f"{self.told}: {answer.text}, {more=}"
            await self.move_dearer(session, to, body, more, hand)
        elif done:
            back = session.move(to)
            self.hand_back(session, not by_staff)
            assert answer.json()["refund"] == back, f"{self.told}: {answer.text}, {back} is due"
            session.client_moves += not by_staff

    def is_clients_to_move(self, session: Session, to: Move) -> bool:
        """So often, and to a time that is as long as they can book, and as hours paid for."""
        offer = session.offer
        may = session.client_moves < offer.moves and to.minutes in offer.minutes
        return may and not offer.on_request and not session.lacks(to)

    async def move_dearer(
        self, session: Session, to: Move, body: Json, more: int, hand: Buyer | ByLink
    ) -> None:
        """The difference is paid, then it is moved; or it stays as it is."""
        path = f"/api/bookings/{session.booking_id}/move"
        held = self.must(await hand.post(path, body | {"payDifference": True}))
        self.asked = [one for one in self.asked if one.session is not session or one.to is None]
        if self.chance.random() < 0.15:
            self.told.append("not paid")
            expect(await self.buyer.post(f"/api/orders/{held['orderId']}/cancel", {}))
            return
        if self.chance.random() < 0.35:
            self.left_open(session, held["orderId"], more, to)
            return
        order = self.page(held["orderId"])["order"]
        assert order["total"] == more, f"{self.told}: {order}, {more} is due"
        sale = sale_of_service(order["id"], more, self.shop)
        if held["payPath"]:
            await self.pay_there(sale, held["payPath"], more)
        else:
            await self.pay(sale, order, session.due(more, to))
        session.later.append(sale)
        session.move(to, paid=more)
        session.client_moves += 1

    def is_in_own_way(self, session: Session, place: Place, span: Span) -> bool:
        """What is held for it already would be held once more."""
        own = [one for one in self.asked if one.session is session]
        cells = round((span[1] - span[0]) / CELL)
        return any(one.holds(place, span[0] + at * CELL) for one in own for at in range(cells))

    def left_open(self, session: Session, order_id: str, more: int, to: Move) -> None:
        """Its time is held until it is paid, or another is asked for."""
        self.told.append("to be paid later")
        self.ask(session, order_id, more, to)

    def ask(self, session: Session, order_id: str, amount: int, to: Move | None) -> None:
        order = self.page(order_id)["order"]
        self.shop.rate_of(order_id, amount)
        made = Asked(session, order, amount, to, session.price, session.place, session.span)
        if all(one.order["id"] != order_id for one in self.asked):
            self.asked.append(made)

    async def change(self, session: Session) -> None:
        """By staff: longer, shorter, at another price."""
        chance, body = self.chance, dict[str, Any](reason="agreed")
        minutes, price = session.minutes, None
        if session.stands and chance.random() < 0.5:
            minutes = max(minutes + chance.choice((-30, -15, 15, 30)), 15)
            body["end"] = (session.start + timedelta(minutes=minutes)).isoformat()
        if minutes == session.minutes or chance.random() < 0.5:
            price = max(session.price + chance.choice((-2_000, -333, 450, 1_500)), 0)
            body["price"] = price
        span = session.start, session.start + timedelta(minutes=minutes)
        free = self.is_there(session.place, span, session.people, [session])
        free = free and not (price is not None and session.waits_for_bank(price))
        what = f"change to {minutes} for {price}"
        answer = self.staff(f"bookings/{session.booking_id}/change", body)
        assert self.allowed(what, answer) is free, f"{self.told}: {answer.text}"
        if free:
            session.change(minutes, price)

    # --- ended ---------------------------------------------------------------------------------

    async def cancel(self, session: Session) -> None:
        chance = self.chance
        cause = chance.choice(("client", "client", "client", "weather", "studio"))
        path = f"/api/bookings/{session.booking_id}"
        by_client = cause == "client" and chance.random() < 0.7
        before = session.cancelling(now(), cause)
        shown = self.shop.market.staff.get(f"{path}/cancellation", params={"cause": cause})
        told = expect(shown)
        ought = (before, session.left + session.frozen - before)
        assert (told["penalty"], told["refund"]) == ought, f"{self.told} {cause}: {told}, {ought}"
        if by_client:
            hand = await self.hand(session)
            answer = await hand.post(f"{path}/cancel", {"expectedRefund": told["refund"]})
        else:
            answer = self.shop.market.staff.post(f"{path}/cancel", json={"cause": cause})
        may = session.status == "confirmed" or not by_client
        done = self.allowed(f"cancel by {'client' if by_client else cause}", answer)
        may = may and ought[1] <= session.left  # the rest of it is with a bank
        assert done is may, f"{self.told}: {answer.text}"
        if done:
            assert (answer.json()["penalty"], answer.json()["refund"]) == ought
            session.cancel(before)
            self.hand_back(session, by_client)

    def hand_back(self, session: Session, by_client: bool) -> None:
        """What was paid by hand and goes back by the client's own step waits for staff."""
        for sale in session.funds if by_client else ():
            for part in sale.parts:
                if part.kind == "manual" and part.gone > part.handed:
                    expect(self.staff(f"orders/{sale.order_id}/mark-refunded"))

    async def begin(self, session: Session) -> None:
        if self.allowed("start", self.staff(f"bookings/{session.booking_id}/start")):
            session.status = "in_progress"

    async def take_place(self, session: Session) -> None:
        """Its time has come, for as long as it takes to say what came of it."""
        missed = session.status == "confirmed" and self.chance.random() < 0.4
        what = "no-show" if missed else "complete"
        async with self.its_time(session):
            answer = self.staff(f"bookings/{session.booking_id}/{what}")
        assert self.allowed(what, answer), f"{self.told}: {answer.text}"
        session.status = "no_show" if missed else "completed"

    @asynccontextmanager
    async def its_time(self, session: Session) -> AsyncIterator[None]:
        """Has come, and goes back."""
        url, start = self.shop.market.database_url, now() - timedelta(hours=2)
        await fetch(url, _THEN, session.booking_id, start, start + timedelta(hours=1))
        yield
        await fetch(url, _THEN, session.booking_id, session.start, session.ends)

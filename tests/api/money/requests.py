"""Bookings on request: staff agree, decline or offer another time; their client takes it or not."""

from tests.api.money.free import Free
from tests.api.money.person import Json
from tests.api.money.sessions import Move, Session
from tests.support.market import expect

__all__ = ["Requesting"]


class Requesting(Free):
    """What is asked for is answered before it is paid."""

    async def agreed(self, held: Json, made: Session, *, whole: bool) -> bool:
        """Whether it may be paid, as it is by then; that has another reservation. ``whole``: all of
        it first."""
        if self.chance.random() < 0.5 and not await self.offered_another(made, whole=whole):
            return False
        shown = expect(await self.buyer.get(f"/api/bookings/{made.booking_id}"))
        if shown["status"] == "requested":
            says = "agree" if self.chance.random() < 0.7 else "decline"
            path = f"booking-requests/{made.booking_id}/{says}"
            assert self.allowed(says, self.staff(path)), self.told
            if says == "decline":
                return False
            shown = expect(await self.buyer.get(f"/api/bookings/{made.booking_id}"))
        held["reservationId"] = shown["reservationId"]
        order = self.page(made.own.order_id)["order"]
        said = (shown["status"], shown["price"], order["total"], order["tax"])
        held["total"] = made.prepaid + sum(one.paid for one in made.own.lines)
        ought = ("held", made.price, held["total"], made.own.tax + made.own.contained)
        assert said == ought, f"{self.told}: {said}, {ought}"
        return True

    async def offered_another(self, made: Session, *, whole: bool) -> bool:
        """Whether it is not off by that: the time that was asked for may be kept meanwhile."""
        chance, path = self.chance, f"booking-requests/{made.booking_id}/counter"
        to = Move(chance.choice(made.offer.places), self.some_start(), made.minutes)
        keeps = chance.random() < 0.5
        body: Json = {"start": to.start.isoformat(), "resources": [to.place.id], "keep": keeps}
        is_same = (to.place, to.start) == (made.place, made.start)
        may = self.is_free(to.place, to.span, made.people) and not is_same
        answer = self.staff(path, body)
        what = f"offer {to.start:%d %H:%M}{' beside it' if keeps else ''}"
        assert self.allowed(what, answer) is may, f"{self.told}: {answer.text}"
        if not may:
            return True
        takes = chance.random() < 0.6
        self.told.append("taken" if takes else "not taken")
        says = "accept" if takes else "refuse"
        expect(await self.buyer.post(f"/api/bookings/{made.booking_id}/{says}", {}))
        if takes:
            self.is_at(made, to, whole=whole)
        return takes or keeps

    def is_at(self, made: Session, to: Move, *, whole: bool) -> None:
        """It costs what that time does, and as much of that first as its client chose."""
        offer, made.place, made.start = made.offer, to.place, to.start
        made.alone = offer.price(to.place, to.start, to.minutes, made.people)
        made.price = made.alone + made.extra
        made.prepaid = made.price if whole else offer.first(made.alone, made.extra)
        made.own.beside = made.prepaid

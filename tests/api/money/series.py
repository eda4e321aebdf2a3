"""Bookings that come again: several dates at once, paid one after another, moved and cancelled
together."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from tests.api.money.accounts import sale_of_service
from tests.api.money.parts import Part
from tests.api.money.person import Json
from tests.api.money.prepaying import Prepaying
from tests.api.money.sessions import Move, Session, now
from tests.api.money.studio import CLOCK, Place
from tests.support.market import expect

__all__ = ["Serial", "Series"]


@dataclass
class Series:
    """Of bookings in the order of its rule."""

    id: str
    sessions: list[Session]

    @property
    def to_come(self) -> list[Session]:
        return [one for one in self.sessions if one.status == "confirmed"]


@dataclass
class Serial(Prepaying):
    """Bookings may come again as well."""

    series: list[Series] = field(default_factory=list)

    async def come_again(self) -> None:
        """One more series, or what becomes of one."""
        some = [one for one in self.series if one.to_come]
        if not some or self.chance.random() < 0.35:
            await self.book_series()
            return
        series = self.chance.choice(some)
        self.told.append(f"series {self.series.index(series)}:")
        self.about_to(series.sessions)
        await self.chance.choice((self.move_all, self.move_all, self.cancel_rest))(series)

    # --- booked --------------------------------------------------------------------------------

    async def book_series(self) -> None:
        chance = self.chance
        offer = chance.choice([one for one in self.studio.offers if not one.on_request])
        place, start = chance.choice(offer.places), self.some_start()
        minutes, people = chance.choice(offer.minutes), chance.randint(1, offer.people)
        every, count = chance.choice((1, 2, 7)), chance.randint(2, 4)
        later = chance.random() < 0.2 and bool(self.user)
        take = chance.choice(("all", "free"))
        starts = [start + timedelta(days=every * at) for at in range(count)]
        long = timedelta(minutes=minutes)
        free = [one for one in starts if self.is_free(place, (one, one + long), people)]
        body: Json = {
            "serviceId": offer.id, "start": start.isoformat(), "length": minutes, "people": people,
            "resources": [place.id], "rule": {"unit": "day", "every": every, "count": count},
            "take": take,
        }  # fmt: skip
        whole = later or any(one.status == "no_show" for one in self.sessions)
        if not whole and offer.deposit[0] != "none":
            body["pay"] = chance.choice(("all", "deposit"))
        prices = [offer.price(place, one, minutes, people) for one in free]
        firsts = [0 if later else offer.first(one, 0) for one in prices]
        if not later and (whole or body.get("pay") == "all"):
            firsts = prices
        if later:
            asked = body | {"client": self.user, "later": True}
            answer = self.shop.market.staff.post("/api/series", json=asked)
        else:
            answer = await self.buyer.post("/api/series", body)
        may = bool(free) and (take == "free" or len(free) == count)
        what = f"series of {take} {offer.rule} {start:%d %H:%M}, {count} each {every} days"
        assert self.allowed(what, answer) is may, f"{self.told}: {answer.text}, {free=}"
        if not may:
            return
        made = answer.json()
        said = [(one["start"], one["price"], one["dueNow"]) for one in made["bookings"]]
        ought = list(zip(free, prices, firsts, strict=True))
        assert [(datetime.fromisoformat(a), b, c) for a, b, c in said] == ought, (
            f"{self.told}: {said}, {ought}"
        )
        sessions = [
            Session(
                shown["id"], offer, place, at, minutes, people, 0, price, first,
                sale_of_service(shown["orderId"], first, self.shop), price, by_staff=later,
            )
            for shown, at, price, first in zip(
                made["bookings"], free, prices, firsts, strict=True
            )
        ]  # fmt: skip
        if not later:
            self.began[offer.id] += len(sessions)
            await self.pay_series(made["id"], sessions)
        self.sessions += sessions
        self.series.append(Series(made["id"], sessions))

    # --- paid ----------------------------------------------------------------------------------

    async def pay_series(self, series_id: str, sessions: list[Session]) -> None:
        """What they have pays in its order, the first booking first; a card what is left."""
        if self.chance.random() < 0.2:
            expect(self.staff(f"series/{series_id}/paid"))
            for one in sessions:
                one.own.parts = [Part("manual", one.prepaid, one.prepaid)]
            self.told.append("paid at the desk")
            return
        ways = self.purse.ways(sessions[0].due(sessions[0].prepaid), self.chance)
        for one in sessions:
            one.own.parts = self.purse.as_much(ways, one.due(one.prepaid), one.prepaid)
            self.told.append(f"paid {[(part.kind, part.amount) for part in one.own.parts]}")
        body = {"sources": [one.source for one in ways], "provider": "demo"}
        answer = await self.buyer.post(f"/api/series/{series_id}/pay", body)
        paid = self.must(answer)
        assert (paid["paid"], paid["left"]) == (len(sessions), 0), f"{self.told}: {paid}"

    # --- moved and cancelled -------------------------------------------------------------------

    async def cancel_rest(self, series: Series) -> None:
        """Each by its policy; where a bank has too much of one, that one stays."""
        cause = self.chance.choice(("client", "client", "weather", "studio"))
        by_client = cause == "client" and self.chance.random() < 0.7
        some = self.chance.choice((series.sessions, series.sessions[1:]))
        coming = [one for one in some if one.status == "confirmed"]
        asked = {"since": some[0].booking_id, "cause": cause}
        path = f"/api/series/{series.id}"
        kept = {one.booking_id: one.cancelling(now(), cause) for one in coming}
        back = {one.booking_id: one.left + one.frozen - kept[one.booking_id] for one in coming}
        shown = self.shop.market.staff.get(f"{path}/cancellation", params=asked)
        assert self.allowed(f"look at the end by {cause}", shown) is bool(coming), shown.text
        if not coming:
            return
        told = shown.json()
        ought = (len(coming), sum(kept.values()), sum(back.values()))
        assert (told["count"], told["penalty"], told["refund"]) == ought, f"{self.told}: {told}"
        if by_client:
            body = {"since": some[0].booking_id, "expectedRefund": ought[2]}
            done = self.must(await self.buyer.post(f"{path}/cancel", body))
        else:
            done = self.must(self.shop.market.staff.post(f"{path}/cancel", json=asked))
        self.told.append(f"{len(coming)} of it are cancelled by {cause}")
        off = [one for one in coming if back[one.booking_id] <= one.left]
        stay = [one.booking_id for one in coming if one not in off]
        assert (done["cancelled"], done["kept"]) == (len(off), stay), f"{self.told}: {done}"
        for one in off:
            one.cancel(kept[one.booking_id])
            self.hand_back(one, by_client)

    async def move_all(self, series: Series) -> None:
        """So many days on, at that time: each as it would be moved alone, or it stays."""
        chance, by_staff = self.chance, self.chance.random() < 0.4
        some = chance.choice((series.sessions, series.sessions[1:]))
        coming = [one for one in some if one.status == "confirmed"]
        if any(one.session in coming for one in self.asked) or not coming:
            return  # what is held for one of them is in its own way
        days, at = chance.choice((-1, 0, 1, 2, 7)), self.some_start()
        take = chance.choice(("all", "free"))
        moves = [(one, _moved(one, days, at)) for one in coming]
        if any(to.start < now() + timedelta(days=1) for _, to in moves):
            return
        body = {"since": some[0].booking_id, "days": days, "time": f"{at:%H:%M}", "take": take}
        path = f"/api/series/{series.id}/move"
        if by_staff:
            answer = self.shop.market.staff.post(path, json=body)
        else:
            answer = await self.buyer.post(path, body)
        planned = self.planned(moves, by_staff=by_staff)
        may = bool(planned) and (take == "free" or len(planned) == len(coming))
        what = f"move {take} {len(coming)} of it by {days} to {at:%H:%M}, {by_staff=}"
        assert self.allowed(what, answer) is may, f"{self.told}: {answer.text}"
        if not may:
            return
        back, gone = 0, list[Session]()
        on = moves[0][1].start > moves[0][0].start
        for one, to in reversed(moves) if on else moves:
            if one in planned and self.moves_now(one, to, by_staff=by_staff):
                back += one.move(to)
                self.hand_back(one, not by_staff)
                one.client_moves += not by_staff
                gone.append(one)
        done = answer.json()
        stay = {one.booking_id for one in coming if one not in gone}
        said = (done["moved"], done["refund"], {one["bookingId"] for one in done["stayed"]})
        assert said == (len(gone), back, stay), f"{self.told}: {said}, {(len(gone), back, stay)}"

    def planned(self, moves: list[tuple[Session, Move]], *, by_staff: bool) -> list[Session]:
        """Those that could be there together, where none of them is any more."""
        coming = [one for one, _ in moves]
        there, found = list[Session](), list[Session]()
        for one, to in moves:
            if not by_staff and one.minutes not in one.offer.minutes:
                continue
            place = next((at for at in self._places(one) if self.is_free(
                at, to.span, one.people, coming, there)), None)  # fmt: skip
            if place is None:
                continue
            there.append(replace(one, place=place, start=to.start))
            if by_staff or one.client_moves < one.offer.moves:
                found.append(one)
        return found

    def moves_now(self, session: Session, to: Move, *, by_staff: bool) -> bool:
        """As it would alone, and nothing is to be paid for it first."""
        places = self._places(session)
        place = next((at for at in places if self.is_free(
            at, to.span, session.people, [session])), None)  # fmt: skip
        if place is None:
            return False
        to.place = place
        if not by_staff:
            to.fee = session.fee_now(now())
            if session.more(to):
                return False
        return not session.waits_for_bank(session.price_of(to))

    def _places(self, session: Session) -> list[Place]:
        """Who has it comes first."""
        others = [one for one in session.offer.places if one != session.place]
        return [session.place, *others]


def _moved(session: Session, days: int, at: datetime) -> Move:
    day = session.start.astimezone(CLOCK).date() + timedelta(days=days)
    start = datetime.combine(day, at.timetz())
    return Move(session.place, start, session.minutes)

"""A studio of its own for each life, whose terms are drawn: two photographers, a hall for many, and
what can be booked of them."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import uuid4
from zoneinfo import ZoneInfo

import httpx
from msgspec import Struct

from tests.support.market import Market, expect
from tests.support.patience import PATIENCE
from tests.support.people import add_person, log_in
from tests.support.photo_studio import ZONE, open_hours
from tests.support.studio import EVERY_DAY

__all__ = ["CLOCK", "CLOSES", "OPENS", "Offer", "Place", "Studio", "opened_studio"]

CLOCK: Final = ZoneInfo(ZONE)
OPENS, CLOSES = 9, 18
DAY: Final = 24 * 60
EXTRA: Final = "retouch"


class Place(Struct, frozen=True):
    """A photographer or a hall that ``seats`` so many."""

    id: str
    level: str | None = None
    seats: int = 1


class Offer(Struct, frozen=True):
    """A service; ``uplift``: on these weekdays so many percent; ``deposit``: a percentage, or an
    amount; ``keeps``: from so many minutes before it begins so many percent; ``fee`` of a move:
    from so many minutes before it, so many percent or an amount. ``extra``: what may
    be added costs so much."""

    id: str
    rule: str
    amount: int
    minutes: tuple[int, ...]
    places: tuple[Place, ...]
    senior: int = 0
    uplift: tuple[tuple[int, ...], int] = ((), 0)
    deposit: tuple[str, int] = ("none", 0)
    keeps: tuple[tuple[int, int], ...] = ()
    weather: int = 0
    moves: int = 3
    fee: tuple[int, int, int] = (0, 0, 0)
    extra: int = 0
    people: int = 1
    on_request: bool = False

    def price(self, place: Place, start: datetime, minutes: int, people: int) -> int:
        """Without what is added; of one that lies in one day."""
        amount = self.senior if place.level else self.amount
        base = {
            "flat": amount,
            "hourly": _rounded(amount * minutes, 60),
            "head": amount * people,
        }[self.rule]
        weekdays, percent = self.uplift
        more = _rounded(base * percent, 100) if start.isoweekday() in weekdays else 0
        return max(base + more, 0)

    def first(self, price: int, extra: int) -> int:
        """What of it is paid to book, and of what is added."""
        rule, value = self.deposit
        if rule == "percent":
            return _rounded(price * value, 100) + _rounded(extra * value, 100)
        return min(value, price) if rule == "fixed" else price + extra

    def kept(self, start: datetime, now: datetime, cause: str) -> int:
        """Percent of the price, should it be cancelled now."""
        if cause != "client":
            return self.weather if cause == "weather" else 0
        reached = [percent for minutes, percent in self.keeps
                   if now >= start - timedelta(minutes=minutes)]  # fmt: skip
        return max(reached, default=0)

    def fee_of(self, start: datetime, now: datetime, price: int) -> int:
        minutes, percent, amount = self.fee
        if not minutes or now < start - timedelta(minutes=minutes):
            return 0
        return amount or price * percent // 100


class Studio(Struct):
    """``shares`` of photographers and of the studio, in basis points; ``accounts`` of
    photographers, by their resource."""

    market: Market
    house: str
    photographers: tuple[Place, Place]
    hall: Place
    offers: list[Offer]
    shares: tuple[int, int]
    accounts: dict[str, httpx.Client]


@asynccontextmanager
async def opened_studio(market: Market, chance: random.Random) -> AsyncIterator[Studio]:
    name = f"Loft {uuid4().hex[:8]}"
    house = _resource(market, "studio", name)
    ann, bo = await _logged_in(market), await _logged_in(market)
    people = (
        Place(_resource(market, "photographer", f"Ann of {name}", userId=_user(ann))),
        Place(
            _resource(market, "photographer", f"Bo of {name}", level="senior", userId=_user(bo)),
            "senior",
        ),
    )
    hall = Place(_resource(market, "room", f"Hall of {name}", studioId=house, capacity=6), seats=6)
    shares = (chance.randint(0, 6_000), chance.randint(0, 4_000))
    accounts = {people[0].id: ann, people[1].id: bo}
    studio = Studio(market, house, people, hall, [], shares, accounts)
    for rule, on_request in (("hourly", False), ("flat", False), ("head", False), ("flat", True)):
        studio.offers.append(_offer(studio, rule, chance, on_request=on_request))
    with closing(ann), closing(bo):
        yield studio


def _offer(studio: Studio, rule: str, chance: random.Random, *, on_request: bool) -> Offer:
    keeps = chance.choice((
        (), ((20 * DAY, 33), (10 * DAY, 50), (5 * DAY, 100)), ((12 * DAY, 50), (DAY, 100)),
    ))  # fmt: skip
    found = Offer(
        "",
        rule,
        chance.choice((9_001, 4_500, 7_777)),
        (60, 90, 120) if rule == "hourly" else (60,),
        (studio.hall,) if rule == "head" else studio.photographers,
        senior=chance.choice((10_001, 12_345)),
        uplift=chance.choice((((), 0), ((6, 7), 15), ((1, 3, 5), -7))),
        deposit=chance.choice((("none", 0), ("percent", 33), ("fixed", 2_000))),
        keeps=keeps,
        weather=chance.choice((0, 20)),
        moves=chance.choice((2, 9)),
        fee=chance.choice(((0, 0, 0), (30 * DAY, 0, 555), (15 * DAY, 10, 0))),
        extra=chance.choice((1_111, 350)),
        people=4 if rule == "head" else 1,
        on_request=on_request,
    )
    return _kept(studio, found)


def _kept(studio: Studio, found: Offer) -> Offer:
    minutes, percent, amount = found.fee
    kind = "room" if found.rule == "head" else "photographer"
    weekdays, more = found.uplift
    asked: dict[str, Any] = {
        "name": f"{found.rule} of {studio.house[-6:]}",
        "currency": "EUR",
        "lengths": {"minutes": list(found.minutes)},
        "grid": {"step": 30},
        "price": {
            "rule": found.rule,
            "amount": found.amount,
            "levels": {"senior": found.senior},
            "uplifts": [{"weekdays": list(weekdays), "percent": more}] if more else [],
        },
        "deposit": dict(zip(("rule", "value"), found.deposit, strict=True)),
        "needs": [{
            "role": kind, "kind": kind, "resources": [one.id for one in found.places],
            "seats": "people" if found.rule == "head" else "one",
        }],
        "people": found.people,
        "series": 6,
        "requestHours": 48 if found.on_request else None,
        "policy": {
            "steps": [{"minutes": one, "percent": two} for one, two in found.keeps],
            "weather": found.weather, "moves": found.moves, "moveMinutes": 60,
            "moveFee": {"minutes": minutes, "percent": percent, "amount": amount}
            if minutes else None,
        },
        "extras": [{"id": EXTRA, "name": "Retouching", "price": found.extra}],
        "shares": dict(zip(("photographer", "studio"), studio.shares, strict=True)),
    }  # fmt: skip
    made = expect(studio.market.staff.post("/api/staff/services", json=asked), 201)
    return Offer(made["id"], **{name: getattr(found, name) for name in Offer.__struct_fields__[1:]})


def _resource(market: Market, kind: str, name: str, **more: Any) -> str:
    asked = {"kind": kind, "name": name, "zone": ZONE} | more
    made = expect(market.staff.post("/api/staff/resources", json=asked), 201)["resource"]["id"]
    hours = {"weekdays": list(EVERY_DAY), "start": f"{OPENS:02}:00", "end": f"{CLOSES:02}:00"}
    open_hours(market, made, hours)
    return str(made)


async def _logged_in(market: Market) -> httpx.Client:
    """Who may have a calendar of their own."""
    email = f"{uuid4().hex}@studio.example"
    await asyncio.to_thread(add_person, market.database_url, email, ["photographer"])
    opened = httpx.Client(base_url=market.url, timeout=PATIENCE)
    log_in(opened, email)
    return opened


def _user(account: httpx.Client) -> str:
    return str(expect(account.get("/api/session"))["user"]["id"])


def _rounded(numerator: int, denominator: int) -> int:
    """The nearest; a half goes up."""
    return (2 * numerator + denominator) // (2 * denominator)

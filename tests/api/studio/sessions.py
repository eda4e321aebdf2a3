"""A session that began, of a photographer or a studio with an account, and pictures of it."""

from typing import Any, Final
from uuid import uuid4

import httpx

from tests.api.studio.house import AT, House
from tests.support.market import expect
from tests.support.pictures import png
from tests.support.postgres import fetch
from tests.support.studio import day_ahead

__all__ = ["begun", "booked", "chosen", "delivered", "gallery", "looked_at", "send", "sent"]

_DAYS: Final = iter(range(3, 200))
_BEGUN = """
UPDATE bookings SET starts_at = now() - interval '20 minutes',
    ends_at = now() + interval '40 minutes'
WHERE id = $1::uuid
"""


def booked(house: House, who: httpx.Client, service: str, *takes: str) -> dict[str, Any]:
    """And paid, by hand."""
    asked = {
        "serviceId": house.services[service],
        "start": f"{day_ahead(next(_DAYS))}T10:00",
        "resources": [house.ids[one] for one in takes],
    }
    key = {"Idempotency-Key": uuid4().hex}
    held = expect(who.post("/api/bookings/hold", json=asked, headers=key))
    by_hand = {"reservationId": held["reservationId"], "provider": "manual"}
    expect(who.post("/api/payments", json=by_hand))
    done = house.who["staff"].post(f"/api/staff/bookings/{held['bookingId']}/confirm")
    return dict(expect(done))


async def begun(database_url: str, booking: dict[str, Any]) -> str:
    """It is as if its time had come; its id."""
    await fetch(database_url, _BEGUN, booking["id"])
    return str(booking["id"])


def gallery(booking: str) -> str:
    return f"{AT}/bookings/{booking}/gallery"


def send(
    who: httpx.Client, booking: str, data: bytes, title: str = "IMG_1.JPG", part: str = "final"
) -> httpx.Response:
    return who.post(
        f"{gallery(booking)}/pictures",
        content=data,
        params={"part": part, "title": title},
        headers={"Content-Type": "image/png"},
    )


def sent(house: House, booking: str, *sides: int, part: str = "final", who: str = "ann") -> Any:
    """Pictures of so many pixels each, and the gallery as who sent them sees it."""
    for side in sides:
        expect(send(house.who[who], booking, png(side), f"IMG_{side:04}.PNG", part), 201)
    return expect(house.who[who].get(gallery(booking)))


def looked_at(who: httpx.Client, booking: str) -> Any:
    return expect(who.get(f"/api/bookings/{booking}/gallery"))


def delivered(house: House, booking: str, who: str = "ann", **asked: Any) -> Any:
    return expect(house.who[who].post(f"{gallery(booking)}/deliver", json=asked))


def chosen(eva: httpx.Client, session: str, picture: dict[str, Any]) -> httpx.Response:
    return eva.put(f"/api/bookings/{session}/gallery/favourites/{picture['id']}")

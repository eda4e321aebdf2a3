"""A studio with rooms, whose owner has an account; another one's; and a photographer of neither."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import httpx

from tests.api.conftest import MANAGER
from tests.support.market import expect
from tests.support.patience import PATIENCE
from tests.support.people import add_person, log_in, token_for
from tests.support.server import ServerProcess
from tests.support.studio import Someone, day_ahead, move_in

__all__ = ["ASKED", "AT", "BERLIN", "RESOURCES", "House", "opened_house"]

BERLIN = "Europe/Berlin"
AT, RESOURCES, ASKED = "/api/studio", "/api/staff/resources", "/api/staff/booking-requests"


@dataclass
class House:
    """A loft with rooms and a lamp, of ``lea``; a cellar of ``max``; and Ann, who works there.
    ``room`` is booked at once, ``asked`` on request; ``shoot`` takes Ann, a room and the lamp."""

    shop: ServerProcess
    who: dict[str, httpx.Client]
    users: dict[str, str]
    ids: dict[str, str]
    services: dict[str, str]

    def booked(self, service: str, days: int, clock: str, *takes: str) -> dict[str, Any]:
        """A guest's, paid at the desk unless somebody is asked first."""
        resources = [self.ids[one] for one in takes]
        start = f"{day_ahead(days)}T{clock}"
        asked = {"serviceId": self.services[service], "start": start, "resources": resources}
        with httpx.Client(base_url=self.shop.url, timeout=PATIENCE) as guest:
            headers = {"Idempotency-Key": uuid4().hex}
            held = expect(guest.post("/api/bookings/hold", json=asked, headers=headers))
            booking: dict[str, Any] = held["booking"]
            if booking["onRequest"]:
                return booking
            by_hand = {"reservationId": held["reservationId"], "provider": "manual"}
            expect(guest.post("/api/payments", json=by_hand))
        done = self.who["staff"].post(f"/api/staff/bookings/{booking['id']}/confirm")
        return dict(expect(done))

    def calendar(self, whose: str, days: int) -> dict[str, Any]:
        span = {"from": str(day_ahead(days)), "to": str(day_ahead(days + 1))}
        return dict(expect(self.who[whose].get(f"{AT}/calendar", params=span)))


@contextmanager
def opened_house(shop: ServerProcess, database_url: str) -> Iterator[House]:
    who, users = {}, {}
    for name in ("lea", "max", "ann"):
        email = f"{name}@house.example"
        add_person(database_url, email, ["photographer"])
        bearer = {"Authorization": f"Bearer {token_for(database_url, email)}"}
        who[name] = httpx.Client(base_url=shop.url, timeout=PATIENCE, headers=bearer)
        users[name] = expect(who[name].get("/api/session"))["user"]["id"]
    who["staff"] = httpx.Client(base_url=shop.url, timeout=PATIENCE)
    log_in(who["staff"], MANAGER)

    def someone(kind: Any, name: str, **more: Any) -> Someone:
        return Someone(kind=kind, name=name, zone=BERLIN, more=more)

    loft = someone("studio", "Loft", user_id=UUID(users["lea"]))
    cellar = someone("studio", "Cellar", user_id=UUID(users["max"]))
    there = {
        "loft": loft,
        "cellar": cellar,
        "white": someone("room", "White", studio_id=loft.id),
        "black": someone("room", "Black", studio_id=loft.id, request_hours=12),
        "lamp": someone("equipment", "Lamp", studio_id=loft.id),
        "vault": someone("room", "Vault", studio_id=cellar.id),
        "ann": someone("photographer", "Ann", user_id=UUID(users["ann"])),
    }
    asyncio.run(move_in(database_url, *there.values()))
    ids = {name: str(one.id) for name, one in there.items()}
    zinc = {"kind": "room", "name": "Zinc", "zone": BERLIN, "studioId": ids["loft"]}
    ids["zinc"] = expect(who["staff"].post(RESOURCES, json=zinc), 201)["resource"]["id"]
    yield House(shop, who, users, ids, _services(who["staff"], ids))
    for client in who.values():
        client.close()


def _services(staff: httpx.Client, ids: dict[str, str]) -> dict[str, str]:
    def need(role: str, kind: str, *some: str) -> dict[str, Any]:
        return {"role": role, "kind": kind, "resources": [ids[one] for one in some]}

    room = need("room", "room", "white", "black", "vault")
    needs = {
        "room": [room],
        "loft": [need("studio", "studio", "loft")],
        "shoot": [need("who", "photographer", "ann"), room, need("lamp", "equipment", "lamp")],
        "asked": [need("who", "photographer", "ann"), need("room", "room", "white")],
    }
    made = {}
    for name, wanted in needs.items():
        asked = {
            "name": name.title(),
            "currency": "EUR",
            "lengths": {"minutes": [60]},
            "grid": {"step": 30},
            "price": {"amount": 9_000},
            "needs": wanted,
            "texts": {"ru": {"name": "Съёмка"}} if name == "shoot" else {},
            "requestHours": 24 if name == "asked" else None,
        }
        made[name] = str(expect(staff.post("/api/staff/services", json=asked), 201)["id"])
    return made

"""Two photographers of one studio, staff, and clients who book them."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import httpx

from tests.api.conftest import MANAGER
from tests.support.market import expect
from tests.support.patience import PATIENCE
from tests.support.people import add_person, log_in
from tests.support.server import ServerProcess
from tests.support.studio import Someone, day_ahead, move_in

__all__ = ["Json", "Two", "send", "two_photographers"]

Json = dict[str, Any]


@dataclass
class Two:
    """Ann is booked on request, and needs half an hour after a session; Bo is not. Each serves
    ``service`` alone, an hour or two of which cost 90 euros each."""

    shop: ServerProcess
    database_url: str
    stack: ExitStack
    staff: httpx.Client
    ann: httpx.Client
    bo: httpx.Client
    service: str
    ids: dict[str, UUID] = field(default_factory=dict)

    def visitor(self, name: str | None = None) -> httpx.Client:
        """A guest, or somebody with an account, who is called so and has mail at that name."""
        made = self.stack.enter_context(httpx.Client(base_url=self.shop.url, timeout=PATIENCE))
        if name is not None:
            with ThreadPoolExecutor() as aside:  # here the test's loop runs
                aside.submit(add_person, self.database_url, f"{name}@clients.example").result()
            log_in(made, f"{name}@clients.example")
        return made

    def asked(self, days: int, clock: str, **more: Any) -> Json:
        return {"serviceId": self.service, "start": f"{day_ahead(days)}T{clock}"} | more

    def held(self, who: httpx.Client, whom: str, days: int, clock: str) -> Json:
        body = self.asked(days, clock, resources=[str(self.ids[whom])])
        held: Json = expect(send(who, "/api/bookings/hold", body))
        return held

    def booked(self, who: httpx.Client, whom: str, days: int, clock: str) -> Json:
        """Agreed to, if it has to be, and paid at the desk."""
        held = self.held(who, whom, days, clock)
        if held["booking"]["status"] == "requested":
            path = f"/api/staff/booking-requests/{held['bookingId']}/agree"
            expect(self.staff.post(path, json={}))
            held["reservationId"] = expect(who.get(f"/api/bookings/{held['bookingId']}"))[
                "reservationId"
            ]
        by_hand = {"reservationId": held["reservationId"], "provider": "manual"}
        expect(who.post("/api/payments", json=by_hand))
        confirmed = f"/api/staff/bookings/{held['bookingId']}/confirm"
        found: Json = expect(self.staff.post(confirmed))
        return found


def send(by: httpx.Client, path: str, body: Json, key: str = "") -> httpx.Response:
    return by.post(path, json=body, headers={"Idempotency-Key": key or uuid4().hex})


@contextmanager
def two_photographers(shop: ServerProcess, database_url: str) -> Iterator[Two]:
    with ExitStack() as stack:
        opened, people = {}, list[Someone]()
        for name in ("staff", "ann", "bo"):
            email = MANAGER if name == "staff" else f"{name}@two.example"
            if name != "staff":
                add_person(database_url, email, ["photographer"])
            opened[name] = stack.enter_context(httpx.Client(base_url=shop.url, timeout=PATIENCE))
            log_in(opened[name], email)
        for name, said in (("ann", {"request_hours": 12, "buffer_after": 30}), ("bo", {})):
            user = expect(opened[name].get("/api/session"))["user"]["id"]
            more: Json = {"user_id": UUID(user), **said}
            zone = "Europe/Berlin"
            people.append(Someone(kind="photographer", name=name.title(), zone=zone, more=more))
        asyncio.run(move_in(database_url, *people))
        service = {
            "name": "Portrait",
            "currency": "EUR",
            "lengths": {"minutes": [60, 120]},
            "grid": {"step": 30},
            "price": {"rule": "hourly", "amount": 9_000},
            "needs": [{"role": "photographer", "kind": "photographer"}],
        }
        made = expect(opened["staff"].post("/api/staff/services", json=service), 201)["id"]
        ids = {one.name.lower(): one.id for one in people}
        yield Two(shop, database_url, stack, **opened, service=made, ids=ids)

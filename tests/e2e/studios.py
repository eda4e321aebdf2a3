"""A studio with people, rooms and bookings, for the pages that show its time."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx

from holdfast.kit import new_id
from tests.support.market import STAFF
from tests.support.patience import PATIENCE
from tests.support.server import ServerProcess
from tests.support.studio import Someone, day_ahead, move_in

__all__ = ["BERLIN", "Studio", "aside"]

BERLIN = "Europe/Berlin"


def aside(work: Any) -> Any:
    """A coroutine's answer, where the browser's loop already runs."""
    with ThreadPoolExecutor() as pool:
        return pool.submit(asyncio.run, work).result()


class Studio:
    """What staff and clients do over HTTP."""

    def __init__(self, server: ServerProcess) -> None:
        self.server = server
        self.staff = httpx.Client(base_url=server.url, timeout=PATIENCE)
        self.staff.post("/api/session/login", json=STAFF).raise_for_status()

    def move_in(self, *some: Someone) -> None:
        aside(move_in(self.server.database_url, *some))

    def service(self, name: str, *kinds: str, **more: Any) -> str:
        asked = {
            "name": name,
            "currency": "EUR",
            "lengths": {"minutes": [60, 90, 120]},
            "grid": {"step": 30},
            "price": {"rule": "hourly", "amount": 9_000},
            "needs": [{"role": kind, "kind": kind} for kind in kinds],
        } | more
        return str(self._post("/api/staff/services", asked)["id"])

    def booked(
        self,
        service: str,
        days: int,
        hour: str,
        *,
        who: tuple[UUID, ...] = (),
        length: int = 60,
        paid: bool = True,
        note: str = "",
        also: tuple[str, ...] = (),
    ) -> dict[str, Any]:
        """A guest's, paid at the desk unless it is only held."""
        with httpx.Client(base_url=self.server.url, timeout=PATIENCE) as client:
            asked = {
                "serviceId": service,
                "start": f"{day_ahead(days)}T{hour}",
                "length": length,
                "resources": [str(one) for one in who] or "any",
                "note": note,
                "also": [{"serviceId": one} for one in also],
            }
            held = self._post("/api/bookings/hold", asked, client)
            if paid:
                with_hands = {"reservationId": held["reservationId"], "provider": "manual"}
                self._post("/api/payments", with_hands, client)
                self._post(f"/api/staff/bookings/{held['bookingId']}/confirm", None)
        found: dict[str, Any] = held["booking"]
        return found

    def block(self, who: Someone, days: int, start: str, end: str, note: str) -> None:
        day = day_ahead(days)
        asked = {"start": f"{day}T{start}", "end": f"{day}T{end}", "note": note}
        self._post(f"/api/staff/resources/{who.id}/blocks", asked)

    def crowd(self, service: str, some: list[Someone], days: int, count: int) -> None:
        """So many bookings a day of each for a week, as rows alone: to be looked at."""
        aside(_crowd(self.server.database_url, service, some, days, count))

    def _post(self, path: str, body: Any, client: httpx.Client | None = None) -> dict[str, Any]:
        headers = {"Idempotency-Key": uuid4().hex}
        answer = (client or self.staff).post(path, json=body, headers=headers)
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        return found


async def _crowd(url: str, service: str, some: list[Someone], days: int, count: int) -> None:
    connection = await asyncpg.connect(url)
    bookings: list[tuple[object, ...]] = []
    takings: list[tuple[object, ...]] = []
    for one in some:
        for day in range(days, days + 7):
            for number in range(count):
                start = datetime.combine(day_ahead(day), datetime.min.time(), UTC)
                start += timedelta(minutes=8 * 60 + number * 75)
                end, made = start + timedelta(hours=1), new_id()
                bookings.append(
                    (made, f"B{len(bookings)}", f"guest:{made}", new_id(), UUID(service),
                     "Portrait", start, end, BERLIN, f"{start:%Y-%m-%dT%H:%M}+00:00", "2026f",
                     "confirmed",
                     9_000, 9_000, '{"steps": [], "moves": 3, "move_minutes": 0}', "EUR", "test")
                )  # fmt: skip
                takings.append(
                    (made, 0, one.id, one.kind, one.name, start, end + timedelta(minutes=15), 15, 1,
                     1, 1, one.zone)
                )  # fmt: skip
    try:
        await connection.executemany(
            "INSERT INTO bookings (id, number, user_id, order_id, service_id, service_name,"
            " starts_at, ends_at, zone, wall_start, zone_data, status, price, prepaid, policy,"
            " currency, made_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,"
            " $14, $15, $16, $17)",
            bookings,
        )
        await connection.executemany(
            "INSERT INTO booking_resources (booking_id, move, resource_id, role, name, starts_at,"
            " ends_at, cell_minutes, seats, capacity, schedule_version, zone)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
            takings,
        )
    finally:
        await connection.close()

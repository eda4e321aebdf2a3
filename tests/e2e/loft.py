"""A studio to book in the browser: a loft and a garden house in Berlin, Anna and Boris, and a
portrait of one or two hours."""

import asyncio
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import httpx
from playwright.sync_api import Page

from tests.e2e.choosing import choose
from tests.support.market import STAFF
from tests.support.patience import PATIENCE
from tests.support.server import ServerProcess
from tests.support.studio import Someone, day_ahead, move_in

__all__ = ["BERLIN", "SERVICE", "TAKE", "choose_time", "furnish", "hold_elsewhere", "to_day"]

BERLIN = "Europe/Berlin"
TAKE = re.compile("^Hold and pay")
SERVICE = {
    "name": "Portrait",
    "about": "An hour in the loft, twenty pictures.",
    "texts": {"ru": {"name": "Портрет", "about": "Час в студии, двадцать снимков."}},
    "currency": "EUR",
    "lengths": {"minutes": [60, 120]},
    "grid": {"step": 60},
    "price": {
        "rule": "hourly",
        "amount": 9_000,
        "uplifts": [{"start": 17 * 60, "end": 18 * 60, "percent": 50}],
    },
    "needs": [{"role": one, "kind": one} for one in ("photographer", "room")],
    "people": 4,
    "series": 6,
}


def furnish(running: ServerProcess, *others: Someone, **more: object) -> str:
    """Everything is open each day from 9 to 18; the service's id, of which ``more`` is said."""
    loft = Someone(kind="studio", name="Loft", zone=BERLIN, more={"address": "Torstraße 1"})
    anna = {"buffer_after": 15, "tags": '["portrait", "walk", "Ambrotype"]'}
    some = [
        loft,
        Someone(kind="photographer", name="Anna", zone=BERLIN, more=anna),
        Someone(kind="photographer", name="Boris", zone=BERLIN),
        Someone(kind="room", name="Red room", zone=BERLIN, more={"studio_id": loft.id}),
        *others,
    ]
    with ThreadPoolExecutor() as aside:  # here the browser's loop runs
        aside.submit(asyncio.run, move_in(running.database_url, *some)).result()
    with httpx.Client(base_url=running.url, timeout=PATIENCE) as staff:
        staff.post("/api/session/login", json=STAFF).raise_for_status()
        headers = {"Idempotency-Key": uuid4().hex}
        answer = staff.post("/api/staff/services", json=SERVICE | more, headers=headers)
        made: str = answer.raise_for_status().json()["id"]
        return made


def to_day(page: Page, days: int) -> None:
    """The day so many from today, of the only service."""
    page.goto("/book")
    page.locator("main li a").first.click()
    choose(page.locator(f"input[name=day][value='{day_ahead(days)}']"))


def choose_time(page: Page, hour: str) -> None:
    choose(page.get_by_role("radio", name=re.compile(f"^{hour}")))


def hold_elsewhere(url: str, service: str, start: str) -> Callable[[], None]:
    """Somebody else, elsewhere, holds a time; what is answered lets it go."""
    guest = httpx.Client(base_url=url, timeout=PATIENCE)
    asked = {"serviceId": service, "start": start}
    headers = {"Idempotency-Key": uuid4().hex}
    held = guest.post("/api/bookings/hold", json=asked, headers=headers).raise_for_status().json()

    def let_go() -> None:
        path = f"/api/bookings/{held['bookingId']}/cancel"
        guest.post(path, json={}).raise_for_status()
        guest.close()

    return let_go

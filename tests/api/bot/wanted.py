"""What is sold there, and how somebody comes to have it."""

from typing import Any
from uuid import uuid4

import httpx

from tests.support.market import expect
from tests.support.patience import PATIENCE
from tests.support.server import until
from tests.support.studio import Someone
from tests.support.telegram import BOT, Chat

__all__ = ["CHAT", "CODES", "bought", "hourly", "linked", "own_bookings"]

CHAT = "/api/telegram"
CODES = "/api/telegram/codes"
OF_CLIENTS = (
    "booking-confirmed", "booking-moved", "booking-cancelled", "order-paid", "order-refunded",
)  # fmt: skip
OF_SESSIONS = ("session-booked", "session-moved", "session-cancelled")
OF_REQUESTS = (
    "booking-agreed", "booking-countered", "booking-declined", "request-asked",
    "request-asked-again",
)  # fmt: skip


def hourly(who: Someone, **more: Any) -> dict[str, Any]:
    """A service of an hour with them, for 90 euros."""
    asked: dict[str, Any] = {
        "name": f"Portrait {uuid4().hex[:8]}",
        "currency": "EUR",
        "lengths": {"minutes": [60]},
        "grid": {"step": 60},
        "price": {"rule": "flat", "amount": 9_000},
        "needs": [{"role": "who", "kind": who.kind, "resources": [str(who.id)]}],
    }
    return asked | more


def linked(client: httpx.Client, chat: Chat, *, quiet: bool = False) -> None:
    """``quiet``: nothing is told there, so that all that is heard are answers."""
    if quiet:
        none = {"wanted": False, "channel": "telegram"}
        for kind in (*OF_CLIENTS, *OF_SESSIONS, *OF_REQUESTS):
            client.put(f"/api/mail-preferences/{kind}", json=none)
    made = expect(client.post(CODES, json={}), 201)
    assert made["url"] == f"https://t.me/{BOT}?start={made['code']}"
    chat.writes(f"/start {made['code']}")


def own_bookings(client: httpx.Client) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = expect(client.get("/api/bookings"))["bookings"]
    return found


def bought(client: httpx.Client, service: dict[str, Any], start: str) -> dict[str, Any]:
    """A time of it, held and paid; a start without a zone is by the studio's clock."""
    asked = {"serviceId": service["id"], "start": start}
    held = expect(client.post("/api/bookings/hold", json=asked))
    begun = {"reservationId": held["reservationId"], "provider": "demo"}
    expect(client.post("/api/payments", json=begun))
    one = f"/api/bookings/{held['bookingId']}"
    until(
        lambda: bool(expect(client.get(one))["status"] == "confirmed"), PATIENCE, "it is confirmed"
    )
    return expect(client.get(one))

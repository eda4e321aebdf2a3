"""A demo shop with a service that a client may book in a series."""

from typing import Any
from uuid import uuid4

import httpx

from tests.support.market import expect
from tests.support.patience import PATIENCE
from tests.support.server import ServerProcess
from tests.support.studio import EVERY_DAY, day_ahead

SERIES, HOLD = "/api/series", "/api/bookings/hold"
Json = dict[str, Any]


def opened(demo: ServerProcess) -> httpx.Client:
    return httpx.Client(base_url=demo.url, timeout=PATIENCE)


def open_each_day(staff: httpx.Client, resource: str) -> None:
    path = f"/api/staff/resources/{resource}/schedule"
    rule = {"weekdays": list(EVERY_DAY), "start": "09:00", "end": "18:00"}
    headers = {"If-Match": f'"{expect(staff.get(path))["version"]}"'}
    expect(staff.put(path, json={"rules": [rule]}, headers=headers))


def wall(day: int, time: str = "10:00") -> str:
    return f"{day_ahead(day)}T{time}"


def asked(service: str, **more: Any) -> Json:
    """Each week from the third day on, four times."""
    return {"serviceId": service, "start": wall(3), "rule": {"count": 4}} | more


def post(by: httpx.Client, path: str, body: Json, key: str | None = None) -> httpx.Response:
    headers = {"Idempotency-Key": key or uuid4().hex}
    return by.post(f"{SERIES}{path}", json=body, headers=headers)


def locals_of(found: Json) -> list[str]:
    return [one["local"][:16] for one in found["bookings"]]


def taken(by: httpx.Client, service: str, start: str) -> Json:
    headers = {"Idempotency-Key": uuid4().hex}
    return expect(by.post(HOLD, json={"serviceId": service, "start": start}, headers=headers))

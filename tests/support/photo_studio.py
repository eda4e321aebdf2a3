"""A photo studio that staff set up over HTTP, and clients who book there."""

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx

from tests.support.market import Buyer, Market, eventually, expect
from tests.support.patience import PATIENCE
from tests.support.studio import EVERY_DAY, day_ahead

__all__ = ["CURRENCY", "HOUR", "ZONE", "PhotoStudio", "hold", "pay", "set_up"]

Json = dict[str, Any]

CURRENCY, HOUR, ZONE = "EUR", 9_000, "Europe/Berlin"
"""An hour costs 90 euros."""


@dataclass
class PhotoStudio:
    """``service`` needs all three of them for an hour or two; open from 9 to 18 every day."""

    market: Market
    photographer: str
    studio: str
    kit: str
    service: str
    name: str
    more: dict[str, str] = field(default_factory=dict)

    @property
    def staff(self) -> httpx.Client:
        return self.market.staff

    def offered(self, day: int, **query: Any) -> list[Json]:
        """Times that anybody is offered on that day from today."""
        span = {"from": f"{day_ahead(day)}T00:00", "to": f"{day_ahead(day + 1)}T00:00"}
        asked = {"service": self.service, **span, **query}
        found: list[Json] = expect(self.staff.get("/api/slots", params=asked))["times"]
        return found

    def starts(self, day: int, **query: Any) -> list[str]:
        """The same, as the studio's clock shows them: ``09:00``."""
        return [one["local"][11:16] for one in self.offered(day, **query)]

    async def offers(self, day: int, *starts: str, taken: str = "") -> None:
        """Those are offered and that is not: at once where it was changed, in other processes once
        they have heard of it."""

        async def so() -> bool:
            found = self.starts(day)
            return set(starts) <= set(found) and taken not in found

        await eventually(so, PATIENCE, f"{starts} are offered, not {taken or 'others'}")

    def resource(self, kind: str, name: str, **more: Any) -> str:
        """One more, open as the others are."""
        return _resource(self.market, kind, name, **more)

    def another_service(self, **more: Any) -> str:
        return _service(self.market, self.name, (self.photographer, self.studio, self.kit), **more)


def set_up(market: Market, **more: Any) -> PhotoStudio:
    """One of its own, so that nobody else books there."""
    name = f"Studio {uuid4().hex[:6]}"
    studio = _resource(market, "studio", name, address="Rosenthaler Str. 40, Berlin")
    kit = _resource(market, "equipment", f"Kit of {name}", studioId=studio, tags=["lens"])
    person = _resource(market, "photographer", f"Anna of {name}", tags=["portrait"])
    service = _service(market, name, (person, studio, kit), **more)
    return PhotoStudio(market, person, studio, kit, service, name)


def _resource(market: Market, kind: str, name: str, **more: Any) -> str:
    asked = {"kind": kind, "name": name, "zone": ZONE} | more
    made = expect(market.staff.post("/api/staff/resources", json=asked), 201)["resource"]["id"]
    open_hours(market, made, {"weekdays": list(EVERY_DAY), "start": "09:00", "end": "18:00"})
    return str(made)


def open_hours(market: Market, resource: str, *rules: Json) -> None:
    """From now on, instead of what was."""
    path = f"/api/staff/resources/{resource}/schedule"
    version = expect(market.staff.get(path))["version"]
    headers = {"If-Match": f'"{version}"'}
    expect(market.staff.put(path, json={"rules": list(rules)}, headers=headers))


def _service(market: Market, name: str, who: tuple[str, str, str], **more: Any) -> str:
    kinds = zip(("photographer", "studio", "equipment"), who, strict=True)
    asked = {
        "name": f"Portrait in {name}",
        "currency": CURRENCY,
        "lengths": {"minutes": [60, 120]},
        "grid": {"step": 60},
        "price": {"rule": "hourly", "amount": HOUR},
        "needs": [{"role": kind, "kind": kind, "resources": [one]} for kind, one in kinds],
    } | more
    return str(expect(market.staff.post("/api/staff/services", json=asked), 201)["id"])


async def hold(client: Buyer, studio: PhotoStudio, day: int, hour: int, **more: Any) -> Any:
    """Ask for that time of the service; the answer as it came."""
    start = f"{day_ahead(day)}T{hour:02}:00"
    asked = {"serviceId": studio.service, "start": start} | more
    return await client.post("/api/bookings/hold", asked, uuid4().hex)


async def pay(client: Buyer, held: Json, scenario: str | None = None) -> Json:
    """Through the demo's provider; the booking once it is confirmed."""
    expect(await client.pay(held, scenario))

    async def confirmed() -> Json | None:
        found: Json = expect(await client.get(f"/api/bookings/{held['bookingId']}"))
        return found if found["status"] == "confirmed" else None

    found: Json = await eventually(confirmed, PATIENCE, "the booking is confirmed")
    return found

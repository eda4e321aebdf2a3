"""A/B tests: variants of the pages, compared by what those who saw them booked."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from tests.specs.sentences import sentence
from tests.support.market import Buyer, Market, eventually, expect
from tests.support.patience import PATIENCE
from tests.support.photo_studio import PhotoStudio, hold, pay

Visit = Callable[..., Buyer]
PATH = "/api/staff/experiments"
BROWSER = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/133.0"}


@sentence("E", "3.2. Аналитика поведения",
          "Сравнение конверсии для разных вариантов интерфейса.",
          at="GET /api/staff/experiments/{id}")  # fmt: skip
async def test_conversion_is_compared_between_variants_of_the_pages(
    market: Market, studio: PhotoStudio, visit: Visit
) -> None:
    asked = {
        "key": f"times-{uuid4().hex[:8]}", "name": "Как выбирают время",
        "goal": "booking-confirmed", "baseRate": 500, "leastDifference": 200,
        "variants": [
            {"name": "Календарь"}, {"name": "Список", "arranged": {"free-times": "list"}},
        ],
    }  # fmt: skip
    made = expect(market.staff.post(PATH, json=asked), 201)
    here = f"{PATH}/{made['id']}"
    expect(market.staff.post(f"{here}/start"))
    try:
        client, looker = visit(market, **BROWSER), visit(market, **BROWSER)
        shown = expect(await client.get("/api/config"))["interface"]["experiments"]
        mine = next(one for one in shown if one["id"] == made["id"])
        assert mine["variants"][1]["arranged"] == {"free-times": "list"}
        held = expect(await hold(client, studio, 30, 10))
        for who, variant in ((client, 1), (looker, 0)):
            about = {"visitor": str(uuid4()), "variant": variant}
            seen = await who.http.put(f"/api/experiments/{made['id']}/seen", json=about)
            assert seen.status_code == 204
        await pay(client, held)

        async def counted() -> list[Any] | None:
            variants = expect(market.staff.get(here))["variants"]
            found = [(one["outcome"]["visitors"], one["outcome"]["bookings"]) for one in variants]
            return variants if found == [(1, 0), (1, 1)] else None

        await eventually(counted, PATIENCE, "the booking counts for the list")
        calendar, listed = (one["outcome"] for one in expect(market.staff.get(here))["variants"])
        assert (calendar["rate"]["value"], listed["rate"]["value"]) == (0, 1)
        # Newcombe's interval of one of one and none of one; so few say nothing.
        assert -0.2 < listed["difference"]["low"] < 0 < listed["difference"]["high"] == 1
        assert listed["verdict"] == "too-early"
    finally:
        expect(market.staff.post(f"{here}/end"))

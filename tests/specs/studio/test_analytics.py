"""What is in demand, and when people book: the shop's own figures, and analytics services, which
are told of who agreed."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any
from uuid import uuid4

import pytest

from tests.specs.sentences import sentence
from tests.support.analytics import AnalyticsServer
from tests.support.market import Buyer, Market, eventually, expect
from tests.support.markets import market_as_asked
from tests.support.patience import PATIENCE
from tests.support.people import PASSWORD
from tests.support.photo_studio import HOUR, PhotoStudio, hold, pay, set_up
from tests.support.postgres import Postgres
from tests.support.studio import day_ahead

Visit = Callable[..., Buyer]
CHOICE, DEMAND = "/api/analytics-choice", "/api/staff/booking-demand"


@pytest.fixture(scope="module")
def services() -> Iterator[AnalyticsServer]:
    with AnalyticsServer() as server:
        yield server


@pytest.fixture(scope="module")
def shop(postgres: Postgres, stocked: str, services: AnalyticsServer) -> Iterator[Market]:
    settings = {"HOLDFAST_LIMITS": "off", **services.settings}
    with ExitStack() as stack:
        yield stack.enter_context(market_as_asked(postgres, stocked, settings, "one"))


async def look(client: Buyer, studio: PhotoStudio, day: int) -> None:
    """At the studio's page, and for times."""
    expect(await client.get(f"/api/studios/{studio.studio}"))
    span = {"from": f"{day_ahead(day)}T00:00", "to": f"{day_ahead(day + 1)}T00:00"}
    expect(await client.http.get("/api/slots", params={"service": studio.service} | span))


@sentence("E", "3.2. Аналитика поведения", "Google Analytics / Amplitude:",
          at="PUT /api/analytics-choice, HOLDFAST_GA4_SECRET, HOLDFAST_AMPLITUDE_KEY")  # fmt: skip
async def test_who_agreed_is_told_of_to_both_and_who_did_not_or_no_longer_does_is_not(
    shop: Market, services: AnalyticsServer, visit: Visit
) -> None:
    studio, agrees, silent = set_up(shop), visit(shop), visit(shop)
    email = f"{uuid4().hex}@test.example"
    about = {"name": "Ann Unmistakable", "email": email, "password": PASSWORD}
    assert expect(await agrees.get(CHOICE))["agreed"] is None
    told = expect(await agrees.http.put(CHOICE, json={"agreed": True}))
    assert told == {"services": ["Google Analytics", "Amplitude"], "agreed": True}
    expect(await agrees.post("/api/signup", about), 201)
    assert expect(await agrees.get(CHOICE))["agreed"] is True, "it came along"
    for client, day in ((silent, 20), (agrees, 22)):
        await look(client, studio, day)
        held = expect(await hold(client, studio, day, 10))
        await pay(client, held)

    for name in ("view_item", "view_times", "booking_held", "booking_confirmed", "purchase"):
        hit, event = services.hears(name)
        assert hit["person"] == hit["user"] == event["user_id"]
    params, properties = hit["params"], event["event_properties"]
    assert (params["currency"], params["value"]) == ("EUR", HOUR / 100)
    assert params["transaction_id"] == properties["transaction_id"]
    assert event["revenue"] == HOUR / 100
    hit, event = services.hears("booking_held")
    assert hit["params"]["studio"] == event["event_properties"]["studio"] == studio.name
    assert (hit["params"]["time_of_day"], hit["params"]["service"]) == (
        "10:00", f"Portrait in {studio.name}",
    )  # fmt: skip
    assert 19 * 24 < hit["params"]["hours_ahead"] < 23 * 24

    expect(await agrees.http.put(CHOICE, json={"agreed": False}))
    withdrawn = expect(await hold(agrees, studio, 24, 10))
    await pay(agrees, withdrawn)
    # Whoever comes after shows that it would have been told by now.
    later = visit(shop)
    expect(await later.http.put(CHOICE, json={"agreed": True}))
    last = expect(await hold(later, studio, 26, 11))
    expect(await later.post(f"/api/bookings/{last['bookingId']}/cancel", {}))
    services.hears("booking_cancelled")
    for names in services.names:
        assert names.count("booking_held") == 2
        assert names.count("purchase") == 1
    assert services.faults == []
    for secret in (email, "Unmistakable", "Ann", "Anna of"):
        assert secret not in services.raw


@sentence("E", "3.2. Аналитика поведения", "Трекинг популярных студий, времени бронирования.",
          at="GET /api/staff/booking-demand")  # fmt: skip
async def test_staff_see_which_studios_are_in_demand_and_when_clients_book(
    shop: Market, visit: Visit
) -> None:
    studio = set_up(shop)
    for day in (30, 32):
        client = visit(shop)
        expect(await client.http.put(CHOICE, json={"agreed": False}))  # is somebody from now on
        for _ in range(2):  # who looks again counts once
            await look(client, studio, day)
        held = expect(await hold(client, studio, day, 12))
    await pay(client, held)

    def of(found: dict[str, Any], one: str) -> tuple[int, ...]:
        row = next((each for each in found["popular"] if each["id"] == one), None)
        names = ("looked", "held", "paid", "tookPlace", "toCome")
        return () if row is None else tuple(row[name] for name in names)

    async def counted() -> dict[str, Any] | None:
        found: dict[str, Any] = expect(studio.staff.get(DEMAND))
        there = [of(found, one) for one in (studio.studio, studio.service, studio.photographer)]
        return found if there == [(2, 2, 1, 0, 1), (2, 2, 1, 0, 1), (0, 2, 1, 0, 1)] else None

    found = await eventually(counted, PATIENCE, "two looked, two held, one paid")
    assert found["funnel"]["held"] >= 2
    assert sum(one["bookings"] for one in found["booked"]) == found["funnel"]["held"]
    wanted = {(one["weekday"], one["hour"]): one["bookings"] for one in found["wanted"]}
    assert all(wanted[day_ahead(day).isoweekday(), 12] >= 1 for day in (30, 32))
    assert sum(one["held"] for one in found["ahead"] if one["fromDays"] == 28) >= 2

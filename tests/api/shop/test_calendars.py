"""Secret addresses of calendars, over HTTP."""

import asyncio
from collections.abc import Iterator

import httpx
import icalendar
import pytest

from tests.api.conftest import ADMIN, CUSTOMER, MANAGER
from tests.support.market import expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import add_person, log_in
from tests.support.postgres import fetch
from tests.support.server import ServerProcess
from tests.support.studio import Someone, move_in

LINKS = "/api/calendar-links"


@pytest.fixture
def staff(shop: ServerProcess) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as opened:
        log_in(opened, MANAGER)
        yield opened


@pytest.fixture
def customer(shop: ServerProcess) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as opened:
        log_in(opened, CUSTOMER)
        yield opened


def test_a_link_is_read_without_logging_in_until_it_is_ended(
    shop: ServerProcess, staff: httpx.Client, client: httpx.Client
) -> None:
    anna = Someone(kind="photographer", name="Anna")
    asyncio.run(move_in(shop.database_url, anna))
    asked = {"name": " Office screen ", "resourceId": str(anna.id)}
    made = expect(staff.post(LINKS, json=asked), 201)
    assert (made["name"], made["resourceId"]) == ("Office screen", str(anna.id))
    listed = expect(staff.get(LINKS))["links"]
    assert made["id"] in [one["id"] for one in listed]
    assert all("address" not in one for one in listed)  # told once

    read = client.get(f"{made['address']}.ics")
    assert (read.status_code, read.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    assert str(icalendar.Calendar.from_ical(read.content)["X-WR-CALNAME"]) == "Anna"
    again = client.get(made["address"], headers={"If-None-Match": read.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")

    assert staff.delete(f"{LINKS}/{made['id']}").status_code == 204
    refusal(client.get(made["address"]), 404, "calendar-link-not-found")
    refusal(staff.delete(f"{LINKS}/{made['id']}"), 404, "calendar-link-not-found")


def test_nobody_makes_or_ends_a_link_to_what_is_not_theirs(
    shop: ServerProcess, staff: httpx.Client, customer: httpx.Client, client: httpx.Client
) -> None:
    room = Someone(kind="room", name="Room")
    asyncio.run(move_in(shop.database_url, room))
    refusal(client.post(LINKS, json={"name": "x"}), 401, "login-required")
    refusal(client.get(LINKS), 401, "login-required")
    theirs = {"name": "x", "resourceId": str(room.id)}
    refusal(customer.post(LINKS, json=theirs), 404, "resource-not-found")
    refusal(customer.post(LINKS, json={"name": " "}), 422, "invalid-request")
    made = expect(staff.post(LINKS, json=theirs), 201)
    refusal(customer.delete(f"{LINKS}/{made['id']}"), 404, "calendar-link-not-found")
    refusal(customer.delete(f"{LINKS}/nothing"), 404, "calendar-link-not-found")
    refusal(client.get("/api/calendars/guessed"), 404, "calendar-link-not-found")
    assert expect(customer.get(LINKS)) == {"links": []}


def test_a_link_reads_nothing_for_who_may_no_longer_come_in(
    shop: ServerProcess, customer: httpx.Client, client: httpx.Client
) -> None:
    mine = expect(customer.post(LINKS, json={"name": "My phone"}), 201)
    assert client.get(mine["address"]).status_code == 200
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as admin:
        log_in(admin, ADMIN)
        found = asyncio.run(
            fetch(shop.database_url, "SELECT id FROM users WHERE email = $1", CUSTOMER)
        )
        at = f"/api/staff/people/{found[0][0]}"
        expect(admin.post(f"{at}/disable", json={"reason": "left"}))
        refusal(client.get(mine["address"]), 404, "calendar-link-not-found")
        expect(admin.post(f"{at}/enable"))
    assert client.get(mine["address"]).status_code == 200


def test_a_photographers_link_reads_while_they_act_as_one(
    shop: ServerProcess, client: httpx.Client
) -> None:
    """Not once the role is taken away, or withheld until there is a second factor; what reads it,
    and whoever would make another, are refused."""
    email = "anna@calendars.example"
    add_person(shop.database_url, email, ["customer", "photographer"])
    with (
        httpx.Client(base_url=shop.url, timeout=PATIENCE) as admin,
        httpx.Client(base_url=shop.url, timeout=PATIENCE) as hers,
    ):
        log_in(admin, ADMIN)
        log_in(hers, email)
        user = expect(hers.get("/api/session"))["user"]["id"]
        anna = Someone(kind="photographer", name="Anna", more={"user_id": user})
        asyncio.run(move_in(shop.database_url, anna))
        asked = {"name": "My phone", "resourceId": str(anna.id)}
        made = expect(hers.post(LINKS, json=asked), 201)
        own = expect(hers.post(LINKS, json={"name": "What I book"}), 201)

        def refused() -> None:
            refusal(client.get(made["address"]), 404, "calendar-link-not-found")
            refusal(hers.post(LINKS, json=asked), 404, "resource-not-found")
            assert client.get(own["address"]).status_code == 200

        assert client.get(made["address"]).status_code == 200
        roles = f"/api/staff/people/{user}/roles"
        expect(admin.post(roles, json={"roles": ["customer"]}))
        refused()
        expect(admin.post(roles, json={"roles": ["customer", "photographer"]}))
        assert client.get(made["address"]).status_code == 200
        expect(admin.patch("/api/staff/settings", json={"secondFactorOf": ["photographer"]}))
        try:
            refused()
        finally:
            expect(admin.patch("/api/staff/settings", json={"secondFactorOf": []}))
        assert client.get(made["address"]).status_code == 200


def test_a_person_has_so_many_links(staff: httpx.Client) -> None:
    made = []
    while (answer := staff.post(LINKS, json={"name": "one more"})).status_code == 201:
        made.append(answer.json()["id"])
    refusal(answer, 409, "too-many-calendar-links")
    assert len(expect(staff.get(LINKS))["links"]) == 20
    for one in made:
        assert staff.delete(f"{LINKS}/{one}").status_code == 204

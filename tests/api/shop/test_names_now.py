"""What was booked or bought is called as its reader calls it, as long as it is called so at all."""

import asyncio
import csv
import io
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.api.conftest import CUSTOMER, MANAGER
from tests.api.shop.test_bookings import HOLD, MINE, a_service, hold
from tests.api.shop.test_packages import bought, made, opened
from tests.support.market import expect, refusal
from tests.support.server import ServerProcess
from tests.support.studio import Someone, day_ahead, move_in

RU, EN, KO = ({"Accept-Language": one} for one in ("ru", "en", "ko"))


@pytest.fixture
def staff(shop: ServerProcess) -> Iterator[httpx.Client]:
    with opened(shop, MANAGER) as one:
        yield one


@pytest.fixture
def customer(shop: ServerProcess) -> Iterator[httpx.Client]:
    with opened(shop, CUSTOMER) as one:
        yield one


@pytest.fixture(scope="module")
def house(shop: ServerProcess, shop_database_url: str) -> None:
    more = {"tags": '["portrait"]', "texts": '{"ru": {"name": "Анна"}}'}
    asyncio.run(move_in(shop_database_url, Someone(kind="photographer", name="Anna", more=more)))


def names(client: httpx.Client, held: dict[str, Any], **headers: str) -> tuple[str, str, str]:
    """Of the service and the photographer on the booking, and of what its order is for."""
    booking = expect(client.get(f"{MINE}/{held['bookingId']}", headers=headers))
    order = expect(client.get(f"/api/orders/{held['orderId']}", headers=headers))["order"]
    return booking["serviceName"], booking["resources"][0]["name"], order["description"]


def test_a_booking_is_called_as_its_reader_calls_it(
    client: httpx.Client, staff: httpx.Client, house: None
) -> None:
    extra = {
        "id": "retouched",
        "name": "Retouched",
        "texts": {"ru": "С ретушью"},
        "price": 2_000,
        "minutes": 30,
    }
    service = a_service(staff, "photographer", extras=[extra])
    held = expect(hold(client, service, f"{day_ahead(5)}T10:00"))
    assert names(client, held, **RU) == ("Портрет", "Анна", "Портрет")
    assert names(client, held, **EN) == names(client, held) == ("Portrait", "Anna", "Portrait")
    (listed,) = expect(client.get(MINE, headers=RU))["bookings"]
    assert listed["serviceName"] == "Портрет"
    day = {"from": f"{day_ahead(5)}", "to": f"{day_ahead(6)}"}
    board = expect(staff.get("/api/staff/board", params=day, headers=RU))["bookings"]
    (card,) = [one for one in board if one["id"] == held["bookingId"]]
    assert (card["serviceName"], card["takes"][0]["name"]) == ("Портрет", "Анна")

    visit = expect(hold(client, service, f"{day_ahead(6)}T10:00", extras=["retouched"]))
    shown = expect(client.get(f"{MINE}/{visit['bookingId']}", headers=RU))
    assert shown["serviceName"] == "Портрет + С ретушью"
    assert [one["name"] for one in shown["parts"]] == ["Портрет", "С ретушью"]

    with httpx.Client(base_url=str(client.base_url)) as other:
        waits = {"serviceId": service, "start": f"{day_ahead(5)}T10:00", "extras": ["retouched"]}
        expect(other.post("/api/waiting/times", json=waits))
        (place,) = expect(other.get("/api/waiting/times", headers=RU))["line"]
        assert place["serviceName"] == "Портрет + С ретушью"

    # What it is called otherwise by now, it was not called when it was booked.
    path = f"/api/staff/services/{service}"
    read = staff.get(path)
    terms = {one: read.json()[one] for one in ("currency", "lengths", "grid", "price", "needs")}
    renamed = terms | {"name": "Sitting", "texts": {"ru": {"name": "Сидение"}}}
    expect(staff.put(path, json=renamed, headers={"If-Match": read.headers["etag"]}))
    assert names(client, held, **RU) == ("Portrait", "Анна", "Portrait")


def test_who_is_taken_is_called_so_too(
    client: httpx.Client, staff: httpx.Client, house: None
) -> None:
    service, start = a_service(staff, "photographer"), f"{day_ahead(8)}T10:00"
    expect(hold(staff, service, start))
    asked = {"serviceId": service, "start": start, "people": 1}

    def told(code: str, who: str, **changed: Any) -> dict[str, tuple[str, str]]:
        found = {}
        for language in ("ru", "en", "ko"):
            headers = {"Accept-Language": language, "Idempotency-Key": uuid4().hex}
            answer = client.post(HOLD, json=asked | changed, headers=headers)
            said = refusal(answer, 409, code)
            (one,) = said[who]
            found[language] = (one["name"], said["detail"])
        return found

    taken = told("time-taken", "taken")
    assert [name for name, _ in taken.values()] == ["Анна", "Anna", "Anna"]
    assert "Анна" in taken["ru"][1]
    assert "Anna" in taken["en"][1]
    assert "Anna" in taken["ko"][1]
    closed = told("closed", "closed", start=f"{day_ahead(8)}T03:00")
    assert [name for name, _ in closed.values()] == ["Анна", "Anna", "Anna"]


def test_staff_read_it_so_in_all_their_lists(staff: httpx.Client, house: None) -> None:
    service = a_service(staff, "photographer")
    asked = {"name": "Hana Caller"}
    caller = expect(staff.post("/api/staff/clients", json=asked), 201)["client"]
    start = f"{day_ahead(12)}T10:00"
    held = expect(hold(staff, service, start, clientId=caller["id"], later=True))
    find = {"q": held["number"]}

    def read(**headers: str) -> list[str]:
        (found,) = expect(staff.get("/api/staff/search", params=find, headers=headers))["bookings"]
        due = {"days": 30} | find
        (rest,) = expect(staff.get("/api/staff/dues", params=due, headers=headers))["rests"]
        history = f"/api/staff/clients/{caller['id']}/history"
        (first, *_) = expect(staff.get(history, headers=headers))["happened"]
        return [found["serviceName"], rest["serviceName"], first["title"]]

    assert read(**RU) == ["Портрет"] * 3
    assert read(**EN) == ["Portrait"] * 3

    def ordered(**headers: str) -> list[str]:
        number = {"q": expect(staff.get(page))["order"]["number"]}
        (found,) = expect(staff.get("/api/staff/orders", params=number, headers=headers))["orders"]
        (near,) = expect(staff.get("/api/staff/search", params=number, headers=headers))["orders"]
        order = expect(staff.get(page, headers=headers))["order"]
        sheet = staff.get("/api/staff/orders", params=number | {"format": "csv"}, headers=headers)
        (row,) = csv.DictReader(io.StringIO(sheet.text.removeprefix("\ufeff")))
        return [one["description"] for one in (found, near, order)] + [row["items"]]

    page = f"/api/staff/orders/{held['orderId']}"
    assert ordered(**RU) == ["Портрет"] * 4
    assert ordered(**EN) == ["Portrait"] * 4


def test_staff_read_so_what_is_held(client: httpx.Client, staff: httpx.Client, house: None) -> None:
    service = a_service(staff, "photographer")
    held = expect(hold(client, service, f"{day_ahead(13)}T10:00"))

    def read(**headers: str) -> str:
        found = expect(staff.get("/api/staff/reservations", headers=headers))["reservations"]
        (mine,) = (one for one in found if one["orderId"] == held["orderId"])
        said: str = mine["description"]
        return said

    assert (read(**RU), read(**EN)) == ("Портрет", "Portrait")


def test_what_is_prepaid_is_called_so_too_and_at_the_till(
    client: httpx.Client, staff: httpx.Client, customer: httpx.Client, house: None
) -> None:
    package = made(staff)
    (mine,) = bought(customer, staff, package)
    assert mine["name"] == "Ten hours"
    for headers, name in ((RU, "Десять часов"), (KO, "열 시간"), (EN, "Ten hours")):
        (listed,) = expect(customer.get("/api/prepaid", headers=headers))["grants"]
        one = expect(customer.get(f"/api/prepaid/{mine['id']}", headers=headers))["grant"]
        assert (listed["name"], one["name"]) == (name, name)
    order = expect(customer.get(f"/api/orders/{mine['orderId']}", headers=RU))["order"]
    assert order["description"] == "Десять часов"
    desk = expect(staff.get(f"/api/staff/prepaid/{mine['id']}", headers=RU))["grant"]
    assert desk["name"] == "Десять часов"
    row = {"q": order["number"]}
    (sold,) = expect(staff.get("/api/staff/orders", params=row, headers=RU))["orders"]
    assert sold["description"] == "Десять часов"

    service = a_service(staff, "photographer")
    held = expect(hold(customer, service, f"{day_ahead(9)}T10:00"))
    path = f"/api/payments/sources/{held['reservationId']}"
    sources = expect(customer.get(path, headers=RU))["sources"]
    assert [one["name"] for one in sources if one["kind"] == "hours"] == ["Десять часов"]

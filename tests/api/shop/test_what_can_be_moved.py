"""A booking says that it can be moved exactly if somebody would serve it at another time: without
having to agree first, and taking this client. What it says, the move keeps."""

import asyncio
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from holdfast.api.contract.answers import Ask
from holdfast.api.contract.services import ServiceAsked
from holdfast.api.staff.resource_bodies import ResourceAsked
from tests.api.conftest import MANAGER
from tests.api.shop.test_bookings import MINE, a_service, hold
from tests.support.market import expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import log_in
from tests.support.server import ServerProcess
from tests.support.studio import Someone, day_ahead, move_in

LIST = "/api/staff/not-taken"


@pytest.fixture
def staff(shop: ServerProcess) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as opened:
        log_in(opened, MANAGER)
        yield opened


LOFT = Someone(kind="room", name="Loft", zone="Europe/Berlin")


@pytest.fixture(scope="module")
def people(shop: ServerProcess, shop_database_url: str) -> list[str]:
    """Beside a room; all are there before anybody asks."""
    some = [
        Someone(kind="photographer", name=name, zone="Europe/Berlin", more={"tags": '["portrait"]'})
        for name in ("Anna", "Boris")
    ]
    asyncio.run(move_in(shop_database_url, *some, LOFT))
    return [str(one.id) for one in some]


def changed(staff: httpx.Client, path: str, terms: type[Ask], **change: Any) -> None:
    """What staff may write of it, as it stands, with this changed."""
    answer = staff.get(path)
    found = expect(answer)
    written = {one.alias or name for name, one in terms.model_fields.items()}
    body = {name: value for name, value in found.get("resource", found).items() if name in written}
    match = {"If-Match": answer.headers["etag"]}
    expect(staff.put(path, json=body | change, headers=match))


def asks(staff: httpx.Client, who: str, hours: int | None) -> None:
    """Whether they have to agree, from now on."""
    changed(staff, f"/api/staff/resources/{who}", ResourceAsked, requestHours=hours)


def said(client: httpx.Client, booking: str) -> bool:
    """By itself, and in the list."""
    alone: bool = expect(client.get(f"{MINE}/{booking}"))["canMove"]
    (listed,) = [one for one in expect(client.get(MINE))["bookings"] if one["id"] == booking]
    assert listed["canMove"] == alone
    return alone


def moved(client: httpx.Client, booking: str, hour: str) -> httpx.Response:
    start = {"start": f"{day_ahead(7)}T{hour}:00"}
    return client.post(f"{MINE}/{booking}/move", json=start)


def test_it_can_be_moved_as_long_as_somebody_need_not_be_asked(
    client: httpx.Client, staff: httpx.Client, people: list[str]
) -> None:
    anna, boris = people
    service = a_service(staff, "photographer")
    booked = expect(hold(client, service, f"{day_ahead(7)}T10:00", resources=[anna]))
    booking = booked["bookingId"]
    assert said(client, booking) is True
    asks(staff, anna, 24)
    assert said(client, booking) is True  # Boris would serve it
    expect(moved(client, booking, "11"))
    asks(staff, boris, 24)
    assert said(client, booking) is False
    refusal(moved(client, booking, "12"), 409, "on-request")
    asks(staff, anna, None)
    assert said(client, booking) is True
    expect(moved(client, booking, "13"))
    asks(staff, boris, None)


def archived(staff: httpx.Client, who: str, *, back: bool = False) -> None:
    path = f"/api/staff/resources/{who}"
    how, tag = "restore" if back else "archive", staff.get(path).headers["etag"]
    expect(staff.post(f"{path}/{how}", headers={"If-Match": tag}))


def untagged(staff: httpx.Client, who: str, *, back: bool = False) -> None:
    tags = ["portrait"] if back else []
    changed(staff, f"/api/staff/resources/{who}", ResourceAsked, tags=tags)


def test_it_is_moved_to_others_where_who_had_it_is_archived_or_serves_it_no_more(
    client: httpx.Client, staff: httpx.Client, people: list[str]
) -> None:
    anna, boris = people
    service, day = a_service(staff, "photographer"), day_ahead(9)
    for hour, gone in ((10, archived), (14, untagged)):
        start = f"{day}T{hour}:00"
        booking = expect(hold(client, service, start, resources=[anna]))["bookingId"]
        gone(staff, anna)
        later = {"start": f"{day}T{hour + 1}:00"}
        found = expect(client.post(f"{MINE}/{booking}/move", json=later))["booking"]
        gone(staff, anna, back=True)
        assert [one["resourceId"] for one in found["resources"]] == [boris]


def test_it_cannot_be_moved_where_nobody_takes_the_client(
    client: httpx.Client, staff: httpx.Client, people: list[str]
) -> None:
    service = a_service(staff, "photographer")
    booked = expect(hold(client, service, f"{day_ahead(7)}T15:00"))
    booking = booked["bookingId"]
    lines = []
    for number, who in enumerate(people):
        assert said(client, booking) is True, number
        asked = {"bookingId": booking, "resourceId": who, "reason": "Broke the lamp"}
        lines.append(expect(staff.post(LIST, json=asked))["id"])
    assert said(client, booking) is False
    refusal(moved(client, booking, "16"), 409, "client-not-taken")
    for line in lines:
        assert staff.delete(f"{LIST}/{line}").status_code == 204
    assert said(client, booking) is True
    expect(moved(client, booking, "16"))


def test_it_cannot_be_moved_once_its_service_is_on_request(
    client: httpx.Client, staff: httpx.Client, people: list[str]
) -> None:
    service = a_service(staff, "photographer")
    booking = expect(hold(client, service, f"{day_ahead(8)}T10:00"))["bookingId"]
    changed(staff, f"/api/staff/services/{service}", ServiceAsked, requestHours=24)
    assert said(client, booking) is False
    refusal(moved(client, booking, "17"), 409, "on-request")


def test_who_serves_it_stays_where_a_room_alone_is_named(
    client: httpx.Client, staff: httpx.Client, people: list[str]
) -> None:
    """A page that names where it stays does not take it to somebody else."""
    service = a_service(staff, "photographer", "room")
    for day, who in ((16, people[1]), (17, people[0])):  # whoever had less would be chosen
        booked = expect(hold(client, service, f"{day_ahead(day)}T10:00", resources=[who]))
        asked = {"start": f"{day_ahead(day)}T12:00", "resources": [str(LOFT.id)]}
        now = expect(client.post(f"{MINE}/{booked['bookingId']}/move", json=asked))["booking"]
        assert who in [one["resourceId"] for one in now["resources"]]


def test_a_session_that_costs_another_sum_than_was_shown_is_not_held(
    client: httpx.Client, staff: httpx.Client, people: list[str]
) -> None:
    service, start = a_service(staff, "photographer"), f"{day_ahead(20)}T10:00"
    price = {"rule": "hourly", "amount": 9_500}
    changed(staff, f"/api/staff/services/{service}", ServiceAsked, price=price)
    before = expect(client.get(MINE))["bookings"]
    refused = refusal(hold(client, service, start, expectedPrice=9_000), 409, "price-changed")
    assert refused["field"] == "expectedPrice"
    assert refused["quote"] == {"total": 9_500, "currency": "EUR"}
    assert refused["expected"]["total"] == 9_000
    assert expect(client.get(MINE))["bookings"] == before, "nothing is held"
    held = expect(hold(client, service, start, expectedPrice=refused["quote"]["total"]))
    assert held["booking"]["price"] == 9_500


def test_who_is_taken_at_another_price_is_no_other_price(
    client: httpx.Client, staff: httpx.Client, people: list[str]
) -> None:
    """Whoever asks again with the price that is told is not told the first one again."""
    service, start = a_service(staff, "photographer"), f"{day_ahead(21)}T10:00"
    expect(hold(client, service, start, resources=people[:1]))
    expect(hold(client, service, start, resources=people[1:2]))
    refusal(hold(client, service, start, expectedPrice=1), 409, "time-taken")

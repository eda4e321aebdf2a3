"""A guest who books says who comes and where they are reached: staff read it, and who is booked."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from tests.api.conftest import MANAGER
from tests.api.studio.own_clients import Json, Two, two_photographers
from tests.support.market import expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import add_person
from tests.support.server import ServerProcess, until
from tests.support.studio import day_ahead

PHONE = "+4930901820"
LINKS = "/api/calendar-links"


@pytest.fixture(scope="module")
def two(module_database_url: str) -> Iterator[Two]:
    folder = Path(tempfile.mkdtemp(prefix="holdfast-test-"))
    add_person(module_database_url, MANAGER, ["manager"])
    environment = {"HOLDFAST_WEB": str(folder / "web"), "HOLDFAST_LIMITS": "off"}
    with (
        ServerProcess(
            folder / "data", environment=environment, database_url=module_database_url
        ) as running,
        two_photographers(running, module_database_url) as opened,
    ):
        yield opened
    shutil.rmtree(folder, ignore_errors=True)


def said(guest: httpx.Client, held: Json, **contact: str | None) -> httpx.Response:
    body = {"email": None} | contact
    return guest.put(f"/api/orders/{held['orderId']}/contact", json=body)


def a_name() -> str:
    return f"Mia {uuid4().hex[:8]}"


def staff_see(two: Two, held: Json) -> tuple[str | None, str | None]:
    """What the client is called, and their number."""
    one = expect(two.staff.get(f"/api/staff/bookings/{held['bookingId']}"))
    return one["client"], one["clientPhone"]


def test_staff_and_who_is_booked_know_who_comes(two: Two) -> None:
    guest, name = two.visitor(), a_name()
    held = two.held(guest, "bo", 40, "10:00")
    order = expect(said(guest, held, name=f" {name} ", phone="+49 30 901820"))["order"]
    assert (order["contactName"], order["contactPhone"]) == (name, PHONE)
    assert staff_see(two, held) == (name, PHONE)
    expect(two.staff.post(f"/api/staff/bookings/{held['bookingId']}/confirm"))
    shown = expect(two.staff.get(f"/api/staff/orders/{held['orderId']}"))
    assert (shown["buyer"]["name"], shown["order"]["contactPhone"]) == (name, PHONE)
    asked = {"from": str(day_ahead(40)), "to": str(day_ahead(41))}
    board = expect(two.bo.get("/api/studio/calendar", params=asked))
    assert name in str(board)
    link = {"name": "Bo", "resourceId": str(two.ids["bo"])}
    address = expect(two.bo.post(LINKS, json=link), 201)["address"]

    def entry() -> str:
        text = two.visitor().get(address).text
        return text.replace("\r\n ", "").replace("\\,", ",")

    assert f"{name}, {PHONE}" in entry()
    # It is no business of whoever reads the client's own calendar file by the link of a friend.
    assert PHONE not in guest.get(f"/api/bookings/{held['bookingId']}/calendar").text


def test_what_is_left_out_stays_and_is_taken_back_by_saying_nothing(two: Two) -> None:
    guest, name = two.visitor(), a_name()
    held = two.held(guest, "bo", 41, "10:00")
    expect(said(guest, held, name=name, phone=PHONE))
    order = expect(said(guest, held, email="mia@clients.example"))["order"]
    assert [order[one] for one in ("contactName", "contactPhone", "contactEmail")] == [
        name, PHONE, "mia@clients.example",
    ]  # fmt: skip
    order = expect(said(guest, held, name=name, phone=""))["order"]
    assert [order[one] for one in ("contactName", "contactPhone", "contactEmail")] == [
        name, None, None,
    ]  # fmt: skip


def test_a_guest_corrects_what_they_said_and_not_what_staff_wrote(two: Two) -> None:
    guest, first, second = two.visitor(), a_name(), a_name()
    held = two.held(guest, "bo", 42, "10:00")
    expect(said(guest, held, name=first, phone=PHONE))
    again = two.held(guest, "bo", 43, "10:00")
    expect(said(guest, again, name=second, phone=PHONE))
    assert staff_see(two, held) == (second, PHONE)
    client = expect(two.staff.get(f"/api/staff/bookings/{held['bookingId']}"))["clientId"]
    card = expect(two.staff.get(f"/api/staff/clients/{client}"))["client"]
    kept = {one: card[one] for one in ("email", "phone", "tags", "consent")}
    changed = two.staff.put(
        f"/api/staff/clients/{client}",
        json=kept | {"name": "Mia of the harbour"},
        headers={"If-Match": f'"{card["revision"]}"'},
    )
    expect(changed)
    expect(said(guest, again, name=first, phone="+4930901821"))
    assert staff_see(two, held) == ("Mia of the harbour", "+4930901821")


def test_a_number_that_is_none_is_named_and_keeps_nothing(two: Two) -> None:
    guest, name = two.visitor(), a_name()
    held = two.held(guest, "bo", 44, "10:00")
    wrong = refusal(said(guest, held, name=name, phone="call me"), 422, "contact-invalid")
    assert wrong["field"] == "phone"
    assert expect(guest.get(f"/api/orders/{held['orderId']}"))["order"]["contactName"] is None
    wrong = refusal(said(guest, held, name=name, email="me at home"), 422, "contact-invalid")
    assert wrong["field"] == "email"
    member = two.visitor(f"m-{uuid4().hex[:8]}")
    theirs = two.held(member, "bo", 44, "13:00")
    refusal(said(member, theirs, name=name), 409, "contact-of-account")
    refusal(said(guest, theirs, name=name), 404, "order-not-found")
    until(lambda: staff_see(two, held)[0] is None, PATIENCE, "nobody has a name")

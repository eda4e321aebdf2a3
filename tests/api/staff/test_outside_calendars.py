"""Calendars elsewhere over HTTP: connected, read by jobs, and what is asked because of them."""

import asyncio
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID, uuid4

import asyncpg
import httpx
import pytest

from tests.api.conftest import ADMIN, CUSTOMER, MANAGER
from tests.support.calendar_server import PASSWORD, USER, CalendarServer, opened_calendar_server
from tests.support.google.consent import CLIENT_ID, CLIENT_SECRET
from tests.support.google.server import ANNA, GoogleServer, opened_google
from tests.support.market import expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import add_person, log_in
from tests.support.server import ServerProcess, free_port
from tests.support.server import until as until_true
from tests.support.studio import Someone, day_ahead, move_in

HOUR = timedelta(hours=1)
T = TypeVar("T")


@pytest.fixture(scope="module")
def google() -> Iterator[GoogleServer]:
    with opened_google() as server:
        yield server


@pytest.fixture(scope="module")
def shop(module_database_url: str, google: GoogleServer) -> Iterator[ServerProcess]:
    """One that may ask calendars of this machine."""
    folder = Path(tempfile.mkdtemp(prefix="holdfast-test-"))
    for email, role in ((ADMIN, "admin"), (MANAGER, "manager"), (CUSTOMER, "customer")):
        add_person(module_database_url, email, [role])
    port = free_port()
    environment = {
        "HOLDFAST_LIMITS": "off", "HOLDFAST_WEB": str(folder / "web"),
        "HOLDFAST_CALENDARS_PRIVATE": "on", "HOLDFAST_GOOGLE_CLIENT_ID": CLIENT_ID,
        "HOLDFAST_GOOGLE_CLIENT_SECRET": CLIENT_SECRET, "HOLDFAST_GOOGLE_URL": google.url,
        "HOLDFAST_PUBLIC_URL": f"http://127.0.0.1:{port}",
    }  # fmt: skip
    with ServerProcess(
        folder / "data", environment=environment, database_url=module_database_url, port=port
    ) as running:
        yield running
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def dav() -> Iterator[CalendarServer]:
    folder = Path(tempfile.mkdtemp(prefix="holdfast-test-"))
    with opened_calendar_server(folder) as server:
        yield server
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def staff(shop: ServerProcess) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as opened:
        log_in(opened, MANAGER)
        yield opened


@pytest.fixture
def anna(shop: ServerProcess, staff: httpx.Client) -> tuple[str, str]:
    """A photographer and her service: 90 euros the hour, 120 in the evening."""
    someone = Someone(kind="photographer", name="Anna")
    asyncio.run(move_in(shop.database_url, someone))
    asked = {
        "name": "Portrait", "currency": "EUR", "lengths": {"minutes": [60]}, "grid": {"step": 30},
        "price": {
            "rule": "hourly", "amount": 9_000,
            "uplifts": [{"percent": 50, "start": 960, "end": 1440}],
        },
        "needs": [{"role": "photographer", "kind": "photographer", "resources": [str(someone.id)]}],
    }  # fmt: skip
    return str(someone.id), str(expect(staff.post("/api/staff/services", json=asked), 201)["id"])


def connected(staff: httpx.Client, resource: str, address: str) -> str:
    asked = {"address": address, "user": USER, "password": PASSWORD}
    at = f"/api/staff/resources/{resource}/calendars"
    made = expect(staff.post(f"{at}/caldav", json=asked), 201)["calendars"]
    return f"{at}/{made[0]['id']}"


def paid(client: httpx.Client, staff: httpx.Client, service: str, start: datetime) -> str:
    """A booking that stands, paid at the desk."""
    body = {"serviceId": service, "start": start.isoformat()}
    key = {"Idempotency-Key": uuid4().hex}
    held = expect(client.post("/api/bookings/hold", json=body, headers=key))
    booking = str(held["booking"]["id"])
    asked = {"reservationId": held["reservationId"], "provider": "manual"}
    expect(client.post("/api/payments", json=asked, headers={"Idempotency-Key": uuid4().hex}))
    expect(staff.post(f"/api/staff/bookings/{booking}/confirm"))
    return booking


def until(asked: Callable[[], T]) -> T:
    """What it answers once there is something."""
    found: list[T] = []

    def there() -> bool:
        found[:] = [asked()]
        return bool(found[0])

    until_true(there, PATIENCE, "it is there")
    return found[0]


def starts(event: Any) -> datetime:
    found: datetime = event["DTSTART"].dt.astimezone(UTC)
    return found


def begin(staff: httpx.Client, booking: str) -> datetime:
    return datetime.fromisoformat(expect(staff.get(f"/api/staff/bookings/{booking}"))["start"])


def test_appointments_take_time_and_bookings_stand_there(
    staff: httpx.Client, client: httpx.Client, dav: CalendarServer, anna: tuple[str, str]
) -> None:
    resource, service = anna
    work, day = dav.make("work"), day_ahead(5)
    dav.put(work, "dentist", f"DTSTART:{day:%Y%m%d}T100000Z", f"DTEND:{day:%Y%m%d}T110000Z")
    at = connected(staff, resource, work)
    blocks = f"/api/staff/resources/{resource}/blocks"
    (block,) = until(lambda: expect(staff.get(blocks))["blocks"])
    assert (block["source"], block["note"]) == ("calendar", "Work")
    body = {"serviceId": service, "start": f"{day}T10:30:00Z"}
    refusal(
        client.post("/api/bookings/hold", json=body, headers={"Idempotency-Key": uuid4().hex}),
        409, "closed",
    )  # fmt: skip
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    booking = paid(client, staff, service, noon)
    name = until(lambda: [one for one in dav.events(work) if one.startswith("hf")])[0]
    assert starts(dav.events(work)[name]) == noon

    # Dragged to where its client could move it, at the same price: it is moved.
    dav.drag(work, name, noon + HOUR, noon + 2 * HOUR)
    expect(staff.post(f"{at}/read"))
    until(lambda: begin(staff, booking) == noon + HOUR)
    # Where it would cost more: put back, and asked.
    dav.drag(work, name, noon + 4 * HOUR, noon + 5 * HOUR)
    expect(staff.post(f"{at}/read"))
    listed = f"/api/staff/resources/{resource}/calendars"
    (question,) = until(lambda: expect(staff.get(listed))["questions"])
    assert (question["kind"], question["why"]) == ("moved", "price-changes")
    assert question["bookingId"] == booking
    until(lambda: starts(dav.events(work)[name]) == noon + HOUR)
    assert begin(staff, booking) == noon + HOUR
    reply = f"/api/staff/calendar-questions/{question['id']}/reply"
    assert expect(staff.post(reply, json={"reply": "move"}))["questions"] == []
    assert begin(staff, booking) == noon + 4 * HOUR
    until(lambda: starts(dav.events(work)[name]) == noon + 4 * HOUR)
    refusal(staff.post(reply, json={"reply": "keep"}), 404, "question-not-found")

    # Deleted: it is put back until somebody cancels it, with all of its money.
    dav.delete(work, name)
    expect(staff.post(f"{at}/read"))
    (question,) = until(lambda: expect(staff.get(listed))["questions"])
    assert question["kind"] == "deleted"
    until(lambda: name in dav.events(work))
    reply = f"/api/staff/calendar-questions/{question['id']}/reply"
    refusal(staff.post(reply, json={"reply": "move"}), 409, "nothing-to-move")
    expect(staff.post(reply, json={"reply": "cancel"}))
    shown = expect(staff.get(f"/api/staff/bookings/{booking}"))
    assert (shown["status"], shown["reason"], shown["penalty"]) == ("cancelled", "studio", 0)
    until(lambda: list(dav.events(work)) == ["dentist.ics"])

    left = expect(staff.delete(at))["calendars"]
    assert left == [] or left[0]["state"] == "leaving"
    assert expect(staff.get(blocks))["blocks"] == []
    until(lambda: not expect(staff.get(listed))["calendars"])


def test_what_cannot_be_opened_is_refused(
    staff: httpx.Client, client: httpx.Client, dav: CalendarServer, anna: tuple[str, str]
) -> None:
    resource, _ = anna
    at = f"/api/staff/resources/{resource}/calendars"
    refusal(client.get(at), 401, "login-required")
    asked = {"address": dav.make("mine"), "user": USER, "password": "wrong"}
    told = refusal(staff.post(f"{at}/caldav", json=asked), 422, "calendar-not-opened")
    assert told["reason"] == "It does not take the user name and the password."
    refusal(staff.post(f"{at}/caldav", json={"address": "x"}), 422, "invalid-request")
    refusal(staff.post(f"{at}/nothing/read"), 404, "calendar-not-found")
    refusal(staff.delete(f"{at}/{uuid4()}"), 404, "calendar-not-found")
    refusal(staff.get("/api/staff/resources/nothing/calendars"), 404, "resource-not-found")
    here = connected(staff, resource, asked["address"])
    kept = expect(staff.put(here, json={"silent": "blocks"}))["calendars"]
    assert kept[0]["silent"] == "blocks"
    assert "password" not in kept[0]
    refusal(staff.put(here, json={"silent": "shouts"}), 422, "invalid-request")
    refusal(
        staff.post(f"/api/staff/calendar-questions/{uuid4()}/reply", json={"reply": "keep"}),
        404, "question-not-found",
    )  # fmt: skip


async def unheard(database_url: str, calendar: str) -> None:
    """Nobody has heard of it for two minutes."""
    connection = await asyncpg.connect(database_url)
    await connection.execute(
        "UPDATE outside_calendars SET heard_at = now() - interval '2 minutes' WHERE id = $1",
        UUID(calendar),
    )
    await connection.close()


def test_who_is_silent_elsewhere_is_not_booked_and_the_next_one_is(
    shop: ServerProcess,
    staff: httpx.Client,
    client: httpx.Client,
    dav: CalendarServer,
    anna: tuple[str, str],
) -> None:
    resource, _ = anna
    bea = Someone(kind="photographer", name="Bea")
    asyncio.run(move_in(shop.database_url, bea))
    asked = {
        "name": "Passport", "currency": "EUR", "lengths": {"minutes": [60]},
        "price": {"amount": 3_000},
        "needs": [
            {"role": "photographer", "kind": "photographer", "resources": [resource, str(bea.id)]}
        ],
    }  # fmt: skip
    service = str(expect(staff.post("/api/staff/services", json=asked), 201)["id"])
    at = connected(staff, resource, dav.make("silent"))
    expect(staff.put(at, json={"silent": "blocks"}))
    listed = f"/api/staff/resources/{resource}/calendars"
    until(lambda: expect(staff.get(listed))["calendars"][0]["heardAt"])
    dav.away = True
    try:
        expect(staff.post(f"{at}/read"))
        until(lambda: expect(staff.get(listed))["calendars"][0]["fault"])
        asyncio.run(unheard(shop.database_url, at.rpartition("/")[2]))

        def hold(start: str, **more: Any) -> httpx.Response:
            body = {"serviceId": service, "start": f"{day_ahead(5)}T{start}:00Z", **more}
            key = {"Idempotency-Key": uuid4().hex}
            return client.post("/api/bookings/hold", json=body, headers=key)

        until(lambda: hold("15:00", resources=[str(bea.id)]).is_success)  # she is known there
        told = refusal(hold("10:00", resources=[resource]), 409, "time-taken")
        assert (told["detail"], told["field"]) == ("Not to be had at this time: Anna.", "start")
        for start in ("10:00", "11:00"):
            booking = expect(hold(start))["booking"]
            assert [one["name"] for one in booking["resources"]] == ["Bea"]
    finally:
        dav.away = False


def test_google_is_connected_by_a_yes_and_calls_when_something_changes(
    staff: httpx.Client, client: httpx.Client, google: GoogleServer, anna: tuple[str, str]
) -> None:
    resource, service = anna
    listed = f"/api/staff/resources/{resource}/calendars"
    address = expect(staff.post(f"{listed}/google"), 201)["address"]
    back = httpx.get(address).headers["location"]
    refusal(client.get(back), 401, "login-required")
    refusal(staff.get(back.replace("state=", "state=x")), 422, "calendar-not-opened")
    came = staff.get(back)
    assert (came.status_code, came.headers["location"]) == (303, f"/staff/resources/{resource}")
    (calendar,) = until(lambda: [one for one in expect(staff.get(listed))["calendars"]
                                 if one["called"]])  # fmt: skip
    assert (calendar["provider"], calendar["name"]) == ("google", ANNA)
    until(lambda: google.channels.answers)  # it said that the channel is there

    day = day_ahead(6)
    ten = datetime(day.year, day.month, day.day, 10, tzinfo=UTC)
    heard = len(google.channels.answers)
    google.add(ten, ten + HOUR)
    blocks = f"/api/staff/resources/{resource}/blocks"
    (block,) = until(lambda: expect(staff.get(blocks))["blocks"])
    assert block["note"] == ANNA
    until(lambda: len(google.channels.answers) > heard)  # it called, and was not only asked
    assert set(google.channels.answers) == {204}
    booking = paid(client, staff, service, ten + 2 * HOUR)
    name = until(lambda: [one for one in google.standing() if one.startswith("hf")])[0]
    google.drag(name, ten + 3 * HOUR, ten + 4 * HOUR)
    until(lambda: begin(staff, booking) == ten + 3 * HOUR)

    hook = f"/hooks/calendars/{calendar['id']}"
    wrong = {"X-Goog-Channel-Token": "guessed"}
    refusal(client.post(hook, headers=wrong), 404, "calendar-not-found")
    refusal(client.post(hook), 404, "calendar-not-found")
    google.consent.revoke()
    expect(staff.post(f"{listed}/{calendar['id']}/read"))
    until(lambda: expect(staff.get(listed))["calendars"][0]["state"] == "refused")
    assert expect(staff.delete(f"{listed}/{calendar['id']}"))
    until(lambda: not expect(staff.get(listed))["calendars"])

"""Clients are told and reminded of what they booked by SMS, and by the shop's app."""

from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlsplit
from uuid import uuid4

from tests.specs.sentences import sentence
from tests.specs.studio.reminding import remind_of
from tests.support.fcm import FcmServer, Shown
from tests.support.market import Buyer, Market, eventually, expect
from tests.support.patience import PATIENCE
from tests.support.people import PASSWORD
from tests.support.photo_studio import hold, pay, set_up
from tests.support.sms import SmsServer
from tests.support.studio import day_ahead

Visit = Callable[..., Buyer]


@sentence("E", "1. Компоненты системы", "Отправка email, SMS, push-уведомлений",
          at="SMS: booking-confirmed, booking-tomorrow, booking-soon; /api/sms")  # fmt: skip
async def test_a_client_whom_staff_know_by_a_telephone_number_is_told_by_sms(
    joined: Market, sms: SmsServer
) -> None:
    """That they are booked, and a day and an hour before."""
    studio, number = set_up(joined), "+447400123456"
    caller = {"name": f"Kim {uuid4().hex[:8]}", "phone": "+44 7400 123456"}
    asked = {"serviceId": studio.service, "start": f"{day_ahead(12)}T10:00", "newClient": caller}
    staff = studio.staff
    held = expect(staff.post("/api/bookings/hold", json=asked))
    booking = expect(staff.post(f"/api/staff/bookings/{held['bookingId']}/confirm"))
    await remind_of(joined, booking["start"])

    async def told() -> list[str] | None:
        found = sms.to(number)
        return found if len(found) == 3 else None

    three = await eventually(told, PATIENCE, "three SMS")  # in whichever order two lanes send them
    name, start = f"Portrait in {studio.name}", datetime.fromisoformat(booking["start"])
    for words in ("confirmed", "coming up", "In an hour"):
        assert any(words in one for one in three), three
    assert all(name in one and f"{start.day} " in one for one in three)


@sentence("E", "2. Технологический стек", "Firebase Cloud Messaging (FCM)",
          at="POST /api/devices; HOLDFAST_FCM_ACCOUNT")  # fmt: skip
@sentence("E", "3.2. Уведомления", "FCM (Push):",
          at="channel app: booking-confirmed, booking-tomorrow, booking-soon")  # fmt: skip
async def test_a_client_s_phone_says_what_is_booked_and_reminds_of_it(
    joined: Market, fcm: FcmServer, visit: Visit
) -> None:
    """By the shop's app, where they logged in: that they are booked, and a day and an hour
    before."""
    studio, client, token = set_up(joined), visit(joined), fcm.install()
    about = {"name": "Anna", "email": f"{uuid4().hex}@test.example", "password": PASSWORD}
    expect(await client.post("/api/signup", about), 201)
    expect(await client.post("/api/devices", {"token": token, "name": "Pixel 9"}), 201)
    booking = await pay(client, expect(await hold(client, studio, 14, 10)))
    await remind_of(joined, booking["start"])

    async def told() -> dict[str, Shown] | None:
        found = {one.data["kind"]: one for one in fcm.to(token)}
        return found if len(found) == 3 else None

    three = await eventually(told, PATIENCE, "three messages")
    assert set(three) == {"booking-confirmed", "booking-tomorrow", "booking-soon"}
    assert len(fcm.to(token)) == 3
    for one in three.values():
        assert studio.name in one.title + one.body
        assert one.android["priority"] == "HIGH"
        assert one.data["url"] == urlsplit(one.data["url"]).path
    assert three["booking-soon"].seconds <= 3600, "of no use after it"

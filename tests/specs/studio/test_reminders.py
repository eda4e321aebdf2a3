"""Clients are reminded of what they booked; by mail, SMS and the shop's app here, and in a browser
by the same kinds."""

from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import uuid4

from holdfast.flows.booking.reminding import remind
from tests.specs.sentences import sentence
from tests.support.fcm import FcmServer, Shown
from tests.support.mail_server import MailServer, Took
from tests.support.market import Buyer, Market, eventually, expect
from tests.support.patience import PATIENCE
from tests.support.payer import shop_parts_on
from tests.support.people import PASSWORD
from tests.support.photo_studio import hold, pay, set_up
from tests.support.postgres import execute
from tests.support.sms import SmsServer
from tests.support.studio import day_ahead

Visit = Callable[..., Buyer]
LONG_AGO = "UPDATE bookings SET confirmed_at = now() - interval '1 day'"


@sentence("E", "Автоматические уведомления", "Напоминания клиентам за 24/1 час до съемки",
          at="mail: booking-tomorrow, booking-soon; PUT /api/mail-preferences/{kind}")  # fmt: skip
@sentence("E", "Для клиентов", "Push-уведомления и напоминания",
          at="POST /api/push-subscriptions, mail: booking-tomorrow, booking-soon")  # fmt: skip
async def test_a_client_is_reminded_a_day_and_an_hour_before(
    joined: Market, post: MailServer, visit: Visit
) -> None:
    """As the timer of a minute does, then; the booking is there long before."""
    studio, client, email = set_up(joined), visit(joined), f"{uuid4().hex}@test.example"
    about = {"name": "Anna", "email": email, "password": PASSWORD}
    expect(await client.post("/api/signup", about), 201)
    held = expect(await hold(client, studio, 10, 10))
    booking = await pay(client, held)
    await execute(joined.database_url, LONG_AGO)
    start = datetime.fromisoformat(booking["start"])
    expect(await client.http.put("/api/mail-preferences/booking-soon", json={"wanted": True}))
    for before in (timedelta(days=1), timedelta(days=1), timedelta(hours=1)):
        await _remind(joined, start - before)

    day = await mailed(post, email, "begins in a day")
    hour = await mailed(post, email, "begins in an hour")
    assert f"Portrait in {studio.name}" in day.text("plain")
    assert "Rosenthaler Str. 40" in hour.text("plain")
    assert "List-Unsubscribe" in day.mail, "whoever needs none can say so"


@sentence("E", "1. Компоненты системы", "Отправка email, SMS, push-уведомлений",
          at="mail, SMS: booking-confirmed, booking-tomorrow, booking-soon; /api/sms, "
          "/api/push-subscriptions, /api/telegram")  # fmt: skip
async def test_a_client_whom_staff_know_by_a_telephone_number_is_told_by_sms(
    joined: Market, post: MailServer, sms: SmsServer
) -> None:
    """That they are booked, and a day and an hour before."""
    studio, number = set_up(joined), "+447400123456"
    caller = {"name": f"Kim {uuid4().hex[:8]}", "phone": "+44 7400 123456"}
    asked = {"serviceId": studio.service, "start": f"{day_ahead(12)}T10:00", "newClient": caller}
    staff = studio.staff
    held = expect(staff.post("/api/bookings/hold", json=asked))
    booking = expect(staff.post(f"/api/staff/bookings/{held['bookingId']}/confirm"))
    await execute(joined.database_url, LONG_AGO)
    start = datetime.fromisoformat(booking["start"])
    for before in (timedelta(days=1), timedelta(days=1), timedelta(hours=1)):
        await _remind(joined, start - before)

    async def told() -> list[str] | None:
        found = sms.to(number)
        return found if len(found) == 3 else None

    three = await eventually(told, PATIENCE, "three SMS")  # in whichever order two lanes send them
    name = f"Portrait in {studio.name}"
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
    await execute(joined.database_url, LONG_AGO)
    start = datetime.fromisoformat(booking["start"])
    for before in (timedelta(days=1), timedelta(hours=1)):
        await _remind(joined, start - before)

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


async def mailed(post: MailServer, email: str, saying: str) -> Took:
    async def there() -> list[Took]:
        return [one for one in post.to(email) if saying in one.text("plain")]

    found: list[Took] = await eventually(there, PATIENCE, f"a mail that says: {saying}")
    (one,) = found
    return one


async def _remind(shop: Market, now: datetime) -> None:
    parts = shop_parts_on(shop.database_url, shop.url, 1)
    await parts.database.start()
    await parts.ledger.start()
    try:
        await remind(parts, now)
    finally:
        await parts.ledger.close()
        await parts.database.close()

"""The information model: the tables of the specification, as views with its columns and keys."""

from collections.abc import Awaitable, Callable

from tests.specs.sentences import sentence
from tests.support.market import Buyer, Market, eventually, expect, refusal
from tests.support.member import Member
from tests.support.past_sessions import it_took_place
from tests.support.patience import PATIENCE
from tests.support.photo_studio import HOUR, PhotoStudio, hold, pay
from tests.support.postgres import fetch

Visit = Callable[..., Buyer]
Join = Callable[[], Awaitable[Member]]
WEEK = 7 * 9
"""Slots of an hour, from 9 to 18."""


@sentence("E", "4.3. Информационная модель БД (PostgreSQL)",
          "users ||--o{ bookings : имеет; bookings }|--|| schedule_slots : использует",
          at="photo_booking.users, bookings, schedule_slots")  # fmt: skip
@sentence("E", "7. Информационная модель", "bookings ||--o{ transactions : имеет",
          at="photo_booking.transactions")  # fmt: skip
async def test_a_booking_is_a_users_of_a_slot_with_its_transactions(
    market: Market, studio: PhotoStudio, join: Join, visit: Visit
) -> None:
    client = await join()
    held = expect(await hold(client.buyer, studio, 20, 10))
    await pay(client.buyer, held)
    guest = expect(await hold(visit(market), studio, 20, 12, length=120))
    rows = await fetch(
        market.database_url,
        "SELECT b.id::text, b.status, u.id::text AS who, u.role, s.photographer_id::text,"
        " s.studio_id::text, s.start_time < s.end_time AS runs, t.amount, t.status AS money"
        " FROM photo_booking.bookings b JOIN photo_booking.users u ON u.id = b.user_id"
        " JOIN photo_booking.schedule_slots s ON s.id = b.slot_id"
        " LEFT JOIN photo_booking.transactions t ON t.booking_id = b.id"
        f" WHERE b.id IN ('{held['bookingId']}', '{guest['bookingId']}') ORDER BY b.status",
    )
    places = (studio.photographer, studio.studio, True)
    mine, theirs = (tuple(row) for row in rows)
    assert mine[:4] == (held["bookingId"], "confirmed", client.user, "customer")
    assert mine[4:] == (*places, HOUR / 100, "succeeded")
    assert theirs[0:2] == (guest["bookingId"], "held")
    assert theirs[3:7] == ("guest", *places)


@sentence("E", "7. Информационная модель", "users ||--o{ reviews : оставляет",
          at="photo_booking.reviews")  # fmt: skip
@sentence("E", "3.1. Дополнительные фичи", "Оценка фотографов клиентами (хранить в PostgreSQL).",
          at="PUT /api/resources/{id}/review")  # fmt: skip
async def test_a_client_rates_the_photographer_after_the_session(
    market: Market, studio: PhotoStudio, join: Join, visit: Visit
) -> None:
    client = await join()
    held = expect(await hold(client.buyer, studio, 22, 10))
    await pay(client.buyer, held)
    path = f"/api/resources/{studio.photographer}/review"
    said = {"rating": 4, "text": "Тёплый свет, быстрая работа."}
    refusal(await client.buyer.http.put(path, json=said), 403, "no-session")
    await it_took_place(market.database_url, market.staff, held["bookingId"])
    expect(await client.buyer.http.put(path, json=said))
    rows = await fetch(
        market.database_url,
        "SELECT r.rating, r.comment FROM photo_booking.reviews r"
        " JOIN photo_booking.users u ON u.id = r.user_id"
        " JOIN photo_booking.photographers p ON p.id = r.photographer_id"
        f" WHERE u.id = '{client.user}' AND p.id = '{studio.photographer}'",
    )
    assert [tuple(row) for row in rows] == [(4, said["text"])]
    shown = expect(await visit(market).get(f"/api/photographers/{studio.photographer}"))
    assert (shown["rating"], shown["reviewsCount"]) == (4.0, 1)


@sentence("E", "4.3. Информационная модель БД (PostgreSQL)",
          "photographers ||--o{ schedule_slots : создает; studios ||--o{ schedule_slots : "
          "предоставляет", at="schedule_slots")  # fmt: skip
async def test_slots_are_published_from_schedules(market: Market, studio: PhotoStudio) -> None:
    async def published() -> int:
        rows = await fetch(
            market.database_url,
            "SELECT count(*), min(p.id::text), min(h.location) FROM photo_booking.schedule_slots s"
            " JOIN photo_booking.photographers p ON p.id = s.photographer_id"
            " JOIN photo_booking.studios h ON h.id = s.studio_id"
            f" WHERE s.photographer_id = '{studio.photographer}'",
        )
        count, person, place = rows[0]
        if count:
            assert (person, place) == (studio.photographer, "Rosenthaler Str. 40, Berlin")
        return int(count) if count >= WEEK else 0  # the nearest days first

    assert await eventually(published, PATIENCE, "slots are published") <= 9 * 61

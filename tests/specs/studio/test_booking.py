"""Booking a time: offered, asked for, checked, confirmed; by one client and by a crowd."""

import asyncio
from collections.abc import Awaitable, Callable

from tests.specs.sentences import sentence
from tests.support.market import Buyer, Market, expect, refusal
from tests.support.member import Member
from tests.support.photo_studio import HOUR, PhotoStudio, hold, pay
from tests.support.postgres import fetch

Visit = Callable[..., Buyer]
Join = Callable[[], Awaitable[Member]]
CROWD = 24


@sentence("E", "1. Компоненты системы", "Обработка записей, проверка доступности слотов",
          at="GET /api/slots, POST /api/bookings/hold")  # fmt: skip
@sentence("E", "4.2. Схема последовательности", "Запрос на бронирование; Проверка слота; "
          "Подтверждение; Успешное бронирование", at="POST /api/bookings/hold")  # fmt: skip
async def test_a_time_is_asked_for_checked_and_had(
    market: Market, studio: PhotoStudio, visit: Visit
) -> None:
    await studio.offers(2, *(f"{hour:02}:00" for hour in range(9, 18)), taken="08:00")
    client, other = visit(market), visit(market)
    held = expect(await hold(client, studio, 2, 10))
    assert held["success"]
    assert (held["total"], held["currency"]) == (HOUR, "EUR")
    taken = refusal(await hold(other, studio, 2, 10), 409, "time-taken")
    assert [one["local"][11:16] for one in taken["next"]] == ["11:00", "12:00", "13:00"]
    await studio.offers(2, "11:00", taken="10:00")
    refusal(await hold(other, studio, 2, 20), 409, "closed")


@sentence("E", "Автоматизация процессов", "Подтверждение бронирований без участия менеджера",
          at="POST /api/payments, GET /api/bookings/{id}")  # fmt: skip
@sentence("E", "Платежи", "Автоподтверждение после успешной оплаты",
          at="POST /api/payments, GET /api/bookings/{id}")  # fmt: skip
@sentence("E", "Автоматизация процессов", "Интеграция с платежными системами",
          at="POST /api/payments")  # fmt: skip
async def test_a_booking_that_is_paid_is_confirmed_by_itself(
    market: Market, studio: PhotoStudio, visit: Visit
) -> None:
    client = visit(market)
    held = expect(await hold(client, studio, 3, 10))
    assert held["booking"]["status"] == "held"
    found = await pay(client, held)
    assert (found["status"], found["orderStatus"]) == ("confirmed", "paid")
    refused = expect(await hold(client, studio, 3, 12))
    payment = expect(await client.pay(refused, "decline"))
    assert payment["status"] == "failed"
    again = expect(await client.get(f"/api/bookings/{refused['bookingId']}"))
    assert again["status"] != "confirmed"


@sentence("E", "4.2. Схема последовательности", 'Событие "BookingCreated"',
          at="GET /api/bookings/{id}, HOLDFAST_SINKS, docs/events.md")  # fmt: skip
async def test_what_happens_to_a_booking_is_told_in_order(
    market: Market, studio: PhotoStudio, visit: Visit
) -> None:
    client = visit(market)
    held = expect(await hold(client, studio, 4, 10))
    await pay(client, held)
    found = expect(await client.get(f"/api/bookings/{held['bookingId']}"))
    assert [one["what"] for one in found["timeline"]] == ["held", "confirmed"]
    told = await fetch(
        market.database_url,
        f"SELECT type FROM events WHERE subject = '{held['bookingId']}' ORDER BY xid, id",
    )
    assert [row["type"] for row in told] == ["booking.held", "booking.confirmed"]


@sentence("E", "Для клиентов", "Запись через веб", at="POST /api/bookings/hold")
@sentence("E", "Для клиентов", "Личный кабинет с историей бронирований", at="GET /api/bookings")
async def test_a_client_sees_the_history_of_their_bookings(studio: PhotoStudio, join: Join) -> None:
    client, other = await join(), await join()
    made = [expect(await hold(client.buyer, studio, 5, hour)) for hour in (9, 11, 13)]
    await pay(client.buyer, made[0])
    expect(await client.buyer.post(f"/api/bookings/{made[1]['bookingId']}/cancel", {}))
    found = expect(await client.buyer.get("/api/bookings"))["bookings"]
    assert [one["id"] for one in found] == [one["bookingId"] for one in reversed(made)]
    assert [one["status"] for one in found] == ["held", "cancelled", "confirmed"]
    assert expect(await other.buyer.get("/api/bookings"))["bookings"] == []
    theirs = f"/api/bookings/{made[0]['bookingId']}"
    refusal(await other.buyer.get(theirs), 404, "booking-not-found")


@sentence("E", "6. Потенциальные проблемы и их решение",
          "Двойное бронирование: Оптимистичные блокировки (SELECT FOR UPDATE в PostgreSQL).",
          at="POST /api/bookings/hold")  # fmt: skip
async def test_nobody_is_booked_twice_however_many_ask_at_once(
    market: Market, studio: PhotoStudio, visit: Visit
) -> None:
    crowd = [visit(market) for _ in range(CROWD)]
    answers = await asyncio.gather(*(hold(one, studio, 6, 10) for one in crowd))
    assert sorted(one.status_code for one in answers) == [200] + [409] * (CROWD - 1)
    for answer in answers:
        if answer.status_code == 409:
            assert len(refusal(answer, 409, "time-taken")["next"]) == 3
    # The same room of another photographer is as taken as the photographer is.
    boris = studio.resource("photographer", "Boris", tags=["portrait"])
    needs = [
        {"role": "photographer", "kind": "photographer", "resources": [boris]},
        {"role": "studio", "kind": "studio", "resources": [studio.studio]},
    ]
    other = studio.another_service(needs=needs)
    answer = await hold(crowd[0], studio, 6, 10, serviceId=other)
    assert {one["name"] for one in refusal(answer, 409, "time-taken")["taken"]} == {studio.name}
    # Spans that overlap are no two bookings either: 12 to 14, 13 to 15 and so on.
    shifted = await asyncio.gather(
        *(hold(one, studio, 6, 12 + at % 4, length=120) for at, one in enumerate(crowd))
    )
    assert 1 <= sum(one.status_code == 200 for one in shifted) <= 2

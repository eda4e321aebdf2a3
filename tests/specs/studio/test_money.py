"""Moving, cancelling and what it costs; what staff do by hand, and what is kept of that."""

from collections.abc import Callable
from datetime import UTC, datetime

from tests.specs.sentences import sentence
from tests.support.market import Buyer, Market, eventually, expect, refusal
from tests.support.patience import PATIENCE
from tests.support.photo_studio import HOUR, PhotoStudio, hold, pay, set_up
from tests.support.postgres import fetch
from tests.support.studio import day_ahead

Visit = Callable[..., Buyer]
BOOKINGS, DESK = "/api/bookings", "/api/staff/bookings"


@sentence("E", "3.1. Дополнительные фичи", "Отмена/перенос брони",
          at="POST /api/bookings/{id}/move, POST /api/bookings/{id}/cancel")  # fmt: skip
@sentence("E", "2.2. Финансы", "Механизм частичного/полного возврата",
          at="POST /api/bookings/{id}/cancel")  # fmt: skip
async def test_a_booking_is_moved_and_cancelled_and_all_of_it_goes_back(
    market: Market, studio: PhotoStudio, visit: Visit
) -> None:
    client = visit(market)
    held = expect(await hold(client, studio, 10, 10))
    await pay(client, held)
    at = f"{BOOKINGS}/{held['bookingId']}"
    moved = expect(await client.post(f"{at}/move", {"start": f"{day_ahead(10)}T14:00"}))["booking"]
    assert (moved["id"], moved["local"][11:16]) == (held["bookingId"], "14:00")
    await studio.offers(10, "10:00", taken="14:00")
    shown = expect(await client.get(f"{at}/cancellation"))
    assert (shown["penalty"], shown["refund"]) == (0, HOUR)
    gone = expect(await client.post(f"{at}/cancel", {"expectedRefund": HOUR}))
    assert (gone["penalty"], gone["refund"], gone["booking"]["status"]) == (0, HOUR, "cancelled")
    await studio.offers(10, "14:00")

    async def given_back() -> bool:
        found = expect(await client.get(at))
        return bool(found["refund"] == "done")

    await eventually(given_back, PATIENCE, "the money is given back")
    rows = await fetch(
        market.database_url,
        "SELECT amount, status FROM photo_booking.transactions"
        f" WHERE booking_id = '{held['bookingId']}' ORDER BY amount DESC",
    )
    assert [(str(row[0]), row[1]) for row in rows[1:]] == [(str(-rows[0][0]), "refunded")]
    assert rows[0][0] == HOUR / 100


def seconds_ahead(moment: str) -> float:
    return (datetime.fromisoformat(moment) - datetime.now(UTC)).total_seconds()


@sentence("E", "3.1. Дополнительные фичи", "Логика штрафов за позднюю отмену.",
          at="GET /api/bookings/{id}/cancellation, POST /api/bookings/{id}/cancel")  # fmt: skip
@sentence("E", "2.2. Финансы", "частичного/полного возврата", at="POST /api/bookings/{id}/cancel")
@sentence("E", "2.1. Документы", "Публичная оферта (условия бронирования и возврата денег).",
          at="GET /api/bookings/{id}")  # fmt: skip
async def test_who_cancels_late_pays_what_was_agreed_and_gets_the_rest_back(
    market: Market, visit: Visit
) -> None:
    """Half of the price from a day before on, all of it in the last two hours; as shown with the
    booking from the start."""
    studio = set_up(market)
    client = visit(market)
    offered = [one for day in (0, 1) for one in studio.offered(day)]
    # The last one that begins within a day from now, more than two hours ahead: always one of them.
    late = [one for one in offered if 2.5 * 3600 < seconds_ahead(one["start"]) < 23.5 * 3600]
    asked = {"serviceId": studio.service, "start": late[-1]["start"]}
    held = expect(await client.post(f"{BOOKINGS}/hold", asked))
    assert held["booking"]["steps"] == [
        {"minutes": 1440, "percent": 50}, {"minutes": 120, "percent": 100},
    ]  # fmt: skip
    await pay(client, held)
    at = f"{BOOKINGS}/{held['bookingId']}"
    shown = expect(await client.get(f"{at}/cancellation"))
    assert (shown["percent"], shown["penalty"], shown["refund"]) == (50, HOUR // 2, HOUR // 2)
    refusal(await client.post(f"{at}/cancel", {"expectedRefund": HOUR}), 409,
            "cancellation-changed")  # fmt: skip
    gone = expect(await client.post(f"{at}/cancel", {"expectedRefund": HOUR // 2}))
    assert (gone["penalty"], gone["refund"]) == (HOUR // 2, HOUR // 2)
    assert gone["booking"]["penalty"] == HOUR // 2


@sentence("E", "4.1. Инструменты для команды", "Возможность ручного редактирования броней",
          at="POST /api/bookings/{id}/move, POST /api/staff/bookings/{id}/confirm")  # fmt: skip
@sentence("E", "4.2. Логирование и аудит",
          "Таблица audit_log в PostgreSQL с записью изменений (кто, когда, что изменил).",
          at="audit_log")  # fmt: skip
async def test_staff_change_bookings_by_hand_and_it_is_written_down(
    market: Market, studio: PhotoStudio, visit: Visit
) -> None:
    client = visit(market)
    held = expect(await hold(client, studio, 12, 10))
    await pay(client, held)
    booking = held["bookingId"]
    day = f"{day_ahead(12)}"
    listed = expect(
        studio.staff.get(DESK, params={"from": f"{day}T00:00:00Z", "to": f"{day}T23:00:00Z"})
    )["bookings"]
    assert booking in {one["id"] for one in listed}
    moved = studio.staff.post(f"{BOOKINGS}/{booking}/move", json={"start": f"{day}T16:00"})
    assert expect(moved)["booking"]["local"][11:16] == "16:00"
    gone = studio.staff.post(
        f"{BOOKINGS}/{booking}/cancel", json={"cause": "studio", "reason": "The roof leaks"}
    )
    assert expect(gone)["refund"] == HOUR
    seen = expect(await client.get(f"{BOOKINGS}/{booking}"))
    assert (seen["status"], seen["reason"]) == ("cancelled", "studio")
    rows = await fetch(
        market.database_url,
        f"SELECT actor, at, action, data::text FROM audit_log WHERE subject = '{booking}'",
    )
    told = {row["action"]: row for row in rows}
    assert {"booking.moved", "booking.cancelled"} <= told.keys()
    assert all(row["actor"].startswith("user:") and row["at"] for row in rows)
    assert "The roof leaks" in told["booking.cancelled"]["data"]

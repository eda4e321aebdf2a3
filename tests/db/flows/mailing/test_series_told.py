"""Of a series people hear what they need, and not sixty times: its client of each booking that is
off, or of all at once; who serves it of the first of those to which the same happens."""

from collections.abc import AsyncIterator
from uuid import UUID

import icalendar
import pytest

from holdfast.booking.bookings import BookingCancelled, BookingConfirmed
from holdfast.booking.series import SeriesCancelled, SessionTold
from holdfast.flows.mailing.bounds import MOST_A_DAY
from holdfast.flows.mailing.reading_series import not_told_with_its_series
from holdfast.kit import new_id
from holdfast.mail import mails_by_id
from tests.db.flows.mailing.post_office import PostOffice, opened_office
from tests.db.flows.mailing.test_enclosed import enclosed, tell
from tests.db.flows.mailing.test_work import STARTS, a_booking, a_photographer, told_of

_SERIES = (
    "INSERT INTO booking_series (id, service_id, service_name, rule, zone, wall_start, minutes,"
    " later, status, made_by) VALUES ($1, $1, 'Portrait', '{}', 'Europe/Berlin', '', 60, false,"
    " 'booked', $2)"
)


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[PostOffice]:
    async with opened_office(database_url) as opened:
        yield opened


async def a_series(
    office: PostOffice, owner: str, orders: list[UUID], *takes: object, confirmed: bool = True
) -> tuple[UUID, list[UUID]]:
    """Its sessions, one an order, in this order."""
    series, pool = new_id(), office.parts.database.pool
    sessions = [await a_booking(office, owner, one, *takes) for one in orders]  # type: ignore[arg-type]
    await pool.execute(_SERIES, series, owner)
    await pool.executemany(
        "INSERT INTO series_sessions (booking_id, series_id, planned_at)"
        " VALUES ($1, $2, now() + $3 * interval '1 day')",
        [(one, series, number) for number, one in enumerate(sessions)],
    )
    if confirmed:
        await pool.execute(
            "UPDATE bookings SET status = 'confirmed', answer_by = NULL, answer_minutes = 0,"
            " confirmed_at = now() WHERE id = ANY($1)",
            sessions,
        )
    else:
        await pool.execute(
            "UPDATE bookings SET status = 'held', answer_by = NULL, answer_minutes = 0"
            " WHERE id = ANY($1)",
            sessions,
        )
    return series, sessions


def off(sessions: list[UUID], owner: str) -> SeriesCancelled:
    named = [SessionTold(one, "B1", STARTS, "") for one in sessions]
    return SeriesCancelled(owner, "Portrait", "Europe/Berlin", named, 0, 9000, "EUR", owner)


async def test_a_session_that_is_off_is_told_and_one_of_which_nothing_was_paid_is_not(
    office: PostOffice,
) -> None:
    client = await office.a_person("client@x.example")
    owner, orders = f"user:{client}", await office.orders_of(client, 4)
    _, stood = await a_series(office, owner, orders[:2])
    dropped, never = await a_series(office, owner, orders[2:], confirmed=False)
    log = await told_of(
        office,
        (BookingCancelled(orders[0], "staff"), stood[0]),
        (BookingCancelled(orders[2], "client"), never[0]),
        (BookingCancelled(orders[3], "client", together=True), never[1]),
        (off(never, owner), dropped),
    )
    assert [(one["kind"], one["subject_id"]) for one in log] == [
        ("booking-cancelled", str(stood[0]))
    ]


async def test_all_of_a_series_is_told_as_one_with_each_of_its_times_for_the_calendar(
    office: PostOffice,
) -> None:
    client = await office.a_person("client@x.example")
    owner, orders = f"user:{client}", await office.orders_of(client, 3, locale="ru")
    series, sessions = await a_series(office, owner, orders)
    gone = sessions[1:]
    async with office.open():
        for one, order in zip(gone, orders[1:], strict=True):
            await tell(office, BookingCancelled(order, "client", 0, 4500, together=True), one)
        await tell(office, off(gone, owner), series)
        await office.until(lambda log: [one["status"] for one in log] == ["sent"], "it is there")
    (took,) = office.server.to("client@x.example")
    assert took.mail["Subject"] == "Бронирования отменены: Portrait"
    assert took.text("plain").count("2031") == 2
    events = icalendar.Calendar.from_ical(enclosed(took).get_content()).walk("VEVENT")
    assert {str(one["UID"]) for one in events} == {f"{one}@holdfast" for one in gone}
    assert {str(one["STATUS"]) for one in events} == {"CANCELLED"}


async def test_who_serves_a_series_is_told_of_the_first_to_which_the_same_happens(
    office: PostOffice, database_url: str
) -> None:
    client = await office.a_person("client@x.example")
    owner, orders = f"user:{client}", await office.orders_of(client, 4)
    ann = await a_photographer(office, database_url, "ann@x.example")
    _, sessions = await a_series(office, owner, orders[:3], (0, ann))
    alone = await a_booking(office, owner, orders[3], (0, ann))
    log = await told_of(
        office,
        *((BookingConfirmed(order), one) for order, one in zip(orders, sessions, strict=False)),
        (BookingConfirmed(orders[3]), alone),
    )
    ids = [one["id"] for one in log if one["kind"] == "session-booked"]
    pool = office.parts.database.pool
    mails = list((await mails_by_id(pool, ids)).values())
    assert len(mails) == 4

    async def goes() -> set[str]:
        async with office.parts.database.read() as connection:
            asked = [(one, await not_told_with_its_series(connection, one)) for one in mails]
        return {one.subject_id for one, true in asked if true}

    (first,) = await goes() - {str(alone)}
    assert str(alone) in await goes()
    await pool.execute(
        "UPDATE mails SET status = 'sent', ended_at = now() WHERE subject_id = $1", first
    )
    assert await goes() == {first, str(alone)}
    # What happens to another of them later is told again.
    await pool.execute(
        "UPDATE mails SET created_at = created_at - interval '1 hour' WHERE subject_id = $1", first
    )
    assert len(await goes() - {first, str(alone)}) == 1


async def test_a_paid_series_is_confirmed_whole_and_keeps_nothing_else_away(
    office: PostOffice,
) -> None:
    client = await office.a_person("client@x.example")
    owner, orders = f"user:{client}", await office.orders_of(client, MOST_A_DAY + 3)
    *paid, first = orders
    _, sessions = await a_series(office, owner, paid)
    pool = office.parts.database.pool
    await pool.execute("UPDATE bookings SET prepaid = 4500 WHERE id = ANY($1)", sessions)
    confirmed = [(BookingConfirmed(order), one) for order, one in zip(paid, sessions, strict=True)]
    await told_of(office, *confirmed)
    await office.happens([first], paid=False)
    log = await told_of(office)
    assert {one["status"] for one in log} == {"waiting"}
    assert len([one for one in log if one["kind"] == "booking-confirmed"]) == len(paid)


async def test_what_costs_nothing_is_bounded_unless_staff_made_it(office: PostOffice) -> None:
    client, boss = await office.a_person("client@x.example"), await office.a_person("b@x.example")
    owner, orders = f"user:{client}", await office.orders_of(client, MOST_A_DAY + 2)
    _, sessions = await a_series(office, owner, orders)
    confirmed = [
        (BookingConfirmed(order), one) for order, one in zip(orders, sessions, strict=True)
    ]
    log = await told_of(office, *confirmed)
    refused = [one["error"] for one in log if one["status"] == "dropped"]
    assert refused == ["too many to this address in a day"] * 2
    pool = office.parts.database.pool
    await pool.execute("DELETE FROM mails")
    await pool.execute("UPDATE bookings SET made_by = $1", f"user:{boss}")
    log = await told_of(office, *confirmed)
    assert {one["status"] for one in log} == {"waiting"}

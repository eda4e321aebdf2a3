"""Who works here is told what is theirs to do, each their own part, once; who asked for a time
hears that nobody answered."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from holdfast.booking.bookings import (
    BookingCancelled,
    BookingCompleted,
    BookingConfirmed,
    BookingMoved,
    BookingRequested,
)
from holdfast.booking.outside import CalendarAsks, CalendarRefusedUs
from holdfast.flows.commit.event_log import write_events
from holdfast.flows.mailing.reading_work import session_unreviewed
from holdfast.kit import new_id
from holdfast.mail import mails_by_id
from tests.db.event_log import drain
from tests.db.flows.mailing.post_office import PostOffice, opened_office
from tests.support.mailing_process import writer_of
from tests.support.studio import Someone, move_in

STARTS = datetime(2031, 3, 4, 13, tzinfo=UTC)


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[PostOffice]:
    async with opened_office(database_url) as opened:
        yield opened


async def told_of(office: PostOffice, *facts: tuple[Any, UUID]) -> list[dict[str, Any]]:
    """What is written of these, read twice."""
    consumer = writer_of(office.mailing)
    await consumer.position(office.parts.database)
    async with office.parts.database.transaction() as connection:
        await write_events(connection, list(facts))
    await drain(consumer, office.parts.database)
    return await office.log()


def said_to(log: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return sorted((one["kind"], one["address"]) for one in log)


async def a_booking(
    office: PostOffice, owner: str, order: UUID, *takes: tuple[int, Someone]
) -> UUID:
    """On request, confirmed by nobody yet; by which of its moves it takes whom."""
    booking, pool = new_id(), office.parts.database.pool
    await pool.execute(
        "INSERT INTO bookings (id, number, user_id, order_id, service_id, service_name, starts_at,"
        " ends_at, zone, wall_start, zone_data, price, prepaid, policy, currency, made_by, status,"
        " answer_minutes, answer_by, moves) VALUES ($1, 'B1', $2, $3, $1, 'Portrait', $4, $5,"
        " 'Europe/Berlin', '', '', 9000, 0, '{}', 'EUR', $2, 'requested', 60, $4, $6)",
        booking, owner, order, STARTS, STARTS + timedelta(hours=1),
        max((move for move, _ in takes), default=0),
    )  # fmt: skip
    await pool.executemany(
        "INSERT INTO booking_resources (booking_id, move, resource_id, role, name, starts_at,"
        " ends_at, cell_minutes, seats, capacity, schedule_version, zone)"
        " VALUES ($1, $2, $3, 'who', $4, $5, $6, 15, 1, 1, 1, 'UTC')",
        [(booking, move, one.id, one.name, STARTS, STARTS + timedelta(hours=1))
         for move, one in takes],
    )  # fmt: skip
    return booking


async def a_photographer(office: PostOffice, url: str, address: str) -> Someone:
    user = await office.a_person(address, address.partition("@")[0])
    await office.parts.database.pool.execute(
        "UPDATE users SET roles = '{customer,photographer}' WHERE id = $1", user
    )
    one = Someone(kind="photographer", name=address, more={"user_id": user})
    await move_in(url, one)
    return one


def asked(order: UUID, *who: Someone) -> BookingRequested:
    return BookingRequested(
        order, "B1", "guest:1", "Portrait", STARTS, STARTS, "Europe/Berlin", 9000, "EUR",
        [one.id for one in who], STARTS, "With a dog",
    )  # fmt: skip


async def test_who_is_asked_for_a_time_and_from_whom_it_moves(
    office: PostOffice, database_url: str
) -> None:
    client = await office.a_person("client@x.example")
    boss = await office.a_person("boss@x.example")
    await office.parts.database.pool.execute(
        "UPDATE users SET roles = '{manager}' WHERE id = $1", boss
    )
    (order, other) = await office.orders_of(client, 2)
    ann = await a_photographer(office, database_url, "ann@x.example")
    bob = await a_photographer(office, database_url, "bob@x.example")
    room = Someone(kind="room", name="Loft")
    await move_in(database_url, room)
    owner = f"user:{client}"
    first = await a_booking(office, owner, order, (0, ann), (1, bob))
    second = await a_booking(office, owner, other, (0, room))
    moved = BookingMoved(
        STARTS, STARTS, "Europe/Berlin", [bob.id], 9900, f"user:{bob.more['user_id']}", 900
    )
    log = await told_of(
        office,
        (asked(order, bob), first),
        (asked(other, room), second),
        (moved, first),
        (BookingCancelled(order, "lapsed"), first),
    )
    assert said_to(log) == [
        ("booking-declined", "client@x.example"),
        ("booking-moved", "client@x.example"),
        ("request-asked", "bob@x.example"),
        ("request-asked", "boss@x.example"),  # nobody among what is asked can answer
        ("request-waits", "boss@x.example"),  # in time, should nobody answer
        ("request-waits", "boss@x.example"),
        ("session-moved", "ann@x.example"),  # and not who moved it
    ]
    moves = [one for one in log if "moved" in one["kind"]]
    fees = {one["kind"]: json.loads(one["said"])["fact"]["moveFee"] for one in moves}
    assert fees == {"booking-moved": 900, "session-moved": 900}
    urls = {one["address"]: one["said"] for one in log if one["kind"] == "request-asked"}
    assert "/my/calendar" in str(urls["bob@x.example"])
    assert "/staff/booking-requests" in str(urls["boss@x.example"])


async def test_a_client_reads_why_who_is_booked_cannot_make_it_and_where_to_book_anew(
    office: PostOffice, database_url: str
) -> None:
    client, pool = await office.a_person("client@x.example"), office.parts.database.pool
    (order, held) = await office.orders_of(client, 2)
    ann = await a_photographer(office, database_url, "ann@x.example")
    user = str(ann.more["user_id"])
    paid, unpaid = [
        await a_booking(office, f"user:{client}", one, (0, ann)) for one in (order, held)
    ]
    await pool.execute("UPDATE bookings SET note_of_end = 'I am ill.'")
    await pool.execute("UPDATE bookings SET confirmed_at = now() WHERE id = $1", paid)
    off = BookingCancelled(order, "photographer", 0, 9000, user)
    by_staff = BookingCancelled(held, "photographer", 0, 0, user)
    log = await told_of(office, (off, paid), (by_staff, unpaid))
    mails = [one for one in log if one["kind"] == "booking-cancelled"]
    assert len(mails) == 2, "also of one that was not paid yet"
    async with office.open():
        await office.until(
            lambda some: all(
                one["status"] == "sent" for one in some if one["kind"] == "booking-cancelled"
            ),
            "the client is told",
        )
    texts = [one.text("plain") for one in office.server.took if one.to == "client@x.example"]
    for booking in (paid, unpaid):  # which are their services there
        assert any(f"/book?service={booking}" in one for one in texts)
    assert all("They say: I am ill." in one for one in texts)
    assert sorted("goes back the way it was paid" in one for one in texts) == [False, True]


async def test_that_another_number_of_people_come_is_not_told_as_a_move(
    office: PostOffice, database_url: str
) -> None:
    client, pool = await office.a_person("client@x.example"), office.parts.database.pool
    (order,) = await office.orders_of(client, 1)
    ann = await a_photographer(office, database_url, "ann@x.example")
    booking = await a_booking(office, f"user:{client}", order, (0, ann))
    await pool.execute("UPDATE bookings SET confirmed_at = now()")
    more = BookingMoved(STARTS, STARTS, "Europe/Berlin", [ann.id], 9000, f"user:{client}", people=3)
    assert said_to(await told_of(office, (more, booking))) == [
        ("booking-moved", "client@x.example"),
        ("session-moved", "ann@x.example"),
    ]
    async with office.open():
        await office.until(lambda some: all(one["status"] == "sent" for one in some), "all told")
    texts = {one.to: one.text("plain") for one in office.server.took}
    assert "for 3 people now" in texts["client@x.example"]
    assert "3 people come now" in texts["ann@x.example"]
    assert not any("it was" in one for one in texts.values())


async def test_a_client_is_asked_how_it_was_unless_they_said_so(
    office: PostOffice, database_url: str
) -> None:
    client, pool = await office.a_person("client@x.example"), office.parts.database.pool
    orders = await office.orders_of(client, 2)
    ann = await a_photographer(office, database_url, "ann@x.example")
    kit = Someone(kind="equipment", name="Camera")
    await move_in(database_url, kit)
    owner = f"user:{client}"
    took = [
        await a_booking(office, who, order, (0, one))
        for who, order, one in ((owner, orders[0], ann), (owner, orders[1], kit))
    ]
    await pool.execute(
        "UPDATE bookings SET status = 'completed', answer_by = NULL, confirmed_at = now()"
    )
    log = await told_of(office, *((BookingCompleted(), one) for one in took))
    mails = await mails_by_id(pool, [one["id"] for one in log])
    asked_of = {mail.subject_id: mail for mail in mails.values()}
    assert {one["kind"] for one in log} == {"session-review-asked"}
    assert all(one["due_at"] > datetime.now(UTC) + timedelta(hours=23) for one in log)

    async def asks(booking: UUID) -> bool:
        async with office.parts.database.read() as connection:
            return await session_unreviewed(connection, asked_of[str(booking)])

    assert [await asks(one) for one in took] == [True, False], "nobody reviews a camera"
    await pool.execute(
        "INSERT INTO reviews (id, subject, subject_id, author, stars)"
        " VALUES ($1, 'resource', $2, $3, 5)",
        new_id(), ann.id, client,
    )  # fmt: skip
    assert not await asks(took[0])


async def test_of_a_series_its_client_is_asked_once(office: PostOffice, database_url: str) -> None:
    client, pool = await office.a_person("client@x.example"), office.parts.database.pool
    orders = await office.orders_of(client, 3)
    ann = await a_photographer(office, database_url, "ann@x.example")
    series, owner = new_id(), f"user:{client}"
    took = [await a_booking(office, owner, order, (0, ann)) for order in orders]
    await pool.execute(
        "INSERT INTO booking_series (id, service_id, service_name, rule, zone, wall_start, minutes,"
        " later, status, made_by) VALUES ($1, $1, 'Portrait', '{}', 'UTC', '', 60, false, 'booked',"
        " $2)",
        series, owner,
    )  # fmt: skip
    await pool.executemany(
        "INSERT INTO series_sessions (booking_id, series_id, planned_at) VALUES ($1, $2, now())",
        [(one, series) for one in took],
    )
    await pool.execute(
        "UPDATE bookings SET status = 'completed', answer_by = NULL, confirmed_at = now()"
    )
    log = await told_of(office, *((BookingCompleted(), one) for one in took))
    mails = list((await mails_by_id(pool, [one["id"] for one in log])).values())

    async def asked_now() -> list[UUID]:
        async with office.parts.database.read() as connection:
            return [one.id for one in mails if await session_unreviewed(connection, one)]

    (first,) = await asked_now()
    await pool.execute("UPDATE mails SET status = 'sent', ended_at = now() WHERE id = $1", first)
    assert set(await asked_now()) == {first}, "of no other any more"
    # What was not sent does not count: the next of them asks.
    await pool.execute("UPDATE mails SET status = 'dropped' WHERE id = $1", first)
    assert len(set(await asked_now()) - {first}) == 1


async def test_whose_calendar_refuses_or_asks(office: PostOffice, database_url: str) -> None:
    client = await office.a_person("client@x.example")
    (order,) = await office.orders_of(client)
    ann = await a_photographer(office, database_url, "ann@x.example")
    boss = await office.a_person("boss@x.example")
    booking = await a_booking(office, f"user:{client}", order, (0, ann))
    calendar, pool = new_id(), office.parts.database.pool
    await pool.execute(
        "INSERT INTO outside_calendars (id, resource_id, provider, address, name, silent,"
        " connected_by) VALUES ($1, $2, 'caldav', 'https://c.example', 'Work', 'blocks', $3)",
        calendar, ann.id, f"user:{boss}",
    )  # fmt: skip
    await pool.execute(
        "INSERT INTO outside_questions (id, calendar_id, resource_id, booking_id, kind, why)"
        " VALUES ($1, $2, $3, $4, 'deleted', '')",
        new_id(), calendar, ann.id, booking,
    )  # fmt: skip
    log = await told_of(
        office,
        (CalendarRefusedUs(ann.id, "caldav", "Work", f"user:{boss}", "gone"), calendar),
        (CalendarAsks(calendar, ann.id, "deleted", None, ""), booking),
    )
    both = ("ann@x.example", "boss@x.example")
    assert said_to(log) == [
        (kind, one) for kind in ("calendar-asks", "calendar-refused") for one in both
    ]
    for one in log:
        page = "/my/hours" if one["address"] == both[0] else f"/staff/resources/{ann.id}"
        assert page in str(one["said"])


async def test_a_studio_with_an_account_hears_of_its_rooms_and_is_asked_for_them(
    office: PostOffice, database_url: str
) -> None:
    client, lea = [await office.a_person(f"{one}@x.example") for one in ("client", "lea")]
    boss, pool = await office.a_person("boss@x.example"), office.parts.database.pool
    await pool.execute("UPDATE users SET roles = '{manager}' WHERE id = $1", boss)
    await pool.execute("UPDATE users SET roles = '{photographer}' WHERE id = $1", lea)
    ann = await a_photographer(office, database_url, "ann@x.example")
    loft = Someone(kind="studio", name="Loft", more={"user_id": lea})
    white = Someone(kind="room", name="White", more={"studio_id": loft.id})
    black = Someone(kind="room", name="Black", more={"studio_id": loft.id, "request_hours": 9})
    bob = Someone(kind="photographer", name="Bob")  # without an account
    await move_in(database_url, loft, white, black, bob)
    orders, owner = await office.orders_of(client, 4), f"user:{client}"
    alone, with_ann, with_bob, black_with_ann = [
        await a_booking(office, owner, order, *((0, one) for one in takes))
        for order, takes in zip(
            orders, ((white,), (ann, white), (bob, white), (ann, black)), strict=True
        )
    ]
    facts: list[tuple[Any, UUID]] = [
        (fact, booking)
        for order, booking in zip(orders, (alone, with_ann, with_bob, black_with_ann), strict=True)
        for fact in (asked(order, white), BookingConfirmed(order))
    ]
    moved = BookingMoved(STARTS, STARTS, "Europe/Berlin", [white.id], 9900, f"user:{lea}", 0)
    log = await told_of(office, *facts, (moved, with_ann))

    def told(kind: str, booking: UUID) -> set[str]:
        return {
            str(one["address"]).partition("@")[0]
            for one in log
            if (one["kind"], one["subject_id"]) == (kind, str(booking))
        }

    assert told("session-booked", alone) == {"lea"}
    assert told("session-booked", with_ann) == {"ann", "lea"}
    assert told("session-booked", with_bob) == {"boss", "lea"}, "staff stand in for Bob"
    assert told("session-moved", with_ann) == {"ann"}, "and not who moved it"
    assert told("request-asked", alone) == {"lea"}
    assert told("request-asked", with_ann) == {"ann"}, "the session is the photographer's"
    assert told("request-asked", with_bob) == {"boss"}
    assert told("request-asked", black_with_ann) == {"lea"}, "the room asks for itself"

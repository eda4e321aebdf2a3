"""Of a series people hear in one mail whatever happens to several of it within moments, with all of
its times for the calendar."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import icalendar
import pytest

from holdfast.booking.bookings import BookingCancelled, BookingConfirmed, BookingMoved
from holdfast.booking.series import SeriesCancelled, SessionTold
from holdfast.flows.mailing.bounds import MOST_A_DAY
from holdfast.flows.mailing.composing import Obsolete, compose
from holdfast.kit import new_id
from holdfast.mail import claim_mail, handing_over, mail_again
from holdfast.views.mail_log import mail_log
from tests.db.flows.mailing.post_office import PostOffice, opened_office
from tests.db.flows.mailing.test_enclosed import enclosed, tell
from tests.db.flows.mailing.test_work import STARTS, a_booking, a_photographer, told_of
from tests.support.mail_server import Took

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


async def spread(office: PostOffice, sessions: list[UUID]) -> None:
    """A day apart."""
    await office.parts.database.pool.executemany(
        "UPDATE bookings SET starts_at = $2, ends_at = $3 WHERE id = $1",
        [
            (one, STARTS + timedelta(days=ahead), STARTS + timedelta(days=ahead, hours=1))
            for ahead, one in enumerate(sessions)
        ],
    )


async def all_go(office: PostOffice) -> None:
    """What waits for others of its kind waits no longer, and all of it goes."""
    await office.parts.database.pool.execute(
        "UPDATE mails SET due_at = now() WHERE status = 'waiting'"
    )
    async with office.open():
        await office.until(
            lambda log: {one["status"] for one in log} <= {"sent", "dropped"}, "all has ended"
        )


async def logged(office: PostOffice) -> list[tuple[str, str, int]]:
    """What staff see of it."""
    async with office.parts.database.read() as connection:
        rows, _ = await mail_log(connection, None, None, None, None, None, 50)
    return sorted((one.kind, one.status, one.gathered) for one in rows)


def times_in(took: Took) -> dict[str, str]:
    events = icalendar.Calendar.from_ical(enclosed(took).get_content()).walk("VEVENT")
    return {str(one["UID"]).partition("@")[0]: str(one["STATUS"]) for one in events}


async def test_a_series_is_confirmed_and_moved_in_one_mail_to_whoever_it_concerns(
    office: PostOffice, database_url: str
) -> None:
    client = await office.a_person("client@x.example")
    owner, orders = f"user:{client}", await office.orders_of(client, 3)
    ann = await a_photographer(office, database_url, "ann@x.example")
    _, sessions = await a_series(office, owner, orders, (0, ann))
    await spread(office, sessions)
    confirmed = [
        (BookingConfirmed(order, by=owner), one)
        for order, one in zip(reversed(orders), reversed(sessions), strict=True)
    ]
    log = await told_of(office, *confirmed)
    soon = datetime.now(UTC) + timedelta(seconds=30)
    assert all(one["due_at"] > soon for one in log), "the others may come"
    await all_go(office)
    days = ["4 March 2031", "5 March 2031", "6 March 2031"]
    for address, title in (
        ("client@x.example", "Your bookings are confirmed: Portrait"),
        (
            "ann@x.example",
            "Booked with you: Portrait, 4 March 2031, 14:00 (Europe/Berlin) and more",
        ),
    ):
        (took,) = office.server.to(address)
        assert str(took.mail["Subject"]).strip() == title
        text = took.text("plain")
        assert [text.find(day) for day in days] == sorted(text.find(day) for day in days)
        assert -1 not in [text.find(day) for day in days]
        assert times_in(took) == {str(one): "CONFIRMED" for one in sessions}
    assert await logged(office) == [("booking-confirmed", "sent", 2), ("session-booked", "sent", 2)]

    before, gone = STARTS - timedelta(days=7), orders[0]
    moved = [
        (BookingMoved(before + timedelta(days=at), STARTS, "UTC", [ann.id], 9000, owner), one)
        for at, one in enumerate(sessions)
    ]
    await office.parts.database.pool.execute("DELETE FROM mails")
    await told_of(office, *moved, (BookingCancelled(gone, "client", by=owner), sessions[0]))
    await office.parts.database.pool.execute(
        "UPDATE bookings SET status = 'cancelled', reason = 'client' WHERE id = $1", sessions[0]
    )
    await all_go(office)
    *_, took = [
        one for one in office.server.to("client@x.example") if "moved" in str(one.mail["Subject"])
    ]
    assert "it was 26 February 2031" in took.text("plain").replace("\n", " ")
    assert set(times_in(took)) == {str(one) for one in sessions[1:]}, "one is off by now"
    states = [("booking-moved", "dropped", 0), ("booking-moved", "sent", 1)]
    assert [one for one in await logged(office) if one[0] == "booking-moved"] == states


async def test_one_that_comes_later_has_a_mail_of_its_own_with_the_words_of_one(
    office: PostOffice,
) -> None:
    client = await office.a_person("client@x.example")
    owner, orders = f"user:{client}", await office.orders_of(client, 3)
    _, sessions = await a_series(office, owner, orders)
    await spread(office, sessions)
    first, second, third = zip(orders, sessions, strict=True)
    await told_of(office, *((BookingConfirmed(order), one) for order, one in (first, second)))
    await all_go(office)
    await told_of(office, (BookingConfirmed(third[0]), third[1]))
    await all_go(office)
    titles = [str(one.mail["Subject"]).strip() for one in office.server.to("client@x.example")]
    assert titles == [
        "Your bookings are confirmed: Portrait",
        "Your booking is confirmed: Portrait, 6 March 2031, 14:00 (Europe/Berlin)",
    ]


async def test_words_of_a_shop_that_speak_of_one_alone_do_not_tell_of_several(
    office: PostOffice,
) -> None:
    client = await office.a_person("client@x.example")
    owner, orders = f"user:{client}", await office.orders_of(client, 3)
    _, sessions = await a_series(office, owner, orders[:2])
    alone = await a_booking(office, owner, orders[2])
    await office.parts.database.pool.execute(
        "INSERT INTO mail_templates (kind, locale, text) VALUES ('booking-confirmed', 'en', $1)",
        "Subject: Mine\n\nOn {{ booking.starts|when }}.",
    )
    both = [*sessions, alone]
    await told_of(
        office, *((BookingConfirmed(order), one) for order, one in zip(orders, both, strict=True))
    )
    await all_go(office)
    titles = {str(one.mail["Subject"]).strip() for one in office.server.to("client@x.example")}
    assert titles == {"Mine", "Your bookings are confirmed: Portrait"}


async def test_whichever_is_due_first_takes_the_others_and_none_goes_twice(
    office: PostOffice,
) -> None:
    """Also where two are claimed at the same moment."""
    client = await office.a_person("client@x.example")
    owner, orders = f"user:{client}", await office.orders_of(client, 4)
    _, sessions = await a_series(office, owner, orders)
    told = zip(orders, sessions, strict=True)
    await told_of(office, *((BookingConfirmed(order), one) for order, one in told))
    pool = office.parts.database.pool
    await pool.execute("UPDATE mails SET due_at = now()")
    claimed = [await claim_mail(pool, "mail", 60) for _ in range(2)]
    a, b = [one for one in claimed if one is not None]
    ends = await asyncio.gather(
        *(compose(office.mailing, one) for one in (a, b)), return_exceptions=True
    )
    (lost,) = [one for one in (a, b) if isinstance(ends[[a, b].index(one)], Obsolete)]
    (won,) = {a.id, b.id} - {lost.id}
    rows = {one["id"]: one for one in await office.log()}
    assert rows[won]["status"] == "sending"
    assert {one["told_in"] for one in rows.values() if one["id"] != won} == {won}
    assert not await handing_over(pool, lost, "title", 60), "it is no more its own to send"


async def test_what_was_taken_along_goes_by_itself_where_what_took_it_is_not_so_any_more(
    office: PostOffice,
) -> None:
    """The server put the first off, and its session is off meanwhile."""
    client = await office.a_person("client@x.example")
    owner, orders = f"user:{client}", await office.orders_of(client, 3)
    _, sessions = await a_series(office, owner, orders)
    await spread(office, sessions)
    told = zip(orders, sessions, strict=True)
    await told_of(office, *((BookingConfirmed(order), one) for order, one in told))
    pool = office.parts.database.pool
    await pool.execute("UPDATE mails SET due_at = now() WHERE subject_id = $1", str(sessions[0]))
    first = await claim_mail(pool, "mail", 60)
    assert first is not None
    await compose(office.mailing, first)
    await mail_again(pool, first, "not now", 0)
    await pool.execute(
        "UPDATE bookings SET status = 'cancelled', reason = 'client' WHERE id = $1", sessions[0]
    )
    await all_go(office)
    (took,) = office.server.to("client@x.example")
    assert times_in(took) == {str(one): "CONFIRMED" for one in sessions[1:]}


async def test_what_is_moved_twice_is_told_once_from_where_it_was_first(
    office: PostOffice,
) -> None:
    client = await office.a_person("client@x.example")
    owner, orders = f"user:{client}", await office.orders_of(client)
    _, (session,) = await a_series(office, owner, orders)
    first, second = (STARTS - timedelta(days=ahead) for ahead in (7, 3))
    moves = [BookingMoved(one, STARTS, "UTC", [], 9000, owner) for one in (first, second)]
    await told_of(office, *((move, session) for move in moves))
    await all_go(office)
    (took,) = office.server.to("client@x.example")
    assert times_in(took) == {str(session): "CONFIRMED"}
    text = took.text("plain").replace("\n", " ")
    assert "it was 25 February 2031" in text
    assert text.count("it was") == 1


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


async def test_what_costs_nothing_is_bounded_and_a_series_is_one_of_it(office: PostOffice) -> None:
    client, boss = await office.a_person("client@x.example"), await office.a_person("b@x.example")
    owner, orders = f"user:{client}", await office.orders_of(client, MOST_A_DAY + 4)
    *others, last = orders[3:]
    _, sessions = await a_series(office, owner, orders[:3])
    told = [(BookingConfirmed(order), one) for order, one in zip(orders, sessions, strict=False)]
    await told_of(office, *told[:2])
    await office.happens(others, paid=False)
    log = await told_of(office, told[2])
    refused = [(one["kind"], one["error"]) for one in log if one["status"] == "dropped"]
    assert refused == [("order-placed", "too many to this address in a day")]

    async def states_anew() -> set[str]:
        await office.parts.database.pool.execute("DELETE FROM mails WHERE kind <> 'order-placed'")
        await told_of(office, *told)
        return {one["status"] for one in await office.log(kind="booking-confirmed")}

    await office.happens([last], paid=False)
    assert await states_anew() == {"dropped"}, "forty others went"
    await office.parts.database.pool.execute("UPDATE bookings SET made_by = $1", f"user:{boss}")
    assert await states_anew() == {"waiting"}, "no stranger causes it"

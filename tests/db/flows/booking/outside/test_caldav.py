"""A calendar of a real CalDAV server, kept in step both ways."""

from datetime import UTC

import pytest

from holdfast.booking.outside import CalendarAway, QuestionNotFound, Reply, open_questions
from holdfast.flows.booking.cancelling import cancel_booking
from holdfast.flows.booking.moving import move_to
from holdfast.flows.booking.outside.answering import reply_to
from holdfast.flows.booking.outside.connecting import (
    CalendarNotOpened,
    SeveralCalendars,
    connect_caldav,
)
from holdfast.flows.booking.outside.leaving import begin_to_leave
from holdfast.flows.commit.caller import Caller
from tests.db.flows.booking.making import a_booking, a_taking, booked, booking_now, span_of
from tests.db.flows.booking.outside.scene import ANNA, OPENS, Scene, utc
from tests.db.flows.booking.series import STAFF
from tests.db.flows.buying import a_guest
from tests.db.flows.stage import events_of, jobs_due, select
from tests.support.calendar_server import CalendarServer
from tests.support.spring import ahead


async def test_an_appointment_takes_the_time_until_it_is_moved_or_deleted(
    scene: Scene, dav: CalendarServer
) -> None:
    work = dav.make("work")
    dav.put(work, "once", ahead("DTSTART:20270301T100000Z"), ahead("DTEND:20270301T113000Z"))
    calendar = await scene.connect(work)
    assert await scene.blocks() == [(utc("2027-03-01 10:00"), utc("2027-03-01 11:30"))]
    version = (await scene.stage.reader.account(f"schedule/{scene.anna.id}")).version
    await scene.read(calendar)  # nothing new: nothing is written
    account = await scene.stage.reader.account(f"schedule/{scene.anna.id}")
    assert account.version == version > 0

    dav.put(work, "once", ahead("DTSTART:20270301T120000Z"), ahead("DTEND:20270301T130000Z"))
    await scene.read(calendar)
    assert await scene.blocks() == [(utc("2027-03-01 12:00"), utc("2027-03-01 13:00"))]
    dav.delete(work, "once.ics")
    await scene.read(calendar)
    assert await scene.blocks() == []


async def test_days_zones_and_what_recurs_are_right(scene: Scene, dav: CalendarServer) -> None:
    days = dav.make("days")
    dav.put(
        days, "allday", ahead("DTSTART;VALUE=DATE:20270323"), ahead("DTEND;VALUE=DATE:20270325")
    )
    dav.put(days, "lisbon", ahead("DTSTART;TZID=Europe/Lisbon:20270326T090000"), "DURATION:PT1H")
    dav.put(  # over the night in which the clocks of Berlin change: nine is nine
        days, "weekly", ahead("DTSTART;TZID=Europe/Berlin:20270322T090000"),
        ahead("DTEND;TZID=Europe/Berlin:20270322T100000"), "RRULE:FREQ=WEEKLY;COUNT=3",
        ahead("EXDATE;TZID=Europe/Berlin:20270405T090000"),
    )  # fmt: skip
    for name, line in (("free", "TRANSP:TRANSPARENT"), ("off", "STATUS:CANCELLED")):
        dav.put(
            days, name, ahead("DTSTART:20270325T100000Z"), ahead("DTEND:20270325T110000Z"), line
        )
    dav.put(
        days, "often", ahead("DTSTART:20270325T100000Z"), "DURATION:PT1S", "RRULE:FREQ=SECONDLY"
    )
    await scene.connect(days)
    assert await scene.blocks() == [
        (utc("2027-03-22 08:00"), utc("2027-03-22 09:00")),
        (utc("2027-03-22 23:00"), utc("2027-03-24 23:00")),
        (utc("2027-03-26 09:00"), utc("2027-03-26 10:00")),
        (utc("2027-03-29 07:00"), utc("2027-03-29 08:00")),
    ]


async def test_a_booking_stands_there_follows_a_move_and_is_taken_away(
    scene: Scene, dav: CalendarServer
) -> None:
    shoots = dav.make("shoots")
    client = a_guest()
    held = await booked(scene.stage, client, a_taking(scene.anna.id, 0, 60))
    calendar = await scene.connect(shoots)
    ((name, event),) = dav.events(shoots).items()
    assert (event["DTSTART"].dt.astimezone(UTC), event["DTEND"].dt.astimezone(UTC)) == span_of(
        0, 60
    )
    assert str(event["SUMMARY"]) == "Portrait"

    await scene.read(calendar)  # what comes back is our own: no block, no question, no loop
    assert (await scene.blocks(), await scene.asked()) == ([], [])
    assert list(dav.events(shoots)) == [name]

    booking = await booking_now(scene.stage, held)
    await move_to(scene.stage, Caller(client), booking, a_booking(a_taking(scene.anna.id, 120, 60)))
    await scene.read(calendar)
    moved = dav.events(shoots)[name]
    assert moved["DTSTART"].dt.astimezone(UTC) == span_of(120, 60)[0]
    assert moved["SEQUENCE"] == 2

    await cancel_booking(scene.stage, Caller(client), booking.id)
    await scene.read(calendar)
    await scene.read(calendar)
    assert (dav.events(shoots), await scene.blocks(), await scene.asked()) == ({}, [], [])


async def test_an_answer_that_was_lost_leaves_one_event(scene: Scene, dav: CalendarServer) -> None:
    lost = dav.make("lost")
    await booked(scene.stage, a_guest(), a_taking(scene.anna.id, 0, 60))
    calendar = await scene.connect(lost)
    await select(scene.stage, "DELETE FROM outside_copies")  # as if nobody had heard the answer
    await scene.read(calendar)
    await scene.read(calendar)
    assert (len(dav.events(lost)), await scene.blocks(), await scene.asked()) == (1, [], [])


async def test_a_drag_of_what_cannot_move_is_put_back_and_asked(
    scene: Scene, dav: CalendarServer
) -> None:
    dragged = dav.make("dragged")
    held = await booked(scene.stage, a_guest(), a_taking(scene.anna.id, 0, 60))
    calendar = await scene.connect(dragged)
    (name,) = dav.events(dragged)
    dav.drag(dragged, name, *span_of(300, 60))
    await scene.read(calendar)
    assert await scene.asked() == [("moved", "service-not-found")]
    back = dav.events(dragged)[name]["DTSTART"].dt.astimezone(UTC)
    assert back == (await booking_now(scene.stage, held)).starts_at == span_of(0, 60)[0]
    await scene.read(calendar)
    dav.delete(dragged, name)
    await scene.read(calendar)
    assert await scene.asked() == [("deleted", "deleted")]
    assert list(dav.events(dragged)) == [name]
    told = await events_of(scene.stage, held.booking_id)
    assert told.count("calendar.asks") == 2
    await scene.read(calendar)
    assert await scene.blocks() == []


async def test_who_does_not_have_a_booking_any_more_decides_nothing_about_it(
    scene: Scene, dav: CalendarServer
) -> None:
    given = dav.make("given")
    held = await booked(scene.stage, a_guest(), a_taking(scene.anna.id, 0, 60))
    calendar = await scene.connect(given)
    (name,) = dav.events(given)
    dav.delete(given, name)
    await scene.read(calendar)
    (question,) = await open_questions(scene.stage.database.pool, scene.anna.id)
    before = await booking_now(scene.stage, held)
    await move_to(scene.stage, STAFF, before, a_booking(a_taking()))  # to somebody else
    assert await scene.asked() == []
    replies: tuple[Reply, ...] = ("cancel", "move", "keep")
    for reply in replies:
        with pytest.raises(QuestionNotFound):
            await reply_to(scene.here, STAFF, question.id, reply)
    now = await booking_now(scene.stage, held)
    assert (now.status, now.moves) == ("confirmed", before.moves + 1)


async def test_of_a_booking_that_is_off_by_now_nothing_is_asked(
    scene: Scene, dav: CalendarServer
) -> None:
    off = dav.make("off")
    held = await booked(scene.stage, a_guest(), a_taking(scene.anna.id, 0, 60))
    calendar = await scene.connect(off)
    (name,) = dav.events(off)
    dav.delete(off, name)
    await scene.read(calendar)
    (question,) = await open_questions(scene.stage.database.pool, scene.anna.id)
    assert held.booking_id is not None
    await cancel_booking(scene.stage, STAFF, held.booking_id)
    assert await scene.asked() == []
    with pytest.raises(QuestionNotFound):
        await reply_to(scene.here, STAFF, question.id, "cancel")


async def test_an_event_of_another_shop_is_an_appointment(
    scene: Scene, dav: CalendarServer
) -> None:
    other = dav.make("other")
    name = f"hf{'a' * 32}{'b' * 32}"
    dav.put(other, name, ahead("DTSTART:20270301T100000Z"), ahead("DTEND:20270301T110000Z"))
    await scene.connect(other)
    assert await scene.blocks() == [(utc("2027-03-01 10:00"), utc("2027-03-01 11:00"))]


async def test_a_server_that_is_away_is_waited_for_and_one_that_refuses_tells_its_owner(
    scene: Scene, dav: CalendarServer
) -> None:
    away = dav.make("away")
    calendar = await scene.connect(away)
    dav.put(away, "new", ahead("DTSTART:20270301T100000Z"), ahead("DTEND:20270301T110000Z"))
    dav.away = True
    with pytest.raises(CalendarAway):
        await scene.read(calendar)
    assert await scene.state(calendar) == ("connected", "It answered 503.")
    dav.away = False
    await scene.read(calendar)
    assert await scene.state(calendar) == ("connected", None)
    assert len(await scene.blocks()) == 1

    dav.locked = True
    await scene.read(calendar)
    dav.locked = False
    state, fault = await scene.state(calendar)
    assert (state, bool(fault)) == ("refused", True)
    assert "calendar.refused" in await events_of(scene.stage, calendar)
    assert len(await scene.blocks()) == 1  # what is known is still taken
    assert await scene.connect(away) == calendar
    assert await scene.state(calendar) == ("connected", None)


async def test_what_is_disconnected_takes_no_time_and_keeps_nothing_of_ours(
    scene: Scene, dav: CalendarServer
) -> None:
    gone = dav.make("gone")
    await booked(scene.stage, a_guest(), a_taking(scene.anna.id, 0, 60))
    dav.put(gone, "mine", ahead("DTSTART:20270301T140000Z"), ahead("DTEND:20270301T150000Z"))
    calendar = await scene.connect(gone)
    assert len(dav.events(gone)) == 2
    await begin_to_leave(scene.here, ANNA, scene.anna.id, calendar)
    assert await scene.blocks() == []
    assert "calendars.read" in await jobs_due(scene.stage)
    await scene.read(calendar)
    assert list(dav.events(gone)) == ["mine.ics"]
    assert (await scene.state(calendar))[0] == "ended"
    (row,) = await select(scene.stage, "SELECT sealed FROM outside_calendars")
    assert row[0] is None


async def test_a_server_with_several_calendars_asks_which(
    scene: Scene, dav: CalendarServer
) -> None:
    one, _ = dav.make("first"), dav.make("second")
    with pytest.raises(SeveralCalendars) as several:
        await scene.connect(dav.url)
    listed = several.value.extra["calendars"]
    assert isinstance(listed, list)
    assert {"address": one, "name": "First"} in listed
    for address, opens in (
        (f"{dav.url}/nobody/", OPENS),
        ("ftp://127.0.0.1/", OPENS),
        (one, type(OPENS)(user="anna", password="wrong")),
    ):
        with pytest.raises(CalendarNotOpened):
            await connect_caldav(scene.here, ANNA, scene.anna.id, address, opens, "passes")
    assert await select(scene.stage, "SELECT FROM outside_calendars") == []

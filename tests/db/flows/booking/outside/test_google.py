"""A calendar of Google's, kept in step both ways, against a server that keeps Google's rules."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from holdfast.booking.outside import CalendarAway
from holdfast.flows.booking.cancelling import cancel_booking
from holdfast.flows.booking.moving import move_to
from holdfast.flows.booking.outside.leaving import begin_to_leave
from holdfast.flows.booking.outside.watching import called
from holdfast.flows.commit.caller import Caller
from tests.db.flows.booking.making import a_booking, a_taking, booked, booking_now, span_of
from tests.db.flows.booking.outside.scene import ANNA, Scene, a_scene, utc
from tests.db.flows.buying import a_guest
from tests.db.flows.stage import Stage, events_of, jobs_due, select
from tests.support.google.server import GoogleServer
from tests.support.google.store import moment
from tests.support.spring import ahead

TEN = utc("2027-03-01 10:00")
HOUR = timedelta(hours=1)


def begins(event: dict[str, Any]) -> datetime:
    return moment(event["start"]["dateTime"]).astimezone(UTC)


async def test_appointments_become_blocks_and_what_recurs_with_its_exceptions(
    scene_at_google: Scene, google: GoogleServer
) -> None:
    scene = scene_at_google
    once = google.add(TEN, TEN + HOUR)
    calendar = await scene.connect_google()
    assert await scene.blocks() == [(TEN, TEN + HOUR)]
    google.drag(once, TEN + HOUR, TEN + 2 * HOUR)
    await scene.read(calendar)
    assert await scene.blocks() == [(TEN + HOUR, TEN + 2 * HOUR)]
    google.remove(once)
    weekly = google.anna.insert(
        {
            "start": {"dateTime": ahead("2027-03-22T09:00:00+01:00"), "timeZone": "Europe/Berlin"},
            "end": {"dateTime": ahead("2027-03-22T10:00:00+01:00"), "timeZone": "Europe/Berlin"},
            "recurrence": ["RRULE:FREQ=WEEKLY;COUNT=4"],
        }
    )["id"]
    google.anna.except_one(weekly, utc("2027-03-29 07:00"), None)
    google.anna.except_one(weekly, utc("2027-04-05 07:00"), utc("2027-04-06 12:00"))
    google.anna.insert(
        {"start": {"date": ahead("2027-03-30")}, "end": {"date": ahead("2027-03-31")}}
    )
    me = [{"email": "anna@example.com", "self": True, "responseStatus": "declined"}]
    google.add(utc("2027-04-01 10:00"), utc("2027-04-01 11:00"), attendees=me)
    google.add(utc("2027-04-02 10:00"), utc("2027-04-02 11:00"), transparency="transparent")
    await scene.read(calendar)
    assert await scene.blocks() == [
        (utc("2027-03-22 08:00"), utc("2027-03-22 09:00")),
        (utc("2027-03-29 22:00"), utc("2027-03-30 22:00")),
        (utc("2027-04-06 12:00"), utc("2027-04-06 13:00")),
        (utc("2027-04-12 07:00"), utc("2027-04-12 08:00")),
    ]


async def test_a_token_that_is_gone_is_a_full_reading_without_doubles(
    scene_at_google: Scene, google: GoogleServer
) -> None:
    scene = scene_at_google
    stays, goes = (google.add(TEN + one * HOUR, TEN + (one + 1) * HOUR) for one in (0, 3))
    held = await booked(scene.stage, a_guest(), a_taking(scene.anna.id, 360, 60))
    calendar = await scene.connect_google()
    before = await scene.blocks()
    google.remove(goes)
    del google.anna.events[goes]  # long ago: Google has forgotten it
    google.anna.forget_tokens()
    await scene.read(calendar)
    assert await scene.blocks() == before[:1]
    assert await scene.asked() == []
    assert set(google.standing()) == {stays, f"hf{calendar.hex}{_booking(held).hex}"}
    assert any("syncToken" not in one for one in google.asked)


def _booking(placed: Any) -> UUID:
    found: UUID = placed.booking_id
    return found


async def test_a_booking_stands_there_follows_and_goes(
    scene_at_google: Scene, google: GoogleServer
) -> None:
    scene, client = scene_at_google, a_guest()
    held = await booked(scene.stage, client, a_taking(scene.anna.id, 0, 60))
    calendar = await scene.connect_google()
    ((name, event),) = google.standing().items()
    assert (begins(event), event["summary"]) == (span_of(0, 60)[0], "Portrait")
    await scene.read(calendar)
    assert (await scene.blocks(), await scene.asked(), len(google.standing())) == ([], [], 1)
    booking = await booking_now(scene.stage, held)
    await move_to(scene.stage, Caller(client), booking, a_booking(a_taking(scene.anna.id, 120, 60)))
    await scene.read(calendar)
    assert begins(google.standing()[name]) == span_of(120, 60)[0]

    google.drag(name, TEN + 8 * HOUR, TEN + 9 * HOUR)  # what it was booked as is no service here
    await scene.read(calendar)
    assert await scene.asked() == [("moved", "service-not-found")]
    assert begins(google.standing()[name]) == span_of(120, 60)[0]
    google.remove(name)
    await scene.read(calendar)
    assert await scene.asked() == [("deleted", "deleted")]
    assert list(google.standing()) == [name]

    await cancel_booking(scene.stage, Caller(client), booking.id)
    await scene.read(calendar)
    await scene.read(calendar)
    assert (google.standing(), await scene.blocks()) == ({}, [])


async def test_too_many_questions_wait_and_a_yes_taken_back_tells_its_owner(
    scene_at_google: Scene, google: GoogleServer
) -> None:
    scene = scene_at_google
    calendar = await scene.connect_google()
    google.add(TEN, TEN + HOUR)
    for _ in range(3):
        google.limited = 1
        with pytest.raises(CalendarAway):
            await scene.read(calendar)
    state, fault = await scene.state(calendar)
    assert (state, "Google answered" in (fault or "")) == ("connected", True)
    await scene.read(calendar)
    assert (await scene.state(calendar), len(await scene.blocks())) == (("connected", None), 1)

    google.consent.access.clear()  # the short token has ended before its time
    await select(scene.stage, "UPDATE outside_calendars SET heard_at = NULL")
    google.consent.revoke()
    await scene.read(calendar)
    assert (await scene.state(calendar))[0] == "refused"
    assert "calendar.refused" in await events_of(scene.stage, calendar)
    again = await scene.connect_google()
    assert (again, (await scene.state(calendar))) == (calendar, ("connected", None))


async def test_a_short_token_is_renewed_and_the_new_one_kept(
    scene_at_google: Scene, google: GoogleServer
) -> None:
    scene = scene_at_google
    google.consent.lasts = 1
    calendar = await scene.connect_google()
    google.consent.lasts = 3599
    before = google.consent.refreshed
    await scene.read(calendar)
    await scene.read(calendar)
    assert google.consent.refreshed <= before + 1


async def test_it_calls_when_something_changes_and_the_channel_is_renewed(
    stage: Stage, database_url: str, google: GoogleServer
) -> None:
    url = "http://127.0.0.1:9"
    async with a_scene(stage, database_url, url=url, google=google.url) as scene:
        google.channels.shortest = timedelta(hours=1)
        calendar = await scene.connect_google()
        (first,) = google.channels.open.values()
        assert first.address == f"{url}/hooks/calendars/{calendar}"
        google.channels.shortest = timedelta(days=7)
        await scene.read(calendar)
        (second,) = google.channels.open.values()
        assert second.id != first.id
        await scene.read(calendar)
        assert list(google.channels.open) == [second.id]

        await select(stage, "DELETE FROM jobs WHERE queue = 'calendars.read'")
        assert not await called(scene.here, calendar, "guessed", "")
        assert not await called(scene.here, UUID(int=0), second.token, "")
        assert await jobs_due(stage) == []
        for _ in range(3):
            assert await called(scene.here, calendar, second.token, "")
        assert await jobs_due(stage) == ["calendars.read"]


async def test_a_channel_that_cannot_be_stopped_does_not_end_the_calendar(
    stage: Stage, database_url: str, google: GoogleServer
) -> None:
    async with a_scene(stage, database_url, url="http://127.0.0.1:9", google=google.url) as scene:
        google.channels.shortest, google.channels.stops = timedelta(hours=1), False
        await booked(stage, a_guest(), a_taking(scene.anna.id, 0, 60))
        calendar = await scene.connect_google()
        google.channels.shortest = timedelta(days=7)
        await scene.read(calendar)  # a new channel is there, the old one ends by itself
        assert len(google.channels.open) == 2
        assert await scene.state(calendar) == ("connected", None)
        assert "calendar.refused" not in await events_of(stage, calendar)

        assert len(google.standing()) == 1
        await begin_to_leave(scene.here, ANNA, scene.anna.id, calendar)
        await scene.read(calendar)
        assert (google.standing(), (await scene.state(calendar))[0]) == ({}, "ended")


async def test_a_channel_that_has_ended_is_not_stopped(
    stage: Stage, database_url: str, google: GoogleServer
) -> None:
    async with a_scene(stage, database_url, url="http://127.0.0.1:9", google=google.url) as scene:
        calendar = await scene.connect_google()
        await select(stage, "UPDATE outside_calendars SET channel_until = now()")
        google.asked.clear()
        await scene.read(calendar)
        assert any(one.endswith("/watch") for one in google.asked)
        assert not any(one.endswith("/channels/stop") for one in google.asked)


async def test_where_it_will_not_call_us_it_is_asked_again_and_again(
    stage: Stage, database_url: str, google: GoogleServer
) -> None:
    async with a_scene(stage, database_url, url="http://127.0.0.1:9", google=google.url) as scene:
        google.channels.verified = False
        calendar = await scene.connect_google()
        assert google.asked[-1].endswith("/watch")
        assert await scene.state(calendar) == ("connected", None)
        assert "calendar.refused" not in await events_of(stage, calendar)
        google.add(TEN, TEN + HOUR)
        await scene.read(calendar)
        assert await scene.blocks() == [(TEN, TEN + HOUR)]

        google.channels.verified = True  # it was shown meanwhile
        await scene.read(calendar)
        assert len(google.channels.open) == 1

        google.consent.revoke()  # what is read says so
        await scene.read(calendar)
        assert (await scene.state(calendar))[0] == "refused"

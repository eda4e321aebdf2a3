"""A calendar that was silent for a minute is asked when somebody books; its owner says what its
silence means."""

from datetime import timedelta
from uuid import UUID

from holdfast.flows.booking.outside.connecting import say_of_silence
from holdfast.flows.booking.outside.hearing import Hearing
from tests.db.flows.booking.making import a_booking, a_taking, booked, span_of
from tests.db.flows.booking.outside.scene import ANNA, Scene
from tests.db.flows.buying import a_guest
from tests.db.flows.stage import jobs_due, select
from tests.support.calendar_server import CalendarServer
from tests.support.google.server import GoogleServer

HOUR = timedelta(hours=1)


async def silent(scene: Scene) -> None:
    """Nobody has heard of any calendar for two minutes; whatever came since is not read."""
    await select(
        scene.stage, "UPDATE outside_calendars SET heard_at = now() - interval '2 minutes'"
    )
    await select(scene.stage, "DELETE FROM jobs WHERE queue = 'calendars.read'")
    await select(scene.stage, "UPDATE outside_calendars SET queued_at = NULL")


async def test_google_is_asked_what_is_busy_and_not_told_of_ours(
    scene_at_google: Scene, google: GoogleServer
) -> None:
    scene = scene_at_google
    hearing = Hearing(database=scene.stage.database, doors=scene.here.doors)
    await booked(scene.stage, a_guest(), a_taking(scene.anna.id, 0, 60))
    calendar = await scene.connect_google()
    google.add(span_of(120, 60)[0], span_of(120, 60)[1])

    async def taken(start: int, resource: UUID = scene.anna.id) -> list[UUID]:
        return await hearing.taken(a_booking(a_taking(resource, start, 60)))

    before = len(google.asked)
    assert await taken(120) == []  # it was heard of just now: nobody is asked
    assert len(google.asked) == before
    await silent(scene)
    assert await taken(120) == [scene.anna.id]
    assert len(google.asked) == before + 1
    assert await jobs_due(scene.stage) == ["calendars.read"]
    assert await taken(0) == []  # our own event takes nothing of itself
    assert await taken(120, UUID(int=7)) == []

    google.away = True
    assert await taken(120) == []  # its silence passes
    await say_of_silence(scene.here, ANNA, scene.anna.id, calendar, "blocks")
    assert await taken(240) == [scene.anna.id]
    google.away = False
    assert await taken(240) == []
    google.consent.revoke()
    assert await taken(240) == [scene.anna.id]


async def test_a_caldav_server_is_asked_too(scene: Scene, dav: CalendarServer) -> None:
    hearing = Hearing(database=scene.stage.database, doors=scene.here.doors)
    heard = dav.make("heard")
    await booked(scene.stage, a_guest(), a_taking(scene.anna.id, 0, 60))
    await scene.connect(heard)
    dav.put(heard, "new", "DTSTART:20270301T120000Z", "DTEND:20270301T130000Z")
    await silent(scene)
    for start, busy in ((120, [scene.anna.id]), (180, []), (0, [])):
        assert await hearing.taken(a_booking(a_taking(scene.anna.id, start, 60))) == busy

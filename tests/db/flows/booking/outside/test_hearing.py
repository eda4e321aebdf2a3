"""A calendar that was silent for a minute is asked when somebody books; its owner says what its
silence means."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final
from uuid import UUID

import pytest

from holdfast.booking.bookings import takings_of
from holdfast.booking.services import Grid, Lengths, Need, Price, Service
from holdfast.flows.booking.booker import Booker
from holdfast.flows.booking.holding import hold_booking, move_booking
from holdfast.flows.booking.outside.connecting import say_of_silence
from holdfast.flows.booking.outside.hearing import (
    MOST_SILENT,
    SILENT_FOR,
    Hearing,
    Silences,
    asking,
)
from holdfast.flows.booking.planning import Wanted
from holdfast.flows.booking.series.planning import plan_series
from holdfast.flows.checkout.place import Placed
from holdfast.flows.checkout.time_taken import TimeTaken
from holdfast.flows.commit.caller import Caller
from holdfast.kit import new_id
from tests.db.flows.booking.making import a_booking, a_taking, booked, booking_now, span_of
from tests.db.flows.booking.outside.scene import ANNA, Scene
from tests.db.flows.booking.series import at
from tests.db.flows.booking.series import wanted as a_series
from tests.db.flows.buying import a_guest, confirm, pay_for
from tests.db.flows.stage import jobs_due, select
from tests.support.calendar_server import CalendarServer
from tests.support.google.server import GoogleServer
from tests.support.patience import PATIENCE
from tests.support.spring import ahead
from tests.support.studio import Someone, move_in

HOUR = timedelta(hours=1)
PORTRAIT: Final = Service(
    id=new_id(),
    name="Portrait",
    currency="EUR",
    lengths=Lengths(minutes=(60,)),
    grid=Grid(step=60),
    price=Price(amount=9_000),
    needs=(Need(role="photographer", kind="photographer"),),
)


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
        async with asking(hearing) as asked:
            return await asked.taken(a_booking(a_taking(resource, start, 60)))

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
    dav.put(heard, "new", ahead("DTSTART:20270301T120000Z"), ahead("DTEND:20270301T130000Z"))
    await silent(scene)
    for start, busy in ((120, [scene.anna.id]), (180, []), (0, [])):
        async with asking(hearing) as asked:
            new = a_booking(a_taking(scene.anna.id, start, 60))
            assert await asked.taken(new) == busy


class Team:
    """Anna's calendar says nothing, and nobody is booked over its silence; Bea and Cleo have none.
    A client waits for it as ``patient`` as they are; ``later`` is how many seconds have passed."""

    def __init__(self, scene: Scene, bea: UUID, cleo: UUID) -> None:
        self.scene, self.anna, self.bea, self.cleo = scene, scene.anna.id, bea, cleo
        self.later = 0.0
        self.silences = Silences(lambda: self.later)
        self.patient = 0.1

    @property
    def hearing(self) -> Hearing:
        return Hearing(
            database=self.scene.stage.database,
            doors=self.scene.here.doors,
            wait=self.patient,
            silences=self.silences,
        )

    @property
    def booker(self) -> Booker:
        return replace(self.scene.stage, hearing=self.hearing)

    async def all_silent(self, google: GoogleServer) -> None:
        """So are the calendars of Bea and Cleo."""
        google.mute = False
        for one in (self.bea, self.cleo):
            calendar = await self.scene.connect_google(one)
            await say_of_silence(self.scene.here, ANNA, one, calendar, "blocks")
        await silent(self.scene)
        google.mute = True
        google.asked.clear()

    async def hold(self, day: int, *who: UUID) -> Placed:
        """With the first of them who can be had."""
        wanted = Wanted(at(day), 60, tuple((one,) for one in who))
        return await hold_booking(self.booker, Caller(a_guest()), PORTRAIT, wanted)

    async def served_by(self, placed: Placed) -> UUID:
        assert placed.booking_id is not None
        found = await takings_of(self.scene.stage.database.pool, [placed.booking_id])
        (taking,) = found[placed.booking_id]
        return taking.resource_id


@pytest.fixture
async def team(scene_at_google: Scene, google: GoogleServer, database_url: str) -> Team:
    scene = scene_at_google
    bea, cleo = (Someone(kind="photographer", name=one) for one in ("Bea", "Cleo"))
    await move_in(database_url, bea, cleo)
    calendar = await scene.connect_google()
    await say_of_silence(scene.here, ANNA, scene.anna.id, calendar, "blocks")
    await silent(scene)
    google.mute = True
    google.asked.clear()
    return Team(scene, bea.id, cleo.id)


async def test_one_persons_silence_never_stops_the_team(team: Team, google: GoogleServer) -> None:
    placed = await team.hold(5, team.anna, team.bea)
    assert await team.served_by(placed) == team.bea
    assert len(google.asked) <= 1


async def test_who_wants_only_the_silent_one_is_told_that_they_are_not_to_be_had(
    team: Team, google: GoogleServer
) -> None:
    with pytest.raises(TimeTaken) as told:
        await team.hold(5, team.anna)
    assert (told.value.field, str(told.value)) == ("start", "Not to be had at this time: Anna.")

    client = a_guest()
    wanted = Wanted(at(5), 60, ((team.bea,),))
    placed = await hold_booking(team.booker, Caller(client), PORTRAIT, wanted)
    await confirm(team.scene.stage, client, placed, await pay_for(team.scene.stage, client, placed))
    booking = await booking_now(team.scene.stage, placed)
    to = Wanted(at(6), 60, ((team.anna,),))
    with pytest.raises(TimeTaken):
        await move_booking(team.booker, Caller(client), booking.id, PORTRAIT, to)
    assert (await booking_now(team.scene.stage, placed)).starts_at == at(5)


async def test_silence_that_passes_is_waited_for_and_passed(
    team: Team, google: GoogleServer
) -> None:
    await select(team.scene.stage, "UPDATE outside_calendars SET silent = 'passes'")
    for day in (5, 6):
        placed = await team.hold(day, team.anna, team.bea)
        assert await team.served_by(placed) == team.anna
    assert len(google.asked) <= 1


async def test_silence_is_waited_for_once_in_a_while_however_much_is_wanted(
    team: Team, google: GoogleServer
) -> None:
    async def planned(days: Sequence[int], *who: UUID) -> set[UUID]:
        asked = a_series(list(who), [at(one) for one in days], service=PORTRAIT)
        made = await plan_series(team.booker, Caller(a_guest()), asked, asked.sessions)
        assert len(made.free) + len(made.conflicts) == len(days)
        return {taking.resource_id for _, new in made.free for taking in new.takings}

    # Those of a series that are planned at once all ask: they wait at the same time.
    assert await planned(range(3, 43), team.anna, team.bea) == {team.bea}
    assert len(google.asked) <= 8
    before = len(google.asked)
    assert await planned(range(3, 43), team.anna) == set()
    for day in range(3, 8):
        assert await team.served_by(await team.hold(day, team.anna, team.cleo)) == team.cleo
    # It may have been mended: after a while it is asked again.
    google.mute, team.patient = False, PATIENCE
    assert await team.served_by(await team.hold(9, team.anna, team.bea)) == team.bea
    assert len(google.asked) == before
    team.later += SILENT_FOR
    assert await team.served_by(await team.hold(10, team.anna, team.bea)) == team.anna
    assert len(google.asked) == before + 1


async def test_all_whom_it_may_be_with_are_asked_at_the_same_time(
    team: Team, google: GoogleServer
) -> None:
    await team.all_silent(google)
    team.patient = PATIENCE
    held = asyncio.create_task(team.hold(5, team.anna, team.bea, team.cleo))
    async with asyncio.timeout(PATIENCE / 2):  # before one of them is given up
        while len(google.asked) < 3:
            await asyncio.sleep(0.01)
    held.cancel()
    await asyncio.gather(held, return_exceptions=True)
    assert len(team.silences) == 0  # nobody was waited for in vain


async def test_a_booking_waits_once_for_all_of_them(team: Team, google: GoogleServer) -> None:
    await team.all_silent(google)
    with pytest.raises(TimeTaken):
        await team.hold(5, team.anna, team.bea, team.cleo)
    assert len(google.asked) <= 3
    assert len(team.silences) >= 1


async def test_who_is_tried_when_the_wait_is_over_is_silent_as_their_calendar_says(
    team: Team, google: GoogleServer
) -> None:
    await team.all_silent(google)
    async with asking(team.hearing, [(team.anna,)]) as asked:
        for who, busy in ((team.anna, [team.anna]), (team.bea, [team.bea])):
            assert await asked.taken(a_booking(a_taking(who, 120, 60))) == busy
        await select(team.scene.stage, "UPDATE outside_calendars SET silent = 'passes'")
        assert await asked.taken(a_booking(a_taking(team.cleo, 120, 60))) == []
    assert len(google.asked) <= 1
    assert len(team.silences) == 1  # the others had no time to answer


def test_so_many_silent_calendars_are_kept_in_mind_the_last_ones() -> None:
    silences, ids = Silences(), [new_id() for _ in range(MOST_SILENT + 5)]
    for one in ids:
        silences.note(one)
    assert len(silences) == MOST_SILENT
    assert (ids[0] in silences, ids[-1] in silences) == (False, True)

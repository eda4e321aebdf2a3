"""A studio's life at random, by two processes at once: bookings, moves, cancels, payments, blocks
laid and lifted, other hours, appointments made, moved and deleted in a photographer's own calendar,
and bookings there; in two studios far apart, and at clients' own places. The tests' own auditor,
which reads tables alone, finds no resource beyond its capacity in any cell, no money lost, no
buffer broken, and nobody at two places with too little time between."""

import asyncio
import random
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, time, timedelta
from itertools import product
from typing import Final
from uuid import UUID

import pytest

from holdfast.booking import ResourceTerms, schedule_of
from holdfast.booking.outside import Doors, GoogleTerms
from holdfast.booking.schedule import Schedule, WeeklyRule
from holdfast.booking.services import Grid, Lengths, Need, Price, Service
from holdfast.flows.booking.blocks import lay_block, lift_block
from holdfast.flows.booking.cancelling import cancel_booking
from holdfast.flows.booking.holding import hold_booking, move_booking
from holdfast.flows.booking.outside.calendars import Calendars
from holdfast.flows.booking.planning import Wanted
from holdfast.flows.booking.resources import make_resource
from holdfast.flows.booking.schedules import set_schedule
from holdfast.flows.checkout.place import Placed
from holdfast.flows.checkout.time_taken import TimeTaken
from holdfast.flows.commit.caller import Caller
from holdfast.flows.payments.pay_from_wallet import pay_from_wallet
from holdfast.flows.shop_parts import ShopParts
from holdfast.kit import Problem, new_id
from holdfast.kit.positions import Position
from holdfast.people import Principal
from tests.db.flows.booking.outside.scene import SECRET, Scene
from tests.db.flows.buying import a_customer
from tests.db.flows.purses import new_wallet
from tests.db.flows.stage import Stage
from tests.support.google.consent import CLIENT_ID, CLIENT_SECRET
from tests.support.google.server import GoogleServer, opened_google
from tests.support.length import LONG
from tests.support.studio import Someone
from tests.support.time_auditor import faults_of_time

STEPS: Final = 10_000 if LONG else 200
CLIENTS: Final = 8
DAYS: Final = 12 if LONG else 2
HOURS: Final = (WeeklyRule((1, 2, 3, 4, 5, 6, 7), 9 * 60, 18 * 60),)
SHORTER: Final = (WeeklyRule((1, 2, 3, 4, 5, 6, 7), 10 * 60, 17 * 60),)
HOMES: Final = (None, Position(52.52, 13.4), Position(52.52, 13.6), Position(52.3, 13.1))
"""Of clients; None: they do not say."""
STAFF: Final = Caller(
    Principal("user:0199c1f0-8f6a-7c3e-9d55-2f6f0f6e8f12", "user", frozenset({"admin"}))
)


class Resources:
    """By kind, with various buffers; the kit is two of a kind, the hall has eight seats. All rooms
    are in the one studio, which is had whole as well."""

    def __init__(self) -> None:
        self.photographers: list[UUID] = []
        self.rooms: list[UUID] = []
        self.kits: list[UUID] = []
        self.halls: list[UUID] = []
        self.studios: list[UUID] = []
        self.far: list[UUID] = []
        """Rooms of another studio, 70 minutes away."""

    @property
    def all(self) -> list[UUID]:
        return [
            *self.photographers, *self.rooms, *self.kits, *self.halls, *self.studios, *self.far,
        ]  # fmt: skip


async def moved_in(stage: Stage) -> Resources:
    found = Resources()

    async def one(**terms: object) -> UUID:
        made = await make_resource(stage, STAFF, ResourceTerms(zone="UTC", **terms))  # type: ignore[arg-type]  # of many kinds
        await set_schedule(stage, STAFF, made, Schedule("UTC", HOURS), 0)
        return made

    studio = await one(kind="studio", name="Loft", latitude=52.6248, longitude=13.4)
    found.studios.append(studio)
    yard = await one(kind="studio", name="Yard", latitude=52.4, longitude=13.4)
    found.far.append(await one(kind="room", name="Far", studio_id=yard))
    for number in range(3):
        found.photographers.append(
            await one(kind="photographer", name=f"P{number}", buffer_after=15 * number)
        )
    for number in range(2):
        found.rooms.append(
            await one(kind="room", name=f"R{number}", studio_id=studio, buffer_before=15 * number)
        )
    found.kits.append(await one(kind="equipment", name="Flash", studio_id=studio, capacity=2))
    found.halls.append(await one(kind="room", name="Hall", studio_id=studio, capacity=8))
    return found


def services_of(there: Resources) -> list[tuple[Service, list[tuple[UUID, ...]]]]:
    """Each with all combinations that could serve it."""
    portrait = ("photographer", there.photographers), ("room", there.rooms)
    kit, hall = ("equipment", there.kits), ("room", there.halls)
    return [
        (_service(*portrait), list(product(there.photographers, there.rooms))),
        (_service(*portrait, kit), list(product(there.photographers, there.rooms, there.kits))),
        (_service(hall, people=4), [(one,) for one in there.halls]),
        (
            _service(("photographer", there.photographers), ("room", there.far)),
            list(product(there.photographers, there.far)),
        ),
        (_service(("photographer", there.photographers)), [(one,) for one in there.photographers]),
        (_service(("studio", there.studios)), [(one,) for one in there.studios]),
    ]


def _service(*needs: tuple[str, Sequence[UUID]], people: int = 1) -> Service:
    return Service(
        id=new_id(),
        name="Portrait",
        currency="EUR",
        lengths=Lengths(minutes=(60, 120)),
        grid=Grid(step=30),
        price=Price(amount=1_000),
        people=people,
        needs=tuple(
            Need(
                role=f"{kind} {number}",
                kind=kind,  # type: ignore[arg-type]  # a word of the list above
                resources=tuple(some),
                seats="people" if people > 1 else "one",
            )
            for number, (kind, some) in enumerate(needs)
        ),
    )


def _in_a_studio(service: Service) -> bool:
    return any(need.kind == "room" for need in service.needs)


class Elsewhere:
    """The calendar that the first photographer keeps at Google."""

    def __init__(self, google: GoogleServer, scene: Scene, calendar: UUID) -> None:
        self.google, self.scene, self.calendar = google, scene, calendar

    async def change(self, chance: random.Random, start: datetime, end: datetime) -> None:
        """An appointment is made, or something there is moved to this time or deleted."""
        google, standing = self.google, sorted(self.google.standing())
        what = chance.random()
        if what < 0.4 or not standing:
            google.add(start, end)
        elif what < 0.7:
            google.drag(chance.choice(standing), start, end)
        else:
            google.remove(chance.choice(standing))
        await self.scene.read(self.calendar)


@asynccontextmanager
async def a_calendar_elsewhere(stage: Stage, photographer: UUID) -> AsyncIterator[Elsewhere]:
    with opened_google() as google:
        doors = Doors(
            SECRET, private=True, google=GoogleTerms(CLIENT_ID, CLIENT_SECRET, google.url)
        )
        here = Calendars(studio=stage, booker=stage, doors=doors)
        scene = Scene(stage, here, Someone(kind="photographer", name="P0", id=photographer))
        try:
            yield Elsewhere(google, scene, await scene.connect_google())
        finally:
            await doors.close()


class Life:
    """What clients and staff do, one thing after another, by whichever process."""

    def __init__(
        self, processes: Sequence[ShopParts], there: Resources, elsewhere: Elsewhere, seed: int
    ) -> None:
        self.processes = processes
        self.there = there
        self.elsewhere = elsewhere
        self.services = services_of(there)
        self.chance = random.Random(seed)
        self.mine: dict[str, list[tuple[Placed, int]]] = {}
        self.blocks: list[tuple[UUID, UUID]] = []
        self.refused: set[type[Problem]] = set()
        self.done = 0

    async def act(self, client: Principal) -> None:
        parts, what = self.chance.choice(self.processes), self.chance.random()
        own = self.mine.setdefault(client.id, [])
        try:
            if what < 0.45 or (what < 0.85 and not own):
                await self.book(parts, client)
            elif what < 0.68:
                placed, which = self.chance.choice(own)
                assert placed.booking_id is not None
                service, wanted = self.somewhen(which)
                await move_booking(parts, Caller(client), placed.booking_id, service, wanted)
            elif what < 0.85:
                placed, _ = own.pop(self.chance.randrange(len(own)))
                assert placed.booking_id is not None
                await cancel_booking(parts, Caller(client), placed.booking_id)
            else:
                await self.change(parts)
        except Problem as refusal:
            self.refused.add(type(refusal))
        else:
            self.done += 1

    async def book(self, parts: ShopParts, client: Principal) -> None:
        which = self.chance.randrange(len(self.services))
        service, wanted = self.somewhen(which)
        placed = await hold_booking(parts, Caller(client), service, wanted)
        self.mine[client.id].append((placed, which))
        if self.chance.random() < 0.8:
            await pay_from_wallet(parts, Caller(client), placed.reservation_id)

    def somewhen(self, which: int) -> tuple[Service, Wanted]:
        service, combinations = self.services[which]
        day = datetime.now(UTC).date() + timedelta(days=2 + self.chance.randrange(DAYS))
        start = datetime.combine(day, time(9), UTC)
        start += timedelta(minutes=30 * self.chance.randrange(18))
        some = self.chance.sample(combinations, min(2, len(combinations)))
        people = self.chance.randint(1, service.people)
        near = None if _in_a_studio(service) else self.chance.choice(HOMES)
        length = self.chance.choice((60, 120))
        return service, Wanted(start, length, tuple(some), people, near=near)

    async def change(self, parts: ShopParts) -> None:
        """Staff take time away, give it back, or set other hours."""
        resource, what = self.chance.choice(self.there.all), self.chance.random()
        wanted = self.somewhen(0)[1]
        if what < 0.5:
            laid = await lay_block(parts, STAFF, resource, wanted.start, wanted.end)
            self.blocks.append((resource, laid))
        elif what < 0.9 and self.blocks:
            await lift_block(parts, STAFF, *self.blocks.pop(0))
        else:
            before = await schedule_of(parts.database.pool, resource)
            assert before is not None
            rules = self.chance.choice((HOURS, SHORTER))
            await set_schedule(parts, STAFF, resource, Schedule("UTC", rules), before.version)

    async def keep_a_calendar(self, changes: int) -> None:
        """The photographer does, elsewhere."""
        for _ in range(changes):
            wanted = self.somewhen(0)[1]
            await self.elsewhere.change(self.chance, wanted.start, wanted.end)


@pytest.mark.timeout(1800 if LONG else 300)
async def test_nothing_that_is_done_takes_more_than_there_is(stage: Stage) -> None:
    there = await moved_in(stage)
    clients = [a_customer() for _ in range(CLIENTS)]
    for client in clients:
        await new_wallet(stage, client, 10**9)
    async with a_calendar_elsewhere(stage, there.photographers[0]) as elsewhere:
        life = Life([stage, await stage.spare()], there, elsewhere, seed=42)

        async def live(client: Principal) -> None:
            for _ in range(STEPS // CLIENTS):
                await life.act(client)

        await asyncio.gather(*map(live, clients), life.keep_a_calendar(STEPS // 40))
    assert life.done > STEPS // 4
    assert TimeTaken in life.refused
    assert await faults_of_time(stage.database.url) == []

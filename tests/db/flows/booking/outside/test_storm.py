"""A storm: both sides make, move and delete at once, a fifth of the calls fail, some of them after
what they did was done. In the end both sides say the same. Half of what is dragged may move so."""

import asyncio
import random
from datetime import UTC, datetime, timedelta
from uuid import UUID

from msgspec.structs import replace

from holdfast.booking.bookings import Taking
from holdfast.booking.outside import CalendarAway
from holdfast.booking.schedule import Span
from holdfast.booking.services import Grid, Lengths, Need, Price, Service
from holdfast.flows.booking.cancelling import cancel_booking
from holdfast.flows.booking.moving import move_to
from holdfast.flows.booking.services import make_service
from holdfast.flows.checkout.basket import Amount
from holdfast.flows.checkout.place import Placed, place
from holdfast.flows.checkout.time_taken import ScheduleChanged
from holdfast.flows.commit.caller import Caller, process
from holdfast.kit import new_id
from holdfast.people import Principal
from tests.db.flows.booking.making import DAY, a_booking, a_taking, booking_now
from tests.db.flows.booking.outside.scene import Scene
from tests.db.flows.buying import a_guest, confirm, pay_for
from tests.db.flows.stage import select
from tests.support.google.server import GoogleServer
from tests.support.google.store import Event
from tests.support.length import LONG

EVENTS = 200 if LONG else 20
BEFORE = 10  # bookings that stand there already, so that there is something to drag
HOUR = timedelta(hours=1)
PORTRAIT = Service(
    id=new_id(),
    name="Portrait",
    currency="EUR",
    lengths=Lengths(minutes=(60,)),
    grid=Grid(step=60),
    price=Price(amount=9_000),
    needs=(Need(role="role", kind="photographer"),),
)


class Sides:
    """What each side does; each with a chance of its own."""

    def __init__(self, scene: Scene, google: GoogleServer, service: UUID) -> None:
        self.scene, self.google, self.service = scene, google, service
        self.chance = random.Random(20261122)
        self.bookings: list[tuple[Placed, Principal]] = []
        self.appointments: list[str] = []
        self.free = iter(range(0, 100_000, 120))
        self.is_read = False
        self.read = asyncio.Event()  # a reading has ended since the last change there

    async def book(self) -> None:
        """Paid, at a time that nobody else takes."""
        stage, client = self.scene.stage, a_guest()
        while True:
            try:
                new = replace(a_booking(await self.time()), service_id=self.service)
                placed = await place(stage, Caller(client), Amount(9000, "EUR", "", new))
                break
            except ScheduleChanged:
                continue
        await confirm(stage, client, placed, await pay_for(stage, client, placed))
        self.bookings.append((placed, client))

    async def time(self) -> Taking:
        stage, anna = self.scene.stage, self.scene.anna.id
        version = (await stage.reader.account(f"schedule/{anna}")).version
        return a_taking(anna, next(self.free), 60, version=version)

    async def ours(self) -> None:
        """Made, then moved or cancelled, while blocks change the schedule's version."""
        stage = self.scene.stage
        for _ in range(EVENTS // 2):
            await self.book()
            placed, client = self.chance.choice(self.bookings)
            booking = await booking_now(stage, placed)
            if not booking.is_confirmed:
                continue
            if self.chance.random() < 0.3:
                await cancel_booking(stage, Caller(client), booking.id)
            elif booking.client_moves < booking.policy.moves:
                try:
                    await move_to(stage, Caller(client), booking, a_booking(await self.time()))
                except ScheduleChanged:
                    continue

    async def theirs(self) -> None:
        """The same there, and now and then a booking is dragged or deleted by hand."""
        for number in range(EVENTS // 2):
            start = DAY + timedelta(days=200) + number * HOUR
            self.appointments.append(self.google.add(start, start + HOUR))
            await asyncio.sleep(0)
            name = self.chance.choice(self.appointments)
            standing = self.google.standing()
            if name in standing and self.chance.random() < 0.3:
                self.google.remove(name)
            elif name in standing:
                shift = timedelta(minutes=self.chance.randrange(1, 600))
                self.google.drag(name, start + shift, start + shift + HOUR)
            mine = [one for one in standing if one.startswith("hf")]
            if mine and self.chance.random() < 0.8:
                one = self.chance.choice(mine)
                if self.chance.random() < 0.2:
                    self.google.remove(one)
                else:
                    to = self.open_hour(number)
                    self.google.drag(one, to, to + HOUR)
            if self.is_read:
                self.read.clear()
                await self.read.wait()

    def open_hour(self, number: int) -> datetime:
        """Of each day one that is hers; every other time when she is closed."""
        return DAY + timedelta(days=100 + number, hours=12 * (number % 2))

    async def reading(self, calendar: UUID, done: asyncio.Event) -> None:
        """As jobs do, one after the other and now and then two at once."""
        self.is_read = True
        while not done.is_set():
            tries = [self.scene.read(calendar) for _ in range(2)]
            for outcome in await asyncio.gather(*tries, return_exceptions=True):
                assert outcome is None or isinstance(outcome, CalendarAway), repr(outcome)
            self.read.set()
            await asyncio.sleep(0)  # a turn for who waited for it

    def span(self, event: Event) -> Span:
        start, end = self.google.anna.span(event)
        return Span(start.astimezone(UTC), end.astimezone(UTC))

    async def agree(self, calendar: UUID) -> None:
        """Each appointment is one block, each booking that stands one event at its time."""
        standing = self.google.standing()
        spans = {name: self.span(event) for name, event in standing.items()}
        foreign = sorted(
            (span.start, span.end) for name, span in spans.items() if not name.startswith("hf")
        )
        assert await self.scene.blocks() == foreign
        wanted = {}
        for placed, _ in self.bookings:
            booking = await booking_now(self.scene.stage, placed)
            if booking.is_confirmed:
                name = f"hf{calendar.hex}{booking.id.hex}"
                wanted[name] = Span(booking.starts_at, booking.ends_at)
        assert {name: one for name, one in spans.items() if name.startswith("hf")} == wanted


async def both_sides(scene: Scene, google: GoogleServer) -> Sides:
    service = await make_service(scene.stage.database, process("test"), PORTRAIT)
    await select(scene.stage, "UPDATE resources SET horizon_days = 400")
    sides = Sides(scene, google, service.id)
    for _ in range(BEFORE):
        await sides.book()
    return sides


async def dragged(scene: Scene) -> int:
    """Moves that somebody wished for over there."""
    (found,) = await select(
        scene.stage, "SELECT count(*) FROM events WHERE type = 'booking.moved'"
        " AND data->>'by' = $1", process("calendars").actor,
    )  # fmt: skip
    return int(found[0])


async def test_both_sides_are_equal_after_a_storm(
    scene_at_google: Scene, google: GoogleServer
) -> None:
    scene, sides = scene_at_google, await both_sides(scene_at_google, google)
    calendar = await scene.connect_google()
    google.share = 0.2
    done = asyncio.Event()
    async with asyncio.TaskGroup() as both:
        both.create_task(sides.reading(calendar, done))
        await asyncio.gather(sides.ours(), sides.theirs())
        done.set()

    google.share = 0.0
    while True:
        before = len(google.asked)
        await scene.read(calendar)
        if google.asked[before:] == [google.asked[before]]:
            break  # one question, nothing to write: it is quiet
    await sides.agree(calendar)
    (asked,) = await select(scene.stage, "SELECT count(*) FROM outside_questions")
    told = await select(scene.stage, "SELECT count(*) FROM events WHERE type = 'calendar.asks'")
    assert await dragged(scene) > 0
    assert told[0][0] >= asked[0]  # of several drags of one the last stands


async def test_a_day_of_outage_catches_up_without_doubles(
    scene_at_google: Scene, google: GoogleServer
) -> None:
    scene, sides = scene_at_google, await both_sides(scene_at_google, google)
    calendar = await scene.connect_google()
    google.away = True
    started = datetime.now(UTC)
    await asyncio.gather(sides.ours(), sides.theirs())
    for _ in range(3):
        outcome = (await asyncio.gather(scene.read(calendar), return_exceptions=True))[0]
        assert isinstance(outcome, CalendarAway)
    google.away = False
    google.anna.forget_tokens()  # it was away for long
    for _ in range(2 + EVENTS // 50):
        await scene.read(calendar)
    await sides.agree(calendar)
    assert (await scene.state(calendar))[1] is None
    (heard,) = await select(scene.stage, "SELECT heard_at FROM outside_calendars")
    assert heard[0] > started

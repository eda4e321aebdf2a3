"""Many clients at once want the same time, or times that overlap: each is had once, by whichever
process; and whatever is done with bookings in whatever order, an auditor of the tests' own finds
nothing wrong."""

import asyncio
import random
from collections.abc import Awaitable
from typing import Any, Final
from uuid import UUID

from holdfast.booking import schedule_key
from holdfast.flows.booking.cancelling import cancel_booking
from holdfast.flows.booking.moving import move_to
from holdfast.flows.checkout.place import Placed
from holdfast.flows.checkout.time_taken import ScheduleChanged, TimeTaken
from holdfast.flows.commit.caller import Caller
from holdfast.flows.payments.pay_from_wallet import pay_from_wallet
from holdfast.flows.shop_parts import ShopParts
from holdfast.kit import Problem, new_id
from holdfast.ledger import Command, Deposit
from holdfast.people import Principal
from tests.db.flows.booking.making import (
    a_booking,
    a_taking,
    book,
    booking_now,
    cells_now,
    in_minutes,
)
from tests.db.flows.buying import a_customer, a_guest
from tests.db.flows.purses import new_wallet
from tests.db.flows.stage import Stage
from tests.support.length import LONG
from tests.support.time_auditor import faults_of_time

CLIENTS: Final = 64
STEPS: Final = 4_000 if LONG else 160


async def tried(one: Awaitable[Placed]) -> Placed | Problem:
    try:
        return await one
    except Problem as refusal:
        return refusal


async def test_of_64_clients_in_two_processes_one_has_the_time(stage: Stage) -> None:
    other = await stage.spare()
    for _ in range(20 if LONG else 3):
        photographer, studio, kit = new_id(), new_id(), new_id()
        found = await asyncio.gather(
            *(
                tried(
                    book(
                        (stage, other)[number % 2],
                        a_guest(),
                        *(a_taking(one, 0, 120) for one in (photographer, studio, kit)),
                    )
                )
                for number in range(CLIENTS)
            )
        )
        winners = [one for one in found if isinstance(one, Placed)]
        assert len(winners) == 1
        assert all(isinstance(one, TimeTaken) for one in found if one not in winners)
        assert await cells_now(stage, a_taking(studio, 0, 120)) == {(0, 1)}
    assert await faults_of_time(stage.database.url) == []


async def test_spans_that_overlap_and_a_room_that_two_share_are_had_once(stage: Stage) -> None:
    other, room = await stage.spare(), new_id()
    found = await asyncio.gather(
        *(
            tried(
                book(
                    (stage, other)[number % 2],
                    a_guest(),
                    a_taking(None, 30 * (number % 6), 60),  # a photographer of their own
                    a_taking(room, 30 * (number % 6), 60),
                )
            )
            for number in range(CLIENTS)
        )
    )
    won = sum(isinstance(one, Placed) for one in found)
    assert 2 <= won <= 3  # of 3.5 hours, an hour each, by half hours
    assert await faults_of_time(stage.database.url) == []


async def test_a_schedule_that_changes_meanwhile_lets_nobody_in_by_the_old_one(
    stage: Stage,
) -> None:
    stage.altered.add("account-of")  # the schedule of a resource that has no row
    resource = new_id()
    change = Command((Deposit(schedule_key(resource), 1),))

    async def block() -> None:
        await stage.ledger.commit(change)

    *found, _ = await asyncio.gather(
        *(tried(book(stage, a_guest(), a_taking(resource, 60 * at))) for at in range(16)), block()
    )
    assert all(isinstance(one, Placed | ScheduleChanged) for one in found)
    late = await tried(book(stage, a_guest(), a_taking(resource, 6000)))
    assert isinstance(late, ScheduleChanged)


class _Studio:
    """Clients who do one thing after another, all at once."""

    def __init__(self, stage: Stage, processes: list[ShopParts], seed: int) -> None:
        self.stage, self.processes = stage, processes
        self.chance = random.Random(seed)
        self.resources: list[tuple[UUID, int]] = [(new_id(), most) for most in (1, 1, 1, 8)]
        self.mine: list[tuple[Principal, Placed]] = []
        self.refused: set[type[Problem]] = set()
        self.base = in_minutes(60 * 30)

    async def act(self, client: Principal) -> None:
        parts = self.chance.choice(self.processes)
        own = [placed for who, placed in self.mine if who is client]
        choice = self.chance.random()
        try:
            if choice < 0.45 or not own:
                placed = await book(parts, client, *self.somewhere(), price=1_000)
                self.mine.append((client, placed))
                if self.chance.random() < 0.8:
                    await pay_from_wallet(parts, Caller(client), placed.reservation_id)
                return
            placed = self.chance.choice(own)
            assert placed.booking_id is not None
            if choice < 0.75:
                plan = a_booking(*self.somewhere(), price=self.chance.choice([800, 1_000]))
                await move_to(parts, Caller(client), await booking_now(parts, placed), plan)
            else:
                await cancel_booking(parts, Caller(client), placed.booking_id)
        except Problem as refusal:
            self.refused.add(type(refusal))

    def somewhere(self) -> list[Any]:
        chosen = self.chance.sample(self.resources, self.chance.randint(1, 3))
        start = self.base + 15 * self.chance.randrange(24)
        minutes = 15 * self.chance.randint(1, 6)
        return [
            a_taking(
                one, start, minutes, capacity=most, seats=self.chance.randint(1, most) // 2 or 1
            )
            for one, most in chosen
        ]


async def test_whatever_is_done_no_resource_is_beyond_its_capacity_and_no_money_is_lost(
    stage: Stage,
) -> None:
    studio = _Studio(stage, [stage, await stage.spare()], seed=19)
    clients = [a_customer() for _ in range(8)]
    for client in clients:
        await new_wallet(stage, client, 10_000_000)

    async def live(client: Principal) -> None:
        for _ in range(STEPS // len(clients)):
            await studio.act(client)

    await asyncio.gather(*map(live, clients))
    assert TimeTaken in studio.refused
    assert await faults_of_time(stage.database.url) == []

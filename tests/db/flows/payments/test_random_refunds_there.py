"""Refunds of ours and refunds made there, in any order, given up and tried again: once all is
heard, what the shop believes to be there is what the provider has, to the cent."""

import random
from collections.abc import Awaitable, Callable
from contextlib import suppress

import pytest

from holdfast.db.jobs import NotYet
from holdfast.flows.commit.caller import Caller
from holdfast.flows.ending.cancel import cancel
from holdfast.flows.payments.refund_came_back import refund_arrived
from holdfast.flows.staff.orders import retry_refund
from holdfast.kit import Problem
from holdfast.payments import refunds_taken, refunds_waiting
from tests.db.flows.payments.there import STAFF, Paid, paid
from tests.db.flows.stage import Stage, select
from tests.support.length import LONG

_GOING_BACK = """
SELECT coalesce(sum(going_back), 0)::bigint FROM payments
WHERE status = 'refund-failed' AND subject_id = $1
"""


class Chaos:
    def __init__(self, here: Paid, chance: random.Random) -> None:
        self.here, self.chance, self.stage = here, chance, here.stage
        self.provider = here.stage.provider
        self.provider.there[here.reference] = []

    async def made_there(self) -> None:
        most = self.provider.left(self.here.reference)
        if most > 0:
            self.here.there(self.chance.choice([most, self.chance.randint(1, most)]))

    async def fails_there(self) -> None:
        made = [one for one in self.provider.there[self.here.reference] if one.failed is None]
        if made:
            self.provider.gives_up(self.here.reference, self.chance.choice(made))

    async def ours(self) -> None:
        left = await self.here.left()
        if left > 0:
            await self.here.refund(self.chance.choice([left, self.chance.randint(1, left)]))

    async def comes_back(self) -> None:
        """The provider gives one of ours up; it may say so now, or later."""
        pool = self.stage.database.pool
        taken = await refunds_taken(pool, self.here.payment_id)
        if not taken:
            return
        refund_id = self.chance.choice(taken)
        key = await pool.fetchval("SELECT key FROM provider_refunds WHERE id = $1", refund_id)
        self.provider.came_back[key] = "the card is closed"
        if self.chance.random() < 0.5:
            await refund_arrived(self.stage, refund_id)

    async def hear(self) -> None:
        await self.here.look()

    async def called_off(self) -> None:
        await cancel(self.stage, Caller(self.here.buyer), order_id=self.here.order_id)

    async def tried_again(self) -> None:
        await retry_refund(self.stage, STAFF, self.here.order_id)

    async def worked(self) -> None:
        await self.here.work()

    async def step(self) -> None:
        likely: dict[Callable[[], Awaitable[None]], int] = {
            self.made_there: 4, self.fails_there: 2, self.ours: 4, self.comes_back: 2,
            self.hear: 4, self.worked: 4, self.called_off: 1, self.tried_again: 1,
        }  # fmt: skip
        (deed,) = self.chance.choices(list(likely), list(likely.values()))
        with suppress(Problem, NotYet):  # refused, or it comes again
            await deed()

    async def all_is_heard(self) -> None:
        """Each word comes again until nothing is news."""
        for _ in range(8):
            await self.worked()
            for refund_id in await refunds_taken(self.stage.database.pool, self.here.payment_id):
                try:
                    await refund_arrived(self.stage, refund_id)
                except NotYet:
                    await self.tries()
            try:
                await self.hear()
            except NotYet:
                await self.tries()

    async def tries(self) -> None:
        with suppress(Problem):
            await self.tried_again()


@pytest.mark.parametrize("seed", (*range(60), 210) if LONG else (0, 1, 16, 51, 210))
async def test_what_is_there_is_what_the_provider_has(stage: Stage, seed: int) -> None:
    here = await paid(stage)
    chaos = Chaos(here, random.Random(seed))
    for _ in range(24):
        await chaos.step()
    await chaos.all_is_heard()
    pool = stage.database.pool
    owed = sum(one.amount for one in await refunds_waiting(pool, here.order_id))
    ((back,),) = await select(stage, _GOING_BACK, here.order_id)
    over = sum(one.over for one in await here.kept())
    has = stage.provider.left(here.reference)
    assert await here.moves() == has
    assert await here.left() + owed + int(str(back)) - over == has

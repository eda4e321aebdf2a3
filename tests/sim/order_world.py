"""The world in which orders live: a shop in two processes, goods of which there are too few,
sellers, a bank (``bank``), connections that are cut at a commit, and what workers do."""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias, TypeVar
from uuid import UUID

import asyncpg

from holdfast.db.cursors import Consumer
from holdfast.db.engine import is_away
from holdfast.db.events import open_era
from holdfast.db.jobs import Job, NotYet, reader_of
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import scoped_key
from holdfast.flows.ending.call_off import CALL_OFF_TYPES, call_off_payments
from holdfast.flows.payments.purpose import Purposes
from holdfast.flows.selling.payouts import fail_payout, pay_payout, propose_payout
from holdfast.flows.settlement.for_orders import ForOrders
from holdfast.flows.shop_parts import ShopParts
from holdfast.kit import Problem, new_id
from holdfast.payments import ChargeStatus, PaymentArrives, RefundPayment, ResolvePayment
from holdfast.people import Principal
from holdfast.sellers import Holder, list_payouts
from holdfast.worker.handlers import handlers
from tests.db.event_log import drain
from tests.db.flows.buying import Goods, sweep_all
from tests.db.flows.selling.selling import a_rule, a_seller, goods_of, set_up, work
from tests.db.flows.stage import Stage
from tests.sim.bank import Bank
from tests.sim.simulator import LANE
from tests.support.wire import Moment, Wire

__all__ = ["BOUGHT", "SHARES", "STAFF", "OrderWorld", "Terms", "a_world"]

STAFF: Final = Principal("user:staff", "user", frozenset({"manager"}))
REPEATED: Final = 0.04
"""So many requests are sent again before they were answered; half as many connections are cut."""
TRIES: Final = 40
BOUGHT: Final = """
SELECT quantity, price * quantity - discount + tax FROM order_items WHERE order_id = $1
ORDER BY line
"""
SHARES: Final = "SELECT seller_id, gross, commission FROM suborders WHERE order_id = $1"
_DUE: Final = """
SELECT id, queue, payload FROM jobs
WHERE queue = ANY($1) AND substring(convert_from(payload, 'UTF8')
    FROM '"paymentId":"([0-9a-f-]{36})"')::uuid IN (SELECT id FROM payments WHERE hold_id = $2)
ORDER BY id
"""
_JOBS: Final[dict[str, type[Job]]] = {
    one.NAME: one for one in (RefundPayment, PaymentArrives, ResolvePayment)
}
_LATER: Final[tuple[ChargeStatus, ...]] = ("succeeded", "succeeded", "failed")
Answer = TypeVar("Answer")
Step: TypeAlias = Callable[[ShopParts, Caller], Awaitable[Answer]]


@dataclass(frozen=True)
class Terms:
    """Whose the goods are, what of their price is the shop's, and how many there were."""

    seller: UUID | None
    rate: int
    fixed: int
    stock: int


@dataclass
class OrderWorld:
    """``outcomes`` counts what was done and what was refused, ``sold`` the units that are with
    buyers; ``straight`` is a way to the database that is never cut."""

    stage: Stage
    bank: Bank
    wire: Wire
    straight: asyncpg.Pool
    processes: Sequence[ShopParts]
    chance: random.Random
    goods: dict[Goods, Terms]
    sellers: Sequence[UUID]
    outcomes: Counter[str] = field(default_factory=Counter)
    sold: Counter[Goods] = field(default_factory=Counter)

    async def told(self, who: Principal, step: Step[Answer]) -> Answer:
        """What a request comes to, sent with one key until somebody answers, to whichever process.
        Raises the refusal."""
        caller = Caller(who, "r-life", scoped_key("life", who.id, str(new_id()), b""))
        sent: list[asyncio.Task[Answer]] = []
        for _ in range(TRIES):
            asked = asyncio.ensure_future(self._ask(step, caller))
            sent.append(asked)
            if self.chance.random() < REPEATED:
                self.outcomes["repeated"] += 1
                continue
            if self.chance.random() < REPEATED / 2:
                self.outcomes["cut"] += 1
                self.wire.cut(self.chance.choice(list(Moment)), application=LANE)
            (done,) = await asyncio.gather(asked, return_exceptions=True)
            if not isinstance(done, BaseException) or not self._is_fault(done):
                return await self._first(sent)
        raise AssertionError("nobody answers")

    async def _first(self, sent: Sequence[asyncio.Task[Answer]]) -> Answer:
        """What was done by any of them, also by one that was sent before another was refused; or
        the refusal."""
        done = await asyncio.gather(*sent, return_exceptions=True)
        for one in done:
            if not isinstance(one, BaseException):
                return one
        return await sent[-1]

    async def _ask(self, step: Step[Answer], caller: Caller) -> Answer:
        return await step(self.chance.choice(self.processes), caller)

    def _is_fault(self, error: BaseException) -> bool:
        if isinstance(error, Problem):
            fault = error.status == 503
            self.outcomes[type(error).__name__] += 1
            return fault
        if not is_away(error):
            return False
        self.outcomes["away"] += 1
        return True

    async def refused(self, step: Awaitable[object]) -> bool:
        """Whether the shop says no."""
        try:
            await step
        except Problem:
            return True
        return False

    # --- what workers do ----------------------------------------------------------------------

    async def work(self, reservation_id: UUID) -> None:
        """All that can be done by now for the payments of an order; some of it twice."""
        for _ in range(TRIES):
            rows = await self.straight.fetch(_DUE, list(_JOBS), reservation_id)
            done = set[int]()
            for at, queue, payload in rows * self.chance.choice((1, 1, 2)):
                kind = _JOBS[queue]
                if await self._run(kind, reader_of(kind)(payload).payload):
                    done.add(at)
                else:
                    self.bank.decide(reservation_id, self.chance.choice(_LATER))
            await self.straight.execute("DELETE FROM jobs WHERE id = ANY ($1)", list(done))
            if not done and all(queue == RefundPayment.NAME for _, queue, _ in rows):
                return  # nothing is left, or what staff come before
        raise AssertionError(f"there is always more to do for {reservation_id}")

    async def _run(self, kind: type[Job], job: Job) -> bool:
        """Whether it was done; it may have come too early."""
        for _ in range(TRIES):
            parts = self.chance.choice(self.processes)
            purposes: Purposes = {"order": ForOrders(parts), "part": ForOrders(parts, "part")}
            try:
                await handlers(purposes, parts)[kind](job, "r-work")
            except NotYet:
                return False
            except Exception as error:
                if not self._is_fault(error):
                    raise
            else:
                return True
        raise AssertionError(f"{job} is never done")

    async def market(self) -> None:
        """What is over expires, sellers have their shares, some are paid out."""
        await sweep_all(self.stage)
        await drain(
            Consumer("call-off-payments", CALL_OFF_TYPES, call_off_payments), self.stage.database
        )
        await work(self.stage, times=2)
        await self.pay_out()
        found = await list_payouts(self.stage.database.pool, None, None, None, 5)
        for one in found:
            sends = self.chance.random() < 0.6
            settle = pay_payout if sends else fail_payout
            await self.refused(settle(self.stage, Caller(STAFF), one.id, "by hand"))

    async def pay_out(self) -> None:
        """Whoever has earned something is to have it."""
        for seller in self.sellers:
            if not await self.refused(
                propose_payout(self.stage, Caller(STAFF), Holder("seller", seller), "EUR")
            ):
                self.outcomes["payout"] += 1


async def a_world(
    stage: Stage, wire: Wire, straight: asyncpg.Pool, seed: int, stock: int
) -> OrderWorld:
    """Two sellers and the shop, with tax, delivery, and so many of each thing."""
    chance = random.Random(seed)
    await set_up(
        stage,
        payout_hold_days=0,
        tax_rates=[{"name": "Tax", "rate": 7_300}],
        shipping_methods=[{"id": "post", "name": "Post", "price": 599, "currency": "EUR"}],
    )
    async with stage.database.transaction() as connection:
        await open_era(connection)
    bank = Bank(stage.provider, random.Random(seed))
    stage.provider.begins = "pending"
    processes = [replace(one, providers={"scripted": bank}) for one in (stage, await stage.spare())]
    sellers = [await a_seller(stage) for _ in range(2)]
    goods: dict[Goods, Terms] = {}
    for seller, rate, fixed, price in (
        (sellers[0], 12_345, 3, 333), (sellers[0], 12_345, 3, 17), (sellers[1], 50_000, 0, 2_999),
        (None, 0, 0, 451), (None, 0, 0, 10_000),
    ):  # fmt: skip
        if seller is not None and price != 17:
            await a_rule(stage, rate, fixed, seller=seller)
        goods[await goods_of(stage, seller, price, stock)] = Terms(seller, rate, fixed, stock)
    return OrderWorld(stage, bank, wire, straight, processes, chance, goods, sellers)

"""An order that a card paid, whose money somebody gives back on the provider's own pages as well;
and what workers do about it, done here and now."""

from uuid import UUID

import msgspec

from holdfast.db.cursors import Consumer
from holdfast.db.events import open_era
from holdfast.db.jobs import NotYet, reader_of
from holdfast.flows.commit.caller import Caller
from holdfast.flows.insights.payment_moves import MOVE_TYPES, PaymentMoves
from holdfast.flows.payments.purpose import Purposes
from holdfast.flows.payments.refunds_there import look_there
from holdfast.flows.settlement.for_orders import ForOrders
from holdfast.flows.shop_parts import ShopParts
from holdfast.flows.staff.orders import refund
from holdfast.kit import Problem
from holdfast.orders import Order
from holdfast.payments import MOVES, Payment, RefundKept, RefundsThere, RefundThere, refunds_kept
from holdfast.people import Principal
from holdfast.worker.handlers import JOBS, handlers
from tests.db.event_log import drain
from tests.db.flows.buying import (
    a_customer,
    confirm,
    new_goods,
    pay_for,
    refundable_of,
    reserve,
)
from tests.db.flows.stage import Stage, select

__all__ = ["STAFF", "Paid", "paid", "purposes_of", "read_moves"]

STAFF = Caller(Principal("user:staff", "user", frozenset({"manager"})), "r-staff")
_NAMED = {one.NAME: one for one in JOBS}
_WAITING = "SELECT id, queue, payload FROM jobs WHERE queue = ANY($1) ORDER BY id"
_QUEUES = ["refund", "refund-arrives", "refunds-there", "dispute-arrives"]


def purposes_of(parts: ShopParts) -> Purposes:
    return {"order": ForOrders(parts), "part": ForOrders(parts, "part")}


class Paid:
    """``total`` is what was paid; the provider has it under ``reference``."""

    def __init__(self, stage: Stage, buyer: Principal, order_id: UUID, payment: Payment) -> None:
        assert payment.reference is not None
        self.stage, self.buyer, self.order_id = stage, buyer, order_id
        self.payment_id, self.reference, self.total = payment.id, payment.reference, payment.amount

    def there(self, amount: int, currency: str = "EUR") -> RefundThere:
        return self.stage.provider.gives(self.reference, amount, currency)

    async def look(self) -> None:
        """The provider sent word."""
        await look_there(purposes_of(self.stage), RefundsThere("scripted", self.reference))

    async def refund(self, amount: int) -> None:
        """By staff; the provider is still to be asked."""
        await refund(self.stage, STAFF, self.order_id, amount, "a scratch")

    async def work(self) -> None:
        """All that is left to do about it, until nothing is; what is too early comes again."""
        tried: set[int] = set()
        while rows := await select(self.stage, _WAITING, _QUEUES):
            wanted = [row for row in rows if row[0] not in tried] or rows
            stuck = wanted is rows
            for number, queue, payload in wanted:
                tried.add(number)
                if await self._do(queue, payload):
                    await self.stage.database.pool.execute("DELETE FROM jobs WHERE id = $1", number)
                    stuck = False
            if stuck:
                return

    async def _do(self, queue: str, payload: bytes) -> bool:
        kind = _NAMED[queue]
        body = reader_of(kind)(payload).payload
        assert isinstance(body, msgspec.Struct)
        try:
            await handlers(purposes_of(self.stage), self.stage)[kind](body, "test")
        except (NotYet, Problem):
            return False
        return True

    async def moves(self) -> int:
        """What the provider moved, as it is reconciled."""
        await read_moves(self.stage)
        ((found,),) = await select(
            self.stage, "SELECT coalesce(sum(amount), 0)::bigint FROM payment_moves"
            " WHERE payment_id = $1", self.payment_id,
        )  # fmt: skip
        return int(str(found))

    @property
    def given_there(self) -> int:
        """By the provider, as it has it."""
        return self.total - self.stage.provider.left(self.reference)

    async def left(self) -> int:
        """What may still be refunded."""
        if (await self.stage.reader.account(f"refundable/{self.payment_id}")).version == 0:
            return self.total
        return await refundable_of(self.stage, self.payment_id)

    async def kept(self) -> list[RefundKept]:
        return await refunds_kept(self.stage.database.pool, [self.payment_id])

    async def counts(self) -> list[tuple[str, int, int, int]]:
        """Of each made there: its state, what counts, what it covers, what is over."""
        return [(one.state, one.counted, one.covered, one.over) for one in await self.kept()]

    async def payment(self) -> Payment:
        found = await self.stage.payments.get(self.payment_id)
        assert found is not None
        return found

    async def order(self) -> Order:
        found = await self.stage.orders.get(self.order_id)
        assert found is not None
        return found


async def read_moves(stage: Stage) -> None:
    """What providers moved is kept."""
    async with stage.database.transaction() as connection:
        await open_era(connection)
    await drain(Consumer(MOVES, MOVE_TYPES, PaymentMoves(stage.providers)), stage.database)


async def paid(stage: Stage, price: int = 1000) -> Paid:
    """An order of so much."""
    buyer = a_customer()
    reserved = await reserve(stage, buyer, await new_goods(stage, 1, price=price))
    payment = await pay_for(stage, buyer, reserved)
    await confirm(stage, buyer, reserved, payment)
    found = await stage.payments.get(payment.payment_id)
    assert found is not None
    return Paid(stage, buyer, reserved.order_id, found)

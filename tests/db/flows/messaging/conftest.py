"""A shop that settles by message, whose post the test carries: letters lie in a sack until they are
read, and may be read twice, late, in another order, or changed."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pytest

from holdfast.db.cursors import Consumer
from holdfast.db.reading import Position
from holdfast.flows.checkout.basket import Amount
from holdfast.flows.messaging.messages import (
    ORDERS_TO_PAY,
    PAYMENT_RESULTS,
    Message,
    Result,
    Seal,
    ToPay,
)
from holdfast.flows.messaging.post import Letter, LetterOutcome, LetterReader
from holdfast.orders import Order
from holdfast.payments import Payment
from holdfast.people import Principal
from holdfast.worker.relays import both_sides
from tests.db.flows.buying import Goods, cart_of, sweep_all
from tests.db.flows.purses import buy, treasury_of
from tests.db.flows.stage import Stage, opened_stage, select
from tests.support.length import PARTITIONS
from tests.support.market import eventually

SECRET = b"a secret of the tests"
_NEWEST = """
SELECT era::int, xid::text::bigint, id FROM events ORDER BY era DESC, xid DESC, id DESC LIMIT 1
"""


class Sack:
    """A post that delivers nothing by itself."""

    def __init__(self) -> None:
        self.letters: list[Letter] = []
        self.readers: dict[str, LetterReader] = {}

    def deliver(self, queue: str, reader: LetterReader) -> None:
        self.readers[queue] = reader

    async def send(self, letters: Sequence[Letter]) -> None:
        self.letters.extend(letters)

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    @property
    def dead_letters(self) -> Any:
        raise NotImplementedError

    trouble = None


@dataclass
class Shop:
    """``stage`` settles by message."""

    stage: Stage
    relays: Sequence[Consumer]
    sack: Sack
    seals: dict[str, Seal[Any]] = field(default_factory=dict)

    async def order(
        self, buyer: Principal, *goods: Goods, quantity: int = 1, coupon: UUID | None = None
    ) -> Order:
        """A new order of these."""
        cart = cart_of(*goods, quantity=quantity)
        return await self.look(await buy(self.stage, buyer, cart, coupon_id=coupon))

    async def order_without_goods(self, buyer: Principal, amount: int) -> Order:
        return await self.look(await buy(self.stage, buyer, Amount(amount, "EUR", "A lesson")))

    async def look(self, order: Order | UUID) -> Order:
        """The order as it stands now."""
        known = order if isinstance(order, UUID) else order.id
        found = await self.stage.orders.get(known)
        assert found is not None
        return found

    async def payment(self, order: Order) -> Payment:
        """The order's only one."""
        (payment,) = await self.stage.payments.of_order(order.id)
        return payment

    async def end(self, order: Order) -> None:
        """As if the time of its hold had passed; swept."""
        self.stage.altered.add("sealed")
        await self.stage.database.pool.execute(
            "UPDATE ledger_holds SET expires_at = clock_timestamp() - interval '1 millisecond'"
            " WHERE id = $1",
            order.hold_id,
        )
        assert await sweep_all(self.stage) == 1

    # --- the post -------------------------------------------------------------------------------

    async def posted(self) -> list[Letter]:
        """What both relays send of all that is written; the sack is empty then."""
        database = self.stage.database
        newest = [Position(*map(int, map(str, row))) for row in await select(self.stage, _NEWEST)]
        for relay in self.relays:

            async def read_all(relay: Consumer = relay) -> bool:
                await relay.step(database)
                return [await relay.position(database)] >= newest

            # What commits is read when no older transaction of the whole server is open.
            await eventually(read_all, 60, "the log is read")
        letters, self.sack.letters = self.sack.letters, []
        return letters

    async def letter(self) -> Letter:
        """The only one that is sent now."""
        (letter,) = await self.posted()
        return letter

    async def read(self, letter: Letter) -> LetterOutcome:
        return await self.sack.readers[letter.queue](letter)

    async def carry(self) -> list[tuple[str, LetterOutcome]]:
        """Read all there is and what comes of it, each once; the ids without what they are of,
        with what came of each."""
        told: list[tuple[str, LetterOutcome]] = []
        while letters := await self.posted():
            told += [(one.id.partition("/")[0], await self.read(one)) for one in letters]
        return told

    def sealed(self, message: Message) -> Letter:
        """A letter that no relay has sent, with a good seal."""
        queue = ORDERS_TO_PAY if isinstance(message, ToPay) else PAYMENT_RESULTS
        return self.seals[queue].letter(message)

    def opened(self, letter: Letter) -> Any:
        return self.seals[letter.queue].opened(letter)

    # --- money ----------------------------------------------------------------------------------

    async def charged(self, order: Order) -> int:
        """What payments have of the order and could give back."""
        payment = await self.payment(order)
        account = await self.stage.reader.account(f"charge/{payment.id}")
        return account.balance

    async def charge_state(self, order: Order) -> str | None:
        charge = await treasury_of(self.stage).charges.get((await self.payment(order)).id)
        return None if charge is None else charge.state

    async def entries(self) -> int:
        """How often anything moved, in the whole ledger."""
        ((count,),) = await select(self.stage, "SELECT count(*)::int FROM ledger_entries")
        assert isinstance(count, int)
        return count


@pytest.fixture(params=PARTITIONS)
async def shop(database_url: str, request: pytest.FixtureRequest) -> AsyncIterator[Shop]:
    """Its ledger must be clean after every test."""
    async with opened_stage(database_url, request.param, by_message=True) as stage:
        sack = Sack()
        relays = both_sides(stage, treasury_of(stage), sack, SECRET)
        to_pay: Seal[ToPay] = Seal(SECRET, ORDERS_TO_PAY)
        results: Seal[Result] = Seal(SECRET, PAYMENT_RESULTS)
        yield Shop(stage, relays, sack, {ORDERS_TO_PAY: to_pay, PAYMENT_RESULTS: results})

"""A refund that somebody made on YooKassa's own pages, with its receipt there: what is refunded or
handed over later is not what went back by it."""

from collections.abc import AsyncIterator
from decimal import Decimal
from typing import Any

import pytest

from holdfast.db.jobs import reader_of
from holdfast.flows.payments.begin import PaymentBegun
from holdfast.flows.payments.receipt_parts import learn_receipt
from holdfast.flows.payments.refunds_there import look_there
from holdfast.flows.staff.orders import refund
from holdfast.payments import LearnReceipt, RefundsThere
from tests.db.flows.buying import cart_of, confirm, new_goods
from tests.db.flows.payments.there import purposes_of
from tests.db.flows.settlement.receipting import STAFF, Till, till_of
from tests.db.flows.stage import Stage, select

_NAMED = "UPDATE order_items SET product_name = product_name || line WHERE order_id = $1"
_PARTS = """
SELECT key, amounts::text, registration FROM receipts WHERE kind = 'refunded' ORDER BY id
"""


@pytest.fixture
async def till(stage: Stage) -> AsyncIterator[Till]:
    async with till_of(stage) as opened:
        yield opened


class Sold:
    """Two lines, of 2000 and 600, paid by card at YooKassa."""

    def __init__(self, till: Till) -> None:
        self.till = till
        self.begun: PaymentBegun

    async def pay(self) -> "Sold":
        till, buyer = self.till, await self.till.a_buyer()
        goods = [await new_goods(till.stage, 3, price, "RUB") for price in (1000, 300)]
        placed = await till.reserved(buyer, *cart_of(*goods, quantity=2))
        self.order_id = placed.order_id
        await till.stage.database.pool.execute(_NAMED, placed.order_id)
        self.begun = await till.begun(buyer, placed)
        self.name = await till.name_of(self.begun)
        till.yookassa.visit(self.name, "pay")
        await confirm(till.stage, buyer, placed, self.begun)
        return self

    def there(self, line: int, rubles: int) -> dict[str, Any]:
        """Somebody gives so much of one line back on YooKassa's pages."""
        value = {"value": f"{rubles}.00", "currency": "RUB"}
        asked = {"payment_id": self.name, "amount": value}
        said = self.till.yookassa.book.payment(self.name)["_receipts"][0]
        item = {**said["items"][line], "quantity": "1.000", "amount": value}
        receipt = {"customer": said["customer"], "items": [item]}
        return dict(self.till.yookassa.book.refund({**asked, "receipt": receipt}))

    async def look(self) -> None:
        asked = RefundsThere("yookassa", payment_id=self.begun.payment_id)
        await look_there(purposes_of(self.till.stage), asked)

    async def learn(self) -> None:
        """What became of receipts at the tax service."""
        rows = await select(
            self.till.stage, "DELETE FROM jobs WHERE queue = $1 RETURNING payload",
            LearnReceipt.NAME,
        )  # fmt: skip
        for (payload,) in rows:
            await learn_receipt(self.till.stage, reader_of(LearnReceipt)(payload).payload)

    async def parts(self) -> list[tuple[Any, ...]]:
        return await select(self.till.stage, _PARTS)


async def test_what_is_refunded_later_is_of_the_other_lines(till: Till) -> None:
    sold = await Sold(till).pay()
    made = sold.there(1, 6)
    for _ in range(2):
        await sold.look()
    key = f"there/{made['id']}"
    assert await sold.parts() == [(key, "[0, 600]", "pending")]
    await sold.learn()
    assert await sold.parts() == [(key, "[0, 600]", "succeeded")]
    await refund(till.stage, STAFF, sold.order_id, 1500, "a scratch")
    await till.runs_refunds()
    assert till.given_back(sold.name) == {"Goods0": 1500, "Goods1": 600}
    await refund(till.stage, STAFF, sold.order_id, 500, "the rest")
    await till.runs_refunds()
    assert till.given_back(sold.name) == {"Goods0": 2000, "Goods1": 600}
    assert Decimal(till.yookassa.book.payment(sold.name)["refunded_amount"]["value"]) == 26


async def test_one_without_a_receipt_is_a_task_of_staff(till: Till) -> None:
    sold = await Sold(till).pay()
    made = till.yookassa.book.refunds[sold.there(0, 10)["id"]]
    del made["receipt_registration"]
    made["_receipt"] = None
    await sold.look()
    ((_, amounts, state),) = await sold.parts()
    assert (amounts, state) == ("[769, 231]", "pending")  # of all lines alike
    await sold.learn()
    assert [row[2] for row in await sold.parts()] == ["canceled"]


async def test_one_that_fails_gives_its_lines_back(till: Till) -> None:
    till.yookassa.book.refunds_are = "pending"
    sold = await Sold(till).pay()
    made = till.yookassa.book.refunds[sold.there(1, 6)["id"]]
    await sold.look()
    assert [row[1] for row in await sold.parts()] == ["[0, 600]"]
    made.update(status="canceled", cancellation_details={"party": "yoo_money", "reason": "x"})
    await sold.look()
    assert await sold.parts() == []

"""A shop that has receipts sent with payments by YooKassa, and what YooKassa was told."""

from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from holdfast.db.jobs import reader_of
from holdfast.flows.checkout.basket import CartLine
from holdfast.flows.checkout.place import Placed, place
from holdfast.flows.checkout.prices import Choice
from holdfast.flows.commit.caller import Caller, process
from holdfast.flows.payments.begin import PaymentBegun
from holdfast.flows.payments.refund_at_provider import refund, refund_of_part
from holdfast.flows.settlement.pay import begin_payment
from holdfast.kit import new_id
from holdfast.payments import RefundPayment
from holdfast.payments.providers.yookassa import YooKassaProvider
from holdfast.people import Principal, user_owner
from holdfast.shop import change_settings
from tests.db.flows.buying import payment_now
from tests.db.flows.stage import Stage, select
from tests.support.payment_server import Values
from tests.support.yookassa import KEY, SHOP, YooKassaServer

__all__ = ["A_USER", "RULES", "Till", "till_of"]

STAFF: Final = process("user:staff")
SITE: Final = "https://shop.test"
RULES: Final[dict[str, Any]] = {"by": "yookassa", "vat": 11, "delivery_vat": 1}
A_USER: Final = """
INSERT INTO users (id, email, name, password_hash, roles) VALUES ($1, $2, 'Ann', '', '{}')
"""
_REFUNDS: Final = """
DELETE FROM jobs WHERE queue = 'refund' RETURNING payload
"""
Lines = Counter[str]
"""Minor units, by what a line is called."""


@dataclass
class Till:
    stage: Stage
    yookassa: YooKassaServer
    provider: YooKassaProvider

    async def rules(self, receipts: dict[str, Any], **settings: object) -> None:
        said = {"currency": "RUB", "receipts": receipts, **settings}
        async with self.stage.database.transaction() as connection:
            await change_settings(connection, said)
        self.stage.shop.forget()

    async def a_buyer(self, email: str = "") -> Principal:
        """Who has an account, with an address of mail."""
        user = new_id()
        await self.stage.database.pool.execute(A_USER, user, email or f"{user}@shop.example")
        return Principal(user_owner(user), "user", frozenset({"customer"}), "192.0.2.1")

    async def reserved(self, buyer: Principal, *cart: CartLine, **choice: Any) -> Placed:
        return await place(self.stage, Caller(buyer), list(cart), choice=Choice(**choice))

    async def begun(
        self, buyer: Principal, placed: Placed, amount: int | None = None
    ) -> PaymentBegun:
        return await begin_payment(
            self.stage, Caller(buyer), placed.reservation_id, "yookassa", amount=amount, origin=SITE
        )

    async def name_of(self, begun: PaymentBegun) -> str:
        """At YooKassa."""
        reference = (await payment_now(self.stage, begun)).reference
        assert reference is not None
        return reference

    async def said(self, begun: PaymentBegun) -> Values:
        """The receipt that it was begun with."""
        found: Values = self.yookassa.book.payment(await self.name_of(begun))["_receipts"][0]
        return found

    async def runs_refunds(self) -> None:
        """Those that are to be made, as the worker does."""
        for job in await self.refund_jobs():
            await self.runs(job)

    async def refund_jobs(self) -> list[RefundPayment]:
        """Each once."""
        rows = await select(self.stage, _REFUNDS)
        return [reader_of(RefundPayment)(row[0]).payload for row in rows]

    async def runs(self, job: RefundPayment) -> None:
        if job.refund_id is None:
            await refund(self.stage, job.payment_id, amount=job.amount, attempt=job.attempt)
        else:
            assert job.amount is not None
            part = job.refund_id, job.amount
            await refund_of_part(self.stage, job.payment_id, *part, wanted=job.lines)

    def charged(self, name: str) -> Lines:
        """By the last receipt of its payment."""
        return lines_of(self.yookassa.book.payment(name)["_receipts"][-1])

    def given_back(self, name: str) -> Lines:
        """By all receipts of its refunds."""
        found = Lines()
        for one in self.yookassa.book.refunds.values():
            if one["payment_id"] == name and one["status"] == "succeeded":
                found += lines_of(one["_receipt"])
        return found


def lines_of(receipt: Values) -> Lines:
    found = Lines()
    for item in receipt["items"]:
        amount = Decimal(item["quantity"]) * Decimal(item["amount"]["value"]) * 100
        assert amount == int(amount)
        found[item["description"]] += int(amount)
    return found


@asynccontextmanager
async def till_of(stage: Stage, *, two_stage: bool = False) -> AsyncIterator[Till]:
    with YooKassaServer.running() as yookassa:
        yookassa.book.receipts = "yookassa"
        provider = YooKassaProvider(SHOP, KEY, two_stage=two_stage, url=yookassa.url)
        stage.providers["yookassa"] = provider  # type: ignore[index]  # a dict, in tests
        till = Till(stage, yookassa, provider)
        await till.rules(RULES)
        yield till
        await provider.close()


def items_of(receipt: Values) -> Iterator[tuple[str, str, str, int, str, str]]:
    """Each as it is written."""
    for one in receipt["items"]:
        yield (
            one["description"], one["quantity"], one["amount"]["value"], one["vat_code"],
            one["payment_subject"], one["payment_mode"],
        )  # fmt: skip

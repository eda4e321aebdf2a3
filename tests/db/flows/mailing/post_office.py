"""A shop's mail as tests have it: people who have addresses, orders that something happened to, a
server that takes mails, and what writes and sends them."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from holdfast.db.events import open_era
from holdfast.flows.commit.event_log import write_events
from holdfast.flows.mailing.mailing import Mailing
from holdfast.flows.shop_parts import ShopParts
from holdfast.kit import new_id
from holdfast.orders import OrderPaid, OrderReserved
from holdfast.worker import Mailer
from tests.support.mail_server import MailServer
from tests.support.mailing_process import mailer_on, mailing_on, writer_of
from tests.support.patience import PATIENCE
from tests.support.payer import shop_parts_on

__all__ = ["PostOffice", "opened_office"]


@dataclass
class PostOffice:
    parts: ShopParts
    mailing: Mailing
    server: MailServer

    async def a_person(self, address: str, name: str = "Ann") -> UUID:
        user = new_id()
        await self.parts.database.pool.execute(
            "INSERT INTO users (id, email, name, password_hash, roles)"
            " VALUES ($1, $2, $3, 'x', '{customer}')",
            user, address, name,
        )  # fmt: skip
        return user

    async def orders_of(self, user: UUID, count: int = 1, locale: str = "en") -> list[UUID]:
        ids = [new_id() for _ in range(count)]
        pool = self.parts.database.pool
        await pool.executemany(
            "INSERT INTO orders (id, number, owner, status, total, currency, locale)"
            " VALUES ($1, $2, $3, 'paid', 1350, 'EUR', $4)",
            [(one, f"N{one.hex[-7:]}", f"user:{user}", locale) for one in ids],
        )
        await pool.executemany(
            "INSERT INTO order_items (order_id, line, product_id, variant_id, product_name,"
            " options, quantity, price) VALUES ($1, 0, $1, $1, 'Mug <b>', '{}', 1, 1350)",
            [(one,) for one in ids],
        )
        return ids

    async def happens(self, orders: list[UUID], *, paid: bool = True) -> None:
        fact: Any = OrderPaid(new_id(), 1350, "EUR") if paid else OrderReserved(new_id(), 1, "EUR")
        async with self.parts.database.transaction() as connection:
            await write_events(connection, [(fact, one) for one in orders])

    async def log(self, **wanted: str) -> list[dict[str, Any]]:
        rows = await self.parts.database.pool.fetch("SELECT * FROM mails ORDER BY created_at, id")
        found = [dict(row) for row in rows]
        return [one for one in found if all(one[name] == it for name, it in wanted.items())]

    async def until(self, true: Callable[[list[dict[str, Any]]], bool], what: str) -> None:
        """Ask the log until it says so."""
        deadline = time.monotonic() + PATIENCE
        while not true(await self.log()):
            assert time.monotonic() < deadline, f"not in time: {what}; {await self.log()}"
            await asyncio.sleep(0.03)

    @asynccontextmanager
    async def open(self, mailer: Mailer | None = None) -> AsyncIterator[None]:
        """Write and send, meanwhile: mails, or by another mailer."""
        database = self.parts.database
        mailer = mailer or mailer_on(self.mailing, self.server.port)
        consumer = writer_of(self.mailing)
        await consumer.position(database)  # from now on
        tasks = [
            asyncio.create_task(consumer.run(database)),
            asyncio.create_task(mailer.run(lambda: True)),
        ]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


@asynccontextmanager
async def opened_office(url: str) -> AsyncIterator[PostOffice]:
    parts = shop_parts_on(url, "http://127.0.0.1:9", 1)
    await parts.database.start()
    await parts.ledger.start()
    async with parts.database.transaction() as connection:
        await open_era(connection)
    server = await MailServer().start()
    try:
        yield PostOffice(parts, mailing_on(parts), server)
    finally:
        await server.stop()
        await parts.ledger.close()
        await parts.database.close()

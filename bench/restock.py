"""(v) A restock while many wait: until all holds stand, and all are told."""

import asyncio
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

import asyncpg
import httpx

from bench.results import Result, Say, Table, Target, median
from bench.shop import Shop, shop
from bench.staff import staff
from bench.visitors import let_in
from holdfast.catalog import stock_key
from holdfast.kit import new_id
from holdfast.ledger import Accepted, Command, Ledger, Wait
from tests.support.mail_server import MailServer, running_mail_server

__all__ = ["measure"]

PATIENCE: Final = 900.0
HOW: Final = """
One worker, limits off, and a mail server beside it that takes every mail. So many customers with
addresses of mail wait in line for one unit each of a variant that is sold out (put there by SQL);
then staff book a delivery in by `POST /api/staff/variants/{id}/stock`. *All hold theirs*: each of
the first of the line has an order that holds a unit, durable, by the database. *All told*: the mail
server has taken a mail for each of them that says so (and in between another one, that the order is
placed). All the while somebody who does not wait tries to reserve one, again and again. After every
turn it is looked at who was served: exactly the first of the line, one unit each, nothing free,
nothing held by anybody else, nobody told twice.
"""
_LINE: Final = "SELECT id FROM waiting_line WHERE variant_id = $1 AND status = $2 ORDER BY id"
_HELD: Final = """
SELECT count(*) FROM waiting_line w JOIN orders o ON o.id = w.order_id AND o.owner = w.owner
JOIN ledger_holds h ON h.id = o.hold_id AND h.state = 'held'
WHERE w.variant_id = $1
"""
_TOLD: Final = "SELECT count(*) FROM mails WHERE kind = 'units-offered' AND status = 'sent'"
_TWICE: Final = """
SELECT count(*) - count(DISTINCT (owner, subject_id)) FROM mails WHERE kind = 'units-offered'
"""
_STOCK: Final = "SELECT balance, held FROM ledger_accounts WHERE key = $1"


@dataclass(frozen=True)
class Size:
    waiting: int
    units: int
    turns: int


@dataclass
class Found:
    """Seconds from the delivery; ``wrong``: what is not as it must be, ``slipped``: units that went
    to who did not wait."""

    answered: list[float] = field(default_factory=list)
    held: list[float] = field(default_factory=list)
    told: list[float] = field(default_factory=list)
    tries: int = 0
    slipped: int = 0
    wrong: int = 0


def measure(quick: bool, say: Say) -> Result:
    size = Size(2_000, 200, 1) if quick else Size(10_000, 1_000, 3)
    found = Found()
    with running_mail_server() as mails:
        say("starting a shop")
        with shop(_mail(mails)) as running, staff(running) as books:
            variant = _sold_out(running, books)
            say(f"{size.waiting:,} get in line")
            asyncio.run(_line_up(running.database_url, *variant, size.waiting))
            for turn in range(size.turns):
                asyncio.run(_restock(running, books, variant[1], size, found))
                say(
                    f"turn {turn + 1} of {size.turns}: all hold theirs after "
                    f"{found.held[-1]:.1f} s, all told after {found.told[-1]:.1f} s"
                )
    return _result(found, size)


def _mail(server: MailServer) -> dict[str, object]:
    return {
        "smtp_host": "127.0.0.1",
        "smtp_port": server.port,
        "smtp_tls": "off",
        "mail_from": "orders@shop.example",
        "public_url": "https://shop.example",
    }


def _sold_out(running: Shop, books: httpx.Client) -> tuple[UUID, UUID]:
    """A product and its variant of which there is nothing left."""
    product, variant = running.variants[0]
    gone = {"set": 0, "reason": "a benchmark"}
    books.post(f"/api/staff/variants/{variant}/stock", json=gone).raise_for_status()
    return UUID(product), UUID(variant)


async def _line_up(url: str, product: UUID, variant: UUID, count: int) -> None:
    connection = await asyncpg.connect(url)
    ledger = Ledger(url)
    await ledger.start()
    try:
        _, owners = await let_in(connection, count)
        await connection.copy_records_to_table(
            "waiting_line",
            columns=[
                "id", "owner", "service_name", "product_id", "variant_id", "quantity", "locale",
                "line_id",
            ],
            records=[
                (new_id(), one, "Bench", product, variant, 1, "en", variant) for one in owners
            ],
        )  # fmt: skip
        await connection.execute("ANALYZE waiting_line")
        done = await ledger.commit(Command((Wait(stock_key(variant), count),)))
        assert isinstance(done, Accepted), done
    finally:
        await ledger.close()
        await connection.close()


async def _restock(
    running: Shop, books: httpx.Client, variant: UUID, size: Size, found: Found
) -> None:
    connection = await asyncpg.connect(running.database_url)
    try:
        first = [row[0] for row in await connection.fetch(_LINE, variant, "waiting")][: size.units]
        before: int = await connection.fetchval(_HELD, variant)
        with _passer_by(running, variant, found):
            begun = time.perf_counter()
            some = {"deposit": size.units, "reason": "a delivery"}
            await asyncio.to_thread(
                lambda: books.post(
                    f"/api/staff/variants/{variant}/stock", json=some
                ).raise_for_status()
            )
            found.answered.append(time.perf_counter() - begun)
            while await connection.fetchval(_HELD, variant) < before + size.units:
                await _again(begun)
            found.held.append(time.perf_counter() - begun)
            while await connection.fetchval(_TOLD) < before + size.units:
                await _again(begun)
            found.told.append(time.perf_counter() - begun)
        found.wrong += await _wrong(connection, variant, first, before)
    finally:
        await connection.close()


async def _again(begun: float) -> None:
    assert time.perf_counter() < begun + PATIENCE, "not all are served"
    await asyncio.sleep(0.02)


async def _wrong(
    connection: asyncpg.Connection,
    variant: UUID,
    first: Sequence[UUID],
    before: int,
) -> int:
    """How many were passed over, or served out of their turn, or told twice; units that are not
    where they must be."""
    served = {row[0] for row in await connection.fetch(_LINE, variant, "offered")}
    twice: int = await connection.fetchval(_TWICE)
    balance, held = await connection.fetchrow(_STOCK, stock_key(variant))
    faults: dict[str, int] = {
        "passed over": len(set(first) - served),
        "served out of turn": len(served) - before - len(first),
        "free": balance,
        "held by others": held - before - len(first),
        "told twice": twice,
    }
    if any(faults.values()):
        print(f"   {faults}")
    return sum(map(abs, faults.values()))


@contextmanager
def _passer_by(running: Shop, variant: UUID, found: Found) -> Iterator[None]:
    """Somebody who does not wait, and takes what they can get."""
    product = next(one for one, other in running.variants if other == str(variant))
    asked = {"items": [{"productId": product, "variantId": str(variant), "quantity": 1}]}
    over = threading.Event()

    def try_on() -> None:
        cookies = {"holdfast_session": running.guests[0]}
        with httpx.Client(base_url=running.url, cookies=cookies, timeout=60) as client:
            while not over.is_set():
                answer: Any = client.post("/api/orders/reserve", json=asked)
                found.tries += 1
                found.slipped += answer.status_code != 409
                over.wait(0.01)

    passing = threading.Thread(target=try_on)
    passing.start()
    try:
        yield
    finally:
        over.set()
        passing.join()


def _result(found: Found, size: Size) -> Result:
    result = Result("(v) A restock while many wait", HOW)
    middles = [median(one) for one in (found.answered, found.held, found.told)]
    row = (
        f"{size.units:,}", f"{size.waiting:,}", *(f"{one:.2f}" for one in middles),
        f"{max(found.held):.2f}", f"{max(found.told):.2f}", f"{found.tries:,}",
        str(found.slipped), str(found.wrong),
    )  # fmt: skip
    columns = (
        "units", "waiting", "answered s", "all holds stand s", "all told s", "worst holds s",
        "worst told s", "others' tries", "slipped through", "wrong",
    )  # fmt: skip
    result.tables.append(Table("A delivery", columns, [row]))
    result.figures["a delivery"] = dict(
        zip(("answered_s", "held_s", "told_s"), (round(one, 3) for one in middles), strict=True)
    )
    for what, count in (
        ("units that slipped past who waited", found.slipped),
        ("who was passed over or told twice, units out of place", found.wrong),
    ):
        result.targets.append(Target(what, 0, count, "", at_most=True))
    return result

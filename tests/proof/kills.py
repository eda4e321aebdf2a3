"""Kills under load: of a worker, the whole server, the postmaster, one backend of PostgreSQL.

Buyers reserve and repeat what was not answered, as browsers do. Whatever is killed: every
reservation that was acknowledged is there afterwards, nothing is there twice, and the service
resumes by itself (a server that was killed whole is started again by whoever runs it: here, us).

    python -m tests.proof.kills [--rounds 20] [--only worker server postmaster backend]
"""

import argparse
import asyncio
import os
import random
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import asyncpg

from tests.proof.audited import audit, held_orders
from tests.proof.crowd import Answer, Visitor, visitors
from tests.support.folders import on_disk
from tests.support.market import Goods, Market, opened_market, stock_up

__all__ = ["KINDS", "Ordeal", "kill_worker", "main", "opened_ordeal", "run"]

BUYERS = 24
UNITS = 1_000_000
RESUMES_WITHIN = 120.0
SETTLED = 60  # acknowledgements between two kills, so that each meets a server at work


@dataclass
class Ordeal:
    """A market under load, and what its buyers were told."""

    market: Market
    goods: Goods
    chance: random.Random
    acknowledged: dict[str, str] = field(default_factory=dict)  # reservation -> order
    of_key: dict[str, str] = field(default_factory=dict)  # key -> reservation
    unanswered: int = 0  # requests without a key of which nobody knows what became
    broken: int = 0  # answers that did not come, or were 5xx
    faults: list[Answer] = field(default_factory=list)  # answers that must never come
    gaps: dict[str, list[float]] = field(default_factory=dict)  # seconds without service, by kind
    stopping: bool = False

    # --- the buyers ----------------------------------------------------------------------------

    async def buy(self, visitor: Visitor, with_key: bool) -> None:
        """Reserve one unit, again and again. With a key until it is acknowledged; without one
        each try is another."""
        while not self.stopping:
            key = str(uuid4()) if with_key else None
            while not self.stopping:
                answer = await visitor.reserve(
                    self.goods.product_id, self.goods.variant_id, key=key
                )
                if answer.status == 200:
                    self._told(answer, key)
                    break
                if answer.status not in (0, 503):
                    self.faults.append(answer)
                self.broken += 1
                self.unanswered += key is None
                await asyncio.sleep(0.05)  # as Retry-After asks, but impatient
                if key is None:
                    break

    def _told(self, answer: Answer, key: str | None) -> None:
        reservation, order = answer.body["reservationId"], answer.body["orderId"]
        self.acknowledged[reservation] = order
        if key is not None:
            self.of_key[key] = reservation

    # --- the kills -----------------------------------------------------------------------------

    async def round(self, kind: str) -> None:
        """Wait for a server at work, kill, wait for a server at work."""
        await self._served(SETTLED)
        await asyncio.sleep(self.chance.random() * 0.2)  # a moment nobody chose
        await KINDS[kind](self.market)
        started = time.monotonic()
        before = len(self.acknowledged)
        await self._served(1)  # may still be one that was on its way
        await self._served(SETTLED)
        assert len(self.acknowledged) > before
        self.gaps.setdefault(kind, []).append(time.monotonic() - started)

    async def _served(self, more: int) -> None:
        """So many more acknowledgements."""
        wanted = len(self.acknowledged) + more
        deadline = time.monotonic() + RESUMES_WITHIN
        while len(self.acknowledged) < wanted:
            assert time.monotonic() < deadline, (
                f"no service for {RESUMES_WITHIN:.0f} s; the server said:\n"
                + self.market.server.said[-3000:]
            )
            await asyncio.sleep(0.01)

    # --- the proof -----------------------------------------------------------------------------

    async def prove(self) -> None:
        """Everything acknowledged is there, nothing twice, and the books are right."""
        held = await held_orders(self.market, self.goods)
        lost = [one for one in self.acknowledged if one not in held]
        assert not lost, f"{len(lost)} acknowledged reservations are gone: {lost[:5]}"
        assert {one: held[one] for one in self.acknowledged} == self.acknowledged
        unknown = len(held) - len(self.acknowledged)
        # What nobody was told of: at most the unkeyed requests whose answers were lost, and the
        # keyed ones that were given up when the load ended.
        assert 0 <= unknown <= self.unanswered + BUYERS, (unknown, self.unanswered)
        assert len(set(self.of_key.values())) == len(self.of_key)
        assert self.market.stock(self.goods) == (UNITS - len(held), len(held))
        assert not self.faults, self.faults[:5]
        audit(self.market)

    def __str__(self) -> str:
        lines = [
            f"{len(self.acknowledged):,} reservations acknowledged, {self.broken:,} answers lost"
        ]
        for kind, gaps in self.gaps.items():
            ordered = sorted(gaps)
            lines.append(
                f"{kind}: {len(gaps)} kills; at work again after {ordered[len(gaps) // 2]:.1f} s "
                f"(median), {ordered[-1]:.1f} s (longest)"
            )
        return "\n".join(lines)


@asynccontextmanager
async def under_load(market: Market, seed: int) -> AsyncIterator[Ordeal]:
    """An ordeal with its buyers at work; they stop at the end."""
    ordeal = Ordeal(market, market.goods(UNITS), random.Random(seed))
    async with visitors(market.url, BUYERS) as crowd, asyncio.TaskGroup() as group:
        for number, visitor in enumerate(crowd):
            group.create_task(ordeal.buy(visitor, with_key=number % 4 != 0))
        try:
            yield ordeal
        finally:
            ordeal.stopping = True


# --- what is killed -----------------------------------------------------------------------------


async def kill_worker(market: Market) -> None:
    pid, *_ = market.server.worker_pids
    os.kill(pid, signal.SIGKILL)


async def kill_server(market: Market) -> None:
    """The parent, and with it everything; then start it again, as an init system does."""
    await asyncio.to_thread(market.server.kill)
    market.server.start()


async def kill_postmaster(market: Market) -> None:
    pid = market.server.postmaster_pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)


async def kill_backend(market: Market) -> None:
    """The ledger's own connection if it is to be found, else any."""
    connection = await asyncpg.connect(market.server.database_url)
    try:
        pids = await connection.fetch(
            "SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
            " AND backend_type = 'client backend' AND datname = current_database()"
            " ORDER BY query LIKE '%ledger_accounts%' DESC, random()"
        )
    finally:
        await connection.close()
    os.kill(pids[0]["pid"], signal.SIGKILL)


KINDS: dict[str, Callable[[Market], Awaitable[None]]] = {
    "worker": kill_worker,
    "server": kill_server,
    "postmaster": kill_postmaster,
    "backend": kill_backend,
}


def opened_ordeal(stack: ExitStack, settings: Mapping[str, str] | None = None) -> Market:
    """A market on an embedded database of its own, as durable as it ships."""
    folder = Path(stack.enter_context(on_disk()))
    environment = {"HOLDFAST_LIMITS": "off", **(settings or {})}
    stock_up(folder)
    return stack.enter_context(opened_market(folder, environment=environment, afresh=True))


async def run(market: Market, kinds: list[str], rounds: int, seed: int) -> Ordeal:
    """So many rounds of each kind, in turn; proven at the end."""
    async with under_load(market, seed) as ordeal:
        for _ in range(rounds):
            for kind in kinds:
                await ordeal.round(kind)
    await ordeal.prove()
    found: Ordeal = ordeal
    return found


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--rounds", type=int, default=20)
    words.add_argument("--only", nargs="+", choices=list(KINDS), default=list(KINDS))
    words.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    asked = words.parse_args()
    print(f"seed {asked.seed}")
    with ExitStack() as stack:
        market = opened_ordeal(stack)
        print(asyncio.run(run(market, asked.only, asked.rounds, asked.seed)))
        print("every acknowledged reservation is there; nothing is there twice; audit clean")


if __name__ == "__main__":
    main()

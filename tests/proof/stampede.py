"""5,000 attempts of 256 clients to reserve one of 100 units: 100 get one, the others a clear no.

python -m tests.proof.stampede [--workers 2] [--attempts 5000] [--clients 256] [--units 100]
"""

import argparse
import asyncio
from contextlib import AsyncExitStack, ExitStack
from pathlib import Path
from uuid import UUID

from tests.proof.audited import audit, held_orders
from tests.proof.crowd import Figures, all_at_once, visitors
from tests.support.folders import on_disk
from tests.support.market import Market, opened_market, stock_up
from tests.support.redis import redis_server

__all__ = ["main", "market_of_workers", "stampede"]

SOCKETS = 40


async def stampede(market: Market, attempts: int, clients: int, units: int) -> Figures:
    """Run it and check everything; the figures."""
    goods = market.goods(units)
    variant = UUID(goods.variant_id)
    async with AsyncExitStack() as stack:
        watchers = [await stack.enter_async_context(market.watch()) for _ in range(SOCKETS)]
        for number, watcher in enumerate(watchers):
            await watcher.subscribe([UUID(goods.product_id)] if number % 2 else None)
            await watcher.until(lambda watcher=watcher: watcher.stock(variant) == units)
        async with visitors(market.url, clients) as crowd:
            figures, accepted = await all_at_once(
                crowd, attempts, goods.product_id, goods.variant_id
            )
        for watcher in watchers:  # every socket ends at 0
            await watcher.until(lambda watcher=watcher: watcher.stock(variant) == 0)
            assert watcher.known[goods.variant_id]["held"] == units
    assert figures.statuses == {200: units, 409: attempts - units}, figures
    held = await held_orders(market, goods)
    assert held == {one["reservationId"]: one["orderId"] for one in accepted}
    assert market.stock(goods) == (0, units)
    audit(market)
    return figures


def market_of_workers(
    stack: ExitStack, workers: int, settings: dict[str, str] | None = None
) -> Market:
    """A market on an embedded database of its own, durable; Redis joins several workers."""
    folder = Path(stack.enter_context(on_disk()))
    environment = {"HOLDFAST_LIMITS": "off", **(settings or {})}
    options: list[str] = []
    if workers > 1:
        environment["REDIS_URL"] = stack.enter_context(redis_server())
        options = ["--workers", str(workers)]
    stock_up(folder)
    return stack.enter_context(
        opened_market(folder, *options, environment=environment, afresh=True)
    )


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--workers", type=int, default=1)
    words.add_argument("--attempts", type=int, default=5000)
    words.add_argument("--clients", type=int, default=256)
    words.add_argument("--units", type=int, default=100)
    asked = words.parse_args()
    with ExitStack() as stack:
        market = market_of_workers(stack, asked.workers)
        figures = asyncio.run(stampede(market, asked.attempts, asked.clients, asked.units))
        print(f"{asked.workers} worker(s): {figures}")
        print(f"exactly {asked.units} accepted; {SOCKETS} sockets ended at 0; audit clean")


if __name__ == "__main__":
    main()

"""Buyers with accounts race for a flash sale, and a worker is killed in the middle: exactly as many
units are held as there are, nobody has more than they may, and after the end what was let go is in
the stock.

python -m tests.proof.flash_stampede [--workers 2] [--buyers 2000] [--clients 256] [--units 500]
"""

import argparse
import asyncio
import itertools
import os
import random
import signal
from contextlib import AsyncExitStack, ExitStack
from uuid import uuid4

from tests.proof.audited import audit
from tests.proof.coupon_stampede import people_with_tokens
from tests.proof.crowd import Answer, Figures, Visitor, visitors
from tests.proof.stampede import market_of_workers
from tests.support.flash_sales import new_sale, sale_now
from tests.support.market import Goods, Market, eventually
from tests.support.patience import PATIENCE
from tests.support.postgres import execute

__all__ = ["flash_stampede", "main"]

ASKS = 3  # of each buyer, of which one may be granted
LEAVE = 5  # of those who hold something, after the end
OVER = "UPDATE flash_sales SET ends_at = clock_timestamp() WHERE id = '{}'"


async def flash_stampede(market: Market, buyers: int, clients: int, units: int) -> Figures:
    """Run it and check everything; the figures."""
    goods = market.goods(units + 10)
    sale = new_sale(market, goods, units)
    people = await people_with_tokens(market, buyers)
    asked = [one for one in people for _ in range(ASKS)]
    random.Random(buyers).shuffle(asked)
    figures = Figures()
    held: dict[str, tuple[str, Answer]] = {}
    numbers = itertools.count()
    path = f"/api/flash-sales/{sale['id']}/purchase"
    async with AsyncExitStack() as stack:
        crowd = await stack.enter_async_context(visitors(market.url, clients))

        async def keep_asking(visitor: Visitor) -> None:
            while (number := next(numbers)) < len(asked):
                if number == units:
                    os.kill(random.Random(units).choice(market.server.worker_pids), signal.SIGKILL)
                owner, token = asked[number]
                answer = await _insist(visitor, path, token)
                figures.add(answer)
                if answer.status == 201:
                    assert owner not in held, "more than they may"
                    held[owner] = token, answer
                else:
                    assert answer.status == 409, answer
                    assert answer.body["code"] in ("flash-sale-limit", "flash-sale-sold-out")

        await figures.take(*map(keep_asking, crowd))
        assert len(held) == units == len({one.body["orderId"] for _, one in held.values()})
        now = sale_now(market, sale)
        assert (now["remaining"], now["held"]) == (0, units)
        await _ended(market, goods, sale["id"], held, crowd[0])
    audit(market)
    return figures


async def _ended(
    market: Market, goods: Goods, sale: str, held: dict[str, tuple[str, Answer]], someone: Visitor
) -> None:
    """It ends by its time while all of it is held, and some leave."""
    await execute(market.database_url, OVER.format(sale))
    os.kill(market.server.worker_pids[0], signal.SIGKILL)
    for token, answer in list(held.values())[:LEAVE]:
        body = {"orderId": answer.body["orderId"]}
        left = await _insist(someone, "/api/orders/cancel", token, body)
        assert left.status == 200, left

    async def back() -> bool:
        answer = await someone.get(f"/api/products/{goods.product_id}")
        return answer.status == 200 and answer.body["product"]["variants"][0]["stock"] == 10 + LEAVE

    await eventually(back, PATIENCE, "what was held and let go is in the stock")
    last = sale_now(market, {"id": sale})
    assert (last["phase"], last["remaining"], last["returned"]) == ("ended", 0, LEAVE)
    assert last["held"] == len(held) - LEAVE


async def _insist(visitor: Visitor, path: str, token: str, body: object = None) -> Answer:
    """Ask with one key until there is an answer, as a page does."""
    visitor.bearer, key = token, str(uuid4())
    while True:
        answer = await visitor.post(path, body or {}, key)
        if answer.status not in (0, 502, 503):
            return answer
        await asyncio.sleep(0.05)  # as Retry-After asks, but impatient


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--workers", type=int, default=2)
    words.add_argument("--buyers", type=int, default=2000)
    words.add_argument("--clients", type=int, default=256)
    words.add_argument("--units", type=int, default=500)
    asked = words.parse_args()
    with ExitStack() as stack:
        market = market_of_workers(stack, asked.workers)
        figures = asyncio.run(flash_stampede(market, asked.buyers, asked.clients, asked.units))
        print(f"{asked.workers} worker(s), one killed: {figures}")
        print(f"exactly {asked.units} held, nobody has two; audit clean")


if __name__ == "__main__":
    main()

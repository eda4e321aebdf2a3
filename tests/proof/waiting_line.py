"""Many wait for goods that are sold out, and units come free one at a time by every way there is,
at two workers: they are held for who waited, in order, nobody skipped, and nobody who did not wait
has any before the line is served.

python -m tests.proof.waiting_line [--waiting 500]
"""

import argparse
import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, ExitStack
from dataclasses import dataclass
from typing import Any, TypeAlias
from uuid import uuid4

from tests.proof.audited import audit
from tests.proof.coupon_stampede import people_with_tokens
from tests.proof.crowd import Visitor, visitors
from tests.proof.stampede import market_of_workers
from tests.support.market import Goods, Market, eventually, expect
from tests.support.patience import PATIENCE
from tests.support.postgres import fetch

__all__ = ["line_market", "main", "waiting_line"]

JOINING = 16
BOTS = 8
_LINE = "SELECT status FROM waiting_line WHERE variant_id = $1::text::uuid ORDER BY id"
_OFFERED = """
SELECT w.owner, w.order_id::text FROM waiting_line w
WHERE w.variant_id = $1::text::uuid AND w.status = 'offered' ORDER BY w.id DESC LIMIT 1
"""

Holder: TypeAlias = tuple[str, str]
"""Whose order: the bearer token, and the order's id."""


def line_market(stack: ExitStack, hold_seconds: int) -> Market:
    """Two workers; who reserves and does not pay has so many seconds."""
    return market_of_workers(stack, 2, {"HOLDFAST_HOLD_SECONDS": str(hold_seconds)})


@dataclass
class Line:
    """Goods that are gone, who waits for them and who has them."""

    market: Market
    someone: Visitor
    goods: Goods
    tokens: dict[str, str]
    served: int = 0

    async def post(self, token: str, path: str, body: Any) -> Any:
        self.someone.bearer = token
        answer = await self.someone.post(path, body, str(uuid4()))
        assert answer.status in (200, 201), answer
        return answer.body

    def staff(self, path: str, body: Any, *statuses: int) -> Any:
        answer = self.market.staff.post(f"/api/staff{path}", json=body)
        assert answer.status_code in (statuses or (200, 201)), answer.text
        return answer.json()

    async def statuses(self) -> list[str]:
        rows = await fetch(self.market.database_url, _LINE, self.goods.variant_id)
        return [str(row[0]) for row in rows]

    async def reaches(self, served: int) -> None:
        """So many are served at least, and at every look they are the first of the line."""

        async def so() -> bool:
            found = await self.statuses()
            count = found.count("offered")
            assert found == ["offered"] * count + ["waiting"] * (len(found) - count), found
            return count >= served

        await eventually(so, PATIENCE, f"{served} of the line are served")

    # --- who has a unit -------------------------------------------------------------------------

    async def reserve(self, token: str, goods: Goods) -> dict[str, Any]:
        found: dict[str, Any] = await self.post(
            token, "/api/orders/reserve", {"items": [goods.line()]}
        )
        return found

    async def buy(self, token: str, goods: Goods) -> Holder:
        held = await self.reserve(token, goods)
        named = {"reservationId": held["reservationId"]}
        paid = await self.post(token, "/api/payments", named | {"provider": "demo"})
        await self.post(token, "/api/orders/create", named | {"paymentId": paid["paymentId"]})
        return token, held["orderId"]

    # --- how one comes free ---------------------------------------------------------------------

    async def cancelled(self, holder: Holder) -> None:
        """By its buyer, though it is paid; of a bundle its parts come back."""
        await self.post(holder[0], f"/api/orders/{holder[1]}/cancel", {})
        self.served += 1

    async def refunded(self, holder: Holder) -> None:
        """A line of it, by staff: of that alone nothing is on the shelf, until it is put there."""
        asked = {"lines": [{"line": 0, "quantity": 1}], "reason": "Came back"}
        self.staff(f"/orders/{holder[1]}/refund", asked)
        await self.restocked()

    async def returned(self, holder: Holder) -> None:
        token, order = holder
        self.staff(f"/orders/{order}/complete", {})
        asked = {"lines": [{"line": 0, "quantity": 1, "reason": "other"}]}
        one = (await self.post(token, f"/api/orders/{order}/returns", asked))["return"]["id"]
        self.staff(f"/returns/{one}/approve", {})
        self.staff(f"/returns/{one}/receive", {})
        self.staff(f"/returns/{one}/inspect", {"lines": [{"line": 0, "restocked": 1}]})
        self.served += 1

    async def restocked(self, quantity: int = 1, at: str | None = None) -> None:
        body = {"deposit": quantity, "reason": "delivery"} | ({"locationId": at} if at else {})
        path = f"/variants/{self.goods.variant_id}/stock"
        await asyncio.to_thread(self.staff, path, body)
        self.served += quantity

    async def restocked_with_others(self) -> None:
        body = {"variantIds": [self.goods.variant_id], "deposit": 1, "reason": "delivery"}
        self.staff("/variants/stock", body)
        self.served += 1

    async def moved(self, there: str, here: str) -> None:
        """One arrives elsewhere and is offered; who was offered it lets it go in the moment in
        which staff move it here."""
        await self.restocked(at=there)
        await self.reaches(self.served)
        ((owner, order),) = await fetch(self.market.database_url, _OFFERED, self.goods.variant_id)
        body = {"fromLocationId": there, "toLocationId": here, "quantity": 1, "reason": "nearer"}
        path = f"/variants/{self.goods.variant_id}/transfers"
        await asyncio.gather(
            self.post(self.tokens[owner], f"/api/orders/{order}/cancel", {}),
            asyncio.to_thread(self.staff, path, body, 200, 409),
        )
        self.served += 1


async def waiting_line(market: Market, waiting: int, *, unpaid: bool) -> int:
    """Run it and check everything; how many were served. ``unpaid``: some reserve and do not pay,
    for which the market's reservations have to be short."""
    people = await people_with_tokens(market, waiting + waiting)
    line_up, others = people[:waiting], [token for _, token in people[waiting:]]
    each = max(1, waiting // 12)
    goods = market.goods((5 if unpaid else 4) * each)
    bundle = market.goods(0)
    part = {"parts": [{"variantId": goods.variant_id, "units": 1}]}
    expect(market.staff.put(f"/api/staff/variants/{bundle.variant_id}/parts", json=part))
    here = market.staff.get("/api/staff/locations").json()["locations"][0]["id"]
    berlin = {"name": f"Berlin {uuid4().hex[:6]}", "country": "DE", "priority": 1}
    there = expect(market.staff.post("/api/staff/locations", json=berlin), 201)["id"]
    async with AsyncExitStack() as stack:
        crowd = await stack.enter_async_context(visitors(market.url, JOINING))
        line = Line(market, crowd[0], goods, dict(line_up))
        some = iter(others)
        bot = others[-1]
        parts = [await line.buy(next(some), bundle) for _ in range(each)]
        bought = [[await line.buy(next(some), goods) for _ in range(each)] for _ in range(3)]
        if unpaid:
            for _ in range(each):
                await line.reserve(next(some), goods)
        await _join(crowd, line_up, goods)
        found = await line.statuses()
        assert found == ["waiting"] * waiting, "nothing came free before all of them waited"
        ways: list[Callable[[int], Awaitable[None]]] = [
            lambda number: line.cancelled(bought[0][number]),
            lambda number: line.refunded(bought[1][number]),
            lambda number: line.returned(bought[2][number]),
            lambda number: line.cancelled(parts[number]),
            lambda _: line.restocked(),
            lambda _: line.restocked_with_others(),
            lambda _: line.moved(there, here),
        ]
        for number in range(each):
            for way in ways:
                await way(number)
                await line.reaches(line.served)
                await _nobody_between(crowd[1], bot, goods)
        if unpaid:
            line.served += each
            await line.reaches(line.served)
        await _race(line, crowd, others, waiting)
        assert (await line.statuses()).count("offered") == line.served == waiting
        assert market.stock(goods)[0] == 0
        await line.restocked()
        assert market.stock(goods)[0] == 1, "nobody waits any more"
    audit(market)
    return waiting


async def _join(crowd: list[Visitor], people: list[tuple[str, str]], goods: Goods) -> None:
    turns = iter(people)

    async def keep_joining(visitor: Visitor) -> None:
        for _, token in turns:
            visitor.bearer = token
            answer = await visitor.post("/api/waiting/units", goods.line(), str(uuid4()))
            assert answer.status == 200, answer

    await asyncio.gather(*map(keep_joining, crowd))


async def _nobody_between(visitor: Visitor, token: str, goods: Goods) -> None:
    visitor.bearer = token
    answer = await visitor.reserve(goods.product_id, goods.variant_id)
    assert (answer.status, answer.body["code"]) == (409, "insufficient-stock"), answer


async def _race(line: Line, crowd: list[Visitor], others: list[str], waiting: int) -> None:
    """Two restocks at once of what the rest of the line waits for, while others try to buy."""
    left = waiting - line.served
    first = left // 2
    await asyncio.gather(
        line.restocked(first),
        line.restocked(left - first),
        *(_nobody_between(crowd[2 + one], others[one], line.goods) for one in range(BOTS)),
    )
    await line.reaches(waiting)


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--waiting", type=int, default=500)
    asked = words.parse_args()
    with ExitStack() as stack:
        served = asyncio.run(waiting_line(line_market(stack, 60), asked.waiting, unpaid=True))
        print(f"2 workers: {served} waited and were served in order; audit clean")


if __name__ == "__main__":
    main()

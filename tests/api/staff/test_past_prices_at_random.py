"""The least it cost before, over random months of prices, against a sum over every half hour.

The months pass by moving what is written down into the past. What staff do happens half past an
hour, and discounts begin and end at full ones.
"""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import uuid4

import httpx
import pytest
from msgspec import Struct
from msgspec.structs import replace

from tests.api.conftest import MANAGER
from tests.api.staff.drafts import again, asked, in_shop, over
from tests.support.length import LONG
from tests.support.market import expect
from tests.support.patience import PATIENCE
from tests.support.people import log_in
from tests.support.postgres import execute
from tests.support.server import ServerProcess

PRODUCTS: Final = "/api/staff/products"
MONTH: Final = 2 * 24 * 30  # in half hours
STEPS: Final = 40 if LONG else 10
PRICES: Final = (500, 700, 800, 900, 1000)
_LATER: Final = """
UPDATE variant_past_costs c SET until = until - {0}, discount_from = c.discount_from - {0},
    discount_until = c.discount_until - {0} FROM variants v
WHERE v.id = c.variant_id AND v.product_id = '{1}';
UPDATE variants SET created_at = created_at - {0}, discount_from = discount_from - {0},
    discount_until = discount_until - {0} WHERE product_id = '{1}';
UPDATE products SET revision = revision + 1 WHERE id = '{1}'
"""


class Cost(Struct, frozen=True):
    """From the half hour ``since`` on; ``off`` is a lower price with its first half hour and the
    one after its last."""

    since: int
    price: int
    off: tuple[int, int | None, int | None] | None = None
    compare_at: int | None = None
    on_sale: bool = True

    def charged(self, half: int) -> int:
        if self.off is None:
            return self.price
        lower, begins, ends = self.off
        holds = (begins is None or begins <= half) and (ends is None or half < ends)
        return min(self.price, lower) if holds else self.price


def told(costs: list[Cost], now: int) -> int | None:
    """What the shop has to say ``now``, by what was charged in each half hour on sale."""
    charged: dict[int, int] = {}
    for half in range(costs[0].since, now + 1):
        cost = next(one for one in reversed(costs) if one.since <= half)
        if cost.on_sale:
            charged[half] = cost.charged(half)
    last = costs[-1]
    if charged[now] >= max(last.price, last.compare_at or 0):
        return None
    begun = now
    for half in sorted(charged, reverse=True):
        if charged[half] != charged[now]:
            break
        begun = half
    before = [cost for half, cost in charged.items() if begun - MONTH <= half < begun]
    return min(before, default=None)


@pytest.fixture(scope="module")
def staff(shop: ServerProcess) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as opened:
        log_in(opened, MANAGER)
        expect(opened.patch("/api/staff/settings", json={"currency": "EUR"}))
        yield opened


class Shelf:
    """One product of the shop, and what is remembered of it here. ``half`` is odd: half past."""

    def __init__(self, staff: httpx.Client, shop: ServerProcess, chosen: random.Random) -> None:
        self.staff, self.shop, self.chosen = staff, shop, chosen
        self.began = datetime.now(UTC)
        self.half = 1
        self.costs = [Cost(1, 900)]
        wanted = asked(name=f"Mug {uuid4().hex[:8]}", status="active")
        self.product = expect(staff.post(PRODUCTS, json=wanted), 201)["product"]
        self.id = self.product["id"]

    async def wait(self, hours: int) -> None:
        self.half += 2 * hours
        moved = _LATER.format(f"interval '{hours} hours'", self.id)
        for statement in moved.split(";"):
            await execute(self.shop.database_url, statement)

    def next_cost(self, *, gaps: bool) -> Cost:
        now, pick = self.costs[-1], self.chosen.choice
        cost = replace(now, since=self.half)
        match pick(("price", "off", "off", "window", "none", "compare", "sale")):
            case "price":
                return replace(cost, price=pick(PRICES))
            case "off":
                return replace(cost, off=(pick(PRICES), None, None))
            case "window":
                begins = self.half + 1 + 2 * pick((-30, 0, 5, 200))
                ends = pick((None, begins + 2 * pick((3, 100, 900))))
                return replace(cost, off=(pick(PRICES), begins, ends))
            case "none":
                return replace(cost, off=None)
            case "compare":
                return replace(cost, compare_at=pick((None, 1100)))
        return replace(cost, on_sale=not now.on_sale) if gaps else cost

    def put(self, cost: Cost) -> bool:
        """Whether the shop takes it: a discount is lower than the price, and in the future ends."""
        known = expect(self.staff.get(f"{PRODUCTS}/{self.id}"))["product"]
        off = None
        if cost.off is not None:
            lower, begins, ends = cost.off
            off = {"price": lower, "begins": self._moment(begins), "ends": self._moment(ends)}
        wanted = again(known, status="active" if cost.on_sale else "draft")
        wanted["variants"][0] |= {
            "price": cost.price, "discount": off, "compareAtPrice": cost.compare_at,
        }  # fmt: skip
        answer = self.staff.put(f"{PRODUCTS}/{self.id}", json=wanted, headers=over(known))
        if answer.status_code == 422:
            return False
        expect(answer)
        self.costs.append(cost)
        return True

    def _moment(self, half: int | None) -> str | None:
        if half is None:
            return None
        return (self.began + timedelta(minutes=30 * (half - self.half))).isoformat()

    def is_on_edge(self) -> bool:
        """Something changed 30 days before something else, to the half hour."""
        edges = {one.since for one in self.costs}
        edges |= {edge for one in self.costs if one.off for edge in one.off[1:] if edge}
        return any(edge - MONTH + slack in edges for edge in edges for slack in (-1, 0, 1))


@pytest.mark.parametrize("gaps", [False, True])
@pytest.mark.parametrize("seed", range(20 if LONG else 4))
async def test_the_least_before_is_what_a_sum_over_every_half_hour_says(
    staff: httpx.Client, client: httpx.Client, shop: ServerProcess, seed: int, *, gaps: bool
) -> None:
    chosen = random.Random(f"{seed} {gaps}")
    shelf = Shelf(staff, shop, chosen)
    said = 0
    for _ in range(STEPS):
        await shelf.wait(chosen.choice((1, 7, 29, 101, 333, 703)))
        shelf.put(shelf.next_cost(gaps=gaps))
        if not shelf.costs[-1].on_sale or shelf.is_on_edge():
            continue
        shown: dict[str, Any] = in_shop(client, shelf.product)["variants"][0]
        wanted, found = told(shelf.costs, shelf.half), shown["lowestPriceBefore"]
        said += wanted is not None
        if not gaps:
            assert found == wanted, shelf.costs
        elif wanted is not None:  # what it was to cost while it was not on sale may count, too
            assert found is not None and found <= wanted, shelf.costs
    assert said > 0 or gaps

"""Orders told live: whatever is lost, doubled or out of order, the newest state counts."""

import random
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from holdfast.live import OrderNews, Orders, OrderSource, OrderUpdate
from holdfast.orders import Reason, Status, version_of

LIFE: tuple[tuple[Status, Reason | None, str], ...] = (
    ("pending", None, "none"),
    ("cancelled", "expired", "none"),
    ("cancelled", "expired", "begun"),
    ("paid", None, "none"),  # rescued
    ("completed", None, "none"),
    ("cancelled", "refunded", "begun"),
    ("cancelled", "refunded", "done"),
)


def update(number: int, step: int) -> OrderUpdate:
    status, reason, refund = LIFE[step]
    return OrderUpdate(
        f"order-{number:03}", f"H-{number}", status, "NEW", reason, refund,  # type: ignore[arg-type]
        "2026-01-01T00:00:00Z", version_of(status, reason, refund),
    )  # fmt: skip


class Shop:
    """What the database would say."""

    def __init__(self) -> None:
        self.orders: dict[str, list[OrderUpdate]] = {}
        self.asked = 0

    async def recent(self, owners: Sequence[str]) -> Mapping[str, Sequence[OrderUpdate]]:
        self.asked += 1
        return {owner: self.orders[owner] for owner in owners if owner in self.orders}


def test_every_step_of_a_life_has_a_higher_version() -> None:
    versions = [version_of(*step) for step in LIFE]
    assert all(earlier < later for earlier, later in pairwise(versions))
    at = datetime(2026, 11, 21, tzinfo=UTC)
    parts = [version_of("paid", None, "none", one) for one in (None, at, at + timedelta.resolution)]
    assert all(earlier < later for earlier, later in pairwise(parts))
    assert parts[-1] < version_of("completed", None, "none", at + timedelta.resolution) < 2**53
    for reason in ("buyer", "unpaid", "expired"):
        assert version_of("pending", None, "none") < version_of("cancelled", reason, "none")
    for refund in ("failed", "done"):
        assert version_of("cancelled", "refunded", "begun") < version_of(
            "cancelled", "refunded", refund
        )


@pytest.mark.parametrize("seed", range(20))
async def test_any_order_of_news_ends_at_the_newest(seed: int) -> None:
    chance = random.Random(seed)
    orders = Orders(OrderSource(Shop().recent))
    await orders.watch("me")
    news: list[OrderNews] = [("me", update(one, step)) for one in range(5) for step in range(7)]
    news += chance.sample(news, 10)
    chance.shuffle(news)
    told: dict[str, OrderUpdate] = {}
    for one in news:
        orders.take([one])
        for change in orders.drain().get("me", ()):
            assert change.order_id not in told or told[change.order_id].version < change.version
            told[change.order_id] = change
    assert list(told.values()) == [update(int(one[-3:]), 6) for one in told]
    assert orders.snapshot("me") == [update(one, 6) for one in (4, 3, 2, 1, 0)]


async def test_only_watched_owners_are_kept() -> None:
    shop = Shop()
    shop.orders["me"] = [update(1, 0)]
    orders = Orders(OrderSource(shop.recent))
    orders.take([("me", update(1, 3)), ("you", update(2, 3))])
    assert orders.drain() == {}
    await orders.watch("me")
    await orders.watch("me")
    assert shop.asked == 1
    assert orders.snapshot("me") == [update(1, 0)]
    orders.take([("you", update(2, 3)), ("me", update(1, 3))])
    assert orders.drain() == {"me": [update(1, 3)]}
    orders.unwatch("me")
    assert orders.wanted.is_set()
    orders.unwatch("me")
    assert not orders.wanted.is_set()
    assert orders.snapshot("me") == []


async def test_of_many_orders_the_newest_are_kept() -> None:
    orders = Orders(OrderSource(Shop().recent))
    await orders.watch("me")
    orders.take(("me", update(one, 0)) for one in range(500))
    assert [one.order_id for one in orders.snapshot("me")] == [
        f"order-{one:03}" for one in range(499, 479, -1)
    ]
    assert len(orders.drain()["me"]) == 100

"""Orders told live: whatever is lost, doubled or out of order, the newest state counts."""

import random
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID

import pytest

from holdfast.live import Reads
from holdfast.live.watched import Watched
from holdfast.orders import Reason, Status, version_of
from holdfast.views.live.orders import LIVE_ORDERS, OrderUpdate

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
        str(UUID(int=number)), f"H-{number}", status, "NEW", reason, refund,  # type: ignore[arg-type]
        "2026-01-01T00:00:00Z", version_of(status, reason, refund),
    )  # fmt: skip


class Shop:
    """What the database would say."""

    def __init__(self) -> None:
        self.orders: dict[str, list[OrderUpdate]] = {}
        self.asked = 0
        self.watched = Watched(LIVE_ORDERS, Reads(self.read))

    async def read(
        self, owners: Sequence[str], rows: Sequence[UUID]
    ) -> Mapping[str, Mapping[str, OrderUpdate]]:
        self.asked += 1
        found: dict[str, dict[str, OrderUpdate]] = {}
        for owner, some in self.orders.items():
            for one in some:
                if owner in owners or UUID(one.order_id) in rows:
                    found.setdefault(owner, {})[one.order_id] = one
        return found

    async def becomes(self, owner: str, *some: OrderUpdate) -> None:
        """They are so now, and are read since something was said of them."""
        self.orders[owner] = list(some)
        await self.watched.refresh((), [UUID(one.order_id) for one in some])


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
async def test_any_order_of_readings_ends_at_the_newest(seed: int) -> None:
    chance, shop = random.Random(seed), Shop()
    await shop.watched.watch(["me"])
    readings = [update(one, step) for one in range(5) for step in range(7)]
    readings += chance.sample(readings, 10)
    chance.shuffle(readings)
    told: dict[str, OrderUpdate] = {}
    for one in readings:
        await shop.becomes("me", one)
        for change in shop.watched.drain().get("me", ()):
            assert isinstance(change, OrderUpdate)
            assert change.order_id not in told or told[change.order_id].version < change.version
            told[change.order_id] = change
    newest = [update(one, 6) for one in (4, 3, 2, 1, 0)]
    assert sorted(told.values(), key=lambda one: one.order_id, reverse=True) == newest
    assert shop.watched.snapshot(["me"]) == newest


async def test_only_watched_owners_are_kept() -> None:
    shop = Shop()
    orders = shop.watched
    await shop.becomes("me", update(1, 3))
    assert orders.drain() == {}
    shop.orders["me"], shop.asked = [update(1, 0)], 0
    await orders.watch(["me"])
    await orders.watch(["me"])
    assert shop.asked == 1
    assert orders.snapshot(["me"]) == [update(1, 0)]
    await shop.becomes("you", update(2, 3))
    await shop.becomes("me", update(1, 3))
    assert orders.drain() == {"me": [update(1, 3)]}
    orders.unwatch(["me"])
    assert list(orders.keys) == ["me"]
    orders.unwatch(["me"])
    assert not orders.keys
    assert orders.snapshot(["me"]) == []


async def test_of_many_orders_the_newest_are_kept() -> None:
    shop = Shop()
    await shop.watched.watch(["me"])
    await shop.becomes("me", *(update(one, 0) for one in range(500)))
    assert shop.watched.snapshot(["me"]) == [update(one, 0) for one in range(499, 479, -1)]
    assert len(shop.watched.drain()["me"]) == 100

"""The feed: word of other workers may come late, and in any order."""

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from holdfast.kit import new_id
from holdfast.live.bus import News
from holdfast.live.feed import Feed, HoldReading, Sources
from holdfast.live.tracker import ProductReading, Stock, VariantReading

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
PRODUCT, VARIANT = new_id(), new_id()
KEY = f"stock/{VARIANT}"


async def products(_: Sequence[UUID]) -> list[ProductReading]:
    return [ProductReading(PRODUCT, (VariantReading(VARIANT, KEY, Stock(9, 0, 1)),))]


async def all_ids(_: int) -> list[UUID]:
    return [PRODUCT]


async def open_holds() -> AsyncIterator[HoldReading]:
    return
    yield


async def watching() -> Feed:
    feed = Feed(Sources(products, all_ids, open_holds))
    await feed.watch([PRODUCT])
    feed.drain()
    return feed


def told(feed: Feed) -> tuple[int, str | None]:
    """What watchers are told of the variant now: its version and when the next hold ends."""
    ((update,),) = feed.drain().values()
    return update.version, update.next_release_at


async def test_a_hold_told_late_still_says_when_it_ends() -> None:
    feed = await watching()
    late, early = new_id(), new_id()
    feed._hear(News("b", {KEY: Stock(7, 2, 3)}, [(late, NOON + timedelta(minutes=1), [KEY])], []))
    assert told(feed) == (3, "2026-11-20T12:01:00.000Z")
    feed._hear(News("a", {KEY: Stock(8, 1, 2)}, [(early, NOON, [KEY])], []))
    assert told(feed) == (3, "2026-11-20T12:00:00.000Z")


async def test_an_end_told_late_still_says_what_ends_next() -> None:
    feed = await watching()
    first, second = new_id(), new_id()
    opened = [(first, NOON, [KEY]), (second, NOON + timedelta(minutes=1), [KEY])]
    feed._hear(News("a", {KEY: Stock(7, 2, 3)}, opened, []))
    feed._hear(News("b", {KEY: Stock(7, 1, 5)}, [], []))
    assert told(feed) == (5, "2026-11-20T12:00:00.000Z")
    feed._hear(News("a", {KEY: Stock(8, 1, 4)}, [], [first]))
    assert told(feed) == (5, "2026-11-20T12:01:00.000Z")

"""The feed: word of other workers may come late, and in any order."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from holdfast.kit import new_id
from holdfast.ledger import AccountState
from holdfast.live import Feed, HoldReading, Reads
from holdfast.live.news import News
from holdfast.views.live.stock import LIVE_STOCK, StockUpdate, VariantState

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
PRODUCT, VARIANT = new_id(), new_id()
KEY = f"stock/{VARIANT}"


async def read(_: Sequence[UUID], __: Sequence[UUID]) -> Mapping[UUID, Mapping[str, VariantState]]:
    return {PRODUCT: {KEY: VariantState(PRODUCT, VARIANT, KEY, 9, 0, 1, 10)}}


async def open_holds() -> AsyncIterator[HoldReading]:
    return
    yield


async def watching() -> Feed:
    feed = Feed([LIVE_STOCK], {"products": Reads(read)}, open_holds=open_holds)
    await feed.watched["products"].watch([PRODUCT])
    return feed


def news(
    free: int, held: int, version: int, opened: Mapping[UUID, datetime], closed: Sequence[UUID] = ()
) -> News:
    """What another worker says of the variant."""
    account = AccountState(KEY, free, held, version)
    ends = {hold: (at, [KEY]) for hold, at in opened.items()}
    return News({KEY: account}, ends, list(closed))


def told(feed: Feed) -> tuple[int, str | None]:
    """What watchers are told of the variant now: its version and when the next hold ends."""
    ((update,),) = feed.watched["products"].drain().values()
    assert isinstance(update, StockUpdate)
    return update.version, update.next_release_at


async def test_a_hold_told_late_still_says_when_it_ends() -> None:
    feed = await watching()
    late, early = new_id(), new_id()
    feed.hear(news(7, 2, 3, {late: NOON + timedelta(minutes=1)}))
    assert told(feed) == (3, "2026-11-20T12:01:00.000Z")
    feed.hear(news(8, 1, 2, {early: NOON}))
    assert told(feed) == (3, "2026-11-20T12:00:00.000Z")


async def test_an_end_told_late_still_says_what_ends_next() -> None:
    feed = await watching()
    first, second = new_id(), new_id()
    opened = {first: NOON, second: NOON + timedelta(minutes=1)}
    feed.hear(news(7, 2, 3, opened))
    feed.hear(news(7, 1, 5, {}))
    assert told(feed) == (5, "2026-11-20T12:00:00.000Z")
    feed.hear(news(8, 1, 4, {}, [first]))
    assert told(feed) == (5, "2026-11-20T12:01:00.000Z")

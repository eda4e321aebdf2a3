"""Live campaigns over real sockets: a snapshot plus the updates equals a fresh snapshot."""

import asyncio
from collections.abc import Iterator
from uuid import UUID

import pytest

from holdfast.kit import new_id
from holdfast.ledger import Deposit, Withdraw
from holdfast.live import Limits
from holdfast.promotions import campaign_key
from tests.support.campaigns import CampaignWatcher
from tests.support.live import LiveWorker, live_worker
from tests.support.patience import PATIENCE
from tests.support.redis import redis_server


@pytest.fixture(scope="module")
def redis_url() -> Iterator[str]:
    with redis_server() as url:
        yield url


async def made(worker: LiveWorker, quantity: int) -> UUID:
    campaign = new_id()
    await worker.do(Deposit(campaign_key(campaign), quantity))
    return campaign


async def give(worker: LiveWorker, campaign: UUID, times: int = 1) -> None:
    for _ in range(times):
        await worker.do(Withdraw(campaign_key(campaign), 1))


async def test_what_is_left_is_told_as_it_goes(database_url: str) -> None:
    async with live_worker(database_url) as worker, CampaignWatcher(worker.url) as page:
        campaign, other = await made(worker, 5), await made(worker, 7)
        assert await page.subscribe(campaign) == {"ok": True}
        await page.until(lambda: page.left(campaign) == 5)
        await give(worker, other)
        await give(worker, campaign, 5)
        await page.until(lambda: page.left(campaign) == 0)
        assert page.known == {
            str(campaign): {"campaignId": str(campaign), "remaining": 0, "version": 6}
        }


async def test_a_snapshot_and_the_updates_equal_a_fresh_snapshot(
    database_url: str, redis_url: str
) -> None:
    """Pages come at any moment of a stampede, at two workers."""
    async with (
        live_worker(database_url, redis_url) as one,
        live_worker(database_url, redis_url) as other,
    ):
        campaigns = [await made(one, 60) for _ in range(3)]
        giving = asyncio.gather(
            *(give(worker, campaign, 30) for worker in (one, other) for campaign in campaigns)
        )
        pages = [CampaignWatcher((one, other)[at % 2].url) for at in range(8)]
        for page in pages:
            async with asyncio.timeout(PATIENCE):
                await page.__aenter__()
                await page.subscribe(*campaigns)
        await giving
        try:
            for page in pages:
                await page.until(lambda page=page: {page.left(c) for c in campaigns} == {0})
                assert {known["version"] for known in page.known.values()} == {61}
        finally:
            for page in pages:
                await page.__aexit__()


async def test_what_was_said_by_nobody_is_healed(database_url: str) -> None:
    async with live_worker(database_url) as worker, CampaignWatcher(worker.url) as page:
        campaign = await made(worker, 9)
        await page.subscribe(campaign)
        await page.until(lambda: page.left(campaign) == 9)
        async with live_worker(database_url) as stranger:  # they do not hear each other
            await give(stranger, campaign)
        await page.until(lambda: page.left(campaign) == 8)


async def test_who_leaves_is_told_no_more_and_forgotten(database_url: str) -> None:
    async with live_worker(database_url) as worker, CampaignWatcher(worker.url) as page:
        supplies = worker.feed.watched["campaigns"]
        campaigns = [await made(worker, 5) for _ in range(3)]
        await page.subscribe(*campaigns)
        await page.subscribe(campaigns[0])  # once more counts once
        await page.until(lambda: len(page.known) == 3)
        await page.say("unsubscribe:campaigns", [str(campaigns[0]), str(new_id())])
        assert len(supplies.keys) == 2
        await give(worker, campaigns[0])
        await give(worker, campaigns[1])
        await page.until(lambda: page.left(campaigns[1]) == 4)
        assert page.left(campaigns[0]) == 5
        await page.say("unsubscribe:campaigns")
        assert not supplies.keys
        async with CampaignWatcher(worker.url) as guest:
            await guest.subscribe(*campaigns)
            assert len(supplies.keys) == 3
        async with asyncio.timeout(PATIENCE):
            while supplies.keys:
                await asyncio.sleep(0.01)


async def test_bad_subscriptions_are_refused(database_url: str) -> None:
    async with live_worker(database_url) as worker, CampaignWatcher(worker.url) as page:
        for wrong in (None, "all", {"id": 1}, ["no id"], [1]):
            answer = await page.say("subscribe:campaigns", wrong)
            assert answer["error"]["code"] == "invalid-request", wrong
        assert await page.subscribe(*(new_id() for _ in range(100))) == {"ok": True}
        answer = await page.subscribe(new_id())
        assert answer["error"]["code"] == "too-many-campaigns"
        assert page.known == {}  # of campaigns that do not exist nothing is told


async def test_subscriptions_are_limited(database_url: str) -> None:
    limits = Limits(burst=3, regained=0)
    async with (
        live_worker(database_url, limits=limits) as worker,
        CampaignWatcher(worker.url) as page,
    ):
        answers = [await page.subscribe(new_id()) for _ in range(5)]
        codes = [answer.get("error", {}).get("code") for answer in answers]
        assert codes == [None] * 3 + ["rate-limited"] * 2

"""What the services of a split shop say to the gateways, as Redis hears it."""

import asyncio

import pytest
from msgspec.msgpack import decode
from redis import asyncio as redis

from holdfast.live.bus import CHANNEL
from holdfast.live.news import News
from tests.api.operating.services import open_wallet
from tests.support.market import Buyer, expect
from tests.support.patience import PATIENCE
from tests.support.split import SplitPremises

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


async def test_what_payments_commits_is_said_to_the_gateways(
    premises: SplitPremises, ann: Buyer
) -> None:
    """It said nothing once: balances followed when they were read again."""
    wallet = await open_wallet(ann)
    async with redis.from_url(premises.split.redis_url) as bus, bus.pubsub() as heard:
        await heard.subscribe(CHANNEL)
        await heard.get_message(timeout=PATIENCE)
        expect(await ann.post(f"/api/wallets/{wallet}/top-ups", {"amount": 321}))
        async with asyncio.timeout(PATIENCE):
            while True:
                message = await heard.get_message(ignore_subscribe_messages=True, timeout=1.0)
                news = decode(message["data"], type=News) if message else News()
                if 321 in [one.balance for one in news.accounts.values()]:
                    break

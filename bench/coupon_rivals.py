"""Other ways to give out coupons, inside the same server and behind everything a request meets
there; each written as well as we can, and each looking first whether it can refuse cheaply.

The shop's worker for benchmarks adds these routes. Redis is found by ``BENCH_REDIS_PORT``.
"""

import os
from functools import cache
from typing import Final
from uuid import UUID

from fastapi import APIRouter, Request, Response

from bench.contenders.redis_counter import Talk, open_talk
from holdfast.api.contract.answers import json_answer
from holdfast.api.contract.campaigns import coupon_body
from holdfast.api.shell.dependencies import exchange, member, shop_parts
from holdfast.api.shell.direct import DirectRoute
from holdfast.db.events import event_row
from holdfast.flows.promotions.coupons import CouponsGone
from holdfast.kit import iso, new_id, utc_now
from holdfast.promotions import Campaign, Coupon, CouponIssued
from holdfast.views.coupons import CampaignNow, CouponNow

__all__ = ["PATHS", "REDIS_PORT", "SCHEMA", "redis_talk", "router"]

REDIS_PORT: Final = "BENCH_REDIS_PORT"
PATHS: Final = {
    "row lock": "/api/rivals/row-lock/{campaign_id}",
    "redis": "/api/rivals/redis/{campaign_id}",
    "nothing": "/api/rivals/nothing/{campaign_id}",
}
SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS bench_campaigns (id uuid PRIMARY KEY, remaining bigint NOT NULL)
"""

router = APIRouter(route_class=DirectRoute)

_LOOK: Final = """
SELECT b.remaining, c.id FROM bench_campaigns b
LEFT JOIN coupons c ON c.campaign_id = b.id AND c.owner = $2 WHERE b.id = $1
"""
_LOCK: Final = "SELECT remaining FROM bench_campaigns WHERE id = $1 FOR UPDATE"
_MINE: Final = "SELECT id FROM coupons WHERE campaign_id = $1 AND owner = $2"
_GIVE: Final = """
WITH a AS (UPDATE bench_campaigns SET remaining = remaining - 1 WHERE id = $1),
     c AS (INSERT INTO coupons (id, campaign_id, owner, issued_at, expires_at)
           VALUES ($2, $1, $3, $4, $5))
INSERT INTO events (type, subject, data, request) VALUES ($6, $7, $8::jsonb, $9)
"""
_SCRIPT: Final = """
local mine = redis.call('HGET', KEYS[2], ARGV[1])
if mine then return '+' .. mine end
local left = tonumber(redis.call('GET', KEYS[1]))
if left < 1 then return '' end
redis.call('DECR', KEYS[1])
redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
redis.call('XADD', 'events', '*', 'type', 'coupon.issued', 'subject', ARGV[2], 'owner', ARGV[1])
return '-' .. ARGV[2]
"""


@router.post(PATHS["nothing"])
async def post_nothing(request: Request, campaign_id: UUID) -> Response:
    """What the way to a coupon and back costs alone: everybody is told that all are gone."""
    member(request)
    assert await shop_parts(request).coupons.campaign(campaign_id) is not None
    raise CouponsGone


@router.post(PATHS["row lock"])
async def post_row_lock(request: Request, campaign_id: UUID) -> Response:
    """Look without a lock; if there may be one, lock the campaign's row, look again, write."""
    here, owner = shop_parts(request), member(request).id
    campaign = await here.coupons.campaign(campaign_id)
    assert campaign is not None
    remaining, mine = await here.database.pool.fetchrow(_LOOK, campaign_id, owner)
    coupon = _coupon(campaign, owner, mine or new_id())
    if mine is not None:
        return _answer(campaign, coupon, new=False)
    if remaining < 1:
        raise CouponsGone
    async with here.database.pool.acquire() as connection, connection.transaction():
        remaining = await connection.fetchval(_LOCK, campaign_id)
        mine = await connection.fetchval(_MINE, campaign_id, owner)
        if mine is None and remaining > 0:
            fact = CouponIssued(campaign_id, owner, coupon.expires_at)
            event = event_row(fact, coupon.id, exchange(request).id)
            times = (coupon.issued_at, coupon.expires_at)
            await connection.execute(_GIVE, campaign_id, coupon.id, owner, *times, *event)
    if mine is not None:
        return _answer(campaign, _coupon(campaign, owner, mine), new=False)
    if remaining < 1:
        raise CouponsGone
    return _answer(campaign, coupon, new=True)


@router.post(PATHS["redis"])
async def post_redis(request: Request, campaign_id: UUID) -> Response:
    """A counter and a hash of who has one, in one script. **Not durable.**"""
    here, owner = shop_parts(request), member(request).id
    campaign = await here.coupons.campaign(campaign_id)
    assert campaign is not None
    talk = await redis_talk()
    words = [f"left:{campaign_id}", f"given:{campaign_id}", owner, str(new_id())]
    told = await talk.ask(b"EVAL", _SCRIPT.encode(), b"2", *(word.encode() for word in words))
    if not told:
        raise CouponsGone
    coupon = _coupon(campaign, owner, UUID(told[1:].decode()))
    return _answer(campaign, coupon, new=told[:1] == b"-")


@cache
def _opened() -> list[Talk]:
    return []


async def redis_talk() -> Talk:
    """This process' connection to the Redis of the run."""
    opened = _opened()
    if not opened:
        opened.append(await open_talk(int(os.environ[REDIS_PORT])))
    return opened[0]


def _coupon(campaign: Campaign, owner: str, coupon_id: UUID) -> Coupon:
    now = utc_now()
    return Coupon(coupon_id, campaign.id, owner, now, campaign.end_of(now))


def _answer(campaign: Campaign, coupon: Coupon, *, new: bool) -> Response:
    """As large as Holdfast's."""
    shown = CouponNow(coupon, "usable", campaign.valid_days, CampaignNow(campaign, "open", 1, 1))
    answer = {"coupon": coupon_body(shown), "serverTime": iso(coupon.issued_at)}
    return json_answer(answer, 201 if new else 200)

"""Campaigns with what is left of them, and coupons with their states: rows and ledger together."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from holdfast.ledger import LedgerReader
from holdfast.promotions import (
    Campaign,
    Coupon,
    CouponBook,
    CouponState,
    Phase,
    campaign_key,
    coupon_state,
    days_left,
    issued_key,
)

__all__ = ["CampaignNow", "CouponNow", "campaigns_now", "coupons_now"]


class CampaignNow(Struct, frozen=True):
    """``version`` grows with every coupon given out: the higher one is the newer."""

    campaign: Campaign
    phase: Phase
    remaining: int
    version: int


class CouponNow(Struct, frozen=True):
    coupon: Coupon
    state: CouponState
    days_left: int
    campaign: CampaignNow


async def campaigns_now(
    reader: LedgerReader, campaigns: Sequence[Campaign], now: datetime
) -> list[CampaignNow]:
    """These campaigns, each with its supply as committed."""
    supplies = await asyncio.gather(*(reader.account(campaign_key(one.id)) for one in campaigns))
    return [
        CampaignNow(campaign, campaign.phase(now), supply.balance, supply.version)
        for campaign, supply in zip(campaigns, supplies, strict=True)
    ]


async def coupons_now(
    book: CouponBook, reader: LedgerReader, coupons: Sequence[Coupon], now: datetime
) -> list[CouponNow]:
    """These coupons in the same order, each with its campaign."""
    campaigns, accounts = await asyncio.gather(
        _campaigns_of(book, reader, coupons, now),
        asyncio.gather(*(reader.account(issued_key(coupon.id)) for coupon in coupons)),
    )
    return [
        CouponNow(
            coupon,
            coupon_state(account.balance, account.held, coupon.expires_at, now),
            days_left(coupon.expires_at, now),
            campaigns[coupon.campaign_id],
        )
        for coupon, account in zip(coupons, accounts, strict=True)
    ]


async def _campaigns_of(
    book: CouponBook, reader: LedgerReader, coupons: Sequence[Coupon], now: datetime
) -> dict[UUID, CampaignNow]:
    found = await book.campaigns([coupon.campaign_id for coupon in coupons])
    shown = await campaigns_now(reader, list(found.values()), now)
    return {one.campaign.id: one for one in shown}

"""Campaigns and coupons as the API shows them, to customers and to staff."""

from typing import Any
from uuid import UUID

from pydantic import Field

from holdfast.api.contract.answers import Answer, Instant
from holdfast.kit import iso
from holdfast.promotions import CouponState, DiscountTerms, Phase, Rule
from holdfast.views.coupons import CampaignNow, CouponNow

__all__ = [
    "CampaignAnswer", "CampaignBody", "CampaignsAnswer", "CouponAnswer", "CouponBody",
    "CouponsAnswer", "DiscountBody", "campaign_body", "coupon_body", "discount_body",
]  # fmt: skip


class DiscountBody(Answer):
    """What is taken off, and off which goods. Amounts are minor units of `currency`."""

    id: UUID
    name: str
    rule: Rule
    value: int = Field(
        description="Whole percent, an amount, or of how many units one is free; 0: free shipping"
    )
    cap: int | None = Field(description="The most a percentage comes to")
    minimum: int = Field(description="What the discounted lines must come to")
    currency: str | None = Field(description="null: for carts in any currency")
    scope: list[UUID] | None = Field(description="Of these products; null, with categories: of all")
    categories: list[UUID] | None = Field(description="And of those in these categories or below")
    sellers: list[UUID] | None = Field(description="Of these sellers only; null: of all")
    stackable: bool = Field(description="Whether it goes with other discounts")
    translations: dict[str, str] = Field(description="Its name by language")


class CampaignBody(DiscountBody):
    """A coupon campaign."""

    quantity: int = Field(description="How many there are in all")
    per_customer: int
    opens_at: Instant
    closes_at: Instant | None = Field(description="null: until all are gone")
    ended_at: Instant | None = Field(description="When staff ended it early")
    valid_days: int = Field(description="Days a coupon is valid from its issue")
    thanks: bool = Field(
        description="The shop gives its coupons, for a friend who was invited: to who asks it is"
        " closed"
    )
    created_at: Instant
    phase: Phase
    remaining: int = Field(description="Still to be given out, at this moment")
    version: int = Field(description="Of `remaining`: the higher one is the newer")


class CouponBody(Answer):
    """A coupon of one's own."""

    id: UUID
    issued_at: Instant
    expires_at: Instant
    state: CouponState
    days_left: int = Field(description="1 on its last day, 0 when it is over")
    campaign: CampaignBody


class CampaignAnswer(Answer):
    campaign: CampaignBody
    server_time: Instant


class CampaignsAnswer(Answer):
    """A page of campaigns, newest first."""

    campaigns: list[CampaignBody]
    next_cursor: str | None
    server_time: Instant


class CouponAnswer(Answer):
    coupon: CouponBody
    server_time: Instant


class CouponsAnswer(Answer):
    """A page of one's own coupons, newest first."""

    coupons: list[CouponBody]
    next_cursor: str | None
    server_time: Instant


def discount_body(terms: DiscountTerms, locale: str = "") -> dict[str, Any]:
    """The terms that campaigns and promotions share, as JSON; called as readers of the ``locale``
    call it, or as staff did."""
    named = {"scope": terms.scope, "categories": terms.categories, "sellers": terms.sellers}
    return {
        "name": terms.name_in(locale),
        "rule": terms.rule,
        "value": terms.value,
        "cap": terms.cap,
        "minimum": terms.minimum,
        "currency": terms.currency,
        **{name: None if ids is None else sorted(ids) for name, ids in named.items()},
        "stackable": terms.stackable,
        "translations": dict(terms.translations),
    }


def campaign_body(now: CampaignNow, locale: str = "") -> dict[str, Any]:
    """A campaign as JSON."""
    campaign = now.campaign
    return {
        "id": campaign.id,
        **discount_body(campaign, locale),
        "quantity": campaign.quantity,
        "perCustomer": campaign.per_customer,
        "opensAt": iso(campaign.opens_at),
        "closesAt": iso(campaign.closes_at),
        "endedAt": iso(campaign.ended_at),
        "validDays": campaign.valid_days,
        "thanks": campaign.thanks,
        "createdAt": iso(campaign.created_at),
        "phase": now.phase,
        "remaining": now.remaining,
        "version": now.version,
    }


def coupon_body(now: CouponNow, locale: str = "") -> dict[str, Any]:
    """A coupon as JSON."""
    return {
        "id": now.coupon.id,
        "issuedAt": iso(now.coupon.issued_at),
        "expiresAt": iso(now.coupon.expires_at),
        "state": now.state,
        "daysLeft": now.days_left,
        "campaign": campaign_body(now.campaign, locale),
    }

"""The campaigns of the month before today: one that is over, one that runs; and who got coupons."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from msgspec import Struct

from holdfast.db.events import event_row
from holdfast.flows.demo.month import CAMPAIGNS, Issue
from holdfast.kit import id_made_at, new_id
from holdfast.ledger import EVENTS, NOW, Command, Deposit, Insert, Withdraw
from holdfast.people import AUDIT_LOG
from holdfast.pricing import Discount, Percent
from holdfast.promotions import CAMPAIGNS as CAMPAIGN_ROWS
from holdfast.promotions import COUPONS, CouponIssued, campaign_key, coupon_limit_key, issued_key

__all__ = ["Coupons", "coupon_steps", "planned_coupons"]

_VALID_DAYS: Final = 30


class Coupons(Struct, frozen=True):
    """The campaigns' ids, by number, and the coupons', by campaign and buyer."""

    campaigns: tuple[UUID, ...]
    ids: Mapping[tuple[int, int], UUID]

    def discount(self, campaign: int | None, currency: str) -> Discount | None:
        """What a coupon of the campaign gives."""
        if campaign is None:
            return None
        return Discount(Percent(CAMPAIGNS[campaign].percent), currency)


def planned_coupons(issues: Sequence[Issue]) -> Coupons:
    """Ids for campaigns and coupons."""
    ids = {(issue.campaign, issue.buyer): id_made_at(issue.at) for issue in issues}
    return Coupons(tuple(new_id() for _ in CAMPAIGNS), ids)


def coupon_steps(
    coupons: Coupons, issues: Sequence[Issue], owners: Sequence[str], now: datetime, actor: str
) -> Iterator[tuple[datetime, UUID, Command]]:
    """The campaigns as ``actor`` made them, an hour before they opened; each coupon given out."""
    for number, campaign in enumerate(CAMPAIGNS):
        opens, closes = (now + timedelta(days=days) for days in (campaign.opens, campaign.closes))
        made = opens - timedelta(hours=1)
        campaign_id = coupons.campaigns[number]
        row = (
            campaign_id, campaign.name, "percent", campaign.percent, None, 0, None, None,
            campaign.quantity, 1, opens, closes, _VALID_DAYS,
        )  # fmt: skip
        filled = Deposit(campaign_key(campaign_id), campaign.quantity, note=campaign.name)
        audited = (actor, "campaign.made", str(campaign_id), "{}", "")
        riders = (Insert(CAMPAIGN_ROWS, (row,)), Insert(AUDIT_LOG, (audited,)))
        yield made, campaign_id, Command((filled,), riders, actor=actor)
    for issue in issues:
        coupon, campaign_id = (
            coupons.ids[issue.campaign, issue.buyer],
            coupons.campaigns[issue.campaign],
        )
        owner, ends = owners[issue.buyer], issue.at + timedelta(days=_VALID_DAYS)
        told = event_row(CouponIssued(campaign_id, owner, ends), coupon)
        yield (
            issue.at,
            coupon,
            Command(
                (
                    Withdraw(campaign_key(campaign_id), 1),
                    Withdraw(coupon_limit_key(campaign_id, owner), 1, capacity=1),
                    Deposit(issued_key(coupon), 1),
                ),
                (
                    Insert(COUPONS, ((coupon, campaign_id, owner, NOW, ends),)),
                    Insert(EVENTS, (told,)),
                ),
                actor=owner,
            ),
        )

"""The campaigns of the month before today: one that is over, one that runs; and who got coupons."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from msgspec import Struct

from holdfast import promotions
from holdfast.flows.demo.month import CAMPAIGNS, Issue
from holdfast.kit import id_made_at, new_id
from holdfast.kit.sentences import called
from holdfast.ledger import Command, Deposit, Withdraw
from holdfast.people import audited
from holdfast.pricing import Discount, Percent
from holdfast.promotions import Coupon, Terms, campaign_key, coupon_limit_key, issued_key

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
        made = CAMPAIGNS[campaign]
        campaign_id = self.campaigns[campaign]
        name = called(made.name, made.translations)
        return Discount(Percent(made.percent), currency, name=name, id=campaign_id)


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
        terms = Terms(
            name=campaign.name,
            translations=campaign.translations,
            rule="percent",
            value=campaign.percent,
            quantity=campaign.quantity,
            opens_at=opens,
            closes_at=closes,
            valid_days=_VALID_DAYS,
        )
        filled = Deposit(campaign_key(campaign_id), campaign.quantity, note=campaign.name)
        line = audited(actor, "campaign.made", campaign_id)
        riders = (promotions.made(campaign_id, terms), line)
        yield made, campaign_id, Command((filled,), riders, actor=actor)
    for issue in issues:
        coupon, campaign_id = (
            coupons.ids[issue.campaign, issue.buyer],
            coupons.campaigns[issue.campaign],
        )
        owner, ends = owners[issue.buyer], issue.at + timedelta(days=_VALID_DAYS)
        yield (
            issue.at,
            coupon,
            Command(
                (
                    Withdraw(campaign_key(campaign_id), 1),
                    Withdraw(coupon_limit_key(campaign_id, owner), 1, capacity=1),
                    Deposit(issued_key(coupon), 1),
                ),
                promotions.issued(Coupon(coupon, campaign_id, owner, issue.at, ends)),
                actor=owner,
            ),
        )

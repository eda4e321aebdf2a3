"""Giving out coupons: first come, first served, exactly as many as there are.

Most who ask in a stampede come too late, so refusing is cheap: one gathered read says what the
customer has, and once it is known here that nothing is left, nobody enters the ledger's lane.
That is exact, because supply and limits are never given back.
"""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from holdfast import promotions
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import answered, stored
from holdfast.flows.commit.refusals import refuse
from holdfast.flows.promotions.coupon_desk import CouponDesk
from holdfast.kit import Problem, iso, new_id
from holdfast.kit.sentences import say
from holdfast.ledger import (
    Accepted,
    AlreadyDone,
    Command,
    Deposit,
    Short,
    Withdraw,
)
from holdfast.promotions import (
    Campaign,
    Coupon,
    campaign_key,
    coupon_limit_key,
    issued_key,
)

__all__ = [
    "CampaignNotFound", "CampaignNotOpen", "CouponExpired", "CouponsGone", "GivenOut", "give_out",
]  # fmt: skip


class CampaignNotFound(Problem):
    """No such campaign."""

    status = 404
    code = "campaign-not-found"
    title = "No such campaign"


class CampaignNotOpen(Problem):
    """Before ``opensAt`` or after ``closesAt``."""

    status = 409
    code = "campaign-not-open"
    title = "The campaign is not open"


class CouponsGone(Problem):
    """Every coupon of the campaign has been given out."""

    status = 409
    code = "coupons-gone"
    title = "No coupons left"


class CouponExpired(Problem):
    """You have had as many coupons of the campaign as a customer may have, and the newest was not
    used in time: ``coupon`` says which, and when it ended."""

    status = 409
    code = "coupon-expired"
    title = "Your coupon has expired"


class GivenOut(Struct, frozen=True):
    """The customer's coupon as of ``at``, by the database's clock; ``new`` unless it had been given
    already, by an earlier request."""

    coupon: Coupon
    at: datetime
    new: bool


class _Kept(Struct, frozen=True):
    """What a repeated request is answered with."""

    id: UUID
    issued_at: datetime
    expires_at: datetime


async def give_out(desk: CouponDesk, caller: Caller, campaign_id: UUID) -> GivenOut:
    """Another coupon for the caller, or at the limit the newest that was given.

    Raises :class:`CampaignNotFound`, :class:`CampaignNotOpen`, :class:`CouponsGone` and the
    problems of the ledger.
    """
    owner, key = caller.actor, caller.key
    campaign = await desk.coupons.campaign(campaign_id)
    if campaign is None or campaign.thanks:
        raise CampaignNotFound("There is no such campaign.")
    # Before the look, so that who is refused by it has been looked for among all there will be.
    gone = desk.coupons.known_gone(campaign_id)
    had = await desk.coupons.given_to(campaign_id, owner)
    if had.newest is not None:
        # Only who has one can have been accepted with this key before.
        if key is not None and (answer := await answered(desk, key)) is not None:
            return _repeated(campaign, owner, answer, had.at)
        if had.given >= campaign.per_customer:
            await _still_good(desk, had.newest, had.at)
            return GivenOut(had.newest, had.at, new=False)
    if campaign.phase(had.at) != "open":
        raise _not_open(campaign, had.at)
    if gone:
        raise _gone(campaign)
    coupon = Coupon(new_id(), campaign_id, owner, had.at, campaign.end_of(had.at))
    outcome = await desk.ledger.commit(_command(caller, campaign, coupon))
    match outcome:
        case Accepted():
            return GivenOut(coupon, had.at, new=True)
        case AlreadyDone(answer=answer):
            return _repeated(campaign, owner, answer, had.at)
        case Short(shortages=shortages):
            short = {shortage.key for shortage in shortages}
            if campaign_key(campaign_id) in short:
                desk.coupons.mark_gone(campaign_id)
            if coupon_limit_key(campaign_id, owner) in short:
                return await _given_meanwhile(desk, campaign, owner)
            raise _gone(campaign)
    raise refuse(outcome)


async def _still_good(desk: CouponDesk, coupon: Coupon, now: datetime) -> None:
    """Raise :class:`CouponExpired` for one that was not used while it could be."""
    if coupon.expires_at > now:
        return
    left = await desk.reader.account(issued_key(coupon.id))
    if left.balance or left.held:
        raise CouponExpired(
            say("It was valid until {ended}. You cannot get another one.",
                ended=iso(coupon.expires_at)),
            extra={"coupon": {"id": str(coupon.id), "expiresAt": iso(coupon.expires_at)}},
        )  # fmt: skip


def _command(caller: Caller, campaign: Campaign, coupon: Coupon) -> Command:
    limit = coupon_limit_key(campaign.id, coupon.owner)
    return caller.keyed(
        (
            Withdraw(campaign_key(campaign.id), 1),
            Withdraw(limit, 1, capacity=campaign.per_customer),
            Deposit(issued_key(coupon.id), 1),
        ),
        promotions.issued(coupon),
        answer=_Kept(coupon.id, coupon.issued_at, coupon.expires_at),
    )


def _repeated(campaign: Campaign, owner: str, answer: str, at: datetime) -> GivenOut:
    kept = stored(answer, _Kept)
    coupon = Coupon(kept.id, campaign.id, owner, kept.issued_at, kept.expires_at)
    return GivenOut(coupon, at, new=True)


async def _given_meanwhile(desk: CouponDesk, campaign: Campaign, owner: str) -> GivenOut:
    """The limit was reached between our look and our turn: by another request of the same
    customer, whose coupon is committed by now."""
    had = await desk.coupons.given_to(campaign.id, owner)
    assert had.newest is not None
    return GivenOut(had.newest, had.at, new=False)


def _not_open(campaign: Campaign, now: datetime) -> Problem:
    early = campaign.phase(now) == "upcoming"
    return CampaignNotOpen(
        "The campaign has not started yet." if early else "The campaign is over.",
        extra={"opensAt": iso(campaign.opens_at), "closesAt": iso(campaign.closes_at)},
    )


def _gone(campaign: Campaign) -> Problem:
    return CouponsGone(
        say("All {quantity} coupons have been given out.", quantity=campaign.quantity)
    )

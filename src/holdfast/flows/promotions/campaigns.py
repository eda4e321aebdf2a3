"""Staff make coupon campaigns: the row, its audit line and its whole supply in one command; and end
them early, with what is left in one command, too."""

from uuid import UUID

from holdfast import promotions
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import answered, stored
from holdfast.flows.commit.outcomes import went_through
from holdfast.flows.commit.refusals import refuse
from holdfast.flows.promotions.coupon_desk import CouponDesk
from holdfast.flows.promotions.coupons import CampaignNotFound
from holdfast.flows.promotions.named import unknown_products
from holdfast.kit import Problem, new_id
from holdfast.ledger import (
    Accepted,
    AlreadyDone,
    Command,
    Deposit,
    SetOnHand,
)
from holdfast.promotions import Campaign, Terms, campaign_key, faults

__all__ = ["BadTerms", "CampaignOver", "end_campaign", "make_campaign"]


class BadTerms(Problem):
    """Terms that make no campaign; ``errors`` names each field at fault."""

    status = 422
    code = "campaign-invalid"
    title = "The campaign's terms are not valid"


class CampaignOver(Problem):
    """It has been ended, or its time is over."""

    status = 409
    code = "campaign-over"
    title = "The campaign is already over"


async def make_campaign(desk: CouponDesk, caller: Caller, terms: Terms) -> Campaign:
    """The new campaign with its supply filled (the first one, if the request is a repetition).

    Raises :class:`BadTerms`, and the problems of the ledger.
    """
    found = faults(terms) or await unknown_products(desk, terms)
    if found:
        raise BadTerms.of(found, named=True)
    campaign_id = new_id()
    outcome = await desk.ledger.commit(_command(caller, campaign_id, terms))
    match outcome:
        case AlreadyDone(answer=answer):
            campaign_id = stored(answer, UUID)
        case Accepted():
            pass
        case _:
            raise refuse(outcome)
    campaign = await desk.coupons.campaign(campaign_id)
    assert campaign is not None  # it is committed, and none is ever deleted
    return campaign


def _command(caller: Caller, campaign_id: UUID, terms: Terms) -> Command:
    line = caller.audited("campaign.made", campaign_id, terms)
    return caller.keyed(
        (Deposit(campaign_key(campaign_id), terms.quantity, note=terms.name),),
        (promotions.made(campaign_id, terms), line),
        answer=campaign_id,
    )


async def end_campaign(
    desk: CouponDesk, caller: Caller, campaign_id: UUID, reason: str
) -> Campaign:
    """Give out no more coupons from this moment on, also of one that has not opened; those given
    out stay valid. Nothing is left then, so no process gives one out that has not heard of it.

    Raises :class:`CampaignNotFound`, :class:`CampaignOver` and the problems of the ledger.
    """
    campaign = await desk.coupons.campaign(campaign_id)
    if campaign is None:
        raise CampaignNotFound("There is no such campaign.")
    if campaign.phase(await desk.coupons.now()) == "closed":
        if caller.key is not None and await answered(desk, caller.key) is not None:
            return campaign
        raise CampaignOver("The campaign is already over. It gives out no more coupons.")
    outcome = await desk.ledger.commit(
        caller.keyed(
            (SetOnHand(campaign_key(campaign_id), 0, note=reason),),
            (
                promotions.ended(campaign_id, caller.actor, reason),
                caller.audited("campaign.ended", campaign_id, {"reason": reason}),
            ),
        )
    )
    if not went_through(outcome):
        raise CampaignOver("The campaign is already over. It gives out no more coupons.")
    desk.coupons.forget(campaign_id)
    ended = await desk.coupons.campaign(campaign_id)
    assert ended is not None  # none is ever deleted
    return ended

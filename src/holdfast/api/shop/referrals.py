"""Inviting friends: one's own link, what it leads to, and coming by it."""

from asyncio import gather

from fastapi import APIRouter, Request

from holdfast.api.contract.problems import COMMITS, TELLS_AGAIN, problems
from holdfast.api.contract.referrals import (
    AdvantageBody,
    InvitationBody,
    OwnReferrals,
    ReferralAnswer,
    ReferralLinkAsked,
    ReferralLinkBody,
    ReferralShown,
    advantage_body,
)
from holdfast.api.shell.dependencies import Member, caller, shop_parts
from holdfast.flows.referrals.inviting import accept, invitation, make_link
from holdfast.flows.referrals.program import offered
from holdfast.referrals import (
    InvitationNotFound,
    InvitedAlready,
    NotNewHere,
    OwnInvitation,
    Referral,
    ReferralsOff,
    TooManyInvitationLinks,
    link_of,
    own_count,
    referrals_page,
)

__all__ = ["router"]

router = APIRouter(prefix="/api", tags=["session"])

_SHOWN = 50


@router.get(
    "/invitations/{invitation_code}",
    operation_id="getInvitation",
    responses=problems(InvitationNotFound),
)
async def get_invitation(request: Request, invitation_code: str) -> InvitationBody:
    """What a friend's link leads to: who invites, by no more than the first name, and what there is
    off a first order. It is for customers with an account."""
    found = await invitation(shop_parts(request), invitation_code)
    return InvitationBody(
        code=found.code,
        inviter=found.name or None,
        offer=AdvantageBody(**advantage_body(found.offer)),
    )


@router.post(
    "/invitations/{invitation_code}/accept",
    operation_id="acceptInvitation",
    responses=problems(
        InvitationNotFound, OwnInvitation, NotNewHere, InvitedAlready, ReferralsOff, *COMMITS
    ),
)
async def post_accept(request: Request, invitation_code: str) -> ReferralAnswer:
    """Come by an invitation: carts have what friends have off from now on, and who invited gets a
    coupon once the first order is paid. A second time it says what became of it."""
    here = shop_parts(request)
    by = caller(request, "accept-invitation").of_subject(invitation_code)
    one = await accept(here, by, invitation_code)
    offer = await offered(here)
    return ReferralAnswer(
        status=one.status,
        offer=None if offer is None else AdvantageBody(**advantage_body(offer)),
    )


@router.get("/referrals", operation_id="getOwnReferrals")
async def get_referrals(request: Request, member: Member) -> OwnReferrals:
    """One's own link, and what came of it."""
    here, pool = shop_parts(request), shop_parts(request).database.pool
    offer, link, count, found = await gather(
        offered(here),
        link_of(pool, member.id),
        own_count(pool, member.id),
        referrals_page(pool, member.id, None, None, _SHOWN),
    )
    return OwnReferrals(
        on=offer is not None,
        code=None if link is None else link.code,
        friend=None if offer is None else AdvantageBody(**advantage_body(offer)),
        reward=None if offer is None else AdvantageBody(**advantage_body(offer, reward=True)),
        wait_days=0 if offer is None else offer.program.wait_days,
        most_a_year=0 if offer is None else offer.program.most_a_year,
        came=count.came,
        waiting=count.waiting,
        given=count.given,
        referrals=[_shown(one) for one in found],
    )


@router.post(
    "/referrals/link",
    operation_id="makeReferralLink",
    responses=problems(ReferralsOff, TooManyInvitationLinks, *TELLS_AGAIN),
)
async def post_link(request: Request, asked: ReferralLinkAsked) -> ReferralLinkBody:
    """One's own link: the one there is, or a new one."""
    by = caller(request, "referral-link")
    link = await make_link(shop_parts(request), by, renew=asked.renew)
    return ReferralLinkBody(code=link.code)


def _shown(one: Referral) -> ReferralShown:
    return ReferralShown.model_validate(
        {
            "status": one.status,
            "reason": one.reason or None,
            "due_at": one.due_at if one.is_waiting else None,
            "created_at": one.created_at,
        }
    )

"""Staff: the terms on which friends are invited, who invited whom, and what it came to."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request
from pydantic import Field

from holdfast.api.contract.answers import Amount, Answer, Instant
from holdfast.api.contract.paging import Cursor, Limit
from holdfast.api.contract.problems import COMMITS, problems
from holdfast.api.contract.referrals import ProgramAsked, ProgramBody, program_body
from holdfast.api.shell.dependencies import caller, database, shop_parts
from holdfast.api.staff.order_rows import BuyerShown
from holdfast.flows.promotions.promotions import TooManyPromotions
from holdfast.flows.referrals.program import Offered, end_program, offered, put_program
from holdfast.flows.shop_parts import ShopParts
from holdfast.kit import Money, page_by_id
from holdfast.kit.paging import BadCursor, decode_id
from holdfast.promotions import campaign_key
from holdfast.referrals import (
    BadProgram,
    Referral,
    ReferralStatus,
    RefusalReason,
    referrals_page,
)
from holdfast.views.buyers import buyers_of
from holdfast.views.redemption import Redemption, redemptions
from holdfast.views.referrals import orders_of_referrals, referral_figures

__all__ = ["router"]

router = APIRouter(prefix="/api/staff/referrals", tags=["staff"])


class ReferralTerms(Answer):
    """The terms in force."""

    program: ProgramBody | None = Field(description="Null: friends are not invited")
    return_days: int = Field(description="For which goods are taken back: what `waitDays` suits")


class StaffReferral(Answer):
    """Somebody who came by a customer's link."""

    id: UUID
    inviter: BuyerShown
    friend: BuyerShown
    status: ReferralStatus
    reason: RefusalReason | None = Field(description="Why nothing is given")
    order_id: UUID | None = Field(description="The friend's first, once it is paid")
    order_number: str | None
    order_total: Amount | None
    order_off: bool = Field(description="It was cancelled; what was given before stays")
    due_at: Instant | None = Field(description="When the coupon is, or was, to be given")
    ended_at: Instant | None
    created_at: Instant


class StaffReferralsAnswer(Answer):
    """A page of them, newest first."""

    referrals: list[StaffReferral]
    next_cursor: str | None


class ReferralFiguresBody(Answer):
    """What invitations came to until now: orders that were paid and stand."""

    invited: int = Field(description="Who came by a link in all")
    ordered: int = Field(description="Of them, who bought")
    waiting: int
    given: int
    refused: int
    revenue: list[Amount] = Field(description="What friends paid for their first orders")
    friends_discount: list[Amount] = Field(description="What was taken off these")
    coupons_used: int
    coupons_discount: list[Amount] = Field(description="What coupons for friends took off")


@router.get("/program", operation_id="getReferralTerms")
async def get_program(request: Request) -> ReferralTerms:
    """The terms on which friends are invited, if they are."""
    here = shop_parts(request)
    return await _terms(here, await offered(here))


@router.put(
    "/program",
    operation_id="putReferralTerms",
    responses=problems(BadProgram, TooManyPromotions, *COMMITS),
)
async def put_terms(request: Request, asked: ProgramAsked) -> ReferralTerms:
    """Invite friends on these terms from now on. What waits on others is given as was said."""
    here = shop_parts(request)
    return await _terms(here, await put_program(here, caller(request), asked.terms()))


@router.delete("/program", operation_id="endReferralTerms", responses=problems(*COMMITS))
async def delete_program(request: Request) -> ReferralTerms:
    """Invite nobody any more. Friends who have not bought have nothing off; what waits is given."""
    here = shop_parts(request)
    await end_program(here, caller(request))
    return await _terms(here, None)


@router.get("", operation_id="listReferrals", responses=problems(BadCursor))
async def list_referrals(
    request: Request,
    limit: Limit = 20,
    cursor: Cursor = None,
    state: Annotated[
        Literal["invited", "waiting", "given", "refused"] | None,
        Query(description="Only those in this state"),
    ] = None,
) -> StaffReferralsAnswer:
    """Who came by whose link, newest first."""
    before = decode_id(cursor)
    found = await referrals_page(database(request).pool, None, state, before, limit + 1)
    page, more = page_by_id(found, limit)
    return StaffReferralsAnswer(referrals=await _shown(request, page), next_cursor=more)


@router.get("/figures", operation_id="getReferralFigures")
async def get_figures(request: Request) -> ReferralFiguresBody:
    """What invitations came to: how many came, bought, and what it cost and brought."""
    async with database(request).read() as connection:
        found = await referral_figures(connection)
    used = await redemptions(database(request).pool, found.campaigns)
    return ReferralFiguresBody(
        invited=sum(found.counts.values()),
        ordered=sum(found.counts.get(one, 0) for one in ("waiting", "given")),
        waiting=found.counts.get("waiting", 0),
        given=found.counts.get("given", 0),
        refused=found.counts.get("refused", 0),
        revenue=_amounts(found.revenue),
        friends_discount=_amounts(found.discount),
        coupons_used=sum(one.used for one in used.values()),
        coupons_discount=_amounts(_summed(used.values())),
    )


async def _terms(here: ShopParts, found: Offered | None) -> ReferralTerms:
    days = (await here.shop.now()).returns.days
    if found is None:
        return ReferralTerms(program=None, return_days=days)
    left = (await here.reader.account(campaign_key(found.reward.id))).balance
    return ReferralTerms(program=program_body(found, left), return_days=days)


async def _shown(request: Request, found: Sequence[Referral]) -> list[StaffReferral]:
    owners = {owner for one in found for owner in (one.inviter, one.friend)}
    async with database(request).read() as connection:
        people = await buyers_of(connection, owners)
        orders = await orders_of_referrals(
            connection, [one.order_id for one in found if one.order_id is not None]
        )
    return [
        _row(one, people, {} if one.order_id is None else orders[one.order_id]) for one in found
    ]


def _row(one: Referral, people: Mapping[str, Any], order: Mapping[Any, Any]) -> StaffReferral:
    total = {"currency": order["currency"], "amount": order["total"]} if order else None
    return StaffReferral.model_validate(
        {
            "id": one.id,
            "inviter": BuyerShown.model_validate(people[one.inviter]),
            "friend": BuyerShown.model_validate(people[one.friend]),
            "status": one.status,
            "reason": one.reason or None,
            "order_id": one.order_id,
            "order_number": order["number"] if order else None,
            "order_total": total,
            "order_off": bool(order) and order["off"],
            "due_at": one.due_at,
            "ended_at": one.ended_at,
            "created_at": one.created_at,
        }
    )


def _summed(used: Sequence[Redemption] | Any) -> dict[str, int]:
    sums: dict[str, int] = {}
    for money in (each for one in used for each in one.off):
        sums[money.currency] = sums.get(money.currency, 0) + money.amount
    return sums


def _amounts(sums: Mapping[str, int]) -> list[Amount]:
    return [Amount(currency=one.currency, amount=one.amount) for one in _money(sums)]


def _money(sums: Mapping[str, int]) -> list[Money]:
    return [Money(amount, currency) for currency, amount in sorted(sums.items())]

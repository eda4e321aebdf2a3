"""Staff: making coupon campaigns, ending them early; all there ever were, and what they came to."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import Field

from holdfast.api.contract.answers import Answer, Instant, json_answer
from holdfast.api.contract.campaigns import CampaignAnswer, CampaignBody, campaign_body
from holdfast.api.contract.moments import Moment
from holdfast.api.contract.paging import Cursor, Limit
from holdfast.api.contract.problems import COMMITS, TELLS_AGAIN, problems
from holdfast.api.shell.dependencies import caller, shop_parts
from holdfast.api.staff.discounts import DiscountAsked, EndAsked
from holdfast.flows.promotions.campaigns import BadTerms, CampaignOver, end_campaign, make_campaign
from holdfast.flows.promotions.coupons import CampaignNotFound
from holdfast.kit import Money, iso, page_by_id
from holdfast.kit.paging import BadCursor, decode_id
from holdfast.promotions import MAX_PER_CUSTOMER, MAX_QUANTITY, MAX_VALID_DAYS, Terms
from holdfast.views.coupons import campaigns_now
from holdfast.views.redemption import Redemption, redemptions

__all__ = ["router"]

router = APIRouter(prefix="/api/staff/coupon-campaigns", tags=["staff"])


class CampaignAsked(DiscountAsked):
    """The terms of a campaign. They never change once it is made."""

    quantity: Annotated[int, Field(ge=1, le=MAX_QUANTITY, strict=True)]
    per_customer: Annotated[int, Field(ge=1, le=MAX_PER_CUSTOMER, strict=True)] = 1
    opens_at: Moment | None = Field(default=None, description="Left out: at once")
    closes_at: Moment | None = Field(default=None, description="Left out: when all are gone")
    valid_days: Annotated[int, Field(ge=1, le=MAX_VALID_DAYS, strict=True)] = 30

    def terms(self, now: datetime) -> Terms:
        return Terms(
            **self.discount(),
            quantity=self.quantity,
            per_customer=self.per_customer,
            opens_at=self.opens_at or now,
            closes_at=self.closes_at,
            valid_days=self.valid_days,
        )


class Sum(Answer):
    currency: str
    amount: int = Field(description="Minor units")


class CampaignFigures(Answer):
    """What a campaign came to until now. Used: in an order that was paid and stands."""

    given: int
    used: int
    discount: list[Sum] = Field(description="What was taken off, by currency")
    revenue: list[Sum] = Field(description="What was paid after it, by currency")


class StaffCampaignBody(CampaignBody):
    """A coupon campaign, with what it came to."""

    figures: CampaignFigures


class StaffCampaignsAnswer(Answer):
    """A page of campaigns, newest first."""

    campaigns: list[StaffCampaignBody]
    next_cursor: str | None
    server_time: Instant


@router.post(
    "",
    status_code=201,
    response_model=CampaignAnswer,
    responses=problems(BadTerms, *TELLS_AGAIN),
)
async def post_campaign(request: Request, asked: CampaignAsked) -> Response:
    """Make a campaign with all its coupons. Its terms and its quantity never change."""
    here = shop_parts(request)
    terms = asked.terms(await here.coupons.now())
    campaign = await make_campaign(here, caller(request, "campaign"), terms)
    now = await here.coupons.now()
    (shown,) = await campaigns_now(here.reader, [campaign], now)
    return json_answer({"campaign": campaign_body(shown), "serverTime": iso(now)}, 201)


@router.post(
    "/{campaign_id}/end",
    operation_id="endCampaign",
    response_model=CampaignAnswer,
    responses=problems(CampaignNotFound, CampaignOver, *COMMITS),
)
async def post_end(
    request: Request,
    campaign_id: UUID,
    asked: EndAsked,
) -> Response:
    """End a campaign early: no more coupons are given out; those given out stay valid."""
    here = shop_parts(request)
    by = caller(request, f"end-campaign/{campaign_id}")
    campaign = await end_campaign(here, by, campaign_id, asked.reason)
    now = await here.coupons.now()
    (shown,) = await campaigns_now(here.reader, [campaign], now)
    return json_answer({"campaign": campaign_body(shown), "serverTime": iso(now)})


@router.get(
    "",
    response_model=StaffCampaignsAnswer,
    responses=problems(BadCursor),
)
async def list_all_campaigns(
    request: Request, limit: Limit = 20, cursor: Cursor = None
) -> Response:
    """Every campaign, newest first: upcoming, open and closed; each with what it came to."""
    here = shop_parts(request)
    before = decode_id(cursor)
    now = await here.coupons.now()
    found = await here.coupons.page(before, limit + 1)
    page, more = page_by_id(found, limit)
    shown = await campaigns_now(here.reader, page, now)
    figures = await redemptions(here.database.pool, [one.id for one in page])
    return json_answer(
        {
            "campaigns": [
                campaign_body(one) | {"figures": _figures(figures[one.campaign.id])}
                for one in shown
            ],
            "nextCursor": more,
            "serverTime": iso(now),
        }
    )


def _figures(came_to: Redemption) -> dict[str, Any]:
    return {
        "given": came_to.given,
        "used": came_to.used,
        "discount": [_sum(one) for one in came_to.off],
        "revenue": [_sum(one) for one in came_to.paid],
    }


def _sum(money: Money) -> dict[str, Any]:
    return {"currency": money.currency, "amount": money.amount}

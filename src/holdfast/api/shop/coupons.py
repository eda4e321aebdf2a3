"""Coupons: campaigns that are open, asking for a coupon, and the coupons one has."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from holdfast.api.contract.answers import json_answer
from holdfast.api.contract.campaigns import (
    CampaignAnswer,
    CampaignsAnswer,
    CouponAnswer,
    CouponsAnswer,
    campaign_body,
    coupon_body,
)
from holdfast.api.contract.paging import Cursor, Limit
from holdfast.api.contract.problems import TELLS_AGAIN, problems
from holdfast.api.shell.dependencies import caller, member, shop_parts
from holdfast.api.shell.direct import DirectRoute
from holdfast.api.shell.languages import IN_A_LANGUAGE, reader_of
from holdfast.flows.promotions.coupons import (
    CampaignNotFound,
    CampaignNotOpen,
    CouponExpired,
    CouponsGone,
    give_out,
)
from holdfast.kit import iso, page_by_id
from holdfast.kit.paging import BadCursor, decode_id
from holdfast.views.coupons import campaigns_now, coupons_now

__all__ = ["router"]

router = APIRouter(prefix="/api", tags=["coupons"], route_class=DirectRoute)


@router.get(
    "/coupon-campaigns",
    response_model=CampaignsAnswer,
    responses=problems(BadCursor),
    openapi_extra=IN_A_LANGUAGE,
)
async def list_campaigns(request: Request, limit: Limit = 20, cursor: Cursor = None) -> Response:
    """Campaigns that are open now, newest first, with what is left of each."""
    here = shop_parts(request)
    before = decode_id(cursor)
    now = await here.coupons.now()
    found = await here.coupons.page(before, limit + 1, open_at=now)
    page, more = page_by_id(found, limit)
    shown = await campaigns_now(here.reader, page, now)
    return json_answer(
        {
            "campaigns": [campaign_body(one, reader_of(request)) for one in shown],
            "nextCursor": more,
            "serverTime": iso(now),
        }
    )


@router.get(
    "/coupon-campaigns/{campaign_id}",
    response_model=CampaignAnswer,
    responses=problems(CampaignNotFound),
    openapi_extra=IN_A_LANGUAGE,
)
async def get_campaign(request: Request, campaign_id: UUID) -> Response:
    """A campaign, open or not, with what is left of it. One whose coupons the shop gives as thanks
    is nobody's to ask for, and not found."""
    here = shop_parts(request)
    campaign = await here.coupons.campaign(campaign_id)
    if campaign is None or campaign.thanks:
        raise CampaignNotFound("There is no such campaign.")
    now = await here.coupons.now()
    (shown,) = await campaigns_now(here.reader, [campaign], now)
    body = campaign_body(shown, reader_of(request))
    return json_answer({"campaign": body, "serverTime": iso(now)})


@router.post(
    "/coupon-campaigns/{campaign_id}/coupons",
    status_code=201,
    response_model=CouponAnswer,
    responses={
        200: {"model": CouponAnswer, "description": "The one that was given before"},
        **problems(
            CampaignNotFound,
            CampaignNotOpen,
            CouponExpired,
            CouponsGone,
            *TELLS_AGAIN,
        ),
    },
    openapi_extra=IN_A_LANGUAGE,
)
async def ask_for_coupon(request: Request, campaign_id: UUID) -> Response:
    """Ask for a coupon: first come, first served. Who has as many as a customer may have is
    answered with the newest of them, also when all are gone."""
    here = shop_parts(request)
    given = await give_out(here, caller(request, f"coupon/{campaign_id}"), campaign_id)
    (shown,) = await coupons_now(here.coupons, here.reader, [given.coupon], given.at)
    answer = {"coupon": coupon_body(shown, reader_of(request)), "serverTime": iso(given.at)}
    return json_answer(answer, 201 if given.new else 200)


@router.get(
    "/coupons",
    response_model=CouponsAnswer,
    responses=problems(BadCursor),
    openapi_extra=IN_A_LANGUAGE,
)
async def list_coupons(request: Request, limit: Limit = 20, cursor: Cursor = None) -> Response:
    """One's own coupons, newest first: usable, held by a purchase under way, used, or expired."""
    here, who = shop_parts(request), member(request)
    before = decode_id(cursor)
    found = await here.coupons.of_owner(who.id, before, limit + 1)
    page, more = page_by_id(found, limit)
    now = await here.coupons.now()
    shown = await coupons_now(here.coupons, here.reader, page, now)
    return json_answer(
        {
            "coupons": [coupon_body(one, reader_of(request)) for one in shown],
            "nextCursor": more,
            "serverTime": iso(now),
        }
    )

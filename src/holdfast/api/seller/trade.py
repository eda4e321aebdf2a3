"""Sellers: what was sold of their own goods, when, and what comes of it."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from holdfast.api.contract.csv_answers import CSV
from holdfast.api.contract.problems import problems
from holdfast.api.seller.products import own
from holdfast.api.shell.languages import IN_A_LANGUAGE
from holdfast.api.shell.spans import DEFAULT_DAYS, FirstShopDay, LastDays, LastShopDay
from holdfast.api.shell.trade import TradeBody, TradeForm, trade_of
from holdfast.sellers import SellerNotFound

__all__ = ["router"]

router = APIRouter(prefix="/api/seller", tags=["sellers"])


@router.get(
    "/{seller_id}/trade",
    response_model=TradeBody,
    responses={**CSV, **problems(SellerNotFound)},
    openapi_extra=IN_A_LANGUAGE,
)
async def get_own_trade(
    request: Request,
    seller_id: UUID,
    first: FirstShopDay = None,
    last: LastShopDay = None,
    days: LastDays = DEFAULT_DAYS,
    form: TradeForm = "json",
) -> Response | TradeBody:
    """Sales of the seller's goods by day and by hour, a year at most, with the visits before them;
    what sells best, what nobody buys, what will soon be gone."""
    return await trade_of(request, await own(request, seller_id), first, last, days, form)

"""Staff: what was sold of goods, when, and what comes of it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from holdfast.api.contract.csv_answers import CSV
from holdfast.api.contract.problems import problems
from holdfast.api.shell.dependencies import database
from holdfast.api.shell.languages import IN_A_LANGUAGE
from holdfast.api.shell.spans import DEFAULT_DAYS, FirstShopDay, LastDays, LastShopDay
from holdfast.api.shell.trade import TradeBody, TradeForm, trade_of
from holdfast.sellers import SellerNotFound, known_seller

__all__ = ["router"]

router = APIRouter(prefix="/api/staff", tags=["staff"])


@router.get(
    "/trade",
    response_model=TradeBody,
    responses={**CSV, **problems(SellerNotFound)},
    openapi_extra=IN_A_LANGUAGE,
)
async def get_trade(
    request: Request,
    first: FirstShopDay = None,
    last: LastShopDay = None,
    days: LastDays = DEFAULT_DAYS,
    seller_id: Annotated[UUID | None, Query(alias="sellerId", description="Only of it")] = None,
    form: TradeForm = "json",
) -> Response | TradeBody:
    """Sales of goods by day and by hour, a year at most, with the visits before them; what sells
    best, what nobody buys, what will soon be gone."""
    if seller_id is not None:
        async with database(request).read() as connection:
            await known_seller(connection, seller_id)
    return await trade_of(request, seller_id, first, last, days, form)

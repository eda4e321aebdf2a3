"""Staff: what was sold, what went back, and what sells best."""

from datetime import date
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.api.contract.answers import Amount, Answer
from holdfast.api.shell.dependencies import late
from holdfast.api.shell.languages import IN_A_LANGUAGE, locale_of
from holdfast.api.shell.spans import (
    DEFAULT_DAYS,
    FirstShopDay,
    LastDays,
    LastShopDay,
    asked_span,
    shop_day,
)
from holdfast.views.statistics import Span, by_day, span_before, top_products, totals

__all__ = ["Amount", "router"]

router = APIRouter(prefix="/api/staff", tags=["staff"])


class Cancelled(Answer):
    buyer: int
    staff: int = Field(description="Before they were paid")
    expired: int
    unpaid: int
    refunded: int


class Figures(Answer):
    orders: int = Field(description="Paid in that time: of goods, bookings and packages")
    units: int = Field(description="Pieces of goods in them")
    gross: list[Amount] = Field(
        description="What they came to, by currency, with tax and delivery, after discounts"
    )
    refunds: list[Amount] = Field(
        description="What went back to buyers in that time, the whole or parts, whenever it was "
        "bought"
    )
    net: list[Amount] = Field(description="`gross` without `refunds`; may be below zero")
    cancelled: Cancelled


class Day(Figures):
    day: date


class Totals(Figures):
    first: date = Field(alias="from")
    last: date = Field(alias="to")


class TopProduct(Answer):
    product_id: UUID
    handle: str
    name: str
    image_url: str | None
    units: int
    revenue: list[Amount] = Field(description="After discounts, before refunds")


class Statistics(Answer):
    zone: str = Field(description="Days are by its clock, that of the shop's working days")
    totals: Totals
    before: Totals = Field(description="Of as many days right before")
    days: list[Day]
    top_products: list[TopProduct] = Field(description="By units sold; at most 10")


@router.get("/statistics", openapi_extra=IN_A_LANGUAGE)
async def get_statistics(
    request: Request,
    first: FirstShopDay = None,
    last: LastShopDay = None,
    days: LastDays = DEFAULT_DAYS,
) -> Statistics:
    """Sales, refunds and cancellations by day of the shop's clock, a year at most; their sums
    beside those of the days before; and what sold best."""
    clock, today = await shop_day(request)
    span = asked_span(first, last, days, today)
    earlier = span_before(span)
    by_days, days_before, best = await late(request).on_connection(
        lambda connection: _read(connection, span, earlier, locale_of(request))
    )
    return Statistics.model_validate(
        {
            "zone": clock,
            "totals": totals(span, by_days),
            "before": totals(earlier, days_before),
            "days": by_days,
            "top_products": best,
        }
    )


async def _read(
    connection: AsyncConnection, span: Span, earlier: Span, locale: str
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[dict[str, Any]]]:
    days, before = await by_day(connection, span), await by_day(connection, earlier)
    return days, before, await top_products(connection, span, locale)

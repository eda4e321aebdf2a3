"""Staff: what promotions came to."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.api.contract.answers import Amount, Answer
from holdfast.api.contract.csv_answers import CSV, csv_text_answer
from holdfast.api.shell.dependencies import late
from holdfast.api.shell.spans import (
    DEFAULT_DAYS,
    FirstShopDay,
    LastDays,
    LastShopDay,
    asked_span,
    shop_day,
)
from holdfast.kit.zones import zone
from holdfast.views.promotion_report import (
    MOST_PROMOTIONS,
    promotion_sums,
    promotions_csv,
    promotions_used,
)
from holdfast.views.shop_days import ShopDays

__all__ = ["router"]

router = APIRouter(prefix="/api/staff/promotions", tags=["staff"])


class PromotionSums(Answer):
    """Of orders that were paid in these days and were not cancelled since."""

    orders: int
    discount: list[Amount] = Field(description="Off goods and delivery")
    revenue: list[Amount] = Field(description="What was to pay for these orders, in all")


class PromotionUsed(PromotionSums):
    promotion_id: UUID
    name: str
    code: str | None = Field(description="Null: it is automatic")


class PromotionReport(Answer):
    """Days are by the clock of `zone`, that of the shop's working days."""

    zone: str
    first: date = Field(alias="from")
    last: date = Field(alias="to")
    totals: PromotionSums = Field(description="An order in which two were used counts once")
    promotions: list[PromotionUsed] = Field(
        description=f"Those that were used, most used first; at most {MOST_PROMOTIONS:,}"
    )


@router.get("/report", response_model=PromotionReport, responses=CSV)
async def get_promotion_report(
    request: Request,
    first: FirstShopDay = None,
    last: LastShopDay = None,
    days: LastDays = DEFAULT_DAYS,
    form: Annotated[
        Literal["json", "csv"],
        Query(alias="format", description="csv: a row a promotion and currency"),
    ] = "json",
) -> Response | PromotionReport:
    """How often each promotion was used in these days, a year at most, what it took off, and what
    the orders came to in which it was used."""
    clock, today = await shop_day(request)
    span = asked_span(first, last, days, today)
    those = ShopDays(span.first, span.last, zone(clock))
    if form == "csv":
        text = await late(request).on_connection(
            lambda connection: promotions_csv(connection, those)
        )
        return csv_text_answer(f"promotions-{span.first}-{span.last}.csv", text)
    found = await late(request).on_connection(lambda connection: _read(connection, those))
    return PromotionReport.model_validate(
        found | {"zone": clock, "from": span.first, "to": span.last}
    )


async def _read(connection: AsyncConnection, days: ShopDays) -> dict[str, Any]:
    return {
        "totals": await promotion_sums(connection, days),
        "promotions": await promotions_used(connection, days),
    }

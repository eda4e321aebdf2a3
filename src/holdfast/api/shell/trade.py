"""What was sold of goods, as staff and sellers are shown it."""

from datetime import date, timedelta
from typing import Annotated, Any, Literal, TypeAlias
from uuid import UUID

from fastapi import Query, Request, Response
from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.api.contract.answers import Amount, Answer
from holdfast.api.contract.csv_answers import csv_text_answer
from holdfast.api.shell.dependencies import late, shop_parts
from holdfast.api.shell.languages import locale_of
from holdfast.api.shell.spans import asked_span, shop_day
from holdfast.views.statistics import Span, span_before
from holdfast.views.trade import trade_by, trade_csv, trade_sums
from holdfast.views.trade_cohorts import COHORT_MONTHS, cohorts
from holdfast.views.trade_products import COVER_DAYS, traded_goods

__all__ = ["TradeBody", "TradeForm", "trade_of"]

TradeForm: TypeAlias = Annotated[
    Literal["json", "csv"], Query(alias="format", description="csv: a row an hour and currency")
]


class TradeSums(Answer):
    """What was sold, and what of it came back since, whenever that was. `visits`: how often a
    product's page was asked for; `carted`: how often a product was put into a cart."""

    orders: int = Field(description="Paid, with goods in them; a booking or package alone is none")
    units: int
    back: int = Field(description="Of the units, those that came back")
    visits: int
    carted: int
    gross: list[Amount] = Field(description="Of goods: with tax, after discounts; without delivery")
    refunded: list[Amount] = Field(description="Of it")
    net: list[Amount]


class TradeDay(TradeSums):
    day: date


class TradeHour(TradeSums):
    hour: int = Field(description="Of any day, 0 to 23")


class TradeOfSpan(TradeSums):
    first: date = Field(alias="from")
    last: date = Field(alias="to")


class TradeProduct(Answer):
    product_id: UUID
    handle: str
    name: str
    image_url: str | None


class BestTraded(TradeProduct):
    orders: int
    units: int
    back: int
    net: list[Amount]
    visits: int
    carted: int


class DeadStock(TradeProduct):
    stock: int
    last_sold: date | None


class RunningOut(TradeProduct):
    stock: int
    kept: int = Field(description="Units sold in these days that did not come back")
    days: int = Field(description="So long the stock lasts, if it goes on so")


class CohortMonth(Answer):
    after: int = Field(description="So many months after the first")
    buyers: int = Field(description="Of them, those who bought in it")
    orders: int


class Cohort(Answer):
    """Those who first bought in this `month`, and who of them came back."""

    month: date = Field(description="Its first day")
    buyers: int
    orders: int = Field(description="Of theirs in that month")
    later: list[CohortMonth] = Field(description="The months after it in which any of them bought")


class TradeBody(Answer):
    """What was sold of goods in these days. Days and hours are by the clock of `zone`, that of the
    shop's working days; what came back counts where it was sold."""

    zone: str
    totals: TradeOfSpan
    before: TradeOfSpan = Field(description="Of as many days right before")
    days: list[TradeDay] = Field(description="Every day, also those on which nothing happened")
    hours: list[TradeHour] = Field(description="Those of the day in which something happened")
    best: list[BestTraded] = Field(description="By units that were kept; at most 20")
    dead: list[DeadStock] = Field(
        description="On sale and in stock since before these days, and not sold in them; at most 20"
    )
    running_out: list[RunningOut] = Field(
        description=f"Gone within {COVER_DAYS} days, if it goes on so; at most 20, soonest first"
    )
    cohorts: list[Cohort] = Field(
        description=f"Of the last {COHORT_MONTHS} months, whatever days are asked for"
    )


async def trade_of(
    request: Request,
    seller: UUID | None,
    first: date | None,
    last: date | None,
    days: int,
    form: str,
) -> Response | TradeBody:
    """Of one seller's goods, or all. Raises InvalidRequest."""
    clock, today = await shop_day(request)
    span = asked_span(first, last, days, today)
    if form == "csv":
        text = await late(request).on_connection(
            lambda connection: trade_csv(connection, seller, span)
        )
        return csv_text_answer(f"sales-{span.first}-{span.last}.csv", text)
    locale, partitions = locale_of(request), shop_parts(request).reader.partitions
    found = await late(request).on_connection(
        lambda connection: _read(connection, seller, span, today, locale, partitions)
    )
    return TradeBody.model_validate(found | {"zone": clock})


async def _read(
    connection: AsyncConnection,
    seller: UUID | None,
    span: Span,
    today: date,
    locale: str,
    partitions: int,
) -> dict[str, Any]:
    earlier = span_before(span)
    by_day = await trade_by(connection, seller, span, "day")
    before = await trade_by(connection, seller, earlier, "day")
    goods = await traded_goods(connection, seller, span, locale, partitions)
    return {
        "totals": trade_sums(by_day) | {"from": span.first, "to": span.last},
        "before": trade_sums(before) | {"from": earlier.first, "to": earlier.last},
        "days": _every(span, by_day),
        "hours": await trade_by(connection, seller, span, "hour"),
        "best": goods.best,
        "dead": goods.dead,
        "running_out": goods.soon,
        "cohorts": await cohorts(connection, seller, today),
    }


def _every(span: Span, days: list[dict[str, Any]]) -> list[dict[str, Any]]:
    known = {one["day"]: one for one in days}
    dates = (span.first + timedelta(days=at) for at in range(span.length))
    return [known.get(day) or {"day": day, **trade_sums(())} for day in dates]

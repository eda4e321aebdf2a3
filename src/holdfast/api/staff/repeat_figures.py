"""Staff: what is ordered again and again, and what comes of it."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from msgspec.structs import asdict
from pydantic import Field

from holdfast.api.contract.answers import Amount, Answer
from holdfast.api.contract.csv_answers import CSV
from holdfast.api.shell.dependencies import late, shop_parts
from holdfast.api.shell.spans import FirstShopDay, LastDays, LastShopDay, asked_span, shop_day
from holdfast.db.engine import Database
from holdfast.flows.repeats.recurring import each_month
from holdfast.repeats import repeated_units
from holdfast.views.repeat_figures import RepeatCounts, counts_in, earned_in
from holdfast.views.spreadsheet import csv_lines, in_units
from holdfast.views.statistics import Span

__all__ = ["router"]

router = APIRouter(prefix="/api/staff", tags=["staff"])


class RepeatFigures(Answer):
    """Repeat orders and memberships; those of closed accounts are gone."""

    first: date = Field(alias="from")
    last: date = Field(alias="to")
    active: int = Field(description="That go on now")
    paused: int = Field(description="Now")
    recurring: list[Amount] = Field(
        description="What those that go on come to in a month at the prices of today, by currency:"
        " goods less what is taken off, packages; without delivery, and what is not sold any more"
    )
    began: int = Field(description="In these days")
    ended: int
    ordered: int = Field(description="Days that were ordered")
    declined: int = Field(description="Of those, whose card was not charged at once")
    earned: list[Amount] = Field(
        description="What is kept of their orders that were paid in these days, first ones too:"
        " less what was refunded since, what banks took back, and what points covered"
    )


@router.get("/repeat-figures", response_model=RepeatFigures, responses=CSV)
async def get_repeat_figures(
    request: Request,
    first: FirstShopDay = None,
    last: LastShopDay = None,
    days: LastDays = 30,
    form: Annotated[
        Literal["json", "csv"], Query(alias="format", description="csv: a line for each figure")
    ] = "json",
) -> RepeatFigures | Response:
    """How many go on, began and ended, and what they bring; a year at most."""
    clock, today = await shop_day(request)
    span, parts = asked_span(first, last, days, today), shop_parts(request)
    recurring = await each_month(parts, await repeated_units(parts.database.pool))
    counts, earned = await late(request).read(
        lambda shop: _read(shop, parts.reader.partitions, span, clock)
    )
    if form == "csv":
        headers = {"content-disposition": 'attachment; filename="repeat-orders.csv"'}
        lines = _csv(counts, recurring, earned)
        return Response(lines, media_type="text/csv", headers=headers)
    return RepeatFigures.model_validate(
        asdict(counts)
        | {"from": span.first, "to": span.last}
        | {"recurring": _amounts(recurring), "earned": _amounts(earned)}
    )


async def _read(
    shop: Database, partitions: int, span: Span, clock: str
) -> tuple[RepeatCounts, dict[str, int]]:
    async with shop.read() as connection:
        counts = await counts_in(connection, span, clock)
        return counts, await earned_in(connection, partitions, span, clock)


def _amounts(sums: Mapping[str, int]) -> list[dict[str, Any]]:
    return [{"currency": currency, "amount": amount} for currency, amount in sums.items()]


def _csv(counts: RepeatCounts, recurring: Mapping[str, int], earned: Mapping[str, int]) -> str:
    rows: list[tuple[object, ...]] = [("Figure", "Currency", "Value")]
    rows += [(name.capitalize(), "", many) for name, many in asdict(counts).items()]
    for name, sums in (("Each month", recurring), ("Earned", earned)):
        rows += [(name, currency, in_units(sum_, currency)) for currency, sum_ in sums.items()]
    return csv_lines(rows)

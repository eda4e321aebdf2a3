"""What the own bookings of a photographer or a studio came to."""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from holdfast.api.contract.answers import Answer, json_answer
from holdfast.api.contract.csv_answers import CSV
from holdfast.api.contract.problems import problems
from holdfast.api.shell.dependencies import principal, shop_parts
from holdfast.api.studio.days import By, First, Last, own_days
from holdfast.booking import ResourceNotFound
from holdfast.flows.booking.own_calendar import own_resources
from holdfast.kit.zones import zone
from holdfast.views.booking.income import IncomeBy, income_csv, income_of

__all__ = ["router"]

router = APIRouter(prefix="/api/studio/income", tags=["studio"])


class OwnIncome(Answer):
    """Of what begins in one day, week or month, in one currency. Minor units."""

    begins: date = Field(description="The day, the week's Monday, or the month's first day")
    currency: str
    sessions: int = Field(description="That took place or are going to")
    earned: int = Field(
        description="Kept of what took place, and of what was cancelled or missed; less refunds"
    )
    due: int = Field(description="Of what took place, not paid yet")
    ahead: int = Field(description="What is confirmed will come to")


class OwnIncomeAnswer(Answer):
    zone: str
    by: IncomeBy
    income: list[OwnIncome] = Field(description="Those in which something is booked, by time")


@router.get("", response_model=OwnIncomeAnswer, responses={**CSV, **problems(ResourceNotFound)})
async def get_own_income(
    request: Request,
    first: First = None,
    last: Last = None,
    by: By = "week",
    form: Annotated[
        Literal["json", "csv"], Query(alias="format", description="csv: for a spreadsheet")
    ] = "json",
) -> Response:
    """What one's own bookings come to, all of their price, by when they begin; of a studio also
    those in its rooms."""
    parts = shop_parts(request)
    mine, *parts_of_it = await own_resources(parts, principal(request))
    begins, ends = own_days(mine, first, last, by)
    partitions = range(1, parts.reader.partitions + 1)
    ids = [mine.id, *(one.id for one in parts_of_it)]
    found = await income_of(parts.database, partitions, ids, zone(mine.zone), by, begins, ends)
    if form == "csv":
        named = {"content-disposition": 'attachment; filename="income.csv"'}
        return Response(income_csv(found), media_type="text/csv", headers=named)
    return json_answer(
        {
            "zone": mine.zone,
            "by": by,
            "income": [
                {
                    "begins": one.begins,
                    "currency": one.currency,
                    "sessions": one.sessions,
                    "earned": one.earned,
                    "due": one.due,
                    "ahead": one.ahead,
                }
                for one in found
            ],
        }
    )

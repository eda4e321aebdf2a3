"""Staff: who buys how often, since when and until when."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import AfterValidator, Field

from holdfast.api.contract.answers import Answer
from holdfast.api.contract.csv_answers import CSV, CSV_FORM, csv_answer
from holdfast.api.contract.paging import Cursor, Limit
from holdfast.api.contract.problems import problems
from holdfast.api.shell.dependencies import late
from holdfast.db.engine import Database
from holdfast.kit.paging import BadCursor
from holdfast.kit.sentences import say
from holdfast.views.regulars import Regular, RegularQuery, regulars_csv, regulars_page

__all__ = ["router"]

router = APIRouter(prefix="/api/staff/regulars", tags=["staff"])


def _month(text: str) -> str:
    try:
        date.fromisoformat(f"{text}-01")
    except ValueError:
        raise ValueError(say("Write a month as 2026-12.")) from None
    return text


Month = Annotated[
    str | None, Query(min_length=7, max_length=7, description="As `2026-12`"),
    AfterValidator(lambda text: None if text is None else _month(text)),
]  # fmt: skip


class PaidIn(Answer):
    currency: str
    amount: int = Field(description="For orders that were not cancelled, minor units")


class RegularShown(Answer):
    """Somebody with an account who has bought something."""

    user_id: UUID
    name: str
    email: str
    orders: int = Field(description="Of goods that were paid, whatever came back of them")
    first_month: date = Field(description="The first day of the month of the first of them")
    last_month: date
    paid: list[PaidIn] = Field(description="The most first")
    consent: bool = Field(
        description="They may be written to about more than what they bought, as *Clients* has it"
    )


class RegularsAnswer(Answer):
    """A page, in the order in which they signed up."""

    regulars: list[RegularShown]
    next_cursor: str | None


@router.get("", response_model=RegularsAnswer, responses={**CSV, **problems(BadCursor)})
async def list_regulars(
    request: Request,
    orders: Annotated[int, Query(ge=1, le=10_000, description="So many or more")] = 1,
    most_orders: Annotated[
        int | None, Query(alias="mostOrders", ge=1, le=10_000, description="So many or fewer")
    ] = None,
    first_from: Annotated[Month, Query(alias="firstFrom")] = None,
    last_before: Annotated[Month, Query(alias="lastBefore")] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
    form: Annotated[
        Literal["json", "csv"], Query(alias="format", description=CSV_FORM.format("customers"))
    ] = "json",
) -> RegularsAnswer | Response:
    """Customers by how often they bought, in which month first (`firstFrom` and later), and last
    (before `lastBefore`); months by the shop's clock, counted within seconds."""
    query = RegularQuery(
        orders, most_orders, _first_of(first_from), _first_of(last_before), cursor or None, limit
    )
    if form == "csv":
        return csv_answer("customers.csv", regulars_csv(late(request).choose(), query))
    found, more = await late(request).read(lambda database: _page(database, query))
    return RegularsAnswer(regulars=[_shown(one) for one in found], next_cursor=more)


async def _page(database: Database, query: RegularQuery) -> tuple[list[Regular], str | None]:
    async with database.read() as connection:
        return await regulars_page(connection, query)


def _first_of(month: str | None) -> date | None:
    return None if month is None else date.fromisoformat(f"{month}-01")


def _shown(one: Regular) -> RegularShown:
    return RegularShown(
        user_id=one.user_id,
        name=one.name,
        email=one.email,
        orders=one.orders,
        first_month=one.first,
        last_month=one.last,
        paid=[PaidIn(currency=currency, amount=amount) for currency, amount in one.paid],
        consent=one.consent,
    )

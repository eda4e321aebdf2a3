"""Staff: what the shop owes its clients, who have prepaid it."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from msgspec.structs import asdict
from pydantic import Field

from holdfast.api.contract.answers import Answer, json_answer
from holdfast.api.contract.csv_answers import CSV, csv_answer
from holdfast.api.shell.dependencies import database
from holdfast.views.liability import liability, liability_csv

__all__ = ["router"]

router = APIRouter(prefix="/api/staff/liability", tags=["staff"])


class OwedShown(Answer):
    """Accounts of one kind that end in one month."""

    kind: Literal["hours", "certificate"]
    currency: str
    status: Literal["active", "frozen", "expired"]
    ends_in: str = Field(description="The month, as 2027-03")
    count: int
    units: int = Field(description="What is left in them: minutes, or minor units")
    value: int = Field(description="Its share of the price paid, in minor units")


class LiabilityAnswer(Answer):
    owed: list[OwedShown]


@router.get("", response_model=LiabilityAnswer, responses=CSV)
async def get_liability(
    request: Request,
    form: Annotated[
        Literal["json", "csv"], Query(alias="format", description="csv: for a spreadsheet")
    ] = "json",
) -> Response:
    """What is owed now, by kind, state and the month it ends in."""
    if form == "csv":
        return csv_answer("liability.csv", liability_csv(database(request)))
    owed = []
    for one in await liability(database(request)):
        plain = asdict(one)
        plain["endsIn"] = plain.pop("ends_in")
        owed.append(plain)
    return json_answer({"owed": owed})

"""How full the own hours of a photographer or a studio are."""

from datetime import date
from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import Field

from holdfast.api.contract.answers import Answer, json_answer
from holdfast.api.contract.problems import problems
from holdfast.api.shell.dependencies import late, principal, shop_parts
from holdfast.api.studio.days import By, First, Last, own_days
from holdfast.booking import ResourceNotFound
from holdfast.flows.booking.own_calendar import own_resources
from holdfast.views.booking.income import IncomeBy
from holdfast.views.booking.own_load import Share, own_load

__all__ = ["router"]

router = APIRouter(prefix="/api/studio/load", tags=["studio"])


class LoadShown(Answer):
    """Minutes. `booked` has the time before and after a session that is kept free; more than is
    `open` was booked outside the hours."""

    first: date = Field(alias="from", description="The first day")
    last: date = Field(alias="to", description="The last day")
    open: int = Field(description="By the hours that counted then, less what was blocked")
    booked: int = Field(description="Of bookings that stand or took place")


class OwnLoadAnswer(Answer):
    zone: str
    by: IncomeBy
    total: LoadShown
    before: LoadShown = Field(description="Of as many days right before")
    load: list[LoadShown] = Field(description="Each day, week or month, by time")


@router.get("", response_model=OwnLoadAnswer, responses=problems(ResourceNotFound))
async def get_own_load(
    request: Request, first: First = None, last: Last = None, by: By = "week"
) -> Response:
    """How much of one's own open time is booked, of a studio with its rooms; some seconds late."""
    mine, *others = await own_resources(shop_parts(request), principal(request))
    rooms = [one for one in others if one.kind == "room"]
    begins, ends = own_days(mine, first, last, by)
    found = await late(request).read(
        lambda shop: own_load(shop.pool, [mine, *rooms], by, begins, ends)
    )
    return json_answer(
        {
            "zone": mine.zone,
            "by": by,
            "total": _shown(found.all),
            "before": _shown(found.before),
            "load": [_shown(one) for one in found.parts],
        }
    )


def _shown(one: Share) -> dict[str, Any]:
    span = one.span
    return {"from": span.first, "to": span.last, "open": one.open, "booked": one.taken}

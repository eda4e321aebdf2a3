"""The days of one's own time that are added up."""

from datetime import date, timedelta
from typing import Annotated, Final, TypeAlias

from fastapi import Query

from holdfast.api.contract.problems import InvalidRequest
from holdfast.api.contract.slots import day_of
from holdfast.booking import Resource
from holdfast.kit import shop_now
from holdfast.kit.sentences import say
from holdfast.kit.zones import zone
from holdfast.views.booking.income import MOST_INCOME_DAYS, IncomeBy, whole

__all__ = ["By", "First", "Last", "own_days"]

First: TypeAlias = Annotated[
    str | None,
    Query(alias="from", max_length=10, description="The first day; else 8 weeks ago"),
]
Last: TypeAlias = Annotated[
    str | None,
    Query(alias="to", max_length=10, description="The day after the last; else 13 weeks later"),
]
By: TypeAlias = Annotated[IncomeBy, Query(description="Weeks and months are told whole")]
_BEFORE: Final = timedelta(weeks=8)
_SPAN: Final = timedelta(weeks=13)


def own_days(
    mine: Resource, first: str | None, last: str | None, by: IncomeBy
) -> tuple[date, date]:
    """From the first until before the last, by one's own clock. Raises :class:`InvalidRequest`."""
    here = shop_now().astimezone(zone(mine.zone)).date()
    begins = whole(by, here - _BEFORE) if first is None else day_of(first, "from")
    ends = begins + _SPAN if last is None else day_of(last, "to")
    if not 0 < (ends - begins).days <= MOST_INCOME_DAYS:
        raise InvalidRequest(say("Ask for 1 to {limit} days.", limit=MOST_INCOME_DAYS), field="to")
    return begins, ends

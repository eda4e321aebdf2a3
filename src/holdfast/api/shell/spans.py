"""The days that a report is asked for."""

from datetime import date, timedelta
from typing import Annotated, Final, TypeAlias

from fastapi import Query, Request

from holdfast.api.contract.moments import WRITTEN
from holdfast.api.contract.problems import InvalidRequest
from holdfast.api.shell.dependencies import shop_parts
from holdfast.kit.clock import shop_now
from holdfast.kit.sentences import say
from holdfast.kit.zones import zone
from holdfast.views.statistics import MAX_DAYS, Span

__all__ = [
    "DEFAULT_DAYS", "FirstDay", "FirstShopDay", "LastDay", "LastDays", "LastShopDay", "asked_span",
    "shop_day",
]  # fmt: skip

DEFAULT_DAYS: Final = 30
_EARLIEST: Final = date(3, 1, 1)
_LATEST: Final = date(9999, 12, 1)
"""Reports look at as many days before, and some days on either side: the calendar has them all."""

FirstDay: TypeAlias = Annotated[
    date | None, WRITTEN, Query(alias="from", description="Default: 30 days")
]
LastDay: TypeAlias = Annotated[
    date | None, WRITTEN, Query(alias="to", description="Default: today (UTC)")
]
FirstShopDay: TypeAlias = Annotated[
    date | None, WRITTEN, Query(alias="from", description="By the shop's clock; default: `days`")
]
LastShopDay: TypeAlias = Annotated[
    date | None, WRITTEN, Query(alias="to", description="Default: today by the shop's clock")
]
LastDays: TypeAlias = Annotated[
    int, Query(ge=1, le=MAX_DAYS, description="How many, where `from` is not said")
]


async def shop_day(request: Request) -> tuple[str, date]:
    """The zone of the shop's clock, that of its working days, and which day it is there."""
    clock = (await shop_parts(request).shop.now()).dispatch.zone
    return clock, shop_now().astimezone(zone(clock)).date()


def asked_span(
    first: date | None,
    last: date | None,
    days: int = DEFAULT_DAYS,
    today: date | None = None,
) -> Span:
    """What was asked for, or the last ``days``, up to ``today`` (by UTC, if none is named). Raises
    :class:`InvalidRequest`."""
    today = today or shop_now().date()
    end = last or (today if first is None else max(today, first))
    try:
        begin = first or end - timedelta(days=days - 1)
    except OverflowError as error:
        raise InvalidRequest("The date is too early.", field="to") from error
    if end > _LATEST:
        raise InvalidRequest("The date is too late.", field="to" if last else "from")
    if begin < _EARLIEST:
        raise InvalidRequest("The date is too early.", field="from" if first else "to")
    span = Span(begin, end)
    if not 1 <= span.length <= MAX_DAYS:
        raise InvalidRequest(say("Ask for 1 to {limit} days.", limit=MAX_DAYS), field="from")
    return span

"""Money that staff took for a series at the desk."""

from typing import Final
from uuid import UUID

from holdfast.flows.booking.series.settling import found_series
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.refusals import (
    AlreadyPaid,
    OrderCancelledAlready,
    PaymentUnderWay,
    ReservationExpired,
)
from holdfast.flows.settlement.settler import Settler
from holdfast.flows.staff.orders import mark_paid

__all__ = ["series_paid"]

_SETTLED: Final = (AlreadyPaid, OrderCancelledAlready, PaymentUnderWay, ReservationExpired)


async def series_paid(settler: Settler, caller: Caller, series_id: UUID) -> None:
    """The client has paid for all of it that was held: each of those stands. Raises
    :class:`~holdfast.booking.series.SeriesNotFound`."""
    _, some = await found_series(settler, caller.principal, series_id)
    for one in some:
        if not one.is_held:
            continue
        try:
            await mark_paid(settler, caller, one.order_id)
        except _SETTLED:
            continue  # by another way, or its time is over

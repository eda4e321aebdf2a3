"""Which ways to deliver there are for a cart, what each costs, and when it would arrive."""

from collections.abc import Sequence
from datetime import date, datetime

from msgspec import Struct

from holdfast.booking.schedule import public_holidays
from holdfast.kit.zones import zone
from holdfast.pricing import PricedLine
from holdfast.shipping import Arrival, WorkingDays, arrival
from holdfast.shop import Dispatch, Load, ShippingMethod, ShopSettings, price_of

__all__ = ["Way", "load_of", "ways_for"]


class Way(Struct, frozen=True):
    """A method at the price it has for this, before it is free; when it would arrive, if that can
    be told."""

    method: ShippingMethod
    price: int
    arrives: Arrival | None = None


def load_of(lines: Sequence[PricedLine], place: str | None) -> Load:
    """What is to be delivered."""
    return Load(
        place,
        sum(line.grams * line.quantity for line in lines),
        sum(line.price * line.quantity for line in lines),
        sum(line.quantity for line in lines),
    )


def ways_for(shop: ShopSettings, currency: str, load: Load, now: datetime) -> tuple[Way, ...]:
    """Those that are offered for what is ordered now, the first first."""
    found = []
    for method in shop.shipping_methods:
        if method.currency != currency:
            continue
        price = price_of(method, shop.shipping_zones, load)
        if price is not None:
            found.append(Way(method, price, _arrival(method, shop.dispatch, now)))
    return tuple(found)


def _arrival(method: ShippingMethod, dispatch: Dispatch, now: datetime) -> Arrival | None:
    if method.days_from is None or method.days_to is None:
        return None

    def is_holiday(day: date) -> bool:
        return bool(dispatch.holidays) and day in public_holidays(dispatch.holidays, day.year)

    days = WorkingDays(dispatch.work_days, is_holiday, dispatch.cut_off, dispatch.handling_days)
    return arrival(now.astimezone(zone(dispatch.zone)), days, (method.days_from, method.days_to))

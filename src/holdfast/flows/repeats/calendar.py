"""By which days repeat orders are due: those of the shop's own calendar."""

from datetime import date, datetime

from holdfast.kit.zones import zone
from holdfast.shop import ShopSettings

__all__ = ["day_of"]


def day_of(shop: ShopSettings, moment: datetime) -> date:
    """Which day it is at the shop then."""
    return moment.astimezone(zone(shop.dispatch.zone)).date()

"""By whose clock the shop's figures have their days and hours: that of its working days."""

from typing import Final
from zoneinfo import ZoneInfo

from holdfast.kit.zones import zone

__all__ = ["SHOP_ZONE", "clock_of"]

SHOP_ZONE: Final = "SELECT value ->> 'zone' FROM shop_settings WHERE key = 'dispatch'"


def clock_of(name: str | None) -> ZoneInfo:
    """The clock of the zone that the settings name; UTC while they name none."""
    return zone(name or "UTC")

"""The way to calendars elsewhere, as the settings have it."""

from holdfast.booking.outside import Doors
from holdfast.flows.booking.outside.calendars import Calendars
from holdfast.flows.shop_parts import ShopParts
from holdfast.roles.parts import Foundation

__all__ = ["calendars_of"]


def calendars_of(here: Foundation, shop_parts: ShopParts) -> Calendars:
    """Nothing is asked before a calendar is connected."""
    settings = here.settings
    doors = Doors(here.secret, private=settings.calendars_private, url=settings.public_url)
    return Calendars(studio=shop_parts, booker=shop_parts, doors=doors)

"""The way to calendars elsewhere, as the settings have it."""

from holdfast.booking.outside import Doors, GoogleTerms
from holdfast.flows.booking.outside.calendars import Calendars
from holdfast.flows.shop_parts import ShopParts
from holdfast.roles.parts import Foundation
from holdfast.settings import Settings

__all__ = ["calendars_of"]


def calendars_of(here: Foundation, shop_parts: ShopParts) -> Calendars:
    """Nothing is asked before a calendar is connected."""
    settings = here.settings
    doors = Doors(
        here.secret,
        private=settings.calendars_private,
        url=settings.public_url,
        google=_google(settings),
    )
    return Calendars(studio=shop_parts, booker=shop_parts, doors=doors)


def _google(settings: Settings) -> GoogleTerms | None:
    secret = settings.google_client_secret
    if not settings.google_client_id or secret is None:
        return None
    url = settings.google_url.rstrip("/")
    return GoogleTerms(settings.google_client_id, secret.get_secret_value(), url)

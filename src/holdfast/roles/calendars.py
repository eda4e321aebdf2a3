"""The way to calendars elsewhere, as the settings have it."""

from holdfast.booking.outside import Doors, GoogleTerms
from holdfast.flows.booking.outside.calendars import Calendars
from holdfast.flows.shop_parts import ShopParts
from holdfast.settings import Settings

__all__ = ["calendars_of", "doors_of"]


def doors_of(settings: Settings, secret: bytes) -> Doors:
    """Nothing is asked before a calendar is connected."""
    return Doors(
        secret,
        private=settings.calendars_private,
        url=settings.public_url,
        google=_google(settings),
    )


def calendars_of(shop_parts: ShopParts) -> Calendars:
    """By the doors that holding a time has, too."""
    assert shop_parts.hearing is not None, "shop_parts_of makes one"
    return Calendars(studio=shop_parts, booker=shop_parts, doors=shop_parts.hearing.doors)


def _google(settings: Settings) -> GoogleTerms | None:
    secret = settings.google_client_secret
    if not settings.google_client_id or secret is None:
        return None
    url = settings.google_url.rstrip("/")
    return GoogleTerms(settings.google_client_id, secret.get_secret_value(), url)

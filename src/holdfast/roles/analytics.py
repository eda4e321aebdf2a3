"""Which analytics services are told what visitors do, as the settings have it."""

import hmac
from typing import Final

from holdfast.flows.platforms.choosing import Analytics
from holdfast.settings import BadSettings, Settings
from holdfast.sinks import AMPLITUDE_URL, GOOGLE, Amplitude, Ga4, Sink

__all__ = ["analytics_of", "analytics_sinks"]

_GOOGLE: Final = "Google Analytics"
_AMPLITUDE: Final = "Amplitude"


def analytics_of(settings: Settings, secret: bytes) -> Analytics:
    """Who is told, and by which key people are called. Raises :class:`BadSettings`."""
    if bool(settings.ga4_measurement_id) != (settings.ga4_secret is not None):
        raise BadSettings("HOLDFAST_GA4_MEASUREMENT_ID, HOLDFAST_GA4_SECRET: say both")
    google = [_GOOGLE] if settings.ga4_measurement_id else []
    amplitude = [_AMPLITUDE] if settings.amplitude_key is not None else []
    key = hmac.digest(secret, b"analytics", "sha256")
    return Analytics((*google, *amplitude), key)


def analytics_sinks(settings: Settings) -> list[Sink]:
    """The services themselves; nothing connects yet."""
    found: list[Sink] = []
    seconds = settings.analytics_seconds
    if settings.ga4_measurement_id and settings.ga4_secret is not None:
        secret = settings.ga4_secret.get_secret_value()
        url = settings.ga4_url or GOOGLE
        found.append(Ga4(url, settings.ga4_measurement_id, secret, seconds))
    if settings.amplitude_key is not None:
        key = settings.amplitude_key.get_secret_value()
        found.append(Amplitude(settings.amplitude_url or AMPLITUDE_URL, key, seconds))
    return found

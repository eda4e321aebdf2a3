"""Where addresses are, for a process that staff ask: by the geocoder that the settings name."""

from typing import Final

from holdfast.booking.places import Geocoder, Google, KeptGeocoder, Nominatim
from holdfast.settings import BadSettings, Settings

__all__ = ["geocoder_of"]

_NOMINATIM: Final = "https://nominatim.openstreetmap.org"
_GOOGLE: Final = "https://maps.googleapis.com"


def geocoder_of(settings: Settings) -> Geocoder | None:
    """None where nobody is to be asked."""
    match settings.geocoder:
        case "nominatim":
            agent = f"Holdfast ({settings.public_url or 'no public address'})"
            return KeptGeocoder(Nominatim(settings.geocoder_url or _NOMINATIM, agent))
        case "google":
            if settings.geocoder_key is None:
                raise BadSettings("HOLDFAST_GEOCODER=google needs HOLDFAST_GEOCODER_KEY.")
            key = settings.geocoder_key.get_secret_value()
            return KeptGeocoder(Google(settings.geocoder_url or _GOOGLE, key), pause=0.1)
        case _:
            return None

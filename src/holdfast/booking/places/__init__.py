from holdfast.booking.places.geocoders import MOST_FOUND, Google, Nominatim
from holdfast.booking.places.kept import KeptGeocoder
from holdfast.booking.places.port import (
    FoundPlace,
    Geocoder,
    GeocoderAway,
    GeocoderBusy,
    GeocoderRefused,
    NoGeocoder,
)

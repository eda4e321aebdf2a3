"""Shipping: where parcels go."""

from holdfast.shipping.address import (
    MAX_STREET,
    MAX_TEXT,
    Address,
    AddressInvalid,
    address_text,
    checked,
    decode_address,
    lines_of,
)
from holdfast.shipping.book import (
    MOST_ADDRESSES,
    AddressNotFound,
    SavedAddress,
    addresses_of,
    drop_address,
    lock_addresses,
    put_address,
    saved_address,
)
from holdfast.shipping.country import COUNTRIES, Choosable, Country, rules_for
from holdfast.shipping.estimates import Arrival, WorkingDays, arrival

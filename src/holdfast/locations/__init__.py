"""Locations: where stock lies. An account of goods is divided among them: the first's is the
account itself, each other's has the location after it."""

from holdfast.locations.areas import Area, keep_area, position_of
from holdfast.locations.book import CurrentLocations, load_locations, put_location
from holdfast.locations.location import (
    FIRST_LOCATION,
    MOST_LOCATIONS,
    TO_COME,
    BadLocation,
    Location,
    LocationChangedMeanwhile,
    LocationNotFound,
    account_at,
    location_at,
    location_faults,
    places_key,
    to_come_key,
)
from holdfast.locations.planning import (
    MOST_PLANS,
    MOST_TAKES,
    NOWHERE,
    Destination,
    Plan,
    Wanted,
    plans,
    taken_greedily,
    to_come,
    with_to_come,
)
from holdfast.locations.stocks import (
    Stocks,
    added_up,
    goods_account_at,
    goods_accounts,
    least_of,
    stock_join,
    stock_of_all,
    to_come_account,
)

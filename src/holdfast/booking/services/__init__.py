"""Services: what can be booked, for how much, and whom and what it needs."""

from holdfast.booking.services.book import (
    ServiceNotFound,
    add_service,
    any_service,
    change_service,
    load_services,
    locked_services,
    service_under,
    services_stamp,
    terms_of,
)
from holdfast.booking.services.faults import service_faults
from holdfast.booking.services.price import deposit_of, price_of
from holdfast.booking.services.tables import services
from holdfast.booking.services.terms import (
    MAX_NEEDS,
    MAX_PEOPLE,
    MAX_SERVICES,
    Choice,
    Deposit,
    Grid,
    Lengths,
    Need,
    Price,
    Service,
    ServiceText,
    Terms,
    Uplift,
)

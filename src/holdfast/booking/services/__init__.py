"""Services: what can be booked, for how much, and whom and what it needs."""

from holdfast.booking.services.book import (
    ServiceNotFound,
    add_service,
    any_service,
    change_service,
    load_services,
    locked_services,
    service_under,
    services_by_id,
    services_in,
    services_known,
    services_stamp,
    terms_of,
)
from holdfast.booking.services.cells import off_cells
from holdfast.booking.services.faults import rules_faults, service_faults
from holdfast.booking.services.naming import (
    TAKEN_SQL,
    bookings_called,
    part_of_visit,
    services_of,
    studio_called,
    taken_called,
    visit_named,
)
from holdfast.booking.services.price import base_price, deposit_of, price_of
from holdfast.booking.services.studio_rules import (
    StudioRules,
    keep_rules,
    load_rules,
    locked_rules,
)
from holdfast.booking.services.tables import services
from holdfast.booking.services.terms import (
    MAX_EXTRAS,
    MAX_GOODS,
    MAX_NEEDS,
    MAX_PEOPLE,
    MAX_PLACE,
    MAX_REQUEST_HOURS,
    MAX_SERIES,
    MAX_SERVICES,
    Choice,
    Deposit,
    Extra,
    Grid,
    Lengths,
    Need,
    Point,
    Price,
    Service,
    ServiceText,
    Terms,
    Uplift,
)
from holdfast.booking.services.visits import (
    MAX_ALSO,
    NotTogether,
    Visit,
    added_to,
    cost_of,
    extras_asked,
    parts_of,
    request_hours_of,
    visit_of,
    whole_length,
)

"""Booking: people, rooms and equipment whose time is sold, and when they are open."""

from holdfast.booking.block import FROM_CALENDAR, Block
from holdfast.booking.book import (
    MAX_BLOCKS,
    MAX_RESOURCES,
    ScheduleVersion,
    block_of,
    blocks_between,
    blocks_over,
    blocks_to_come,
    hours_of,
    list_resources,
    load_resources,
    open_hours_of,
    owner_of,
    resource_of,
    resource_of_user,
    resources_of_user,
    schedule_of,
    schedules_of,
)
from holdfast.booking.facts import (
    BlockLaid,
    BlockLifted,
    PortfolioChanged,
    ResourceChanged,
    ResourceMade,
    ScheduleChanged,
    TravelTimesChanged,
)
from holdfast.booking.keys import (
    CELL_PREFIX,
    CELLS,
    DAY,
    SCHEDULE_PREFIX,
    WHOLE,
    cell_key,
    cells_between,
    day_key,
    schedule_key,
)
from holdfast.booking.law import Agreed, Moved, moved_by_law, wall_of
from holdfast.booking.life import (
    block_laid,
    block_lifted,
    resource_changed,
    resource_made,
    schedule_set,
    travel_times_set,
)
from holdfast.booking.open_hours import OpenHours, is_open
from holdfast.booking.owners import AT_HOME, OWNER
from holdfast.booking.pages import PageKind, page_path, page_slug, with_page
from holdfast.booking.portfolios import (
    MAX_PORTFOLIO,
    Portfolio,
    keep_portfolio,
    portfolios_of,
)
from holdfast.booking.resource import (
    KINDS,
    MAX_SHARE,
    Kind,
    Resource,
    ResourceNotFound,
    ResourceStatus,
    ResourceTerms,
    ResourceText,
    resource_faults,
)
from holdfast.booking.travel import (
    USUAL_WAYS,
    Nearest,
    Place,
    Travelling,
    reaches,
    travel_minutes,
)
from holdfast.booking.travel_times import (
    MAX_WAY,
    MAX_WAYS,
    TravelTimes,
    travel_time_faults,
    travel_times_of,
    with_table,
)

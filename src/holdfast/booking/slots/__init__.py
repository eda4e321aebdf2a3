"""Finding a time: availability as bits, the starts on a service's grid, and who can serve them."""

from holdfast.booking.slots.bits import (
    DAY_SLOTS,
    FIRST_YEAR,
    LAST_YEAR,
    SLOT,
    Window,
    bits_of,
    moment_of,
    places,
    runs,
    slot_at,
    slot_from,
)
from holdfast.booking.slots.candidates import (
    Bookable,
    Times,
    fits,
    near_enough,
    ordered,
    starts_of,
)
from holdfast.booking.slots.cells import cell_end, cell_slots
from holdfast.booking.slots.combining import Combination, combinations, first_together, together
from holdfast.booking.slots.competing import enough_for_all
from holdfast.booking.slots.days import end_of
from holdfast.booking.slots.gaps import Gap, Session, gaps_of, spans_of
from holdfast.booking.slots.grid import grid_bits
from holdfast.booking.slots.searching import (
    Asked,
    Found,
    Pool,
    candidates_of,
    let_by_the_day,
    places_of,
    search,
)
from holdfast.booking.slots.slot_ids import (
    BadSlotId,
    Slot,
    head_of_slot,
    read_slot_id,
    slot_id,
    tail_of_slot,
)
from holdfast.booking.slots.why import (
    Hindered,
    Reason,
    Warmth,
    as_if_unbooked,
    heat,
    starts_offered,
    why_none,
)

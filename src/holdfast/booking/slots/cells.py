"""Which slots a cell of a resource lasts, read from the key of its account. Pure."""

from datetime import date, timedelta
from typing import Final

from holdfast.booking.keys import CELL_PREFIX, DAY
from holdfast.booking.resource import Resource
from holdfast.booking.schedule import at_local
from holdfast.booking.slots.bits import DAY_SLOTS, SLOT, moment_of, slot_at, slot_from
from holdfast.kit.zones import zone

_NAME: Final = len(CELL_PREFIX) + 36 + 1
_EPOCH: Final = date(1970, 1, 1).toordinal()


def cell_slots(resource: Resource, key: str) -> tuple[int, int]:
    """From which slot to which the account's cell lasts."""
    name = key[_NAME:]
    day = date(int(name[:4]), int(name[4:6]), int(name[6:8]))
    if resource.cell_minutes == DAY:
        first = slot_from(at_local(zone(resource.zone), day, 0))
    else:
        first = (day.toordinal() - _EPOCH) * DAY_SLOTS
        first += (60 * int(name[9:11]) + int(name[11:13])) // SLOT
    return first, cell_end(resource, first)


def cell_end(resource: Resource, first: int) -> int:
    """Where the cell that begins there ends."""
    if resource.cell_minutes != DAY:
        return first + resource.cell_minutes // SLOT
    clock = zone(resource.zone)
    day = moment_of(first).astimezone(clock).date() + timedelta(days=1)
    return slot_at(at_local(clock, day, 0))

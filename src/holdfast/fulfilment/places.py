"""Which units go in one parcel, where they lie in several locations."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from holdfast.fulfilment.parcel import Parcel


def by_location(
    left: Mapping[int, int], lies: Sequence[Mapping[UUID, int]], parcels: Sequence[Parcel]
) -> dict[UUID | None, dict[int, int]]:
    """What is ``left`` of each line to pack, by the location where it lies, by ``lies`` of each
    line, less what ``parcels`` took there; None for what lies nobody knows where."""
    found: dict[UUID | None, dict[int, int]] = {}
    for line, units in left.items():
        for place in sorted(lies[line]):
            packed = sum(
                one.lines.get(line, 0) for one in parcels if one.counts and one.location_id == place
            )
            here = min(units, max(lies[line][place] - packed, 0))
            if here:
                found.setdefault(place, {})[line] = here
                units -= here
        if units:
            found.setdefault(None, {})[line] = units
    return dict(sorted(found.items(), key=lambda one: (one[0] is None, str(one[0]))))

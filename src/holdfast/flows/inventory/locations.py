"""Staff say where stock lies: they add locations and change what is said of them. None is ever
removed, since the journal names them; one that is closed gets nothing new."""

from uuid import UUID

from msgspec.structs import replace

from holdfast.flows.commit.caller import Caller
from holdfast.flows.inventory.low_stock import note_low
from holdfast.flows.inventory.stockroom import Stockroom
from holdfast.kit import Problem, new_id
from holdfast.kit.sentences import say
from holdfast.kit.versions import content_version
from holdfast.locations import (
    MOST_LOCATIONS,
    BadLocation,
    Location,
    LocationChangedMeanwhile,
    LocationNotFound,
    load_locations,
    location_faults,
    put_location,
)

__all__ = ["TooManyLocations", "add_location", "change_location"]


class TooManyLocations(Problem):
    """More than an order is looked for in."""

    status = 409
    code = "too-many-locations"
    title = "There are too many locations"


async def add_location(stockroom: Stockroom, caller: Caller, asked: Location) -> Location:
    """One more; what is asked for again within a request's repetition makes no second one of the
    same name. Raises :class:`BadLocation` and :class:`TooManyLocations`."""
    new = _checked(replace(asked, id=new_id()))
    async with stockroom.database.transaction() as connection:
        known = await load_locations(connection, to_change=True)
        for one in known:
            if one.name.casefold() == new.name.casefold():
                if replace(one, id=new.id) == new:
                    return one
                raise BadLocation(
                    say("Another location is called {name}.", name=new.name), field="name"
                )
        if len(known) >= MOST_LOCATIONS:
            said = say("Keep at most {most} locations.", most=MOST_LOCATIONS)
            raise TooManyLocations(said)
        await put_location(connection, new)
        await note_low(connection, stockroom.reader.partitions)
        await caller.note(connection, "location.added", str(new.id), {"name": new.name})
    stockroom.stocks.locations.forget()
    return new


async def change_location(
    stockroom: Stockroom,
    caller: Caller,
    location_id: UUID,
    asked: Location,
    version: int | None = None,
) -> Location:
    """``version``: over which it is saved, where that is said. Raises :class:`LocationNotFound`,
    :class:`LocationChangedMeanwhile` and :class:`BadLocation`."""
    wanted = _checked(replace(asked, id=location_id))
    async with stockroom.database.transaction() as connection:
        known = await load_locations(connection, to_change=True)
        before = next((one for one in known if one.id == location_id), None)
        if before is None:
            raise LocationNotFound("There is no such location.")
        if any(
            one.name.casefold() == wanted.name.casefold() for one in known if one.id != location_id
        ):
            raise BadLocation(
                say("Another location is called {name}.", name=wanted.name), field="name"
            )
        if wanted != before:
            if version not in (None, content_version(before)):
                raise LocationChangedMeanwhile("Somebody saved it since. Look at it again.")
            await put_location(connection, wanted)
            if (wanted.low_stock_at, wanted.active) != (before.low_stock_at, before.active):
                await note_low(connection, stockroom.reader.partitions)
            about = {"name": wanted.name, "active": wanted.active}
            await caller.note(connection, "location.changed", str(location_id), about)
    stockroom.stocks.locations.forget()
    return wanted


def _checked(asked: Location) -> Location:
    found = replace(asked, name=asked.name.strip(), address=asked.address.strip())
    if faults := tuple(location_faults(found)):
        raise BadLocation.of(faults, named=True)
    return found

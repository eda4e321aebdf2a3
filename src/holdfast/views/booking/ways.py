"""How far it is between the places where bookings are, and where those who travel are booked to be.
Of the studios and rooms that can be booked now, and of clients' own places."""

from collections.abc import Collection, Iterable
from uuid import UUID

from holdfast.booking import Place, Travelling, reaches, with_table
from holdfast.booking.bookings import visits_to_come, way
from holdfast.booking.slots import SLOT, Bookable
from holdfast.db.engine import Database
from holdfast.kit.clock import shop_now
from holdfast.kit.positions import Position
from holdfast.views.booking.known import Known
from holdfast.views.booking.stays import read_stays

__all__ = ["Ways"]


class Ways:
    """One process's. ``visits``: somebody is, or may be, booked at a client's own place."""

    def __init__(self, database: Database, usual: Travelling) -> None:
        self._database = database
        self._travelling = self._usual = usual
        self._places: dict[UUID, Position] = {}
        self.visits = False

    async def look_for_visits(self) -> None:
        """Whether any is booked."""
        self.visits |= await visits_to_come(self._database.pool, shop_now())

    def learn(self, bookable: Iterable[Bookable], known: Iterable[Known]) -> None:
        """Where the places are, and what staff say of the ways between them."""
        self._places = {
            one.id: one.position
            for one in bookable
            if one.kind in ("studio", "room")
            and one.place in (None, one.id)  # a room may be a place of its own
            and one.position is not None
        }
        tables = (one.ways for one in known if one.ways is not None)
        self._travelling = with_table(self._usual, tables)

    async def read_stays(self, known: Iterable[Known], chunks: Collection[int]) -> bool:
        """Where these are booked to be, if any way between places takes time; False: all of it was
        at hand."""
        if len(self._places) < 2 and not self._travelling.minutes and not self.visits:
            return False
        missing = [(one, chunk) for one in known for chunk in chunks if chunk not in one.stays]
        if missing:
            await read_stays(self._database.pool, missing)
        return bool(missing)

    def slots(self, here: Place, there: Place) -> int:
        """How many it takes from one place to another."""
        far = way(self._travelling, here, there, self._places)
        return -int(-far.total_seconds() // (SLOT * 60))

    def beyond(self, one: Bookable, place: UUID) -> bool:
        """Whether the place is farther from its home than it travels."""
        return not reaches(one.position, one.radius_km, self._places.get(place))

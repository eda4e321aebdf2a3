"""What somebody asks of a service's times, and what is answered, as values."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from holdfast.booking.bookings import Taking
from holdfast.booking.schedule import Closed
from holdfast.booking.services import Service
from holdfast.booking.slots import Asked, Bookable, Combination, Hindered
from holdfast.kit.positions import Position

__all__ = ["Offered", "Query", "Why", "asked_of"]


class Query(Struct, frozen=True, kw_only=True):
    """Which times somebody asks for. ``minutes`` None: the service's shortest. ``own``: what a
    booking takes that is to be moved, which counts as free."""

    service: UUID
    minutes: int | None = None
    people: int = 1
    near: Position | None = None
    resources: frozenset[UUID] = frozenset()
    most: int = 3
    own: tuple[Taking, ...] = ()


class Offered(Struct, frozen=True):
    """A time, with the combinations that can serve it there, the first choice first."""

    start: datetime
    zone: str
    combinations: Sequence[Combination]


class Why(Struct, frozen=True):
    """Why no time is offered on a day, or how many are. ``closed``: what the schedule says of whom
    it closes; ``taken``: where none is, those that others have."""

    day: date
    times: int
    hindered: Sequence[Hindered]
    closed: dict[UUID, Closed]
    resources: dict[UUID, Bookable]
    taken: Sequence[Offered] = ()


def asked_of(service: Service, query: Query) -> Asked:
    """What the pure search is asked."""
    return Asked(
        needs=service.needs,
        grid=service.grid,
        minutes=query.minutes or service.lengths.allowed()[0],
        people=query.people,
        near=query.near,
        only=query.resources,
        most=query.most,
    )

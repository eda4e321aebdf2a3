"""What a process knows of one resource: itself, its schedule, the blocks over it, and its time by
chunks."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from holdfast.booking import DAY, Block, OpenHours, Place, Resource, TravelTimes
from holdfast.booking.schedule import Schedule
from holdfast.booking.slots import Bookable, bits_of, moment_of
from holdfast.kit.positions import Position
from holdfast.kit.ratings import Rating
from holdfast.views.booking.taken import CHUNK_DAYS, Taken, chunk_window

__all__ = ["Chunk", "Known", "bookable_of", "hours_by", "opened_in", "placed", "same", "same_cells"]

_DAY: Final = timedelta(days=1)


class Chunk(Struct):
    """32 days of a resource. ``open``: by studio; None until it is asked for."""

    open: Mapping[UUID | None, int] | None = None


class Known:
    """A resource with its schedule and the blocks over it, and what is known of its time."""

    __slots__ = (
        "blocks", "bookable", "chunks", "resource", "schedule", "stays", "stays_heard", "taken",
        "version", "ways",
    )  # fmt: skip

    def __init__(
        self,
        resource: Resource,
        made: Schedule | None,
        version: int,
        blocks: Sequence[Block],
        rating: Rating | None = None,
        ways: TravelTimes | None = None,
    ) -> None:
        self.resource = resource
        self.schedule = made
        self.version = version
        self.blocks = blocks
        self.ways = ways
        self.bookable = bookable_of(resource, rating.mean if rating else 0.0)
        self.taken = Taken(resource)
        self.chunks: dict[int, Chunk] = {}
        self.stays: dict[int, list[tuple[int, int, Place]]] = {}
        """By chunk, of who travels: from which slot to which it is booked to be at a place."""
        self.stays_heard = 0
        """How often it was heard that they changed."""

    def hear_of_stays(self) -> None:
        """It is, or is not any more, to be at a place: they are read again."""
        self.stays_heard += 1
        self.stays.clear()


def placed(known: Known, studio: Known | None) -> Bookable:
    """Who has no position of its own is where its studio is."""
    if known.bookable.position is not None or studio is None:
        return known.bookable
    return replace(known.bookable, position=studio.bookable.position)


def hours_by(known: Known, home: Known | None) -> OpenHours:
    """When it is open; ``home``: the studio it is in, if that is to be had at all."""
    if home is None:
        return OpenHours(known.schedule, None, known.blocks)
    return OpenHours(known.schedule, home.schedule, known.blocks, home.blocks)


def opened_in(hours: OpenHours, chunk: int) -> Mapping[UUID | None, int]:
    """What is open in the chunk by schedules and blocks, by the studio it is for."""
    window = chunk_window(chunk)
    first = moment_of(window.first).date() - _DAY
    spans = hours.spans(first, first + (CHUNK_DAYS + 2) * _DAY)
    found: dict[UUID | None, int] = {}
    for span in spans:
        found[span.studio] = found.get(span.studio, 0) | bits_of(window, [(span.start, span.end)])
    return {place: bits for place, bits in found.items() if bits}


def same(before: Known, now: Known) -> bool:
    return (
        before.resource == now.resource
        and before.version == now.version
        and before.schedule == now.schedule
        and before.blocks == now.blocks
        and before.ways == now.ways
        and before.bookable.rating == now.bookable.rating
    )


def same_cells(before: Resource, now: Resource) -> bool:
    return (before.cell_minutes, before.capacity, before.zone) == (
        now.cell_minutes,
        now.capacity,
        now.zone,
    )


def bookable_of(one: Resource, rating: float = 0.0) -> Bookable:
    """As the search sees it."""
    position = None
    if one.latitude is not None and one.longitude is not None:
        position = Position(one.latitude, one.longitude)
    return Bookable(
        id=one.id,
        kind=one.kind,
        name=one.name,
        zone=one.zone,
        studio=one.home,
        tags=frozenset(one.tags),
        capacity=one.capacity,
        before=one.buffer_before,
        after=one.buffer_after,
        lead=one.lead_minutes,
        horizon_days=one.horizon_days,
        level=one.level,
        rating=rating,
        position=position,
        radius_km=one.travel_radius_km,
        by_day=one.cell_minutes == DAY,
        on_request=one.request_hours is not None,
        names=tuple((locale, text.name) for locale, text in one.texts.items() if text.name),
    )

"""What a booking is of: a service, or several and what was added, each called as its reader calls
it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.booking.bookings import BookedPart, parts_in
from holdfast.booking.services.book import services_in
from holdfast.booking.services.terms import Extra, Service
from holdfast.kit.names import Named, Names, called_now
from holdfast.kit.sentences import Sentence, joined

__all__ = [
    "TAKEN_SQL",
    "bookings_called",
    "part_of_visit",
    "services_of",
    "studio_called",
    "taken_called",
    "visit_named",
]

_BOOKED: Final = sa.text("""
SELECT id, service_id, service_name, parts::text AS parts FROM bookings
WHERE id = ANY(CAST(:ids AS uuid[]))
""")

TAKEN_SQL: Final = """
coalesce((SELECT jsonb_agg(jsonb_build_object('kept', t.name, 'name', r.name, 'texts', r.texts)
                           ORDER BY t.role, t.name)
          FROM booking_resources t JOIN resources r ON r.id = t.resource_id
          WHERE t.booking_id = b.id AND t.move = b.moves), '[]')
"""
"""What the booking ``b`` takes, as :func:`taken_called` reads it."""


class _Together(Struct, frozen=True):
    """Several services and extras as one visit is called."""

    things: tuple[Named, ...]

    @property
    def name(self) -> str:
        return " + ".join(one.name for one in self.things)

    def name_in(self, language: str) -> str:
        return " + ".join(one.name_in(language) for one in self.things)


def services_of(service: UUID, parts: Sequence[BookedPart]) -> set[UUID]:
    """Those that a booking is of."""
    return {service} | {UUID(one.id) for one in parts if one.kind == "service"}


def visit_named(
    service: UUID, parts: Sequence[BookedPart], known: Mapping[UUID, Service]
) -> Named | None:
    """What all of it is called; None, if it is not known any more."""
    if not parts:
        return known.get(service)
    things = (part_of_visit(one, parts, known) for one in parts)
    return _Together(tuple(one for one in things if one is not None))


def part_of_visit(
    one: BookedPart, parts: Sequence[BookedPart], known: Mapping[UUID, Service]
) -> Service | Extra | None:
    """What it is of; an extra is of the first service of the visit."""
    if one.kind == "service":
        return known.get(UUID(one.id))
    first = known.get(UUID(parts[0].id))
    extras = () if first is None else first.extras
    return next((each for each in extras if each.id == one.id), None)


def taken_called(taken: Iterable[Mapping[str, Any]]) -> Sentence:
    """All that it takes, as its reader calls each."""
    return joined(*(_called(one) for one in taken), by=", ")


def studio_called(studio: Mapping[str, Any] | None) -> str:
    """Where it is, in a line: the studio as its reader calls it, and its address; nothing, where it
    is in none."""
    if studio is None:
        return ""
    return joined(*filter(None, (_called(studio), studio["address"])), by=", ")


def _called(one: Mapping[str, Any]) -> Sentence:
    others = {language: text["name"] for language, text in one["texts"].items()}
    return called_now(one["kept"], Names(one["name"], others))


async def bookings_called(
    connection: AsyncConnection, ids: Collection[object]
) -> dict[UUID, Sentence]:
    """What these are of, by booking."""
    rows = (await connection.execute(_BOOKED, {"ids": [str(one) for one in ids]})).all()
    parts = {row.id: parts_in(row.parts) for row in rows}
    wanted = set[UUID]().union(*(services_of(row.service_id, parts[row.id]) for row in rows))
    known = await services_in(connection, wanted)
    return {
        row.id: called_now(row.service_name, visit_named(row.service_id, parts[row.id], known))
        for row in rows
    }

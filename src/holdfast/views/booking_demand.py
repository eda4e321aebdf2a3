"""How clients book: what they look at, when they book, for which times and how far ahead, and how
many go on from each step to the next. A look counts on its day, a booking on the day on which it
was made, both by the shop's clock."""

from collections.abc import Sequence
from typing import Final, Literal, TypeAlias
from uuid import UUID

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.views.spreadsheet import csv_lines
from holdfast.views.statistics import Span

__all__ = [
    "AHEAD", "DemandTable", "Funnel", "HourOfWeek", "Popular", "ahead_in", "demand_csv",
    "funnel_in", "popular_in", "when_booked",
]  # fmt: skip

DemandTable: TypeAlias = Literal["funnel", "popular", "booked", "wanted", "ahead"]
By: TypeAlias = Literal["booked", "wanted"]
AHEAD: Final = (1, 3, 7, 14, 28)
"""Days from which on further groups of bookings begin, by how long ahead they were made."""
_MOST: Final = 200
_DAY: Final = 1440

_WHERE: Final = "day BETWEEN :first AND :last"
_STEPS: Final = """
count(*) AS held, count(*) FILTER (WHERE paid) AS paid,
count(*) FILTER (WHERE took_place) AS took_place, count(*) FILTER (WHERE to_come) AS to_come
"""
_FUNNEL: Final = sa.text(f"""
SELECT (SELECT coalesce(sum(looks), 0)::bigint FROM booking_looks
        WHERE {_WHERE} AND kind = 'times') AS looked, {_STEPS}
FROM booking_demand WHERE {_WHERE}
""")
# A photographer of a booking with several has all of it, as each of them was chosen.
_POPULAR: Final = sa.text(f"""
WITH booked AS (
    SELECT id, kind, {_STEPS} FROM booking_demand CROSS JOIN LATERAL (
        SELECT service_id AS id, 'service' AS kind
        UNION ALL SELECT studio_id, 'studio' WHERE studio_id IS NOT NULL
        UNION ALL SELECT one, 'photographer' FROM unnest(persons) AS one) AS of
    WHERE {_WHERE} GROUP BY 1, 2),
seen AS (
    SELECT subject_id AS id, coalesce(sum(looks) FILTER (WHERE l.kind = 'page'), 0)::bigint AS page,
           coalesce(sum(looks) FILTER (WHERE l.kind = 'times'), 0)::bigint AS times,
           CASE WHEN bool_or(l.kind = 'times') THEN 'service' ELSE max(r.kind) END AS kind
    FROM booking_looks l LEFT JOIN resources r ON r.id = l.subject_id
    WHERE {_WHERE} GROUP BY 1)
SELECT coalesce(b.id, s.id) AS id, coalesce(b.kind, s.kind) AS kind,
       CASE WHEN coalesce(b.kind, s.kind) = 'service' THEN coalesce(s.times, 0)
            ELSE coalesce(s.page, 0) END AS looked,
       coalesce(b.held, 0) AS held, coalesce(b.paid, 0) AS paid,
       coalesce(b.took_place, 0) AS took_place, coalesce(b.to_come, 0) AS to_come
FROM booked b FULL JOIN seen s ON s.id = b.id AND s.kind = b.kind
WHERE coalesce(b.kind, s.kind) IN ('service', 'studio', 'photographer')
ORDER BY paid DESC, held DESC, looked DESC, 1 LIMIT {_MOST}
""")
_WHEN: Final = {
    "booked": sa.text(f"""
        SELECT CAST(extract(isodow FROM day) AS integer), CAST(hour AS integer), count(*)
        FROM booking_demand WHERE {_WHERE} GROUP BY 1, 2 ORDER BY 1, 2"""),
    "wanted": sa.text(f"""
        SELECT CAST(for_weekday AS integer), CAST(for_hour AS integer), count(*)
        FROM booking_demand WHERE {_WHERE} GROUP BY 1, 2 ORDER BY 1, 2"""),
}
_AHEAD: Final = sa.text(f"""
SELECT width_bucket(lead_minutes, CAST(:steps AS integer[])) AS bucket, count(*) AS held,
       count(*) FILTER (WHERE paid) AS paid
FROM booking_demand WHERE {_WHERE} GROUP BY 1
""")


class Funnel(Struct, frozen=True, kw_only=True):
    """How many went how far. ``looked``: who looked for times of a service, each in half an hour
    and of each service once; ``held``: bookings that were begun; ``paid``: of those, confirmed;
    ``took_place`` and ``to_come``: of those. The rest of the paid were called off or missed."""

    looked: int = 0
    held: int = 0
    paid: int = 0
    took_place: int = 0
    to_come: int = 0


class Popular(Funnel, frozen=True, kw_only=True):
    """Of a service, studio or photographer. ``looked`` is for a service who looked for its times,
    for the others who opened their page."""

    id: UUID
    kind: Literal["service", "studio", "photographer"]


class HourOfWeek(Struct, frozen=True):
    """``weekday``: 1 is Monday."""

    weekday: int
    hour: int
    bookings: int


class Ahead(Struct, frozen=True):
    """Bookings made at least ``from_days`` and less than ``to_days`` before they begin."""

    from_days: int
    to_days: int | None
    held: int
    paid: int


async def funnel_in(connection: AsyncConnection, span: Span) -> Funnel:
    row = (await connection.execute(_FUNNEL, _about(span))).mappings().one()
    return Funnel(**row)


async def popular_in(connection: AsyncConnection, span: Span) -> list[Popular]:
    """Those with most paid bookings first; at most 200."""
    rows = await connection.execute(_POPULAR, _about(span))
    return [Popular(**row) for row in rows.mappings()]


async def when_booked(connection: AsyncConnection, span: Span, by: By) -> list[HourOfWeek]:
    """``booked``: in which hours clients book, by the shop's clock; ``wanted``: for which, by the
    place's. Only those in which there is something."""
    return [HourOfWeek(*row) for row in await connection.execute(_WHEN[by], _about(span))]


async def ahead_in(connection: AsyncConnection, span: Span) -> list[Ahead]:
    """All groups, also those with nothing in them."""
    asked = _about(span) | {"steps": [days * _DAY for days in AHEAD]}
    found = {row.bucket: row for row in await connection.execute(_AHEAD, asked)}
    edges = (0, *AHEAD)
    return [
        Ahead(
            edge,
            edges[place + 1] if place + 1 < len(edges) else None,
            found[place].held if place in found else 0,
            found[place].paid if place in found else 0,
        )
        for place, edge in enumerate(edges)
    ]


async def demand_csv(
    connection: AsyncConnection, table: DemandTable, span: Span, names: dict[UUID, str]
) -> str:
    """One of the tables; ``names``: of resources and services."""
    steps = ("Looked", "Held", "Paid", "Took place", "To come")
    if table == "funnel":
        return csv_lines([steps, _steps(await funnel_in(connection, span))])
    if table == "popular":
        some = await popular_in(connection, span)
        rows = [(one.kind, names.get(one.id, ""), *_steps(one)) for one in some]
        return csv_lines([("Kind", "Name", *steps), *rows])
    if table == "ahead":
        groups = await ahead_in(connection, span)
        told = [(one.from_days, one.to_days, one.held, one.paid) for one in groups]
        return csv_lines([("From days", "To days", "Held", "Paid"), *told])
    hours = await when_booked(connection, span, table)
    shown = [(one.weekday, f"{one.hour:02}:00", one.bookings) for one in hours]
    return csv_lines([("Weekday", "Hour", "Bookings"), *shown])


def _steps(one: Funnel) -> Sequence[int]:
    return one.looked, one.held, one.paid, one.took_place, one.to_come


def _about(span: Span) -> dict[str, object]:
    return {"first": span.first, "last": span.last}

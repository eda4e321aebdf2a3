"""What came of bookings in a span of days, from the figures that an event consumer keeps: by week,
person, service and studio. A booking counts on the day on which it begins, by its place's clock."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final, TypeAlias
from uuid import UUID

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.views.statistics import Span

__all__ = [
    "Amounts", "Came", "Cancelled", "Group", "Hour", "StudioTotals", "Week",
    "cancelled_in", "groups_in", "hours_in", "totals_of", "weeks_in",
]  # fmt: skip

_WEEK: Final = timedelta(days=7)
_MOST_HOURS: Final = 10

_WHERE: Final = """
f.day BETWEEN :first AND :last
AND (CAST(:studio AS uuid) IS NULL OR f.studio_id = CAST(:studio AS uuid))
"""
_CAME: Final = """
count(*) FILTER (WHERE state <> 'cancelled') AS sessions,
count(*) FILTER (WHERE state = 'took-place') AS took_place,
count(*) FILTER (WHERE state = 'missed') AS missed,
count(*) FILTER (WHERE state = 'cancelled') AS cancelled,
coalesce(sum(minutes) FILTER (WHERE state <> 'cancelled'), 0)::bigint AS minutes,
coalesce(sum(income), 0)::bigint AS income,
coalesce(sum(covered), 0)::bigint AS covered,
coalesce(sum(income) FILTER (WHERE state = 'cancelled'), 0)::bigint AS penalties
"""
_GROUPS: Final[Mapping[str, str]] = {
    "week": "CAST(date_trunc('week', f.day) AS date)",
    "service": "f.service_id",
    "studio": "f.studio_id",
}


def _by(key: str) -> sa.TextClause:
    return sa.text(
        f"SELECT {key} AS key, f.currency, {_CAME} FROM booking_figures f WHERE {_WHERE}"
        " GROUP BY 1, f.currency ORDER BY 1, 2"
    )


_BY: Final = {name: _by(key) for name, key in _GROUPS.items()}
_ALL: Final = _by("NULL")
# What several were at is shared among them, to the unit, so that all of them come to the total.
_PERSONS: Final = sa.text(f"""
SELECT key, currency, {_CAME} FROM (
    SELECT p.id AS key, f.currency, f.state, f.minutes,
           f.income / p.all_of + (p.place <= f.income % p.all_of)::integer AS income,
           f.covered / p.all_of + (p.place <= f.covered % p.all_of)::integer AS covered
    FROM booking_figures f CROSS JOIN LATERAL (
        SELECT one.id, one.place, greatest(cardinality(f.persons), 1) AS all_of
        FROM unnest(CASE WHEN cardinality(f.persons) = 0 THEN ARRAY[NULL::uuid]
                         ELSE f.persons END) WITH ORDINALITY AS one (id, place)) p
    WHERE {_WHERE}) AS shared
GROUP BY 1, 2 ORDER BY 1, 2
""")
_LEAD: Final = sa.text(
    f"SELECT avg(lead_minutes)::double precision FROM booking_figures f WHERE {_WHERE}"
    " AND state <> 'cancelled'"
)
# Who came in that time, and who of them had come before their last time in it. Two accounts that
# are one client count as one.
_CLIENTS: Final = sa.text(f"""
WITH came AS (
    SELECT coalesce(CAST(ca.client_id AS text), b.user_id) AS client, max(f.day) AS day,
           count(*) AS times
    FROM booking_figures f JOIN bookings b ON b.id = f.booking_id
    LEFT JOIN client_accounts ca ON ca.owner = b.user_id
    WHERE {_WHERE} AND f.state = 'took-place' GROUP BY 1)
SELECT count(*) AS clients,
       count(*) FILTER (WHERE times > 1 OR EXISTS (
           SELECT FROM bookings b JOIN booking_figures e ON e.booking_id = b.id
           WHERE e.state = 'took-place' AND e.day < :first
             AND (b.user_id = came.client OR b.user_id IN (
                 SELECT ca.owner FROM client_accounts ca
                 WHERE CAST(ca.client_id AS text) = came.client)))) AS returning_clients
FROM came
""")
_CANCELLED: Final = sa.text(f"""
SELECT coalesce(f.reason, 'staff') AS reason, f.currency, count(*) AS cancelled,
       sum(income)::bigint AS kept
FROM booking_figures f WHERE {_WHERE} AND f.state = 'cancelled'
GROUP BY 1, 2 ORDER BY 1, 2
""")
_HOURS: Final = sa.text(f"""
SELECT CAST(extract(isodow FROM f.day) AS integer) AS weekday, CAST(f.hour AS integer) AS hour,
       count(*) AS sessions
FROM booking_figures f WHERE {_WHERE} AND f.state <> 'cancelled'
GROUP BY 1, 2 ORDER BY sessions DESC, 1, 2 LIMIT {_MOST_HOURS}
""")

Amounts: TypeAlias = list[dict[str, Any]]
"""Amounts by currency, in the order of their codes."""


class Came(Struct, kw_only=True):
    """What came of bookings. ``sessions``: not cancelled; ``income``: what was kept of what was
    paid for them, ``covered`` of it by hours, points and certificates, ``penalties`` of it for
    those that were cancelled."""

    sessions: int = 0
    took_place: int = 0
    missed: int = 0
    cancelled: int = 0
    minutes: int = 0
    income: Amounts
    covered: Amounts
    penalties: Amounts


class Week(Came, kw_only=True):
    """``week`` is its Monday; only the days of the span count."""

    week: date


class Group(Came, kw_only=True):
    """Of a person, a service or a studio; None: of none."""

    id: UUID | None


class Cancelled(Struct, kw_only=True):
    """Those that were called off for one reason, and what was kept of their price."""

    reason: str
    cancelled: int
    kept: Amounts


class Hour(Struct, frozen=True):
    """How many sessions begin in that hour of that day of the week (Monday is 1)."""

    weekday: int
    hour: int
    sessions: int


class StudioTotals(Came, kw_only=True):
    """Of all of it. ``lead_minutes``: booked until it takes place, on average; ``returning``: of
    the clients who came, those who had come before."""

    lead_minutes: int | None
    clients: int
    returning: int


async def totals_of(connection: AsyncConnection, span: Span, studio: UUID | None) -> StudioTotals:
    about = _about(span, studio)
    came = _summed((await connection.execute(_ALL, about)).mappings().all())
    lead = (await connection.execute(_LEAD, about)).scalar()
    clients, returning = (await connection.execute(_CLIENTS, about)).one()
    return StudioTotals(
        **came,
        lead_minutes=None if lead is None else round(lead),
        clients=clients,
        returning=returning,
    )


async def weeks_in(connection: AsyncConnection, span: Span, studio: UUID | None) -> list[Week]:
    """Every week of the span, also those in which nothing happened."""
    rows = (await connection.execute(_BY["week"], _about(span, studio))).mappings().all()
    week = span.first - timedelta(days=span.first.weekday())
    found = []
    while week <= span.last:
        found.append(Week(week=week, **_summed([one for one in rows if one["key"] == week])))
        week += _WEEK
    return found


async def groups_in(
    connection: AsyncConnection, span: Span, studio: UUID | None, by: str
) -> list[Group]:
    """By person, service or studio, those with most sessions first."""
    statement = _PERSONS if by == "person" else _BY[by]
    rows = (await connection.execute(statement, _about(span, studio))).mappings().all()
    keys = dict.fromkeys(one["key"] for one in rows)
    groups = [Group(id=key, **_summed([one for one in rows if one["key"] == key])) for key in keys]
    return sorted(groups, key=lambda one: (-one.sessions, -one.cancelled, str(one.id)))


async def cancelled_in(
    connection: AsyncConnection, span: Span, studio: UUID | None
) -> list[Cancelled]:
    """Why, and how often."""
    found: dict[str, Cancelled] = {}
    for one in (await connection.execute(_CANCELLED, _about(span, studio))).mappings():
        group = found.setdefault(
            one["reason"], Cancelled(reason=one["reason"], cancelled=0, kept=[])
        )
        group.cancelled += one["cancelled"]
        group.kept.append({"currency": one["currency"], "amount": one["kept"]})
    return sorted(found.values(), key=lambda one: (-one.cancelled, one.reason))


async def hours_in(connection: AsyncConnection, span: Span, studio: UUID | None) -> list[Hour]:
    """Those in which most begin; at most ten."""
    return [Hour(*one) for one in await connection.execute(_HOURS, _about(span, studio))]


def _about(span: Span, studio: UUID | None) -> dict[str, object]:
    return {"first": span.first, "last": span.last, "studio": studio}


def _summed(rows: Sequence[Mapping[Any, Any]]) -> dict[str, Any]:
    """Rows of several currencies as one."""
    counts = ("sessions", "took_place", "missed", "cancelled", "minutes")
    told: dict[str, Any] = {name: sum(one[name] for one in rows) for name in counts}
    for name in ("income", "covered", "penalties"):
        told[name] = [{"currency": one["currency"], "amount": one[name]} for one in rows]
    return told

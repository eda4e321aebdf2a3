"""Who has which minute of what: worked out from rows and accounts alone, by none of the
product's code. It knows nothing of cells but how their keys are written."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import permutations
from math import acos, cos, pi, radians, sin
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import asyncpg

__all__ = ["faults_of_time"]

_SPANS = """
SELECT b.id, b.status, b.order_id, t.resource_id, t.starts_at, t.ends_at, t.seats, t.capacity,
       t.cell_minutes, t.zone, t.move < b.moves AS kept, b.starts_at AS begins, b.ends_at AS ends,
       r.buffer_before, r.buffer_after, r.kind, t.move, h.id AS studio_id,
       h.cell_minutes AS studio_cell, h.zone AS studio_zone, b.latitude, b.longitude,
       r.kind = 'photographer' OR r.kind = 'equipment' AND r.studio_id IS NULL AS travels,
       (SELECT coalesce(s.studio_id, s.id) FROM booking_resources o JOIN resources s
        ON s.id = o.resource_id WHERE o.booking_id = b.id AND o.move = t.move
        AND s.kind IN ('studio', 'room') LIMIT 1) AS studio
FROM bookings b JOIN booking_resources t ON t.booking_id = b.id
    AND (t.move = b.moves OR b.kept AND t.move = b.moves - 1)
LEFT JOIN resources r ON r.id = t.resource_id
LEFT JOIN resources h
    ON h.id = CASE r.kind WHEN 'studio' THEN r.id WHEN 'room' THEN r.studio_id END
    AND h.kind = 'studio' AND h.capacity = 1
WHERE b.status <> 'cancelled'
"""
MILLION = 1_000_000
_CELLS = "SELECT key, balance, held FROM ledger_accounts WHERE key LIKE 'cell/%'"
_MONEY = """
SELECT b.id, b.status, b.prepaid, b.penalty, o.id::text AS order_id, p.id AS payment, p.amount,
       coalesce((SELECT a.balance FROM ledger_accounts a WHERE a.key = 'refundable/' || p.id),
                CASE WHEN p.status = 'refunded' THEN 0 END) AS left_of_it
FROM bookings b JOIN orders o ON o.id = b.order_id LEFT JOIN payments p ON p.id = o.payment_id
"""
_WHERE = "SELECT id, latitude, longitude FROM resources"
_SAID = """
SELECT DISTINCT ON (resource_id) resource_id, minutes::text FROM travel_times
ORDER BY resource_id, version DESC
"""
_SPEED, _SET_OFF = 25, 10  # kilometres an hour, and minutes: what a shop begins with


async def faults_of_time(url: str, given: Mapping[str, int] | None = None) -> list[str]:
    """What is wrong; nothing, if no resource is beyond its capacity at any minute, no buffer is
    broken, nobody is at two places with too little time between, nobody has a room of a studio that
    somebody else has whole, every cell is as full as its bookings say, and no money is lost.
    ``given``: what staff gave back of each order, in minor units."""
    connection = await asyncpg.connect(url)
    try:
        spans = await connection.fetch(_SPANS)
        cells = await connection.fetch(_CELLS)
        money = await connection.fetch(_MONEY)
        studios = {one["id"]: one for one in await connection.fetch(_WHERE)}
        said = {str(one): json.loads(text) for one, text in await connection.fetch(_SAID)}
    finally:
        await connection.close()
    now = [one for one in spans if not one["kept"]]  # besides what was asked for before an offer
    return [
        *_too_full(now),
        *_not_whole(now),
        *_cut_short(now),
        *_ways_too_short(now, studios, said),
        *_cells_differ(spans, cells),
        *_money_lost(money, given or {}),
    ]


def _too_full(spans: list[asyncpg.Record]) -> list[str]:
    """By sweeping along time: what begins adds its seats, what ends takes them away."""
    edges: dict[object, list[tuple[datetime, int]]] = defaultdict(list)
    most: dict[object, int] = {}
    for one in spans:
        edges[one["resource_id"]].append((one["starts_at"], one["seats"]))
        edges[one["resource_id"]].append((one["ends_at"], -one["seats"]))
        most[one["resource_id"]] = one["capacity"]
    wrong = []
    for resource, moves in edges.items():
        there = 0
        for at, seats in sorted(moves, key=lambda move: (move[0], move[1])):
            there += seats
            if there > most[resource]:
                wrong.append(f"{resource} has {there} of {most[resource]} at {at}")
    return wrong


def _not_whole(spans: list[asyncpg.Record]) -> list[str]:
    """Each booking of a whole studio beside each of its rooms, another's, at the same minute."""
    return [
        f"{whole['id']} has all of {whole['resource_id']}, {room['id']} a room of it"
        for whole in spans
        for room in spans
        if whole["kind"] == "studio"
        and room["kind"] == "room"
        and whole["studio_id"] == room["studio_id"] is not None
        and whole["id"] != room["id"]
        and whole["starts_at"] < room["ends_at"]
        and room["starts_at"] < whole["ends_at"]
    ]


def _cut_short(spans: list[asyncpg.Record]) -> list[str]:
    """What is taken of a resource is the session and its buffers, and so nobody else's."""
    wrong = []
    for one in spans:
        before, after = (timedelta(minutes=one[f"buffer_{of}"] or 0) for of in ("before", "after"))
        if one["starts_at"] > one["begins"] - before or one["ends_at"] < one["ends"] + after:
            wrong.append(f"{one['id']} lacks a buffer of {one['resource_id']}")
    return wrong


def _ways_too_short(
    spans: list[asyncpg.Record], studios: dict[UUID, asyncpg.Record], said: dict[str, Any]
) -> list[str]:
    """Whoever goes from a place to another has as long as the table says, or as long as it takes
    with the straight line on the globe at the usual speed, and the minutes to set off."""
    by_traveller: dict[object, list[asyncpg.Record]] = defaultdict(list)
    for one in spans:
        somewhere = one["studio"] is not None or one["latitude"] is not None
        if one["travels"] and somewhere and one["status"] not in ("completed", "no_show"):
            by_traveller[one["resource_id"]].append(one)
    wrong = []
    for resource, stays in by_traveller.items():
        for here, there in permutations(stays, 2):
            if here["starts_at"] > there["starts_at"]:
                continue
            minutes = _on_the_way(here, there, studios, said)
            if minutes and there["starts_at"] - here["ends_at"] < timedelta(minutes=minutes):
                wrong.append(
                    f"{resource} has less than {minutes:.0f} minutes from {here['id']} to"
                    f" {there['id']} at {there['starts_at']}"
                )
    return wrong


def _on_the_way(
    here: asyncpg.Record,
    there: asyncpg.Record,
    studios: dict[UUID, asyncpg.Record],
    said: dict[str, Any],
) -> float:
    a, b = here["studio"], there["studio"]
    if a is not None and a == b:
        return 0
    if a is not None and b is not None:
        table = said.get(str(a), {}).get(str(b), said.get(str(b), {}).get(str(a)))
        if table is not None:
            return float(table)
    one, other = (
        (at["latitude"], at["longitude"])
        for at in (here if a is None else studios[a], there if b is None else studios[b])
    )
    if None in (*one, *other) or (a is None and b is None and one == other):
        return 0
    north, east, north_there, east_there = map(radians, (*one, *other))
    angle = sin(north) * sin(north_there)
    angle += cos(north) * cos(north_there) * cos(east_there - east)
    km = acos(max(-1.0, min(1.0, angle))) * 40_030.2 / (2 * pi)
    return min(12 * 60, _SET_OFF + km / _SPEED * 60)


def _cells_differ(spans: list[asyncpg.Record], cells: list[asyncpg.Record]) -> list[str]:
    """A room is one of a million of its studio, whose whole is all of them, whatever else of it
    the same booking has. Of two times that one client may have, one is had."""
    of_each: dict[tuple[object, bool, int], Counter[str]] = defaultdict(Counter)
    for one in spans:
        waits = one["status"] in ("held", "requested", "countered")
        taken_by = of_each[one["id"], waits, one["move"]]
        whole = one["kind"] == "studio" and one["studio_id"] is not None
        for name in _names(one, one["cell_minutes"], one["zone"]):
            taken_by[f"cell/{one['resource_id']}/{name}"] += MILLION if whole else one["seats"]
        if one["kind"] == "room" and one["studio_id"] is not None:
            for name in _names(one, one["studio_cell"], one["studio_zone"]):
                taken_by[f"cell/{one['studio_id']}/{name}"] += 1
    had: dict[tuple[object, bool], Counter[str]] = defaultdict(Counter)
    for (booking, waits, _), some in of_each.items():
        had[booking, waits] |= Counter({key: min(many, MILLION) for key, many in some.items()})
    taken: Counter[str] = Counter()
    promised: Counter[str] = Counter()
    for (_, waits), some in had.items():
        (promised if waits else taken).update(some)
    found = {one["key"]: (one["balance"], one["held"]) for one in cells}
    return [
        f"{key} is {found.get(key)}, not {taken[key], promised[key]}"
        for key in found.keys() | taken.keys() | promised.keys()
        if found.get(key, (0, 0)) != (taken[key], promised[key])
    ]


def _names(one: asyncpg.Record, cell: int, zone: str) -> Iterator[str]:
    """What the keys of its cells end with: the minute each begins, or the day by its own clock."""
    if cell == 1440:
        clock = ZoneInfo(zone)
        day = one["starts_at"].astimezone(clock).date()
        last = (one["ends_at"] - timedelta(seconds=1)).astimezone(clock).date()
        while day <= last:
            yield day.strftime("%Y%m%d")
            day += timedelta(days=1)
        return
    at = one["starts_at"].astimezone(UTC)
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
    at -= (at - midnight) % timedelta(minutes=cell)
    while at < one["ends_at"]:
        yield at.strftime("%Y%m%dT%H%M")
        at += timedelta(minutes=cell)


def _money_lost(rows: list[asyncpg.Record], given: Mapping[str, int]) -> list[str]:
    """What is kept of a cancelled one is its penalty, of any other what it costs now less what was
    given back of it."""
    wrong = []
    for one in rows:
        if one["payment"] is None:
            if one["status"] not in ("requested", "countered", "held", "cancelled"):
                wrong.append(f"{one['id']} is {one['status']} and nobody paid")
            continue
        left = one["amount"] if one["left_of_it"] is None else one["left_of_it"]
        costs = one["prepaid"] - given.get(one["order_id"], 0)
        expected = one["penalty"] if one["status"] == "cancelled" else costs
        if left != expected:
            wrong.append(f"{one['id']}, {one['status']}, keeps {left}, not {expected}")
    return wrong

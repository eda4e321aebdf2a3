"""What mails say to who works here: of bookings to who is booked, of calendars to whose they are,
of what is sold to sellers, of disputes to staff."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import sqlalchemy as sa
from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.booking import OWNER
from holdfast.booking.bookings import ANSWERERS
from holdfast.flows.mailing.reading import BOOKINGS, About, Told
from holdfast.flows.mailing.reading_goods import MAX_LINES, read_staff, to_staff
from holdfast.flows.people.reaching import who_come
from holdfast.flows.stuck.watched import WATCHED
from holdfast.mail import Mail
from holdfast.people import Duty, photographer_sql

__all__ = [
    "ALERTS",
    "ASKED",
    "CALENDARS",
    "CHOSEN",
    "DISPUTED",
    "DISPUTES",
    "MOVED",
    "QUESTIONS",
    "SESSIONS",
    "SOLD",
    "SOLD_OFF",
    "UNANSWERED",
    "sale_stands",
    "session_unreviewed",
    "still_asked",
    "still_unanswered",
]

OWN_CALENDAR: Final = "/my/calendar"
OWN_PICTURES: Final = "/my/pictures/{id}"
OWN_HOURS: Final = "/my/hours"
REQUESTS: Final = "/staff/booking-requests"
OWN_ORDER: Final = "/selling?q={number}&seller={whose}"
BOOKED: Final = "/staff/bookings?q={number}"

# With ``before`` also those from whom the last move took it. ``person``: as a photographer.
_DUTY: Final[Duty] = "bookings:read"
_SERVING: Final = sa.text(f"""
SELECT DISTINCT b.id, r.kind = 'photographer' AS person,
       (SELECT 'user:' || u.id::text FROM users u WHERE u.id = {OWNER} AND {photographer_sql("u")})
           AS owner
FROM bookings b JOIN booking_resources t ON t.booking_id = b.id
JOIN resources r ON r.id = t.resource_id
WHERE b.id = ANY(CAST(:ids AS uuid[]))
  AND t.move BETWEEN b.moves - CAST(:before AS int) AND b.moves
ORDER BY b.id, owner
""")
_ANSWERING: Final = sa.text(f"""
SELECT b.id, 'user:' || a.owner AS owner FROM bookings b CROSS JOIN LATERAL ({ANSWERERS}) AS a
JOIN users u ON u.id = a.owner AND {photographer_sql("u")}
WHERE b.id = ANY(CAST(:ids AS uuid[])) ORDER BY b.id, owner
""")
_CALENDARS: Final = f"""
SELECT {{of}} AS id, c.connected_by AS owner, 'user:' || {OWNER} AS whose, r.id AS resource,
       r.name
FROM {{calendars}} JOIN resources r ON r.id = c.resource_id
WHERE {{of}} = ANY(CAST(:ids AS uuid[])) {{more}}
"""
_REFUSED: Final = sa.text(_CALENDARS.format(of="c.id", calendars="outside_calendars c", more=""))
_ASKING: Final = sa.text(
    _CALENDARS.format(
        of="q.booking_id",
        calendars="outside_questions q JOIN outside_calendars c ON c.id = q.calendar_id",
        more="AND q.status = 'open'",
    )
)
_SOLD: Final = sa.text("""
SELECT o.id, o.number, s.id AS whose, s.name AS seller,
       ARRAY(SELECT 'user:' || p.user_id FROM seller_people p WHERE p.seller_id = s.id
             ORDER BY p.user_id) AS people,
       (SELECT jsonb_agg(jsonb_build_object('name', l.product_name, 'quantity', l.quantity,
                                            'options', l.options, 'variant', l.variant_id)
                         ORDER BY l.line)
        FROM order_items l JOIN products m ON m.id = l.product_id
        WHERE l.order_id = o.id AND m.seller_id = s.id) AS lines
FROM orders o JOIN sellers s ON s.id IN (
    SELECT p.seller_id FROM order_items i JOIN products p ON p.id = i.product_id
    WHERE i.order_id = o.id)
WHERE o.id = ANY(CAST(:ids AS uuid[])) ORDER BY o.id, s.id
""")
_STANDS: Final = sa.text("""
SELECT EXISTS (SELECT FROM orders WHERE id = CAST(:id AS uuid) AND status IN ('paid', 'completed'))
   AND NOT EXISTS (SELECT FROM fraud_checks
                   WHERE order_id = CAST(:id AS uuid) AND status IN ('held', 'refused'))
""")
_STILL_ASKED: Final = sa.text("""
SELECT EXISTS (SELECT FROM bookings WHERE id = CAST(:id AS uuid) AND status = 'requested')
""")
_STILL_DUE: Final = sa.text("""
SELECT EXISTS (SELECT FROM bookings WHERE id = CAST(:id AS uuid) AND status = 'requested'
               AND answer_by = CAST(:by AS timestamptz) AND answer_by > clock_timestamp())
""").bindparams(sa.bindparam("by", type_=sa.Text))

# With whom it was, and where, as who may review these is found.
_UNREVIEWED: Final = sa.text("""
SELECT count(*) > 0 AND count(v.id) = 0
FROM bookings b
JOIN booking_resources t ON t.booking_id = b.id AND t.move = b.moves
JOIN resources r ON r.id = t.resource_id
    AND (r.kind IN ('photographer', 'studio') OR r.kind = 'room' AND r.studio_id IS NOT NULL)
LEFT JOIN reviews v ON 'user:' || v.author = b.user_id
    AND v.subject_id = CASE WHEN r.kind = 'room' THEN r.studio_id ELSE r.id END
WHERE b.id = CAST(:id AS uuid) AND b.status = 'completed' AND b.user_id LIKE 'user:%'
  AND NOT EXISTS (
    SELECT FROM series_sessions mine JOIN series_sessions other
      ON other.series_id = mine.series_id AND other.booking_id <> mine.booking_id
    JOIN mails m ON m.owner = b.user_id AND m.subject_id = other.booking_id::text
    WHERE mine.booking_id = b.id AND m.kind = :kind AND m.channel = :channel
      AND (m.status IN ('handing', 'sent') OR m.status IN ('waiting', 'sending')
           AND (m.created_at, m.id) < (CAST(:at AS timestamptz), CAST(:mail AS uuid))))
""")


async def sale_stands(connection: AsyncConnection, mail: Mail) -> bool:
    """It is not off, and nobody is to look at it before it may be sent."""
    return bool(await connection.scalar(_STANDS, {"id": mail.subject_id}))


async def still_asked(connection: AsyncConnection, mail: Mail) -> bool:
    """Nobody answered it, nor gave it up."""
    return bool(await connection.scalar(_STILL_ASKED, {"id": mail.subject_id}))


async def still_unanswered(connection: AsyncConnection, mail: Mail) -> bool:
    """And it is still due when the event says: another time that was offered has one of its own."""
    asked = {"id": mail.subject_id, "by": mail.said["fact"]["answerBy"]}
    return bool(await connection.scalar(_STILL_DUE, asked))


async def session_unreviewed(connection: AsyncConnection, mail: Mail) -> bool:
    """It took place, its client has an account and said nothing of it yet, nor was asked of another
    session of its series; of those that wait to be asked of, the first is."""
    about = {"id": mail.subject_id, "kind": mail.kind, "channel": mail.channel, "mail": mail.id}
    return bool(await connection.scalar(_UNREVIEWED, about | {"at": mail.created_at}))


async def _read_bookings(connection: AsyncConnection, ids: Sequence[str]) -> dict[str, Told]:
    """As its client is told, with who they are; not in its client's language."""
    assert BOOKINGS.read is not None
    found = await BOOKINGS.read(connection, ids)
    come = await who_come(connection, found)
    return {
        one: Told(told.owner, None, told.said | {"client": come.get(one, "")})
        for one, told in found.items()
    }


class _Serving(Struct, frozen=True):
    """Whose accounts are told of a booking, and whether staff are as well."""

    owners: tuple[str, ...] = ()
    staff: bool = True


async def _serving(
    connection: AsyncConnection, ids: Sequence[str], before: int
) -> dict[str, _Serving]:
    """Staff stand in for photographers of whom none has an account by which they may come in, even
    if the studio has one; where there are none, for places."""
    rows = await connection.execute(_SERVING, {"ids": list(ids), "before": before})
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(str(row.id), []).append(row)
    made = {}
    for one, those in found.items():
        owners = tuple(dict.fromkeys(row.owner for row in those if row.owner))
        first = [row for row in those if row.person] or those
        made[one] = _Serving(owners, not any(row.owner for row in first))
    return made


def _to(told: Told, people: Sequence[str], **said: Any) -> Told:
    return replace(told, owner=people[0], others=tuple(people[1:]), said=told.said | said)


async def _sessions(
    connection: AsyncConnection, ids: Sequence[str], before: int = 0
) -> dict[str, Told]:
    """To the photographers and studios of what it takes, or else to staff."""
    with_it = await _serving(connection, ids, 0)
    had_it = await _serving(connection, ids, before) if before else with_it
    staff = await read_staff(connection, _DUTY)
    found = {}
    for one, told in (await _read_bookings(connection, ids)).items():
        page = BOOKED.format(number=told.said["number"])
        others = staff if with_it.get(one, _Serving()).staff else []
        own = {who: {"page": page, "yours": False} for who in others}
        theirs = had_it.get(one, _Serving()).owners
        own |= {who: {"page": OWN_CALENDAR, "yours": True} for who in theirs}
        if own:
            found[one] = replace(_to(told, list(own)), own=own)
    return found


async def _chosen(connection: AsyncConnection, ids: Sequence[str]) -> dict[str, Told]:
    """Who photographed comes to the pictures."""
    found = {}
    for one, told in (await _sessions(connection, ids)).items():
        own = {
            who: {**said, "page": OWN_PICTURES.format(id=one) if said["yours"] else said["page"]}
            for who, said in told.own.items()
        }
        found[one] = replace(told, own=own)
    return found


async def _moved(connection: AsyncConnection, ids: Sequence[str]) -> dict[str, Told]:
    """And to those from whom it was taken."""
    return await _sessions(connection, ids, before=1)


async def _asked(connection: AsyncConnection, ids: Sequence[str]) -> dict[str, Told]:
    """To who is asked and has an account, or else staff."""
    people, staff = dict[str, list[str]](), await read_staff(connection, _DUTY)
    for row in await connection.execute(_ANSWERING, {"ids": list(ids)}):
        people.setdefault(str(row.id), []).append(row.owner)
    found = {}
    for one, told in (await _read_bookings(connection, ids)).items():
        own = people.get(one)
        if own or staff:
            page = OWN_CALENDAR if own else REQUESTS
            found[one] = _to(told, own or staff, page=page)
    return found


async def _calendars(connection: AsyncConnection, ids: Sequence[str]) -> dict[str, Told]:
    """To who connected it, and to the photographer or studio whose it is."""
    rows = (await connection.execute(_REFUSED, {"ids": list(ids)})).all()
    return {str(row.id): _to_owners(row, {"of": row.name}) for row in rows}


async def _questions(connection: AsyncConnection, ids: Sequence[str]) -> dict[str, Told]:
    """Of bookings, to whose calendars ask about them."""
    rows = (await connection.execute(_ASKING, {"ids": list(ids)})).all()
    told = await _read_bookings(connection, sorted({str(row.id) for row in rows}))
    return {str(row.id): _to_owners(row, told[str(row.id)].said) for row in rows}


def _to_owners(row: Any, said: Mapping[str, Any]) -> Told:
    """Each is led to where they see it: whose calendar it is, to their own page."""
    people = list(dict.fromkeys(one for one in (row.owner, row.whose) if one))
    own = {
        one: {"page": OWN_HOURS if one == row.whose else f"/staff/resources/{row.resource}"}
        for one in people
    }
    return Told(people[0], None, dict(said), tuple(people[1:]), own)


async def _sold(
    connection: AsyncConnection, ids: Sequence[str], most: int | None = MAX_LINES
) -> dict[str, Told]:
    """To the people of each seller, with the lines that are theirs."""
    found: dict[str, Told] = {}
    for row in await connection.execute(_SOLD, {"ids": list(ids)}):
        more = max(len(row.lines) - most, 0) if most else 0
        lines = [one | {"options": ", ".join(one["options"].values())} for one in row.lines[:most]]
        own = {"lines": lines, "more": more, "seller": row.seller, "whose": str(row.whose)}
        told = found.get(str(row.id)) or Told("", None, {"number": row.number})
        known = dict(told.own) | dict.fromkeys(row.people, own)
        found[str(row.id)] = replace(told, own=known)
    return {one: _each(told) for one, told in found.items() if told.own}


async def _off(connection: AsyncConnection, ids: Sequence[str]) -> dict[str, Told]:
    """With all lines, for the event says of which some are off."""
    return await _sold(connection, ids, None)


def _units_off(of: dict[str, Any], fact: Mapping[str, Any]) -> dict[str, Any]:
    """``part``: the rest of the order stands. Those of others are no lines of theirs."""
    units = fact.get("units")
    if units is None:
        return of | {"part": False}
    off = [
        one | {"quantity": units[one["variant"]]} for one in of["lines"] if one["variant"] in units
    ]
    return of | {"part": True, "lines": off}


def _each(told: Told) -> Told:
    first, *others = told.own
    return replace(told, owner=first, others=tuple(others))


async def _waiting(connection: AsyncConnection, ids: Sequence[str]) -> dict[str, Told]:
    """To staff, whoever was asked."""
    staff = await read_staff(connection, _DUTY)
    found = await _read_bookings(connection, ids) if staff else {}
    return {one: _to(told, staff) for one, told in found.items()}


ASKED: Final = About("asked", "{page}", _asked, work=True, duty=_DUTY)
UNANSWERED: Final = About("unanswered", REQUESTS, _waiting, work=True, duty=_DUTY)
SESSIONS: Final = About("session", "{page}", _sessions, work=True, duty=_DUTY)
CHOSEN: Final = About("session", "{page}", _chosen, work=True, duty=_DUTY)
MOVED: Final = About("moved", "{page}", _moved, work=True, duty=_DUTY)
CALENDARS: Final = About("calendar", "{page}", _calendars, work=True, duty=_DUTY)
QUESTIONS: Final = About("question", "{page}", _questions, work=True, duty=_DUTY)
SOLD: Final = About("sold", OWN_ORDER, _sold, work=True)
DISPUTED: Final = About("disputed", OWN_ORDER, _sold, work=True, by="orderId")


def _alert(of: dict[str, Any], fact: Mapping[str, Any]) -> dict[str, Any]:
    """In the words of what began or ended; several at once have none of their own."""
    watched = WATCHED.get(fact.get("name", ""))
    if watched is None:
        return of
    began = "minutes" not in fact
    return of | {
        "said": watched.began(fact["of"], fact["count"]) if began else watched.ended(fact["of"])
    }


SOLD_OFF: Final = About("off", OWN_ORDER, _off, work=True, of_event=_units_off)
DISPUTES: Final = to_staff("dispute", "/staff/disputes", "refunds:read")
ALERTS: Final = replace(to_staff("alert", "{page}", "settings:read"), of_event=_alert)

"""What mails say of orders, bookings and what is prepaid, read for many at once; and who a person
is to whom mail goes."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, TypeAlias
from uuid import UUID

import sqlalchemy as sa
from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.booking.bookings import STUDIO_NAMES_SQL, BookingShared
from holdfast.booking.intake import OPEN_SQL
from holdfast.booking.services import TAKEN_SQL, bookings_called, studio_called, taken_called
from holdfast.catalog import inside_sql
from holdfast.flows.people.reaching import participant_in, participant_owner, read_persons
from holdfast.locations import to_come_account
from holdfast.mail import Mail, names_a_site, number_code_stands
from holdfast.orders import tax_on_top
from holdfast.packages import hours_in_words, package_called, sessions_in_words
from holdfast.people import Duty

__all__ = [
    "BOOKINGS", "CLOSINGS", "CONTACTS", "GRANTS", "NUMBERS", "ORDERS", "PEOPLE", "PICTURES",
    "SHARED", "About", "Told", "begins_then", "code_stands", "hears_it_is_confirmed",
    "still_stands", "takes_part", "takes_part_then",
]  # fmt: skip

MAX_LINES: Final = 30
"""Of an order, in its mail; the page has all."""


_NOT_SHARED: Final = (
    "price", "paid", "rest", "order", "reason", "note", "requested", "offered", "byStaff",
    "questions",
)  # fmt: skip


class Told(Struct, frozen=True):
    """What is said of one thing, whose it is, and the language its owner read then; ``others`` are
    told as well, each with what is said to them alone (``own``)."""

    owner: str
    locale: str | None
    said: dict[str, Any]
    others: tuple[str, ...] = ()
    own: Mapping[str, Mapping[str, Any]] = {}

    def said_to(self, owner: str) -> dict[str, Any]:
        """All of it."""
        return {**self.said, **self.own.get(owner, {})}


class About(Struct, frozen=True):
    """``name`` is what a mail about it calls it, ``path`` its page's, ``{id}`` its id and the rest
    what is said of it or by the event. Without ``read`` the event says all, whose it is as well.
    ``order``: it is of an order, which says where a guest gets mail: the one that is said of it, or
    its subject. ``waits``: a guest may have said where they are told of what they wait for.
    ``work``: it is told to who works here, in the language they chose, or the shop's; ``duty``: of
    staff, to those who have it. ``by``: which id of the event it is read by, where that is not its
    subject. ``since``: what was not said at first, as rows of the log from then are filled.
    ``by_link``: the page that a guest's link opens. ``of_event``: what of that its event is
    about."""

    name: str
    path: str
    read: Callable[[AsyncConnection, Sequence[str]], Awaitable[dict[str, Told]]] | None
    order: bool = False
    waits: bool = False
    work: bool = False
    duty: Duty | None = None
    by: str = ""
    since: Mapping[str, Any] = {}
    by_link: str = "/order"
    of_event: Callable[[dict[str, Any], Mapping[str, Any]], dict[str, Any]] = lambda of, _: of

    @property
    def opened(self) -> bool:
        """Whether a guest's link opens it; of a parcel it does by itself."""
        return self.order and "{link}" not in self.path

    def order_of(
        self, subject: str, said: Mapping[str, Any], fact: Mapping[str, Any]
    ) -> str | None:
        """Whose page a guest opens by a link, and where it is known how to reach them."""
        return str(said.get("order") or fact.get("orderId") or subject) if self.order else None


Row: TypeAlias = Mapping[Any, Any]

_ORDERS: Final = sa.text(f"""
SELECT o.id, o.number, o.owner, o.locale, o.status, o.reason, o.total, o.currency, o.description,
       coalesce(o.reason = 'unpaid' AND o.cancelled_by IS NULL, false) AS declined,
       o.shipping, {tax_on_top("o")} AS tax,
       coalesce(o.breakdown ->> 'pickup', '') AS pickup,
       coalesce(o.breakdown -> 'arrives' ->> 0, '') AS arrives_from,
       coalesce(o.breakdown -> 'arrives' ->> 1, '') AS arrives_by,
       coalesce((SELECT coalesce(called ->> o.locale, called ->> 'name')
                 FROM jsonb_path_query_first(o.breakdown,
           '$.parts[*] ? (@.kind == "shipping").title.values') AS called), '') AS delivery,
       coalesce(o.booking_id,
                (SELECT b.id FROM bookings b WHERE b.order_id = o.id LIMIT 1)) AS booking,
       (SELECT p.terms FROM package_purchases t JOIN packages p ON p.id = t.package_id
        WHERE t.order_id = o.id) AS package,
       EXISTS (SELECT FROM waiting_line w WHERE w.owner = o.owner AND w.order_id = o.id) AS offered,
       EXISTS (SELECT FROM session_cash c WHERE c.id = o.id) AS cash,
       EXISTS (SELECT FROM booking_dues d WHERE d.id = o.id AND d.status = 'not-paid') AS not_paid,
       EXISTS (SELECT FROM order_edits x WHERE x.added_id = o.id) AS edited,
       EXISTS (SELECT FROM repeat_orders r WHERE r.order_id <> o.id
               AND r.id = CAST(o.breakdown #>> '{{repeat,id}}' AS uuid)) AS repeated,
       (SELECT count(*) FROM order_items i WHERE i.order_id = o.id) AS count,
       (SELECT coalesce(jsonb_agg(jsonb_build_object(
                    'name', i.product_name, 'day', r.expected_on) ORDER BY i.line), '[]')
        FROM order_items i JOIN preorders r ON r.variant_id = i.variant_id
        WHERE i.order_id = o.id AND i.taken ? {to_come_account("i.variant_id")}) AS preorders,
       (SELECT coalesce(jsonb_agg(jsonb_build_object(
                    'name', i.product_name, 'quantity', i.quantity,
                    'inside', coalesce({inside_sql("i", "o.locale")}, ''),
                    'sum', jsonb_build_object('amount', i.price * i.quantity - i.discount,
                                              'currency', o.currency)) ORDER BY i.line), '[]')
        FROM (SELECT * FROM order_items i WHERE i.order_id = o.id ORDER BY line LIMIT :most) i
       ) AS lines
FROM orders o WHERE o.id = ANY(CAST(:ids AS uuid[]))
""")
_BOOKINGS: Final = sa.text(f"""
SELECT b.id, b.number, b.user_id AS owner, o.locale, b.service_name, b.starts_at, b.ends_at, b.zone,
       b.status, b.reason, b.note_of_end, b.price, b.prepaid, b.penalty, b.currency, b.moves,
       b.order_id, b.service_id,
       b.confirmed_at IS NOT NULL AS confirmed, b.answer_minutes > 0 AS requested,
       b.made_by <> b.user_id AND b.made_by NOT LIKE 'guest:%' AS by_staff,
       EXISTS (SELECT FROM waiting_line w
               WHERE w.owner = b.user_id AND w.order_id = b.order_id) AS offered,
       (SELECT s.series_id FROM series_sessions s WHERE s.booking_id = b.id) AS series,
       {TAKEN_SQL} AS taken,
       {STUDIO_NAMES_SQL} AS studio, {OPEN_SQL} AS questions
FROM bookings b LEFT JOIN orders o ON o.id = b.order_id WHERE b.id = ANY(CAST(:ids AS uuid[]))
""")
# Asked for by bookings, or by who takes part.
_SHARED: Final = sa.text("""
SELECT p.id, p.booking_id FROM booking_participants p
WHERE (p.booking_id = ANY(CAST(:ids AS uuid[])) OR p.id = ANY(CAST(:ids AS uuid[])))
  AND p.removed_at IS NULL ORDER BY p.id
""")
_TAKES_PART: Final = sa.text(
    "SELECT EXISTS (SELECT FROM booking_participants WHERE id = :id AND removed_at IS NULL)"
)
_BEGINS_THEN: Final = sa.text("""
SELECT EXISTS (SELECT FROM bookings WHERE id = CAST(:id AS uuid) AND status = 'confirmed'
               AND starts_at = CAST(:at AS timestamptz) AND starts_at > clock_timestamp())
""")
_STANDS: Final = sa.text("""
SELECT EXISTS (SELECT FROM bookings WHERE id = CAST(:id AS uuid) AND status <> 'cancelled')
""")
_WAS_INVITED: Final = sa.text("""
SELECT EXISTS (SELECT FROM events WHERE subject = CAST(:id AS text) AND type = :type
               AND CAST(data ->> 'stood' AS boolean))
""")
_GRANTS: Final = sa.text("""
SELECT g.id, g.kind, g.owner, g.name, g.units, g.currency, g.valid_until, g.session_minutes,
       o.locale, coalesce(nullif(s.terms #>> ARRAY['texts', o.locale, 'name'], ''),
                          s.terms ->> 'name') AS service,
       (SELECT p.terms FROM packages p WHERE p.id = g.package_id) AS package
FROM package_grants g LEFT JOIN orders o ON o.id = g.order_id
LEFT JOIN services s ON g.kind = 'sessions' AND s.id = CAST(g.services ->> 0 AS uuid)
WHERE g.id = ANY(CAST(:ids AS uuid[]))
""")


async def _orders(connection: AsyncConnection, ids: Sequence[str]) -> dict[str, Told]:
    rows = await connection.execute(_ORDERS, {"ids": list(ids), "most": MAX_LINES})
    orders, found = rows.mappings().all(), {}
    called = await bookings_called(connection, {one["booking"] for one in orders} - {None})
    for row in orders:
        visit, what = called.get(row["booking"]), row["description"] or ""
        said = {
            "order": str(row["id"]),  # of several that a fact names, this is opened
            "number": row["number"],
            "total": _money(row, "total"),
            "reason": row["reason"] or "",
            "what": visit if visit == what else package_called(what, row["package"]),
            "visit": row["booking"] is not None,
            "offered": row["offered"],
            "cash": row["cash"],
            "notPaid": row["not_paid"],
            "edited": row["edited"],
            "declined": row["declined"],
            "repeated": row["repeated"],
            "lines": row["lines"],
            "preorders": [
                {**one, "day": f"{one['day']}T12:00:00+00:00"} for one in row["preorders"]
            ],
            "more": max(row["count"] - MAX_LINES, 0),
            "delivery": row["delivery"],
            "shipping": _money(row, "shipping"),
            "tax": {"amount": row["tax"], "currency": row["currency"]},
            "pickup": row["pickup"],
            "arrivesFrom": row["arrives_from"] and f"{row['arrives_from']}T12:00:00+00:00",
            "arrivesBy": row["arrives_by"] and f"{row['arrives_by']}T12:00:00+00:00",
        }
        found[str(row["id"])] = Told(row["owner"], row["locale"], said)
    return found


async def _bookings(connection: AsyncConnection, ids: Sequence[str]) -> dict[str, Told]:
    rows = await connection.execute(_BOOKINGS, {"ids": list(ids)})
    called = await bookings_called(connection, ids)
    found = {}
    for row in rows.mappings():
        said = {
            "number": row["number"],
            "service": called.get(row["id"], row["service_name"]),
            "starts": row["starts_at"].isoformat(),
            "ends": row["ends_at"].isoformat(),
            "zone": row["zone"],
            "who": taken_called(row["taken"]),
            "place": studio_called(row["studio"]),
            "price": _money(row, "price"),
            "paid": _money(row, "prepaid"),
            "rest": {"amount": max(row["price"] - row["prepaid"], 0), "currency": row["currency"]},
            "reason": row["reason"] or "",
            "note": row["note_of_end"] or "",
            "confirmed": row["confirmed"],
            "requested": row["requested"],
            "offered": row["offered"],
            "series": row["series"] is not None,
            "seriesId": str(row["series"] or ""),
            "byStaff": row["by_staff"],
            "moves": row["moves"],
            "questions": row["questions"],
            "order": str(row["order_id"]),
            "serviceId": str(row["service_id"]),
        }
        found[str(row["id"])] = Told(row["owner"], row["locale"], said)
    return found


async def _shared(connection: AsyncConnection, ids: Sequence[str]) -> dict[str, Told]:
    """Of bookings, to all who take part; of one who takes part, to them alone. What it costs is
    not said; who booked is, by a name that is one."""
    rows = (await connection.execute(_SHARED, {"ids": list(ids)})).all()
    bookings = await _bookings(connection, sorted({str(row.booking_id) for row in rows}))
    booked = await read_persons(connection, {one.owner for one in bookings.values()})
    found: dict[str, Told] = {}
    for row in rows:
        booking, who = bookings[str(row.booking_id)], participant_owner(row.id)
        said = {name: told for name, told in booking.said.items() if name not in _NOT_SHARED}
        said["id"] = str(row.booking_id)
        person = booked.get(booking.owner)
        said["by"] = "" if person is None or names_a_site(person.name) else person.name
        alone = Told(who, booking.locale, said)
        all_of = found.get(str(row.booking_id))
        found[str(row.id)] = alone
        found[str(row.booking_id)] = (
            alone if all_of is None else replace(all_of, others=(*all_of.others, who))
        )
    return found


async def takes_part(connection: AsyncConnection, mail: Mail) -> bool:
    """Nobody took them off the booking since it was written."""
    return bool(await connection.scalar(_TAKES_PART, {"id": participant_in(mail.owner)}))


async def begins_then(connection: AsyncConnection, mail: Mail) -> bool:
    """It is booked for that time, which is still to come."""
    at = datetime.fromisoformat(mail.said["fact"]["startsAt"])
    return bool(await connection.scalar(_BEGINS_THEN, {"id": mail.subject_id, "at": at}))


async def still_stands(connection: AsyncConnection, mail: Mail) -> bool:
    """It was not called off since."""
    return bool(await connection.scalar(_STANDS, {"id": mail.subject_id}))


async def code_stands(connection: AsyncConnection, mail: Mail) -> bool:
    """They asked for no other code since."""
    return await number_code_stands(connection, UUID(mail.subject_id))


async def takes_part_then(connection: AsyncConnection, mail: Mail) -> bool:
    """They take part, and it is booked for that time."""
    return await takes_part(connection, mail) and await begins_then(connection, mail)


async def hears_it_is_confirmed(connection: AsyncConnection, mail: Mail) -> bool:
    """They take part, and were added before: whoever is added later is invited to what stands."""
    if not await takes_part(connection, mail):
        return False
    asked = {"id": str(participant_in(mail.owner)), "type": BookingShared.TYPE}
    return not await connection.scalar(_WAS_INVITED, asked)


async def _grants(connection: AsyncConnection, ids: Sequence[str]) -> dict[str, Told]:
    rows = await connection.execute(_GRANTS, {"ids": list(ids)})
    found = {}
    for row in rows.mappings():
        certificate = row["kind"] != "hours"
        said = {
            "name": package_called(row["name"], row["package"]),
            "certificate": certificate,
            "worth": _worth(row),
            "hours": "" if certificate else f"{row['units'] / 60:g}",
            "until": row["valid_until"].isoformat(),
        }
        found[str(row["id"])] = Told(row["owner"], row["locale"], said)
    return found


def _worth(row: Row) -> dict[str, object] | str:
    """Of a certificate: an amount, or sessions; of a present of hours, these."""
    minutes = row["session_minutes"]
    if row["kind"] == "hours":
        return hours_in_words(row["locale"] or "en", row["units"])
    if minutes is None:
        return _money(row, "units")
    many = row["units"] // minutes
    return sessions_in_words(row["locale"] or "en", row["service"] or row["name"], minutes, many)


async def _people(_: AsyncConnection, ids: Sequence[str]) -> dict[str, Told]:
    return {one: Told(f"user:{one}", None, {}) for one in ids}


def _money(row: Row, name: str) -> dict[str, object]:
    return {"amount": row[name], "currency": row["currency"]}


_NOTHING: Final = {"amount": 0, "currency": "XXX"}
ORDERS: Final = About(
    "order", "/orders/{id}", _orders, order=True,
    since={
        "delivery": "", "shipping": _NOTHING, "tax": _NOTHING, "pickup": "", "arrivesFrom": "",
        "arrivesBy": "", "cash": False, "notPaid": False, "preorders": [], "repeated": False,
        "declined": False,
    },
)  # fmt: skip
BOOKINGS: Final = About("booking", "/bookings", _bookings, order=True, since={"serviceId": ""})
PICTURES: Final = replace(BOOKINGS, path="/bookings/{id}/pictures", by_link="/order/pictures/{id}")
SHARED: Final = About("visit", "/shared", _shared)
GRANTS: Final = About("prepaid", "/prepaid", _grants)
PEOPLE: Final = About("account", "/account", _people)
CONTACTS: Final = About("contact", "/book", None)
CLOSINGS: Final = About("closing", "/account/closing", None)
NUMBERS: Final = About("number", "/account", None)

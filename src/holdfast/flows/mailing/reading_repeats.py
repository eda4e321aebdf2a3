"""What mails of repeat orders say, and to whom."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

import sqlalchemy as sa
from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.flows.mailing.reading import About, Told
from holdfast.flows.mailing.reading_links import LINKS_TO_PAY
from holdfast.mail import Mail

__all__ = ["REPEATED", "REPEATS", "still_coming"]

_MOST: Final = 10
_REPEATS: Final = sa.text("""
SELECT r.id, r.owner, r.locale, r.card, r.next_on, jsonb_array_length(r.lines) AS many,
       (SELECT jsonb_build_array(jsonb_build_object('quantity', 1, 'name', coalesce(
                   nullif(g.terms -> 'texts' -> r.locale ->> 'name', ''), g.terms ->> 'name')))
        FROM packages g WHERE g.id = r.package_id) AS package,
       (SELECT coalesce(jsonb_agg(jsonb_build_object(
                   'name', coalesce(p.name, ''), 'quantity', l.line -> 'quantity')
                   ORDER BY l.at), '[]')
        FROM jsonb_array_elements(r.lines) WITH ORDINALITY AS l (line, at)
        LEFT JOIN products p ON p.id = CAST(l.line ->> 'product_id' AS uuid)
        WHERE l.at <= :most) AS lines
FROM repeat_orders r WHERE r.id = ANY(CAST(:ids AS uuid[]))
""")
_COMING: Final = sa.text("""
SELECT EXISTS (SELECT FROM repeat_orders WHERE id = CAST(:id AS uuid) AND status = 'active'
               AND next_on = CAST(CAST(:day AS text) AS date))
""")


async def still_coming(connection: AsyncConnection, mail: Mail) -> bool:
    """Nobody left that day out, nor stopped it."""
    asked = {"id": mail.subject_id, "day": mail.said["fact"]["dueOn"]}
    return bool(await connection.scalar(_COMING, asked))


async def _repeats(connection: AsyncConnection, ids: Sequence[str]) -> dict[str, Told]:
    rows = await connection.execute(_REPEATS, {"ids": list(ids), "most": _MOST})
    return {
        str(row.id): Told(
            row.owner,
            row.locale,
            {
                "lines": row.package or row.lines,
                "more": max(row.many - _MOST, 0),
                "card": _card(row.card, row.next_on),
            },
        )
        for row in rows
    }


def _card(card: Mapping[str, Any] | None, next_on: date | None) -> dict[str, Any] | None:
    """The one that is charged, and whether it expires before the next day."""
    if card is None:
        return None
    good = date(card["expires_year"], card["expires_month"], 1)
    over = next_on is not None and good < next_on.replace(day=1)
    return {"brand": card["brand"].title(), "digits": card["last_digits"], "over": over}


def _days(of: dict[str, Any], fact: Mapping[str, Any]) -> dict[str, Any]:
    """With the days as templates write them: their noon; and by how much it is dearer."""
    total, before = fact.get("total"), fact.get("before")
    of = of | {"dearer": total - before if total and before is not None and total > before else 0}
    named = {"day": fact.get("dueOn"), "next": fact.get("nextOn")}
    return of | {name: f"{day}T12:00:00+00:00" if day else "" for name, day in named.items()}


REPEATS: Final = About("repeat", "/repeat-orders", _repeats, of_event=_days)
REPEATED: Final = replace(LINKS_TO_PAY, name="repeated", of_event=_days)
"""An order of one, with the link by which it is paid."""

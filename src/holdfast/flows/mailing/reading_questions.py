"""What mails say of questions about products: that one waits for an answer, to who sells the
product; that it was answered, to who asked. What was said is read on the product's page."""

from collections.abc import Sequence
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.flows.mailing.reading import About, Told
from holdfast.flows.mailing.reading_goods import people_of, read_staff
from holdfast.mail import Mail
from holdfast.people import Duty

__all__ = ["ANSWERED", "TO_ANSWER", "answer_stands", "first_answer", "question_waits"]

_DUTY: Final[Duty] = "clients:read"
_READ: Final = sa.text("""
SELECT r.id, r.author, p.name, p.handle, p.seller_id, coalesce(s.name, '') AS seller
FROM questions r JOIN products p ON p.id = r.product_id LEFT JOIN sellers s ON s.id = p.seller_id
WHERE r.id = ANY(CAST(:ids AS uuid[]))
""")
_STANDS: Final = """
SELECT EXISTS (SELECT FROM questions WHERE id = CAST(:id AS uuid) AND removed_at IS NULL
               AND hidden_at IS NULL AND reply {sign} '')
"""
_WAITS: Final = sa.text(_STANDS.format(sign="="))
_ANSWERED: Final = sa.text(_STANDS.format(sign="<>"))


def first_answer(said: Any) -> bool:
    """Of an answer in other words nobody is told."""
    return bool(said["fact"]["first"])


async def question_waits(connection: AsyncConnection, mail: Mail) -> bool:
    """Nobody answered it meanwhile, took it back or hid it."""
    return bool(await connection.scalar(_WAITS, {"id": mail.subject_id}))


async def answer_stands(connection: AsyncConnection, mail: Mail) -> bool:
    """It shows, with its answer."""
    return bool(await connection.scalar(_ANSWERED, {"id": mail.subject_id}))


async def _answered(connection: AsyncConnection, ids: Sequence[str]) -> dict[str, Told]:
    """To who asked."""
    rows = await connection.execute(_READ, {"ids": list(ids)})
    return {
        str(row.id): Told(
            f"user:{row.author}",
            None,
            {"name": row.name, "seller": row.seller, "page": f"/product/{row.handle}#questions"},
        )
        for row in rows
    }


async def _to_answer(connection: AsyncConnection, ids: Sequence[str]) -> dict[str, Told]:
    """To the people of the seller, or to staff of what the shop sells itself."""
    rows = (await connection.execute(_READ, {"ids": list(ids)})).all()
    people = await people_of(connection, [row.seller_id for row in rows if row.seller_id])
    staff = await read_staff(connection, _DUTY)
    found = {}
    for row in rows:
        told = people.get(row.seller_id, ()) if row.seller_id else tuple(staff)
        if told:
            page = f"/selling/questions?seller={row.seller_id}"
            if row.seller_id is None:
                page = "/staff/reviews?kind=question&status=unanswered"
            said = {"name": row.name, "seller": row.seller, "page": page}
            found[str(row.id)] = Told(told[0], None, said, tuple(told[1:]))
    return found


ANSWERED: Final = About("answeredQuestion", "{page}", _answered)
TO_ANSWER: Final = About("productQuestion", "{page}", _to_answer, work=True, duty=_DUTY)

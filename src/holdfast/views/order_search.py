"""What staff type to find orders: a number, a name, an address of mail, a typed id, an SKU, or any
id that stands in a log.

Numbers and SKUs are found by their beginning, words of a name or an address by theirs; what stands
in the middle of a word is not found (that needs a trigram index, which this PostgreSQL lacks).
"""

from typing import Final
from uuid import UUID

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.people import guest_owner, is_handle, user_of_handle, user_owner
from holdfast.views.product_list import search_words

__all__ = ["MAX_TEXT", "Meant", "id_in", "starts_with", "what_is_meant"]

MAX_TEXT: Final = 200
_MOST: Final = 50  # orders, people or variants that one text may mean
_LEAST: Final = 3  # letters, before their beginnings are looked for

_IDS: Final = sa.text("""
SELECT id FROM orders WHERE id = :id OR hold_id = :id
UNION SELECT subject_id FROM payments WHERE id = :id
""")
_NUMBERS: Final = sa.text(
    "SELECT id FROM orders WHERE number LIKE :start ORDER BY number LIMIT :limit"
)
_PEOPLE: Final = sa.text("""
SELECT id FROM users WHERE search @@ to_tsquery('simple', :words)
ORDER BY created_at DESC, id DESC LIMIT :limit
""")
_SKUS: Final = sa.text("""
SELECT id FROM variants WHERE sku LIKE :start OR sku LIKE :upper ORDER BY sku LIMIT :limit
""")


class Meant(Struct, frozen=True):
    """Which orders a text may mean: these, those of these buyers, those with these variants."""

    orders: tuple[UUID, ...] = ()
    owners: tuple[str, ...] = ()
    variants: tuple[UUID, ...] = ()

    @property
    def nothing(self) -> bool:
        return not (self.orders or self.owners or self.variants)


def id_in(text: str) -> UUID | None:
    """The id in ``<uuid>``, ``user:<uuid>`` or ``guest:<uuid>``."""
    try:
        return UUID(text.strip().rpartition(":")[2])
    except ValueError:
        return None


def starts_with(text: str) -> str:
    """The text as LIKE takes it, its own wildcards meant as letters."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"


async def what_is_meant(connection: AsyncConnection, text: str) -> Meant:
    """Everything the text may mean, :data:`_MOST` of a kind at most."""
    text = text.strip()[:MAX_TEXT]
    if (named := id_in(text)) is not None:
        rows = await connection.execute(_IDS, {"id": named})
        return Meant(tuple(row[0] for row in rows), (user_owner(named), guest_owner(named)))
    owners = tuple(dict.fromkeys(await _owners(connection, text)))
    if len(text) < _LEAST:
        return Meant((), owners)
    start = {"start": starts_with(text.upper()), "limit": _MOST}
    orders = tuple(row[0] for row in await connection.execute(_NUMBERS, start))
    start = {"start": starts_with(text), "upper": starts_with(text.upper()), "limit": _MOST}
    variants = tuple(row[0] for row in await connection.execute(_SKUS, start))
    return Meant(orders, owners, variants)


async def _owners(connection: AsyncConnection, text: str) -> list[str]:
    found = []
    if is_handle(text):
        found.append(user_owner(user_of_handle(text)))
    if words := search_words(text):
        about = {"words": words, "limit": _MOST}
        found += [user_owner(row[0]) for row in await connection.execute(_PEOPLE, about)]
    return found

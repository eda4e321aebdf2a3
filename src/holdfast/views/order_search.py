"""What staff type to find orders: a number, a name (the buyer's, or of whom it goes to), an address
of mail, a phone number, a typed id, an SKU, or any id that stands in a log.

Numbers, SKUs and addresses of mail are found by their beginning, phone numbers by their end, as
they are dialled at home too, words of a name by theirs; what stands in the middle of a word is not
found (that needs a trigram index, which this PostgreSQL lacks).
"""

import re
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.people import guest_owner, is_handle, user_of_handle, user_owner
from holdfast.views.product_list import search_words

__all__ = ["MAX_TEXT", "Meant", "id_in", "phone_ends", "starts_with", "what_is_meant"]

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

# Where news of an order goes, which is all that is known of a guest. By the order's own indexes,
# which have rows with an address alone; the newest of the 50 first.
_MAILED: Final = sa.text("""
SELECT id FROM orders
WHERE lower(coalesce(address ->> 'email', contact_email)) LIKE :start
AND coalesce(address ->> 'email', contact_email) IS NOT NULL
ORDER BY lower(coalesce(address ->> 'email', contact_email)), id DESC LIMIT :limit
""")
_PHONED: Final = sa.text("""
SELECT id FROM orders
WHERE reverse(address ->> 'phone') LIKE :start AND address ->> 'phone' IS NOT NULL
ORDER BY reverse(address ->> 'phone'), id DESC LIMIT :limit
""")
# By the index first: put in order at once, all orders would be read for a word that none has.
_NAMED: Final = sa.text("""
WITH named AS MATERIALIZED (
    SELECT id FROM orders
    WHERE to_tsvector('simple'::regconfig, address ->> 'name') @@ to_tsquery('simple', :words)
    AND address ->> 'name' IS NOT NULL)
SELECT id FROM named ORDER BY id DESC LIMIT :limit
""")
# A client without an account: what staff took for them is kept as a guest's.
_CLIENTS: Final = sa.text("""
WITH named AS MATERIALIZED (
    SELECT id FROM clients
    WHERE to_tsvector('simple'::regconfig, name) @@ to_tsquery('simple', :words)
    AND merged_into IS NULL)
SELECT a.owner FROM named c JOIN client_accounts a ON a.client_id = c.id
WHERE starts_with(a.owner, 'guest:') ORDER BY c.id DESC LIMIT :limit
""")
_PHONE: Final = re.compile(r"[+(]?[0-9][0-9 ()./-]{4,30}")
_LEAST_DIGITS: Final = 6
_TRUNKS: Final = ("0", "8")  # dialled at home, and no part of the number itself


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


def phone_ends(text: str) -> list[str]:
    """What a phone number may end with, if the text is one: all that was typed, and that without
    what is dialled at home alone."""
    digits = "".join(one for one in text if one in "0123456789")
    if not _PHONE.fullmatch(text) or len(digits) < _LEAST_DIGITS:
        return []
    abroad = digits.removeprefix("00")
    return [abroad, abroad[1:]] if abroad[0] in _TRUNKS else [abroad]


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
    mailed = {"start": starts_with(text.lower()), "limit": _MOST}
    orders += tuple(row[0] for row in await connection.execute(_MAILED, mailed))
    if words := search_words(text):
        about = {"words": words, "limit": _MOST}
        orders += tuple((await connection.execute(_NAMED, about)).scalars())
    for digits in phone_ends(text):
        phoned = {"start": f"{digits[::-1]}%", "limit": _MOST}
        orders += tuple(row[0] for row in await connection.execute(_PHONED, phoned))
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
        found += (await connection.execute(_CLIENTS, about)).scalars()
    return found

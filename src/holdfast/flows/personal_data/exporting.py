"""Everything that is kept about somebody, as one JSON document: part by part, so that no more than
one is in memory at a time."""

import re
from collections.abc import AsyncIterator
from typing import Final

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.engine import Database
from holdfast.flows.commit.caller import Caller
from holdfast.flows.personal_data.erasing import tables_here
from holdfast.flows.personal_data.held import Held
from holdfast.flows.personal_data.register import REGISTER
from holdfast.flows.personal_data.whose import Whose, bound, whose_account, whose_address
from holdfast.kit.clock import iso, shop_now
from holdfast.ledger import entries_of
from holdfast.people import User
from holdfast.wallets import wallet_key

__all__ = ["MOST_ROWS", "data_of_account", "data_of_address", "note_given"]

MOST_ROWS: Final = 10_000
"""Of one part; a part that has more says so."""
_LATEST: Final = 2**62
_UNDERSCORE: Final = re.compile(r"_([a-z])")
_MOMENT: Final = re.compile(r'"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?\+00:00"')
_WALLETS: Final = "SELECT owner, currency FROM wallets WHERE owner = ANY(:owners) ORDER BY 1, 2"
_encode: Final = msgspec.json.Encoder().encode


async def note_given(database: Database, caller: Caller, action: str, subject: str) -> None:
    """That a file was made, before the first of it is read: who takes data away has done so."""
    async with database.transaction() as connection:
        await caller.note(connection, action, subject)


async def data_of_account(database: Database, partitions: int, user: User) -> AsyncIterator[bytes]:
    """The document; who is asked of it must have been found before."""
    async with database.read() as connection:
        whose = await whose_account(connection, user)
    async for part in _document(database, partitions, whose):
        yield part


async def data_of_address(database: Database, partitions: int, email: str) -> AsyncIterator[bytes]:
    """Of who ordered without an account, by where mail reached them."""
    async with database.read() as connection:
        whose = await whose_address(connection, email)
    async for part in _document(database, partitions, whose):
        yield part


async def _document(database: Database, partitions: int, whose: Whose) -> AsyncIterator[bytes]:
    async with database.read() as connection:
        here = await tables_here(connection)
    yield b'{"madeAt": ' + _encode(iso(shop_now()))
    cut: list[str] = []
    for held in REGISTER:
        if held.part and held.table in here:
            async with database.read() as connection:
                text, count = await _rows(connection, held, whose)
            if count == MOST_ROWS:
                cut.append(held.part)
            yield b",\n" + _encode(held.part) + b": " + text.encode()
    if "wallets" in here:
        yield b',\n"walletEntries": ['
        first = True
        async for entry in _entries(database, partitions, whose):
            yield (b"" if first else b",\n") + entry
            first = False
        yield b"]"
    yield b',\n"cut": ' + _encode(cut) + b"}\n"


async def _rows(connection: AsyncConnection, held: Held, whose: Whose) -> tuple[str, int]:
    columns = ", ".join(f'{name} AS "{_camel(name)}"' for name in held.told)
    query = bound(
        f"SELECT coalesce(jsonb_agg(to_jsonb(r)), '[]')::text, count(*) FROM ("
        f"SELECT {columns} FROM {held.table} WHERE {held.told_of or held.whose}"
        f" LIMIT {MOST_ROWS}) AS r"
    )
    row = (await connection.execute(query, whose.values)).one()
    return _MOMENT.sub(_in_milliseconds, row[0]), int(row[1])


def _in_milliseconds(found: re.Match[str]) -> str:
    """As every answer tells times."""
    return f'"{found[1]}.{(found[2] or "").ljust(3, "0")[:3]}Z"'


async def _entries(database: Database, partitions: int, whose: Whose) -> AsyncIterator[bytes]:
    """Of each wallet the newest."""
    async with database.read() as connection:
        wallets = (await connection.execute(bound(_WALLETS), whose.values)).all()
    for owner, currency in wallets:
        key = wallet_key(owner, currency)
        for row in await entries_of(database, key, partitions, _LATEST, MOST_ROWS):
            told = {
                "currency": currency, "at": iso(row["at"]), "operation": row["operation"],
                "change": row["change"], "heldChange": row["held_change"],
                "balance": row["balance"], "for": row["ref"], "note": row["note"],
            }  # fmt: skip
            yield _encode(told)


def _camel(name: str) -> str:
    return _UNDERSCORE.sub(lambda found: found[1].upper(), name)

"""Staff, or the seller whose goods they are, bring the file that a variant is delivered as, and
replace it: buyers get the newest, those who bought it before too. What was replaced is deleted a
day later; until then a seller's files take room together, which is bounded."""

import secrets
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.catalog.pictures import Store, StoreAway
from holdfast.db.engine import forbid_open_transaction
from holdfast.digital import (
    DigitalFile,
    begin_file,
    break_off,
    file_of,
    files_going,
    files_gone,
    finish_file,
    kept_as,
)
from holdfast.flows.commit.caller import Caller
from holdfast.flows.digital.delivery import delivery_of, must_be_of
from holdfast.flows.digital.desk import CodeDesk
from holdfast.flows.inventory.by_codes import NotByFile
from holdfast.flows.inventory.pictures import PictureRoom
from holdfast.kit import Problem, new_id, utc_now
from holdfast.kit.sentences import say

__all__ = ["MOST_BYTES", "BadFile", "FilesAway", "FilesFull", "bring_file", "clear_files"]

MOST_BYTES: Final = 200 * 1024 * 1024
"""Of one file."""
_GB: Final = 1024**3
MOST_OF_SELLER: Final = 10 * _GB
"""Of all files of one seller that are kept, and those on their way as if they were the largest."""
_LOCK: Final = sa.text("SELECT pg_advisory_xact_lock(hashtext(:owner))")
_TAKEN: Final = sa.text("""
SELECT coalesce(sum(CASE f.state WHEN 'unfinished' THEN :most ELSE f.bytes END), 0)::bigint
FROM products p JOIN variants v ON v.product_id = p.id JOIN digital_files f ON f.variant_id = v.id
WHERE p.seller_id = :owner AND f.state IN ('unfinished', 'ready', 'going')
""")
_AT_ONCE: Final = 100
_KIND: Final = "application/octet-stream"


class FilesAway(Problem):
    """Where files are kept does not answer, or has no room."""

    status = 503
    code = "files-away"
    title = "Files cannot be kept now"

    def __init__(self) -> None:
        super().__init__(
            "Where files are kept does not answer. Try again in a moment.",
            headers={"Retry-After": "5"},
        )


class FilesFull(Problem):
    """A seller's files take all the room that one has."""

    status = 409
    code = "files-full"
    title = "There is no room for more files"


class BadFile(Problem):
    """It has no bytes, or no name."""

    status = 422
    code = "file-invalid"
    title = "This is no file"


class _Counted:
    """Pieces as they pass: how many bytes there were, and what ended them early."""

    def __init__(self, pieces: AsyncIterator[bytes]) -> None:
        self._pieces = pieces
        self.size = 0
        self.fault: Exception | None = None

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            async for piece in self._pieces:
                self.size += len(piece)
                if piece:
                    yield piece
        except Exception as error:
            self.fault = error
            raise


async def bring_file(
    desk: CodeDesk,
    store: Store,
    caller: Caller,
    variant_id: UUID,
    name: str,
    pieces: AsyncIterator[bytes],
    owner: UUID | None = None,
) -> DigitalFile:
    """It is the variant's once it is whole; until then what was there is. ``owner``: the seller who
    brings it, of their own. Raises :class:`~holdfast.flows.inventory.by_codes.NotByFile`,
    :class:`BadFile`, :class:`FilesFull`, :class:`FilesAway` and
    :class:`~holdfast.catalog.VariantNotFound`."""
    if await delivery_of(desk, variant_id) != "file":
        raise NotByFile("Say first that it is delivered as a file.")
    called = _clean(name)
    file_id, place = new_id(), secrets.token_hex(16)
    async with desk.database.transaction() as connection:
        await must_be_of(connection, variant_id, owner)
        if owner is not None:
            await _must_have_room(connection, owner)
        await begin_file(connection, file_id, variant_id, called, place, caller.actor)
    forbid_open_transaction("keeping a file")
    counted, whole = _Counted(pieces), False
    try:
        await store.put_pieces(kept_as(place), aiter(counted), _KIND)
        if not counted.size:
            raise BadFile("The file is empty.")
        async with desk.database.transaction() as connection:
            await must_be_of(connection, variant_id, owner)
            await finish_file(connection, file_id, variant_id, counted.size)
            about = {"name": called, "bytes": counted.size}
            await caller.note(connection, "file.brought", str(variant_id), about)
        whole = True
    except StoreAway as error:
        raise counted.fault or FilesAway() from error
    finally:
        if not whole:
            async with desk.database.transaction() as connection:
                await break_off(connection, file_id)
    found = await file_of(desk.database.pool, variant_id)
    assert found is not None, "it, or one that came after it"
    return found


async def _must_have_room(connection: AsyncConnection, owner: UUID) -> None:
    """One after another, so that of two that begin at once the second counts the first. Raises
    :class:`FilesFull`."""
    await connection.execute(_LOCK, {"owner": f"files {owner}"})
    taken = await connection.scalar(_TAKEN, {"owner": owner, "most": MOST_BYTES})
    if taken + MOST_BYTES > MOST_OF_SELLER:
        said = say(
            "Your files take {taken} of {most} GB. What is replaced goes after a day.",
            taken=f"{taken / _GB:.1f}", most=MOST_OF_SELLER // _GB,
        )  # fmt: skip
        raise FilesFull(said)


def _clean(name: str) -> str:
    """Without folders, and without what nobody can read. Raises :class:`BadFile`."""
    last = name.replace("\\", "/").rpartition("/")[2]
    called = "".join(one for one in last if one.isprintable()).strip(" .")
    if not called:
        raise BadFile("Name the file.", field="name")
    return called[-200:]


async def clear_files(room: PictureRoom, now: datetime | None = None) -> None:
    """Delete those that were replaced a day ago, or only begun. Raises
    :class:`~holdfast.catalog.pictures.StoreAway`."""
    async with room.database.transaction() as connection:
        going = await files_going(connection, now or utc_now(), _AT_ONCE)
    if going:
        await room.store.delete([name for _, name in going])
        async with room.database.transaction() as connection:
            await files_gone(connection, [one for one, _ in going])

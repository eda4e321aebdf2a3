"""Staff bring the file that a variant is delivered as, and replace it: buyers get the newest, those
who bought it before too. What was replaced is deleted a day later."""

import secrets
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Final
from uuid import UUID

from holdfast.catalog.pictures import Store, StoreAway
from holdfast.db.engine import forbid_open_transaction
from holdfast.digital import (
    DigitalFile,
    begin_file,
    file_of,
    files_going,
    files_gone,
    finish_file,
    kept_as,
)
from holdfast.flows.commit.caller import Caller
from holdfast.flows.digital.bringing import delivery_of
from holdfast.flows.digital.desk import CodeDesk
from holdfast.flows.inventory.by_codes import NotByFile
from holdfast.flows.inventory.pictures import PictureRoom
from holdfast.kit import Problem, new_id, utc_now

__all__ = ["BadFile", "FilesAway", "bring_file", "clear_files"]

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
) -> DigitalFile:
    """It is the variant's once it is whole; until then what was there is. Raises
    :class:`~holdfast.flows.inventory.by_codes.NotByFile`, :class:`BadFile`, :class:`FilesAway` and
    :class:`~holdfast.catalog.VariantNotFound`."""
    if await delivery_of(desk, variant_id) != "file":
        raise NotByFile("Say first that it is delivered as a file.")
    called = _clean(name)
    file_id, place = new_id(), secrets.token_hex(16)
    async with desk.database.transaction() as connection:
        await begin_file(connection, file_id, variant_id, called, place, caller.actor)
    forbid_open_transaction("keeping a file")
    counted = _Counted(pieces)
    try:
        await store.put_pieces(kept_as(place), aiter(counted), _KIND)
    except StoreAway as error:
        raise counted.fault or FilesAway() from error
    if not counted.size:
        raise BadFile("The file is empty.")
    async with desk.database.transaction() as connection:
        await finish_file(connection, file_id, variant_id, counted.size)
        about = {"name": called, "bytes": counted.size}
        await caller.note(connection, "file.brought", str(variant_id), about)
    found = await file_of(desk.database.pool, variant_id)
    assert found is not None, "it, or one that came after it"
    return found


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

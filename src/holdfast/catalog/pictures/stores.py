"""Where pictures' files are kept, by names made of their content: put once, never changed."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Final, Protocol

from msgspec import Struct

from holdfast.kit.ids import new_id

_READ_AT_MOST: Final = 32 * 2**20
PIECE: Final = 256 * 1024
"""Bytes of a file that are in memory at once while it is sent."""


class StoreAway(Exception):
    """The store does not answer, refuses us or has no room. The message says which."""


class Opened(Struct, frozen=True):
    """A file that is read while it is sent: so many bytes, piece by piece. A ``StoreAway`` amid
    them breaks it off."""

    size: int
    pieces: AsyncIterator[bytes]


class Store(Protocol):
    """Raises :class:`StoreAway`."""

    async def put(self, name: str, data: bytes, kind: str) -> None:
        """Keep it, durably; what is there under that name is the same."""

    async def get(self, name: str) -> bytes | None:
        """None: there is none."""

    async def open(self, name: str) -> Opened | None:
        """What may be large, for who may read it slowly. None: there is none."""

    async def delete(self, names: Iterable[str]) -> None:
        """What is not there is gone already."""


class FolderStore:
    """A folder, which processes on one machine share."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def put(self, name: str, data: bytes, kind: str) -> None:  # noqa: ARG002 - by its name
        try:
            await asyncio.to_thread(self._put, name, data)
        except OSError as error:
            raise StoreAway(f"{self.folder}: {error.strerror}") from error

    async def get(self, name: str) -> bytes | None:
        return await asyncio.to_thread(self._get, name)

    async def open(self, name: str) -> Opened | None:
        try:
            size = (await asyncio.to_thread((self.folder / name).stat)).st_size
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StoreAway(f"{self.folder}: {error.strerror}") from error
        return Opened(size, self._pieces(name))

    async def _pieces(self, name: str) -> AsyncIterator[bytes]:
        try:
            file: BinaryIO = await asyncio.to_thread((self.folder / name).open, "rb")
            with file:
                while piece := await asyncio.to_thread(file.read, PIECE):
                    yield piece
        except OSError as error:
            raise StoreAway(f"{self.folder}: {error.strerror}") from error

    async def delete(self, names: Iterable[str]) -> None:
        await asyncio.to_thread(self._delete, tuple(names))

    def _put(self, name: str, data: bytes) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        draft = self.folder / f".{name}.{new_id()}"
        try:
            with draft.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(self.folder / name)
        finally:
            draft.unlink(missing_ok=True)

    def _get(self, name: str) -> bytes | None:
        try:
            with (self.folder / name).open("rb") as file:
                return file.read(_READ_AT_MOST)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StoreAway(f"{self.folder}: {error.strerror}") from error

    def _delete(self, names: tuple[str, ...]) -> None:
        for name in names:
            with suppress(OSError):
                (self.folder / name).unlink(missing_ok=True)

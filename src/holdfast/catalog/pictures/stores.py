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

    async def put_pieces(self, name: str, pieces: AsyncIterator[bytes], kind: str) -> None:
        """The same of what may be large: a piece of it is in memory. It is there when it is whole,
        or not at all; what ends the pieces early is raised, or a ``StoreAway`` of it."""

    async def get(self, name: str) -> bytes | None:
        """None: there is none."""

    async def open(self, name: str, start: int = 0, end: int | None = None) -> Opened | None:
        """What may be large, for who may read it slowly: all of it, or the bytes from ``start`` to
        before ``end``. None: there is none."""

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

    async def put_pieces(self, name: str, pieces: AsyncIterator[bytes], kind: str) -> None:  # noqa: ARG002 - by its name
        draft = self.folder / f".{name}.{new_id()}"
        try:
            file: BinaryIO = await asyncio.to_thread(self._new, draft)
            with file:
                async for piece in pieces:
                    await asyncio.to_thread(file.write, piece)
                await asyncio.to_thread(_settled, file)
            await asyncio.to_thread(draft.replace, self.folder / name)
        except OSError as error:
            raise StoreAway(f"{self.folder}: {error.strerror}") from error
        finally:
            draft.unlink(missing_ok=True)

    async def get(self, name: str) -> bytes | None:
        return await asyncio.to_thread(self._get, name)

    async def open(self, name: str, start: int = 0, end: int | None = None) -> Opened | None:
        try:
            size = (await asyncio.to_thread((self.folder / name).stat)).st_size
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StoreAway(f"{self.folder}: {error.strerror}") from error
        end = size if end is None else min(end, size)
        return Opened(max(end - start, 0), self._pieces(name, start, end))

    async def _pieces(self, name: str, start: int, end: int) -> AsyncIterator[bytes]:
        left = end - start
        try:
            file: BinaryIO = await asyncio.to_thread((self.folder / name).open, "rb")
            with file:
                file.seek(start)
                while left > 0 and (piece := await asyncio.to_thread(file.read, min(PIECE, left))):
                    left -= len(piece)
                    yield piece
        except OSError as error:
            raise StoreAway(f"{self.folder}: {error.strerror}") from error

    async def delete(self, names: Iterable[str]) -> None:
        await asyncio.to_thread(self._delete, tuple(names))

    def _new(self, draft: Path) -> BinaryIO:
        self.folder.mkdir(parents=True, exist_ok=True)
        return draft.open("xb")

    def _put(self, name: str, data: bytes) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        draft = self.folder / f".{name}.{new_id()}"
        try:
            with draft.open("xb") as file:
                file.write(data)
                _settled(file)
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


def _settled(file: BinaryIO) -> None:
    """All of it is on the disk."""
    file.flush()
    os.fsync(file.fileno())

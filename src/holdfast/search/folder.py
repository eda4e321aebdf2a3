"""Where indexes lie: ``search/<generation>`` below the data directory, ``search/current`` names the
one that serves. All of it is made from the database, and made anew where it is missing."""

import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct

from holdfast.db.reading import Position
from holdfast.kit.clock import utc_now
from holdfast.search.schema import FORMAT

__all__ = ["Place", "SearchFolder"]

_CURRENT: Final = "current"
_PLACE: Final = "place.json"
_WRITER: Final = "writer.lock"
_MAKER: Final = "reindex.lock"


class Place(Struct, frozen=True):
    """How far in the event log a generation is, and of which shop's."""

    shop: UUID
    position: Position
    at: datetime
    format: int = FORMAT


class SearchFolder:
    """Shared by the processes of a machine: one of them writes."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def current(self) -> str | None:
        """The generation that serves."""
        try:
            name = (self.path / _CURRENT).read_text().strip()
        except OSError:
            return None
        return name if name and (self.path / name / "meta.json").exists() else None

    def new(self) -> str:
        """A folder for another generation."""
        name = f"{utc_now():%Y%m%dT%H%M%S}-{secrets.token_hex(3)}"
        (self.path / name).mkdir(mode=0o700, parents=True)
        return name

    def switch(self, name: str) -> None:
        """That one serves from now on."""
        _replace(self.path / _CURRENT, name.encode())

    def stamp(self, name: str) -> tuple[int, int] | None:
        """Another after each commit."""
        try:
            found = (self.path / name / "meta.json").stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_ino

    def place(self, name: str) -> Place | None:
        """None: of another format, or never finished."""
        try:
            found = msgspec.json.decode((self.path / name / _PLACE).read_bytes(), type=Place)
        except (OSError, msgspec.DecodeError):
            return None
        return found if found.format == FORMAT else None

    def keep_place(self, name: str, place: Place) -> None:
        """After the commit of what lies before it."""
        _replace(self.path / name / _PLACE, msgspec.json.encode(place))

    @contextmanager
    def making(self) -> Iterator[bool]:
        """Whether nobody else makes a generation while ``with`` lasts."""
        lock = self._lock(_MAKER)
        try:
            yield lock is not None
        finally:
            if lock is not None:
                os.close(lock)

    def take(self) -> int | None:
        """To be the one that writes, until what is returned is closed or the process ends."""
        return self._lock(_WRITER)

    def sweep(self) -> None:
        """Away with what does not serve, unless another one is being made."""
        with self.making() as alone:
            kept = self.current()
            if not alone or kept is None:
                return
            for path in self.path.iterdir():
                if path.is_dir() and path.name != kept:
                    shutil.rmtree(path, ignore_errors=True)

    def _lock(self, name: str) -> int | None:
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = os.open(self.path / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(file)
            return None
        return file


def _replace(path: Path, content: bytes) -> None:
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with suppress(FileNotFoundError):
        draft.unlink()
    with draft.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)

"""Keeping a picture: under a name made of its content, so that the same one is kept once."""

import hashlib
import os
from pathlib import Path
from typing import Final

from msgspec import Struct

from holdfast.catalog.pictures.kinds import kind_of, size_of

__all__ = ["MAX_PIXELS", "MAX_SIDE", "URL_PREFIX", "Kept", "PictureRefused", "keep", "kept"]

URL_PREFIX: Final = "/media/"
MAX_SIDE: Final = 12_000  # pixels; a camera's largest pictures are smaller
MAX_PIXELS: Final = 60_000_000


class PictureRefused(Exception):
    """The picture was not taken; the message says why."""


class Kept(Struct, frozen=True):
    """Where a picture of ours is, and how large it is, if its format says so early."""

    url: str
    width: int | None = None
    height: int | None = None


def keep(folder: Path, data: bytes) -> Kept:
    """Put the picture into ``folder``. Raises :class:`PictureRefused`."""
    kind = kind_of(data)
    if kind is None:
        raise PictureRefused("its content is not a picture")
    name = f"{hashlib.blake2b(data, digest_size=16).hexdigest()}.{kind}"
    path = folder / name
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / f".{name}.{os.getpid()}"
        draft.write_bytes(data)
        draft.replace(path)
    width, height = size_of(data, kind) or (None, None)
    return Kept(URL_PREFIX + name, width, height)


def kept(folder: Path, url: str) -> Kept | None:
    """The picture of ours at this address, if there is one."""
    name = url.removeprefix(URL_PREFIX)
    if name == url or "/" in name or name.startswith("."):
        return None
    try:
        data = (folder / name).read_bytes()
    except OSError:
        return None
    kind = kind_of(data)
    width, height = (kind and size_of(data, kind)) or (None, None)
    return Kept(url, width, height)

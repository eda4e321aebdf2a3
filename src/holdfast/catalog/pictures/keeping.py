"""Keeping a picture: under a name made of its content, so that the same one is kept once. When its
file was written says when somebody last wanted it, as who clears up asks.
"""

import hashlib
import os
import re
from pathlib import Path
from typing import Final

from msgspec import Struct

from holdfast.catalog.pictures.kinds import kind_of, size_of
from holdfast.kit.sentences import Sentence, say

URL_PREFIX: Final = "/media/"
_NAME: Final = re.compile(r"[0-9a-f]{32}\.[a-z]{3,5}")
MAX_SIDE: Final = 12_000  # pixels; a camera's largest pictures are smaller
MAX_PIXELS: Final = 60_000_000


class PictureRefused(Exception):
    """The picture was not taken."""

    def __init__(self, why: Sentence) -> None:
        super().__init__(why)
        self.why = why


class KeptPicture(Struct, frozen=True):
    """Where a picture of ours is, and how large it is, if its format says so early."""

    url: str
    width: int | None = None
    height: int | None = None


def keep(folder: Path, data: bytes) -> KeptPicture:
    """Put the picture into ``folder``. Raises :class:`PictureRefused`."""
    kind = kind_of(data)
    if kind is None:
        raise PictureRefused(say("its content is not a picture"))
    name = f"{hashlib.blake2b(data, digest_size=16).hexdigest()}.{kind}"
    path = folder / name
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / f".{name}.{os.getpid()}"
        draft.write_bytes(data)
        draft.replace(path)
    else:
        os.utime(path)
    width, height = size_of(data, kind) or (None, None)
    return KeptPicture(URL_PREFIX + name, width, height)


def unwanted_since(folder: Path, moment: float, most: int) -> list[list[str]]:
    """Addresses of pictures nobody has asked for since (seconds since 1970), in lists of at most so
    many."""
    found: list[list[str]] = []
    try:
        entries = os.scandir(folder)
    except OSError:  # nothing was uploaded yet
        return found
    with entries:
        for entry in entries:
            if _NAME.fullmatch(entry.name) and _written(Path(entry.path)) < moment:
                if not found or len(found[-1]) == most:
                    found.append([])
                found[-1].append(URL_PREFIX + entry.name)
    return found


def forget(folder: Path, url: str, moment: float) -> bool:
    """Delete the picture, unless somebody has asked for it since."""
    path = folder / url.removeprefix(URL_PREFIX)
    if _written(path) >= moment:
        return False
    path.unlink(missing_ok=True)
    return True


def _written(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:  # somebody was quicker
        return float("inf")


def kept(folder: Path, url: str) -> KeptPicture | None:
    """The picture of ours at this address, if there is one."""
    name = url.removeprefix(URL_PREFIX)
    if name == url or "/" in name or name.startswith("."):
        return None
    try:
        data = (folder / name).read_bytes()
        os.utime(folder / name)
    except OSError:
        return None
    kind = kind_of(data)
    width, height = (kind and size_of(data, kind)) or (None, None)
    return KeptPicture(url, width, height)

"""A picture of ours: its name, the sizes there are of it, and where they are.

Its name is made of what was sent and of how sizes are made, so what an address shows never changes:
the same picture sent again is the same, and other sizes would be another.
"""

import hashlib
import re
from typing import Final

from msgspec import Struct

URL_PREFIX: Final = "/media/"
_OURS: Final = re.compile(r"/media/([0-9a-f]{32})-[0-9]{1,4}\.webp")
_RECIPE: Final = b"holdfast picture 1"
"""Another one where sizes are made another way."""

PICTURE_KINDS: Final = {"webp": "image/webp", "avif": "image/avif"}


class KeptPicture(Struct, frozen=True):
    """A picture that is there in these ``widths``, the widest last."""

    name: str
    width: int
    height: int
    widths: tuple[int, ...]
    stand_in: str

    @property
    def url(self) -> str:
        """Of the widest size, in the format that is shown everywhere."""
        return address(self.name, self.widths[-1])

    @property
    def files(self) -> tuple[str, ...]:
        """What its files are called, in the order in which they are made."""
        kinds = tuple(PICTURE_KINDS)
        return tuple(file_name(self.name, width, kind) for width in self.widths for kind in kinds)


def picture_name(data: bytes) -> str:
    """What a picture that was sent is called here."""
    return hashlib.blake2b(data, digest_size=16, key=_RECIPE).hexdigest()


def file_name(name: str, width: int, kind: str) -> str:
    return f"{name}-{width}.{kind}"


def address(name: str, width: int, kind: str = "webp") -> str:
    return URL_PREFIX + file_name(name, width, kind)


def srcset(name: str | None, widths: tuple[int, ...], kind: str = "webp") -> str:
    """As an ``img`` takes it; empty for a picture that is there in one size."""
    if not name:
        return ""
    return ", ".join(f"{address(name, width, kind)} {width}w" for width in widths)


def picture_at(url: str) -> str | None:
    """The name of the picture of ours at this address."""
    found = _OURS.fullmatch(url)
    return found and found[1]

"""A gallery and its pictures as values: who is shown what of it, and what it may become. Pure."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, Literal, TypeAlias
from uuid import UUID

from msgspec import Struct

from holdfast.kit import shop_now

GalleryStatus: TypeAlias = Literal["draft", "choosing", "chosen", "delivered", "ended"]
"""Nothing is shown yet; its client chooses, has chosen, has the pictures; its time is over."""
Part: TypeAlias = Literal["proof", "final"]
"""What is there to be chosen from, and cannot be downloaded; what is delivered for good."""
Size: TypeAlias = Literal["small", "large", "full"]

MAX_PICTURES: Final = 500
"""Of one part of a gallery."""
MOST_FURTHER: Final = 100
"""Pictures that are bought in one order."""
MOST_PRICE: Final = 10**9
"""Of one of them, in minor units."""
MAX_BYTES: Final = 10 * 1024**3
"""Of all files of a gallery."""
LEAST_DAYS: Final = 7
MOST_DAYS: Final = 365
USUAL_DAYS: Final = 90
"""For how long a client can have what is delivered."""
DRAFT_DAYS: Final = 180
"""For how long pictures wait to be delivered at all."""
TOLD_DAYS: Final = 7
"""So long before the end its client is told."""
_KINDS: Final[dict[Size, str]] = {"small": "webp", "large": "webp", "full": "jpg"}


class Gallery(Struct, frozen=True):
    """``choose``: how many its client may choose of the proofs; ``further_price``: what each more
    costs, if they are sold. A booking without one has an empty draft."""

    booking_id: UUID
    status: GalleryStatus = "draft"
    choose: int = 0
    delivered_at: datetime | None = None
    until_at: datetime | None = None
    further_price: int | None = None

    @property
    def can_choose(self) -> bool:
        """Its client may mark pictures."""
        return self.status == "choosing"

    @property
    def is_chosen(self) -> bool:
        """Its client said that they are done."""
        return self.status == "chosen"

    def after(self, part: Part) -> GalleryStatus:
        """How it stands once that part is delivered: who chooses goes on choosing, also beside
        finished pictures."""
        return "choosing" if part == "proof" or self.can_choose else "delivered"

    @property
    def has_ended(self) -> bool:
        """Its pictures are gone, or are just being deleted."""
        return self.status == "ended"

    @property
    def is_over(self) -> bool:
        """That, or they are deleted within the hour."""
        return self.has_ended or (self.until_at is not None and self.until_at <= shop_now())


class GalleryPicture(Struct, frozen=True):
    """``place``: what the names of its files have in common, which nobody guesses; ``bought``: its
    client paid for it."""

    id: UUID
    booking_id: UUID
    part: Part
    title: str
    place: str
    width: int
    height: int
    stand_in: str
    bytes: int
    ready: bool
    shown: bool
    favourite: bool
    bought: bool = False

    def file(self, size: Size) -> str:
        """Where it is kept. No page of the shop's own pictures serves a name with `_` in it."""
        return file_of(self.place, size)

    @property
    def sizes(self) -> tuple[Size, ...]:
        """What of it there is for its client: what is to be chosen from is looked at alone."""
        return ("small", "large", "full") if self.is_theirs else ("small", "large")

    @property
    def is_theirs(self) -> bool:
        """Its client downloads it, once they were shown it."""
        return self.part == "final" or self.bought

    @property
    def for_sale(self) -> bool:
        """Its client has seen it, and does not have it already."""
        return self.ready and self.shown and not self.is_theirs


def file_of(place: str, size: Size) -> str:
    return f"gallery_{place}_{size}.{_KINDS[size]}"


def files_of(place: str) -> tuple[str, ...]:
    """All of a picture."""
    return tuple(file_of(place, size) for size in _KINDS)


def file_name(title: str) -> str:
    """What a picture is called where it is downloaded: as it was sent."""
    return f"{_stem(title)}.jpg"


def file_names(pictures: Sequence[GalleryPicture]) -> list[str]:
    """Of those that are downloaded together: each another."""
    found: list[str] = []
    taken: set[str] = set()
    for one in pictures:
        stem = _stem(one.title)
        name, count = stem, 1
        while name.lower() in taken:
            count += 1
            name = f"{stem}-{count}"
        taken.add(name.lower())
        found.append(f"{name}.jpg")
    return found


def _stem(title: str) -> str:
    """Without what an archive, or a disk, takes for something else than a name."""
    plain = "".join(one if one.isalnum() or one in " -_()." else "_" for one in title)
    stem = plain.rpartition(".")[0] or plain
    return stem.strip(" .")[:100] or "picture"

"""What a time is called: by its service, start, length and resources, so that it is called the same
whenever and by whomever it is found, and can be read back. Pure."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from msgspec import Struct

from holdfast.booking.services import MAX_NEEDS
from holdfast.booking.slots.bits import FIRST_YEAR, LAST_YEAR, moment_of, slot_at
from holdfast.kit.errors import Problem

_FORM: Final = 1
_HEAD: Final = 2 + 16 + 4 + 2  # a multiple of three, so that it is written by itself
_STARTS: Final = range(
    slot_at(datetime(FIRST_YEAR, 1, 1, tzinfo=UTC)),
    slot_at(datetime(LAST_YEAR + 1, 1, 1, tzinfo=UTC)),
)
MAX_SLOT_ID: Final = 4 * -(-(_HEAD + 16 * MAX_NEEDS) // 3)


class BadSlotId(Problem):
    """No time is called so."""

    status = 422
    code = "slot-id-invalid"
    title = "This is not the id of a time"


class Slot(Struct, frozen=True):
    """``resources``: in the order of the service's roles."""

    service: UUID
    start: datetime
    minutes: int
    resources: tuple[UUID, ...]


def slot_id(service: UUID, start: datetime, minutes: int, resources: Sequence[UUID]) -> str:
    """The id of that time; the start is a whole five minutes."""
    return head_of_slot(service, start, minutes) + tail_of_slot(resources)


def head_of_slot(service: UUID, start: datetime, minutes: int) -> str:
    """How the ids of a time begin, whoever serves it."""
    at = slot_at(start).to_bytes(4)
    return urlsafe_b64encode(_FORM.to_bytes(2) + service.bytes + at + minutes.to_bytes(2)).decode()


def tail_of_slot(resources: Sequence[UUID]) -> str:
    """How the ids of those who serve it end, whenever they do."""
    return urlsafe_b64encode(b"".join(one.bytes for one in resources)).decode().rstrip("=")


def read_slot_id(text: str) -> Slot:
    """What it says. Raises :class:`BadSlotId`."""
    bad = BadSlotId("No time is called so. Take an id that GET /api/slots gave.")
    if not text.isascii() or len(text) > MAX_SLOT_ID:
        raise bad
    try:
        said = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (Error, ValueError):
        raise bad from None
    who = said[_HEAD:]
    if len(said) <= _HEAD or said[:2] != _FORM.to_bytes(2) or len(who) % 16:
        raise bad
    start, minutes = int.from_bytes(said[18:22]), int.from_bytes(said[22:24])
    if start not in _STARTS:
        raise bad
    resources = tuple(UUID(bytes=who[at : at + 16]) for at in range(0, len(who), 16))
    found = Slot(UUID(bytes=said[2:18]), moment_of(start), minutes, resources)
    if slot_id(found.service, found.start, minutes, resources) != text:
        raise bad  # several texts for one time would be several ids
    return found

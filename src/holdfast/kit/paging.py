"""Keyset paging: a cursor is where the last page ended, opaque to the caller."""

import base64
import binascii
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

import msgspec

from holdfast.kit.errors import Problem

__all__ = [
    "MAX_PAGE", "BadCursor", "decode_cursor", "decode_id", "decode_time", "encode_cursor",
]  # fmt: skip

MAX_PAGE: Final = 100
_LARGEST: Final = 2**63 - 1  # a database's bigint


class BadCursor(Problem):
    """The cursor was not one of ours."""

    status = 400
    code = "bad-cursor"
    title = "The cursor is not valid"


def encode_cursor(*position: str | int) -> str:
    """The last row's sort values as one opaque word."""
    return base64.urlsafe_b64encode(msgspec.json.encode(position)).rstrip(b"=").decode()


def decode_cursor(cursor: str, kinds: tuple[type, ...]) -> tuple[str | int, ...]:
    """The sort values of ``encode_cursor``, such as a database takes them; raises
    :class:`BadCursor` for anything else."""
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        values = msgspec.json.decode(base64.urlsafe_b64decode(padded))
    except (ValueError, binascii.Error, msgspec.DecodeError) as error:
        raise BadCursor("Start again from the first page.", field="cursor") from error
    if (
        not isinstance(values, list)
        or len(values) != len(kinds)
        or any(type(value) is not kind for value, kind in zip(values, kinds, strict=True))
        or not all(map(_is_storable, values))
    ):
        raise BadCursor("Start again from the first page.", field="cursor")
    return tuple(values)


def _is_storable(value: str | int) -> bool:
    return "\0" not in value if isinstance(value, str) else abs(value) <= _LARGEST


def decode_time(text: object) -> datetime:
    """A moment among the sort values, in ISO 8601; raises :class:`BadCursor`."""
    try:
        moment = datetime.fromisoformat(str(text))
        if moment.tzinfo is None:
            raise ValueError(text)
        return moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:  # a moment in no year that UTC has
        raise BadCursor("Start again from the first page.", field="cursor") from error


def decode_id(cursor: str) -> UUID:
    """The id of ``encode_cursor(str(id))``, for pages ordered by id alone."""
    (text,) = decode_cursor(cursor, (str,))
    try:
        return msgspec.convert(text, UUID)
    except msgspec.ValidationError as error:
        raise BadCursor("Start again from the first page.", field="cursor") from error

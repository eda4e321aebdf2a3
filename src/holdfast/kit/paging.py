"""Keyset paging: a cursor is where the last page ended, opaque to the caller."""

import base64
import binascii
from typing import Final
from uuid import UUID

import msgspec

from holdfast.kit.errors import Problem

__all__ = ["MAX_PAGE", "BadCursor", "decode_cursor", "decode_id", "encode_cursor"]

MAX_PAGE: Final = 100


class BadCursor(Problem):
    """The cursor was not one of ours."""

    status = 400
    code = "bad-cursor"
    title = "The cursor is not valid"


def encode_cursor(*position: str | int) -> str:
    """The last row's sort values as one opaque word."""
    return base64.urlsafe_b64encode(msgspec.json.encode(position)).rstrip(b"=").decode()


def decode_cursor(cursor: str, kinds: tuple[type, ...]) -> tuple[str | int, ...]:
    """The sort values of ``encode_cursor``; raises :class:`BadCursor` for anything else."""
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        values = msgspec.json.decode(base64.urlsafe_b64decode(padded))
    except (ValueError, binascii.Error, msgspec.DecodeError) as error:
        raise BadCursor("Start again from the first page.", field="cursor") from error
    if (
        not isinstance(values, list)
        or len(values) != len(kinds)
        or any(type(value) is not kind for value, kind in zip(values, kinds, strict=True))
    ):
        raise BadCursor("Start again from the first page.", field="cursor")
    return tuple(values)


def decode_id(cursor: str) -> UUID:
    """The id of ``encode_cursor(str(id))``, for pages ordered by id alone."""
    (text,) = decode_cursor(cursor, (str,))
    try:
        return msgspec.convert(text, UUID)
    except msgspec.ValidationError as error:
        raise BadCursor("Start again from the first page.", field="cursor") from error

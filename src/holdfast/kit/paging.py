"""Keyset paging: a cursor is where the last page ended, opaque to the caller."""

import base64
import binascii
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, Final, Protocol, TypeAlias, TypeVar
from uuid import UUID

import msgspec

from holdfast.kit.errors import Problem

__all__ = [
    "MAX_PAGE", "BadCursor", "decode_cursor", "decode_id", "encode_cursor", "page_by_id", "page_of",
]  # fmt: skip

MAX_PAGE: Final = 100
_LARGEST: Final = 2**63 - 1  # a database's bigint
_Value: TypeAlias = str | int | datetime | UUID
_Place = TypeVar("_Place", bound=tuple[Any, ...])
_Row = TypeVar("_Row")


class _Numbered(Protocol):
    @property
    def id(self) -> UUID: ...


_One = TypeVar("_One", bound=_Numbered)


class BadCursor(Problem):
    """The cursor was not one of ours."""

    status = 400
    code = "bad-cursor"
    title = "The cursor is not valid"

    def __init__(self) -> None:
        super().__init__("Start again from the first page.", field="cursor")


def encode_cursor(*place: _Value) -> str:
    """The last row's sort values as one opaque word."""
    return base64.urlsafe_b64encode(msgspec.json.encode(place)).rstrip(b"=").decode()


def decode_cursor(cursor: str, kind: type[_Place]) -> _Place:
    """The sort values of ``encode_cursor``, of these types (``tuple[datetime, UUID]``) and such as
    a database takes them; raises :class:`BadCursor` for anything else."""
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        place = msgspec.json.decode(base64.urlsafe_b64decode(padded), type=kind)
        return tuple(map(_storable, place))  # type: ignore[return-value]
    # Also a moment in no year that UTC has.
    except (ValueError, OverflowError, binascii.Error, msgspec.DecodeError) as error:
        raise BadCursor from error


def _storable(value: object) -> object:
    match value:
        case str() if "\0" in value:
            raise ValueError(value)
        case int() if abs(value) > _LARGEST:
            raise ValueError(value)
        case datetime(tzinfo=None):
            raise ValueError(value)
        case datetime():
            return value.astimezone(UTC)
    return value


def decode_id(cursor: str | None) -> UUID | None:
    """The id of ``encode_cursor(id)``, for pages ordered by id alone; None before the first."""
    return None if cursor is None else decode_cursor(cursor, tuple[UUID])[0]


def page_of(
    rows: Sequence[_Row],
    limit: int,
    place: Callable[[_Row], tuple[_Value, ...]],
) -> tuple[list[_Row], str | None]:
    """Of ``limit`` rows and one more, if there is one: the page, and the cursor of the next."""
    page = list(rows[:limit])
    return page, encode_cursor(*place(page[-1])) if len(rows) > limit else None


def page_by_id(rows: Sequence[_One], limit: int) -> tuple[list[_One], str | None]:
    """As :func:`page_of`, for pages ordered by id alone."""
    return page_of(rows, limit, lambda one: (str(one.id),))

"""Columns as one text each, which PostgreSQL makes an array of, instead of a value at a time.

The driver encodes an array element by element, each after a look at its type: it took a third of
a command's time. Here the elements of a column become one text by operations that run in C: texts
divided by a separator (PostgreSQL takes four times as long to unquote them), the rest as an array
literal. Whatever is not plainly of the column's type is left to the driver, with its conversions
and its errors; what PostgreSQL refuses (a NUL, a number out of range) it still refuses itself.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, Final, TypeAlias
from uuid import UUID

from holdfast.db.id_lists import id_list

_OTHER: Final = (TypeError, AttributeError)  # what is raised for a value of another type
_SEPARATOR, _NULL = "\x1f", "\x1e"  # control characters that were made for this
_DIVIDED: Final = "string_to_array({}::text, chr(31), chr(30))"
# These take Any: that each value is of the type is what they find out.
_Literal: TypeAlias = Callable[[Sequence[Any]], str]


def column(kind: str, values: Sequence[object]) -> tuple[object, str]:
    """A parameter with all values of a column of PostgreSQL's type ``kind``, and the expression
    that makes an array of it, with ``{}`` for the parameter."""
    try:
        if kind in ("text", "jsonb"):
            joined = _joined(values)
            if joined is not None:
                return joined, f"{_DIVIDED}::{kind}[]"
            return _quoted_each(values), f"{{}}::text::{kind}[]"
        literal = _LITERALS.get(kind)
        if literal is not None:
            return literal(values), f"{{}}::text::{kind}[]"
    except _OTHER:
        pass  # something else is among them
    return values, f"{{}}::{kind}[]"


def _joined(values: Sequence[Any]) -> str | None:
    """Texts as one text; None when they cannot be told apart in it."""
    try:
        joined = _SEPARATOR.join(values)
        if _NULL in joined:
            return None
    except TypeError:
        if any(value is not None and _NULL in value for value in values):
            return None
        joined = _SEPARATOR.join([_NULL if value is None else value for value in values])
    if not joined or joined.count(_SEPARATOR) >= len(values):
        return None  # an empty text alone would divide into nothing
    return joined


def _element_by_element(element: Callable[[Any], str]) -> _Literal:
    """The literal made of each element's text; ``element`` raises for another type."""

    def literal(values: Sequence[Any]) -> str:
        try:
            return f"{{{','.join(map(element, values))}}}"
        except _OTHER:
            texts = ["NULL" if value is None else element(value) for value in values]
            return f"{{{','.join(texts)}}}"

    return literal


def _quoted(text: str) -> str:
    return '"' + str.replace(text, "\\", "\\\\").replace('"', '\\"') + '"'


_quoted_each: Final = _element_by_element(_quoted)


def _uuids(values: Sequence[Any]) -> str:
    try:
        return id_list(values)
    except AttributeError:
        return _uuid_each(values)


_uuid_each: Final = _element_by_element(UUID.hex.fget)  # type: ignore[attr-defined]


def _bytes(value: bytes) -> str:
    return f'"\\\\x{bytes.hex(value)}"'


def _moment(value: datetime) -> str:
    if value.tzinfo is not UTC:
        if value.tzinfo is None:
            raise TypeError("local time is the driver's to convert")
        value = value.astimezone(UTC)
    return datetime.isoformat(value)


_moment_each: Final = _element_by_element(_moment)


def _moments(values: Sequence[Any]) -> str:
    """Those of a batch are often the same: then it is written once."""
    if values.count(values[0]) == len(values):
        return f"{{{','.join([_moment_each(values[:1])[1:-1]] * len(values))}}}"
    return _moment_each(values)


_integers: Final = _element_by_element(int.__repr__)
_booleans: Final = _element_by_element(bool.__repr__)

_LITERALS: Final[dict[str, _Literal]] = {
    "smallint": _integers,
    "int": _integers,
    "integer": _integers,
    "bigint": _integers,
    "boolean": _booleans,
    "uuid": _uuids,
    "bytea": _element_by_element(_bytes),
    "timestamptz": _moments,
}

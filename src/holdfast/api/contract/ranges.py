"""A part of a file that is asked for (RFC 9110, 14): one range of bytes; anything else is all."""

import re
from typing import Final

from holdfast.kit import Problem
from holdfast.kit.sentences import say

__all__ = ["RangeUnsatisfiable", "range_of"]

_ONE: Final = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


class RangeUnsatisfiable(Problem):
    """The file is shorter than that."""

    status = 416
    code = "range-unsatisfiable"
    title = "The file has no such part"


def range_of(asked: str | None, size: int) -> tuple[int, int] | None:
    """From where to before where; None: all of it. Raises :class:`RangeUnsatisfiable`."""
    found = _ONE.fullmatch((asked or "").strip())
    if found is None or found.group(0) == "bytes=-":
        return None
    first, last = found.groups()
    if not first:
        start, end = max(size - int(last), 0), size
    else:
        start, end = int(first), min(int(last) + 1, size) if last else size
        if last and int(last) < int(first):
            return None
    if start >= end:
        raise RangeUnsatisfiable(
            say("It has {size} bytes.", size=size), headers={"Content-Range": f"bytes */{size}"}
        )
    return start, end

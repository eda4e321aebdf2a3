"""Streams for what is said while something is done. Saying it may fail (a full disk, a pipe that
nobody reads any more); what is done goes on all the same.
"""

import io
import os
import sys
from typing import TextIO

__all__ = ["never_fail", "unfailing"]


class _Unfailing(io.RawIOBase):
    """Writes to an open file; what cannot be written is lost. After a line that was torn the next
    one begins on a line of its own."""

    def __init__(self, descriptor: int, owner: TextIO) -> None:
        self._descriptor = descriptor
        self._owner = owner  # would close it when nobody has it any more
        self._torn = False

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._descriptor

    def isatty(self) -> bool:
        return os.isatty(self._descriptor)

    def write(self, data: "bytes | bytearray | memoryview") -> int:  # type: ignore[override]
        rest = memoryview(b"\n" + bytes(data) if self._torn else bytes(data))
        whole = len(rest)
        try:
            while rest:
                rest = rest[os.write(self._descriptor, rest) :]
            self._torn = False
        except OSError:
            self._torn = self._torn or len(rest) < whole
        return len(data)


def unfailing(stream: TextIO) -> TextIO:
    """A stream to where this one leads that never raises; itself if it leads to no open file."""
    if isinstance(getattr(stream, "buffer", None), _Unfailing):
        return stream
    try:
        descriptor = stream.fileno()
    except (OSError, ValueError):
        return stream
    raw = _Unfailing(descriptor, stream)
    return io.TextIOWrapper(  # type: ignore[type-var]
        raw, encoding="utf-8", errors="backslashreplace", write_through=True
    )


def never_fail(*, output: bool) -> None:
    """From now on nothing that this process says on standard error changes what it does, and with
    ``output`` nothing on standard output either: where that is a result, losing it is a failure."""
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:  # closed: the next file that is opened would be written to instead
            os.open(os.devnull, os.O_RDWR)
    sys.stderr = unfailing(sys.stderr or os.fdopen(2, "w", closefd=False))
    if output:
        sys.stdout = unfailing(sys.stdout or os.fdopen(1, "w", closefd=False))

"""Room for bodies of files: how many bytes of them are in memory at once, of all and of one sender.

A body is taken in whole before its handler begins, and stays until that is answered. Whoever opens
many connections, and sends each file but for its last byte, would fill the memory with them.
Pictures are made one after another, so one sender has few of them waiting.
"""

from collections import Counter
from typing import Final

from holdfast.api.contract.problems import RateLimited, Unavailable

__all__ = ["BodyRoom"]

_MIB: Final = 2**20
_AGAIN: Final = {"Retry-After": "2"}


class BodyRoom:
    """Of a process. ``most`` bytes of all senders together, ``each`` of one: three pictures of a
    session, as large as one may be."""

    def __init__(self, most: int = 256 * _MIB, each: int = 96 * _MIB) -> None:
        self._most = most
        self._each = each
        self._taken = 0
        self._of: Counter[str] = Counter()
        self._files: Counter[str] = Counter()

    def take(self, sender: str, size: int, files: int | None = None) -> None:
        """Before the body is read; ``files``: the most that the sender may have in hand, where
        that is bounded. Raises :class:`RateLimited` and :class:`Unavailable`."""
        too_many = files is not None and self._files[sender] >= files
        if too_many or self._of[sender] + size > self._each:
            raise RateLimited("Send fewer files at once.", headers=_AGAIN)
        if self._taken + size > self._most:
            raise Unavailable("Other files are just being sent. Send it again.")
        self._of[sender] += size
        self._files[sender] += 1
        self._taken += size

    def leave(self, sender: str, size: int) -> None:
        """It is answered, or given up."""
        self._taken -= size
        self._of[sender] -= size
        self._files[sender] -= 1
        if not self._files[sender]:
            del self._files[sender], self._of[sender]

"""Reading everything watched again, some at a time, in turn: how what was lost is healed."""

from collections.abc import Collection, Hashable
from typing import Generic, TypeVar

__all__ = ["Round"]

One = TypeVar("One", bound=Hashable)


class Round(Generic[One]):
    """Whose turn it is. Who is watched no more takes no turn: where a thousand were watched a
    moment ago and one is now, that one comes at once."""

    def __init__(self) -> None:
        self._left: list[One] = []

    def next(self, watched: Collection[One], most: int) -> list[One]:
        """The next of them, ``most`` at most; a new round begins when the last is over."""
        if not self._left:
            self._left = list(watched)
        found: list[One] = []
        while self._left and len(found) < most:
            one = self._left.pop()
            if one in watched:
                found.append(one)
        return found

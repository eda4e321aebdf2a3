"""How soon somebody in a waiting room asks for their place again. Pure."""

import hashlib
from math import ceil
from typing import Final

LONGEST: Final = 20
"""Seconds: a third of what makes one away."""
BORNE: Final = 1000
"""Who come back in one second after a start, at most, while fewer than ``MOST_EARLY`` wait."""
MOST_EARLY: Final = BORNE * LONGEST
"""So many are counted; those beyond come back no later."""


def pause_before_start(ahead: float, early: int, who: str) -> int:
    """The start is so many seconds ahead, and so many are early. Nobody is told to come back at the
    start itself: the more wait, the longer it takes until all have been told to come, each at a
    moment that is always the same for ``who`` in this sale. It says nothing of the turn, so nobody
    who is late by it has a better or a worse one."""
    if ahead > LONGEST:
        return LONGEST
    spread = min(early, MOST_EARLY) / BORNE
    return max(1, ceil(ahead + _share(who) * spread))


def pause_in_line(seconds: int) -> int:
    """It is one's turn in so many seconds."""
    return min(max(seconds // 4, 1), LONGEST)


def _share(who: str) -> float:
    """From 0 to below 1."""
    digest = hashlib.blake2b(who.encode(), digest_size=6).digest()
    return int.from_bytes(digest) / (1 << 48)

"""How something is rated, from the counts that are kept of what shows; the same sums in SQL, for
tables that keep such counts."""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

__all__ = ["MORE_STARS", "RATED", "RATING", "STARS", "Rating", "star_values"]

STARS: Final = "stars[1] + 2 * stars[2] + 3 * stars[3] + 4 * stars[4] + 5 * stars[5]"
RATED: Final = "stars[1] + stars[2] + stars[3] + stars[4] + stars[5]"
RATING: Final = f"coalesce(({STARS}) * 1000 / nullif({RATED}, 0), 0)::integer"
MORE_STARS: Final = (
    "ARRAY[stars[1] + :one, stars[2] + :two, stars[3] + :three, stars[4] + :four, stars[5] + :five]"
)
"""The counts with a change of them, whose values :func:`star_values` names."""
_NAMES: Final = ("one", "two", "three", "four", "five")


class Rating(Struct, frozen=True, gc=False):
    """``stars``: how many reviews show of one star, of two, up to five. ``version`` grows with
    every change of a review of it."""

    stars: tuple[int, ...] = (0, 0, 0, 0, 0)
    version: int = 0

    @property
    def count(self) -> int:
        return sum(self.stars)

    @property
    def mean(self) -> float:
        """To one decimal, halves up; 0 if nobody has rated it."""
        if not self.count:
            return 0.0
        total = sum(stars * many for stars, many in enumerate(self.stars, 1))
        return (20 * total + self.count) // (2 * self.count) / 10


def star_values(change: Sequence[int]) -> dict[str, int]:
    """How many more of one star, of two, up to five; fewer below zero."""
    return dict(zip(_NAMES, change, strict=True))

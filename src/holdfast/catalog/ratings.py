"""How buyers rate a product, from the counts that are kept of what shows."""

from msgspec import Struct


class Rating(Struct, frozen=True):
    """``stars``: how many reviews show of one star, of two, up to five. ``version`` grows with
    every change of a review of the product."""

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

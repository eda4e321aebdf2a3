"""A sum in parts: the largest remainder (Hamilton's method)."""

from collections.abc import Callable, Sequence


def spread(
    total: int, weights: Sequence[int], order: Callable[[int], object] | None = None
) -> list[int]:
    """``total`` in parts that are as near to the weights' proportions as whole units allow; all of
    it, if any weight is above 0, and nothing where the weight is 0. A part of no more than the sum
    of the weights is no more than its weight. Of equal remainders ``order`` says which place comes
    first, else the places do."""
    whole = sum(weights)
    if whole == 0:
        return [0] * len(weights)
    parts = [total * weight // whole for weight in weights]
    spare = total - sum(parts)
    if spare:
        turn = order or (lambda place: place)
        places = sorted(
            range(len(weights)), key=lambda place: (-(total * weights[place] % whole), turn(place))
        )
        for place in places[:spare]:
            parts[place] += 1
    return parts

"""What a merchant offers who wants the same goods again and again. Pure."""

from typing import Final, Literal, TypeAlias, get_args

from msgspec import Struct

Every: TypeAlias = Literal["1w", "2w", "3w", "4w", "6w", "8w", "1m", "2m", "3m", "6m"]
"""So many weeks or months."""
EVERY: Final[tuple[Every, ...]] = get_args(Every)
MAX_REPEAT_PERCENT: Final = 90


class RepeatRules(Struct, frozen=True):
    """Goods that are marked for it may be ordered every so often (``intervals``; none: not at all),
    and cost so many ``percent`` less then."""

    intervals: tuple[Every, ...] = ()
    percent: int = 0

    @property
    def on(self) -> bool:
        return bool(self.intervals)

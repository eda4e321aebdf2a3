"""What the libraries raise of a text that no program could show."""

from typing import Final

NONSENSE: Final = (
    ValueError, IndexError, KeyError, TypeError, OverflowError, AttributeError, ArithmeticError,
)  # fmt: skip

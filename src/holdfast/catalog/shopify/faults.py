"""What is wrong with a row: the line a person finds it at, and why."""

from msgspec import Struct

__all__ = ["Fault", "UnusableFile"]


class Fault(Struct, frozen=True, rename="camel", omit_defaults=True):
    """``left_out`` is False for a notice: the row went in, but not quite as it stood."""

    line: int
    reason: str
    handle: str = ""
    left_out: bool = True


class UnusableFile(ValueError):
    """Not a product CSV at all: nothing of it can be imported."""

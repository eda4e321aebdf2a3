"""What is wrong with a row: the line a person finds it at, and why."""

from msgspec import Struct

from holdfast.kit.sentences import KeptSentence, Sentence, kept


class RowFault(Struct, frozen=True, rename="camel", omit_defaults=True):
    """``left_out`` is False for a notice: the row went in, but not quite as it stood. ``reason`` is
    English, ``said`` is the same for readers of other languages."""

    line: int
    reason: str
    handle: str = ""
    left_out: bool = True
    said: KeptSentence | None = None


def fault_at(line: int, why: Sentence, handle: str = "", *, left_out: bool = True) -> RowFault:
    """A fault that can be told in each language."""
    return RowFault(line, str.__str__(why), handle, left_out, kept(why))


class UnusableFile(ValueError):
    """Not a product CSV at all: nothing of it can be imported."""

"""Text that people write for others to read: plain, in paragraphs, nothing in it that is not
seen."""

import re
import unicodedata
from typing import Final, Literal

__all__ = ["JOINER", "clean_text", "legible", "one_form"]

JOINER: Final = "\u200d"
"""Makes one picture of several, one shape of two letters."""

# What turns the direction of the text around it: it would rearrange the page beside it.
_TURNS: Final = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_UNSEEN: Final = re.compile(f"[\x00-\x09\x0b-\x1f\x7f-\x9f{_TURNS}\ufeff]")
_BREAKS: Final = re.compile(r"\r\n?|[\u0085\u2028\u2029]")
_MANY_BREAKS: Final = re.compile(r"\n[ \n]*\n[ \n]*")
# A letter wears a few marks in any language; what is piled higher covers the lines above it.
_PILED: Final = re.compile(r"([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff]{4})"
                           r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff]+")  # fmt: skip
# Letters that have no shape, for keyboards and for Braille: a name of them alone is none.
_SHAPELESS: Final = frozenset("\u115f\u1160\u2800\u3164\uffa0")
# Marks that are piled on one letter are put in order by a sort that takes the square of their
# number, while all of the process waits.
_WORDS: Final = re.compile(r"\S{1,1000}|\s+")


def one_form(form: Literal["NFC", "NFKC"], text: str) -> str:
    """As ``unicodedata.normalize``, in a time that grows as the text does: what is longer than a
    thousand letters without a space is no word, and is put into one form piece by piece."""
    if text.isascii():
        return text
    return _WORDS.sub(lambda found: unicodedata.normalize(form, found[0]), text)


def clean_text(text: str) -> str:
    """As it is kept and shown."""
    lines = _BREAKS.sub("\n", one_form("NFC", text)).replace("\t", " ")
    seen = _PILED.sub(r"\1", _UNSEEN.sub("", lines))
    return _MANY_BREAKS.sub("\n\n", "\n".join(line.rstrip() for line in seen.split("\n"))).strip()


def legible(text: str) -> bool:
    """Whether any of it is seen."""
    return any(one.isprintable() and one != " " and one not in _SHAPELESS for one in text)

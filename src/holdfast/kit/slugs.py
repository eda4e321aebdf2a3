"""A name as it stands in an address, in latin letters.

Russian is transliterated letter by letter, Korean by the Revised Romanization of each syllable;
what has no letters of ours at all leaves nothing, and the caller chooses another word.
"""

import re
import unicodedata
from typing import Final

__all__ = ["CYRILLIC", "slug_of"]

MAX_SLUG: Final = 80

CYRILLIC: Final = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщъыьэюя",
        "a b v g d e zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya".split(),
        strict=True,
    )
)
_FIRST_SYLLABLE, _SYLLABLES = 0xAC00, 11172
_INITIALS: Final = "g kk n d tt r m b pp s ss _ j jj ch k t p h".split()
_MEDIALS: Final = "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i".split()
_FINALS: Final = (
    "_ k k k n n n t l k m l l l p l m p p t t ng t t k t p t".split()
)  # as they sound at the end of a word


def slug_of(name: str) -> str:
    """``Кружка «Утро», 350 мл`` is ``kruzhka-utro-350-ml``; at most 80 letters, or none."""
    text = unicodedata.normalize("NFC", name).casefold().replace("ё", "е")
    latin = "".join(map(_latin, text))
    plain = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", latin)
        if not unicodedata.combining(letter)
    )
    slug = re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "").replace("’", "")).strip("-")
    if len(slug) <= MAX_SLUG:
        return slug
    return slug[: MAX_SLUG + 1].rpartition("-")[0] or slug[:MAX_SLUG]


def _latin(letter: str) -> str:
    number = ord(letter) - _FIRST_SYLLABLE
    if 0 <= number < _SYLLABLES:
        initial, rest = divmod(number, 588)
        medial, final = divmod(rest, 28)
        return (_INITIALS[initial] + _MEDIALS[medial] + _FINALS[final]).replace("_", "")
    return CYRILLIC.get(letter, letter).replace("_", "")

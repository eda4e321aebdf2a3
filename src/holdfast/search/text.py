"""How a text becomes words: what is written the same way is found the same way."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from threading import local
from typing import Final

import tantivy

from holdfast.kit.plain_text import one_form

__all__ = [
    "LONGEST", "STOP", "Marker", "first_marked", "grams", "index_text", "is_hangul", "marked",
    "new_analyzer", "normal", "parts", "stems", "terms", "tokens", "words_in",
]  # fmt: skip

LONGEST: Final = 40  # letters of a word that are looked at
WORDS_KEPT: Final = 4096
PHRASE: Final = 60  # letters: how long names of things are
_HANGUL: Final = "가-힣ㄱ-ㅎㅏ-ㅣ"
# A decimal number; letters of Korean; other letters and digits.
_TOKEN: Final = re.compile(rf"\d+[.,]\d+(?!\d)|[{_HANGUL}]+|[^\W_{_HANGUL}]+")
# From the first letter of a word on, and without going back: a description that is one long word
# took a minute and a half, in which nobody else was answered.
_JOINED: Final = re.compile(r"(?<![^\W_])[^\W_]++(?:[-‐‑/.][^\W_]++)+")
_JOINT: Final = re.compile(r"[^\W_][-‐‑/.][^\W_]")
_WORD: Final = re.compile(r"[^\W_]+")
_PARTS: Final = re.compile(r"\d+|[^\W\d_]+")
_MARKS: Final = re.compile("[\u00c0-\u024f]")
_IS_HANGUL: Final = re.compile(f"[{_HANGUL}]")

STOP: Final = frozenset(
    "a an and at by for from in of on or the to with"
    " в во для до и из или к на не о от по под при с со у за".split()
)
"""Words that say little: a search for more than them does not ask for them."""


def normal(text: str) -> str:
    """Small letters, one form of each, without accents on Latin ones; ё is е."""
    small = one_form("NFKC", text).casefold().replace("ё", "е")
    return _MARKS.sub(_bare, small)


def _bare(found: re.Match[str]) -> str:
    return "".join(
        one for one in unicodedata.normalize("NFKD", found[0]) if not unicodedata.combining(one)
    )


def tokens(text: str) -> list[str]:
    """The words of a normal text, as they are written."""
    return [one[:LONGEST].replace(",", ".") for one in _TOKEN.findall(text)]


def is_hangul(word: str) -> bool:
    return _IS_HANGUL.match(word) is not None


def grams(word: str) -> list[str]:
    """Korean is not stemmed: a word is found by each two of its syllables."""
    return [word[at : at + 2] for at in range(len(word) - 1)] or [word]


def parts(word: str) -> list[str]:
    """Of a word of letters and digits, as ``256gb``, each."""
    return _PARTS.findall(word) if word.isalnum() else [word]


def terms(text: str) -> list[str]:
    """What a normal text is indexed under, before stemming."""
    found: list[str] = []
    for word in tokens(text):
        if is_hangul(word):
            found += grams(word)
            continue
        found.append(word)
        if len(pieces := parts(word)) > 1:
            found += pieces
    if _JOINT.search(text):  # most texts have none, and looking for whole ones is dear
        found += [
            joined[:LONGEST]
            for one in _JOINED.findall(text)
            if not (joined := re.sub(r"[\W_]", "", one)).isdigit()
        ]
    return found


def words_in(text: str) -> Sequence[str]:
    """The words of a text."""
    return _phrase(text)[0] if len(text) <= PHRASE else tokens(normal(text))


def index_text(texts: Iterable[str]) -> str:
    """As the index takes it: normal words with spaces between."""
    return " ".join(
        _phrase(text)[1] if len(text) <= PHRASE else " ".join(terms(normal(text))) for text in texts
    )


@lru_cache(maxsize=32_768)
def _phrase(text: str) -> tuple[tuple[str, ...], str]:
    """The words of a short text, which many products have, and how the index takes it."""
    plain = normal(text)
    return tuple(tokens(plain)), " ".join(terms(plain))


def new_analyzer() -> tantivy.TextAnalyzer:
    """Stems of English and of Russian, each of which leaves the other's letters alone."""
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
    for language in ("english", "russian"):
        builder = builder.filter(tantivy.Filter.stemmer(language))
    return builder.build()


_of_thread: Final = local()


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Of a word as ``tokens`` gives it."""
    analyzer = getattr(_of_thread, "analyzer", None)
    if analyzer is None:  # it is used by one at a time
        analyzer = _of_thread.analyzer = new_analyzer()
    found = analyzer.analyze(word)
    return found[0] if found else word


def stems(word: str) -> tuple[str, ...]:
    """What finds the word: its stem, or of Korean every two syllables."""
    return tuple(grams(word)) if is_hangul(word) else (stem(word),)


class Marker(dict[str, Sequence[tuple[int, int]]]):
    """Of each word, which parts of it these stems find. A page says the same words many times:
    each is looked at once."""

    def __init__(self, found: Collection[str]) -> None:
        super().__init__()
        self._found = found

    def __missing__(self, word: str) -> Sequence[tuple[int, int]]:
        if len(self) >= WORDS_KEPT:
            self.clear()
        spans = self[word] = _hits(word, self._found)
        return spans


def marked(text: str, marker: Marker) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it is one of the words that were found."""
    pieces: list[tuple[str, bool]] = []
    done = 0
    for match in _WORD.finditer(text):
        if spans := marker[match[0]]:
            start_of_word = match.start()
            for start, end in spans:
                at = start_of_word + start
                if at > done:
                    pieces.append((text[done:at], False))
                done = start_of_word + end
                pieces.append((text[at:done], True))
    if done < len(text):
        pieces.append((text[done:], False))
    return pieces


def first_marked(text: str, marker: Marker) -> int | None:
    """Where the first of the words stands that were found."""
    return next((match.start() for match in _WORD.finditer(text) if marker[match[0]]), None)


@lru_cache(maxsize=65_536)
def _found_by(word: str) -> tuple[str, frozenset[str] | None]:
    """A word as it is read, and the stems that find all of it; none: syllables find parts of it."""
    low = normal(word)
    if _IS_HANGUL.search(low) and len(low) == len(word):
        return low, None
    return low, frozenset((stem(low), *map(stem, parts(low))))


def _hits(word: str, found: Collection[str]) -> Sequence[tuple[int, int]]:
    low, whole = _found_by(word)
    if whole is not None:
        return () if whole.isdisjoint(found) else ((0, len(word)),)
    lit = [False] * len(low)
    for at in range(len(low)):
        for long in (2, 1):
            if low[at : at + long] in found:
                lit[at : at + long] = [True] * len(low[at : at + long])
    spans, start = [], None
    for at, on in enumerate([*lit, False]):
        if on and start is None:
            start = at
        elif not on and start is not None:
            spans.append((start, at))
            start = None
    return spans

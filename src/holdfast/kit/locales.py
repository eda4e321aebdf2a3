"""Which language a reader gets: asked for by name, else what the browser prefers."""

from functools import lru_cache
from typing import Final, Literal, TypeAlias

__all__ = ["LOCALES", "Locale", "choose_locale"]

Locale: TypeAlias = Literal["en", "ru", "ko"]

LOCALES: Final[tuple[Locale, ...]] = ("en", "ru", "ko")


@lru_cache(maxsize=1024)
def choose_locale(
    asked: str | None, accept_language: str | None, among: tuple[str, ...] = LOCALES
) -> str:
    """One of those; the first when neither names one of them."""
    if asked:
        code = asked[:2].lower()
        if code in among:
            return code
    preferred: list[tuple[float, int, str]] = []
    for place, part in enumerate((accept_language or "")[:256].split(",")):
        tag, _, weight = part.strip().partition(";")
        code = tag.strip()[:2].lower()
        if code not in among:
            continue
        try:
            quality = float(weight.strip().removeprefix("q=")) if weight else 1.0
        except ValueError:
            continue
        if quality > 0:
            preferred.append((-quality, place, code))
    return min(preferred)[2] if preferred else among[0]

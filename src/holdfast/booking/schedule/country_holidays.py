"""Public holidays of a country or a part of it, by the library ``holidays``."""

from datetime import date
from functools import lru_cache
from typing import Final

_FIRST: Final = 1990
_LAST: Final = 2100
_LANGUAGE: Final = "en_US"
"""Of their names; of a country that has none in it, its own."""


def country_known(code: str) -> bool:
    """Whether the country (``DE``), or the part of it (``DE-BY``), is known."""
    import holidays

    country, _, part = code.partition("-")
    parts = holidays.list_supported_countries(include_aliases=False).get(country)
    return parts is not None and (not part or part in parts)


def public_holidays(code: str, year: int) -> dict[date, str]:
    """The holidays of a year by their date, each with its name; of a country nobody knows, and of
    years far off, none."""
    if not _FIRST <= year <= _LAST or not country_known(code):
        return {}
    return _of(code, year)


@lru_cache(maxsize=256)
def _of(code: str, year: int) -> dict[date, str]:
    import holidays

    country, _, part = code.partition("-")
    # Else the machine's own language would decide what a studio's clients read.
    found = holidays.country_holidays(country, subdiv=part or None, years=year, language=_LANGUAGE)
    return dict(found)

"""What options and their values are called in a language, as the products that are found by them
say it: nobody else does."""

import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from typing import Final
from uuid import UUID

from holdfast.catalog import OptionTranslation, Product, Translation
from holdfast.search import Asked, Filters, SearchEngine

__all__ = ["OptionNames"]

KEPT_FOR: Final = 60.0
KEPT: Final = 8192
READ: Final = 40
"""So many of the best selling products are asked for a language's words of an option."""

MOST_ALONE: Final = 20
"""Values that none of these has are asked for one by one, so many a search; the rest next time."""

_PLAIN: Final = Translation()
_WORDLESS: Final = OptionTranslation()
_NEVER: Final = (float("-inf"), "")
_Key = tuple[str, str, str | None]
"""Language, option, and one of its values or the option itself."""


class OptionNames:
    """What is known is kept for a minute. One of it a process."""

    def __init__(
        self,
        engine: SearchEngine,
        load: Callable[[Iterable[UUID]], Awaitable[Mapping[UUID, Product]]],
    ) -> None:
        self._engine = engine
        self._load = load
        self._kept: OrderedDict[_Key, tuple[float, str]] = OrderedDict()

    async def of(
        self, options: Mapping[str, Collection[str]], locale: str
    ) -> Mapping[tuple[str, str | None], str]:
        """By option and value, and by option and None; what is not there is called as it is."""
        alone = MOST_ALONE
        for code, values in options.items():
            missing = self._missing(locale, code, values)
            if not missing:
                continue
            await self._learn(locale, code, missing, READ)
            for value in self._missing(locale, code, missing)[:alone]:
                alone -= 1
                await self._learn(locale, code, (value,), 1)
                if self._missing(locale, code, (value,)):
                    self._keep((locale, code, value), value)
        return {
            (code, value): self._kept[key][1]
            for code, values in options.items()
            for value in (None, *values)
            if (key := (locale, code, value)) in self._kept
        }

    def _missing(self, locale: str, code: str, values: Iterable[str]) -> list[str]:
        since = time.monotonic() - KEPT_FOR
        kept = self._kept
        return [one for one in values if kept.get((locale, code, one), _NEVER)[0] < since]

    async def _learn(self, locale: str, code: str, values: Collection[str], most: int) -> None:
        filters = Filters(attributes={code: tuple(values)})
        found = await self._engine.find(Asked(filters=filters, order="popular", limit=most))
        products = (await self._load(found.ids)).values()
        plain: dict[str | None, str] = {}
        translated: dict[str | None, str] = {}
        for product in products:
            words = product.translations.get(locale, _PLAIN).options.get(code, _WORDLESS)
            for option in product.options:
                if option.code == code:
                    plain[None] = option.name
                    plain.update((one, one) for one in option.values)
                    translated.update(words.values)
                    if words.name:
                        translated[None] = words.name
        for value, word in (plain | translated).items():
            self._keep((locale, code, value), word)

    def _keep(self, key: _Key, word: str) -> None:
        self._kept[key] = (time.monotonic(), word)
        self._kept.move_to_end(key)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)

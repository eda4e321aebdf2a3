"""Shops that stand while the modules of a process come and go: starting and ending one takes a
second of a processor, which is more than most modules' tests do.

A module gets a shop as it was opened, but for what others bought, booked and said in it; one in
which a module changed what the shop itself has chosen is closed after it, and so is one that ended.
Each process has one of a kind, for as long as the tests that follow use it.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final, Generic, TypeVar

import pytest

from tests.support.postgres import fetch, run
from tests.support.premises import Premises
from tests.support.server import ServerProcess

__all__ = ["ALONE", "STANDING", "Standing", "close_what_nobody_needs", "guests"]

Shop = TypeVar("Shop")

_CHOSEN: Final = (
    "attribute_types", "commission_rules", "experiments", "fraud_list", "locations",
    "mail_templates", "promotions", "search_synonyms", "shop_home", "shop_pages", "shop_policies",
    "shop_redirects", "shop_settings", "studio_rules", "travel_times",
)  # fmt: skip
"""What holds for everybody in the shop."""
_AS_CHOSEN: Final = "SELECT " + ", ".join(
    f"(SELECT md5(string_agg(one::text, ' ' ORDER BY one::text)) FROM {table} AS one)"
    for table in _CHOSEN
)


STANDING: Final = frozenset({"standing_market"})
"""The fixtures that make them."""
MOST: Final = 12
"""Modules in one shop: what one looks for must be on the first page of a list."""
ALONE: Final = "alone"
"""The mark of a module whose shop has seen nobody before it and sees nobody after it: it looks at
all there is there."""
_MADE: Final[dict[str, "Standing[Any]"]] = {}


class Standing(Generic[Shop]):
    """``opened`` opens one. ``premises`` of it are what runs; it is closed as well when it is
    ``used_up``. ``name`` is that of its fixture."""

    def __init__(
        self,
        name: str,
        opened: Callable[[], AbstractContextManager[Shop]],
        premises: Callable[[Shop], Premises],
        used_up: Callable[[Shop], bool] = lambda _: False,
    ) -> None:
        _MADE[name] = self
        self._opened = opened
        self._premises = premises
        self._used_up = used_up
        self._stack = ExitStack()
        self._shop: Shop | None = None
        self._chosen: object = None
        self._guests = 0

    @contextmanager
    def lent(self, request: pytest.FixtureRequest) -> Iterator[Shop]:
        """To the module that asks."""
        if request.node.get_closest_marker(ALONE):
            with self._opened() as own:
                yield own
            return
        if self._shop is None:
            self._shop = self._stack.enter_context(self._opened())
            self._chosen = self._as_chosen(self._shop)
            self._guests = 0
        shop = self._shop
        self._guests += 1
        yield shop
        full = self._guests == MOST or self._used_up(shop)
        if full or not self._runs(shop) or self._as_chosen(shop) != self._chosen:
            self.close()

    def close(self) -> None:
        """Who comes next opens another."""
        self._shop = None
        self._stack.close()

    def _runs(self, shop: Shop) -> bool:
        """Of one in its services, each that was ended was started again."""
        premises = self._premises(shop)
        return not isinstance(premises, ServerProcess) or premises in ServerProcess.running()

    def _as_chosen(self, shop: Shop) -> object:
        (row,) = run(fetch(self._premises(shop).database_url, _AS_CHOSEN))
        return tuple(row)


def guests(items: Sequence[pytest.Item]) -> dict[Path, set[str]]:
    """Which of them each file uses."""
    found: dict[Path, set[str]] = {}
    for item in items:
        asked = STANDING & set(getattr(item, "fixturenames", ()))
        alone = item.get_closest_marker(ALONE) is not None
        found.setdefault(item.path, set()).update(frozenset() if alone else asked)
    return found


def close_what_nobody_needs(needed: set[str]) -> None:
    """One that waits takes a thirtieth of a processor."""
    for name, standing in _MADE.items():
        if name not in needed:
            standing.close()

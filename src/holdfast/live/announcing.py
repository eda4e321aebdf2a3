"""For processes that hold no sockets: what they commit is announced to those that do."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from holdfast.ledger import Committed
from holdfast.live.changes import changes_of
from holdfast.live.orders import OrderNews

if TYPE_CHECKING:
    from holdfast.live.bus import Bus, News

__all__ = ["Announcer", "bus_at"]


def bus_at(
    redis_url: str,
    on_news: "Callable[[News], None] | None" = None,
    on_gap: Callable[[], None] = lambda: None,
) -> "Bus":
    """The bus between processes."""
    from holdfast.live.bus import Bus  # Redis' client takes long to load, for several processes

    return Bus(redis_url, on_news, on_gap)


class Announcer:
    """``told`` and ``held`` as for :func:`changes_of`."""

    def __init__(self, redis_url: str, told: tuple[str, ...], held: str) -> None:
        self._bus = bus_at(redis_url)
        self._told = told
        self._held = held
        self._anybody = False

    async def start(self) -> None:
        """Begin to announce."""
        await self._bus.start()

    async def stop(self) -> None:
        await self._bus.stop()

    async def anybody_looks(self) -> None:
        """From now on what is committed is news; what an empty shop was furnished with is none."""
        self._anybody = True

    def on_commit(self, committed: Committed) -> None:
        """The ledger's hook: what a batch of this process changed."""
        if not self._anybody:
            return
        found = changes_of(committed, self._told, self._held)
        if found.states or found.opened or found.closed:
            self._bus.say(found.states, found.opened, found.closed)

    def tell_orders(self, news: Sequence[OrderNews]) -> None:
        """What became of orders."""
        self._bus.say_orders(news)

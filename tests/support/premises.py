"""How the shop under test is put together, and what a test may do with it beside its door.

``HOLDFAST_SPECS`` chooses for a whole run: ``one`` process (the default), one that settles by
``messages``, or ``split`` into services behind one door.
"""

import os
from typing import Final, Literal, Protocol, TypeAlias, get_args

__all__ = ["WAY", "Premises", "Way"]

Way: TypeAlias = Literal["one", "messages", "split"]


def _chosen() -> Way:
    asked = os.environ.get("HOLDFAST_SPECS", "one")
    for way in get_args(Way):
        if asked == way:
            found: Way = way
            return found
    raise ValueError(f"HOLDFAST_SPECS is one of {', '.join(get_args(Way))}; not {asked!r}")


WAY: Final = _chosen()


class Premises(Protocol):
    """A shop that runs."""

    @property
    def url(self) -> str:
        """Of its one door."""
        ...

    @property
    def database_url(self) -> str:
        """Where people, products and orders are."""
        ...

    @property
    def wallets_url(self) -> str:
        """Where the wallets are."""
        ...

    def metrics(self) -> str:
        """What all of its processes say at /metrics."""
        ...

    def crash(self) -> None:
        """``kill -9`` of whatever of ours takes part in a purchase; then start it again, ready."""
        ...

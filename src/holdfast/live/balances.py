"""Balances: the wallets of owners who watch them, kept true as stock is.

Fed with absolute states from this process's ledger and from the other workers; an account's
``version`` says which is newer, so that applying them in any order ends at the newest. What got
lost on the way is healed by reading again: soon after a change, and otherwise in turn.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from uuid import UUID

from msgspec import Struct

from holdfast.live.healing import Healing
from holdfast.live.tracker import Stock

__all__ = ["BalanceUpdate", "Balances", "WalletReading", "WalletSource"]


class WalletReading(Struct, frozen=True):
    """A wallet as read from the database, with the key of its ledger account."""

    wallet_id: UUID
    key: str
    currency: str
    state: Stock


class WalletSource(Struct, frozen=True):
    """Where to read from: the wallets of owners (who has none may be left out). ``prefix`` is what
    wallets' keys begin with, and ``owner_of`` says whose such a key is."""

    wallets: Callable[[Sequence[str]], Awaitable[Mapping[str, Sequence[WalletReading]]]]
    prefix: str
    owner_of: Callable[[str], str]


class BalanceUpdate(Struct, frozen=True, rename="camel"):
    """What an owner is told of one wallet, in minor units of its currency."""

    wallet_id: str
    currency: str
    balance: int
    held: int
    version: int


class _Owner:
    __slots__ = ("dirty", "heard", "read", "wallets", "watchers")

    def __init__(self) -> None:
        self.watchers = 0
        self.read = False
        self.wallets: dict[str, WalletReading] = {}
        self.heard: dict[str, Stock] = {}  # of accounts that no reading has shown yet
        self.dirty: set[str] = set()


class Balances:
    """One process's view of watched wallets. ``changed`` is set when there is news."""

    def __init__(self, source: WalletSource) -> None:
        self._source = source
        self._owners: dict[str, _Owner] = {}
        self._healing = Healing("balances", self._owners.keys, self._refresh, self._unplaced)
        self.changed = asyncio.Event()
        self.prefix = source.prefix

    async def start(self) -> None:
        """Begin to heal."""
        await self._healing.start()

    async def stop(self) -> None:
        await self._healing.stop()

    # --- watching ---------------------------------------------------------------------------

    @property
    def watched(self) -> int:
        """How many owners are watched."""
        return len(self._owners)

    async def watch(self, owner: str) -> None:
        """Follow an owner's wallets; registered before they are read, so that nothing falls
        between. Every ``watch`` needs its ``unwatch``, also when it raises."""
        known = self._owners.setdefault(owner, _Owner())
        known.watchers += 1
        if not known.read:
            await self._refresh([owner])

    def unwatch(self, owner: str) -> None:
        known = self._owners.get(owner)
        if known is not None:
            known.watchers -= 1
            if known.watchers == 0:
                del self._owners[owner]

    def snapshot(self, owner: str) -> list[BalanceUpdate]:
        """An owner's wallets as known now, by currency."""
        known = self._owners.get(owner)
        if known is None:
            return []
        wallets = sorted(known.wallets.values(), key=lambda one: one.currency)
        return [_update(one) for one in wallets]

    def drain(self) -> dict[str, list[BalanceUpdate]]:
        """What changed since the last call, by owner."""
        self.changed.clear()
        found = {}
        for owner, known in self._owners.items():
            if known.dirty:
                found[owner] = [_update(known.wallets[key]) for key in sorted(known.dirty)]
                known.dirty.clear()
        return found

    # --- news -------------------------------------------------------------------------------

    def take(self, states: Mapping[str, Stock]) -> None:
        """What a ledger committed; only what is in wallets is looked at."""
        for key, state in states.items():
            if not key.startswith(self.prefix):
                continue
            owner = self._source.owner_of(key)
            known = self._owners.get(owner)
            if known is None:
                continue
            self._healing.changed(owner)
            self._apply(known, key, state)

    def doubt(self) -> None:
        """Word from the others may have been lost: read everything watched again, soon."""
        self._healing.doubt()

    def _apply(self, known: _Owner, key: str, state: Stock) -> None:
        wallet = known.wallets.get(key)
        if wallet is None:
            before = known.heard.get(key)
            if before is None or state.version > before.version:
                known.heard[key] = state
            if known.read:  # a wallet opened since then
                self._healing.hurry()
            return
        if state.version > wallet.state.version:
            known.wallets[key] = WalletReading(wallet.wallet_id, key, wallet.currency, state)
            known.dirty.add(key)
            self.changed.set()

    def _apply_reading(self, known: _Owner, reading: WalletReading) -> None:
        if reading.key in known.wallets:
            self._apply(known, reading.key, reading.state)
            return
        heard = known.heard.pop(reading.key, reading.state)
        state = max(heard, reading.state, key=lambda one: one.version)
        known.wallets[reading.key] = WalletReading(
            reading.wallet_id, reading.key, reading.currency, state
        )
        if known.read:
            known.dirty.add(reading.key)
            self.changed.set()

    # --- reading ----------------------------------------------------------------------------

    async def _refresh(self, owners: Sequence[str]) -> None:
        found = await self._source.wallets(owners)
        for owner in owners:
            known = self._owners.get(owner)
            if known is not None:
                for reading in found.get(owner, ()):
                    self._apply_reading(known, reading)
                known.read = True

    def _unplaced(self) -> list[str]:
        """Owners with accounts that no reading has shown yet."""
        return [owner for owner, known in self._owners.items() if known.heard]


def _update(wallet: WalletReading) -> BalanceUpdate:
    state = wallet.state
    return BalanceUpdate(
        str(wallet.wallet_id), wallet.currency, state.stock, state.held, state.version
    )

"""Ways to take one unit of something scarce, each written as well as we can.

All of them write the same rows. *Bare*: the balance, the hold, the journal entry. *Full*: also the
idempotency record, the order, its item and the event for the outbox. Those on PostgreSQL write
them to the product's own tables, so that indexes, checks and bytes are the same for all.
"""

from bench.contenders.contender import PRODUCT, Contender, Purchase, purchases
from bench.contenders.holdfast_lane import HoldfastLane
from bench.contenders.redis_counter import RedisCounter
from bench.contenders.statements import ConditionalUpdate, RowLock, UnitRows, VersionCheck
from bench.contenders.unsealed_lane import UnsealedLane
from bench.contenders.wallet_lane import WalletLane
from bench.contenders.wallet_rows import WalletRowLock, WalletVersionCheck

__all__ = [
    "PRODUCT",
    "ConditionalUpdate",
    "Contender",
    "HoldfastLane",
    "Purchase",
    "RedisCounter",
    "RowLock",
    "UnitRows",
    "UnsealedLane",
    "VersionCheck",
    "WalletLane",
    "WalletRowLock",
    "WalletVersionCheck",
    "purchases",
]

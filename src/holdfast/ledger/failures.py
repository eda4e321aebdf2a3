"""How an attempt at a batch may fail, with nothing written or, at COMMIT, in doubt."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple

import asyncpg

from holdfast.ledger.chain import ChainLink
from holdfast.ledger.state import Decision, State

UNREACHABLE: Final = (
    OSError,
    TimeoutError,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # what the driver says when a farewell came between statements
)


class Doubt(NamedTuple):
    """A COMMIT whose answer was lost: the transaction's id, and what it would have come to."""

    xid: str
    decision: Decision
    state: State
    now: datetime
    sealed: tuple[ChainLink, bytes] | None = None


class ConnectionLost(Exception):
    """The connection broke. ``doubt`` is set when COMMIT had been sent."""

    def __init__(self, doubt: Doubt | None = None) -> None:
        super().__init__("connection to the ledger's store lost")
        self.doubt = doubt


class WrongLayout(Exception):
    """The keys lie in other partitions than this process would look in."""

    exit_code = 2


class TryAgain(Exception):
    """What this process remembered was out of date; it is forgotten now, so run the batch again."""


class Overfull(Exception):
    """The batch would lock more than it may: ``counts`` are the rows of each command."""

    def __init__(self, counts: Sequence[int]) -> None:
        super().__init__(f"{sum(counts)} rows in one batch")
        self.counts = counts


def is_lost(error: BaseException, connection: asyncpg.Connection) -> bool:
    """Whether the error means that the connection, not the command, is broken."""
    gone = (
        OSError,
        TimeoutError,
        asyncpg.InternalClientError,
        asyncpg.PostgresConnectionError,
        asyncpg.AdminShutdownError,
        asyncpg.CrashShutdownError,
        asyncpg.CannotConnectNowError,
        asyncpg.IdleInTransactionSessionTimeoutError,
    )
    return isinstance(error, gone) or connection.is_closed()

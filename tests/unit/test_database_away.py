"""Which errors mean that the database is away, so that a buyer is told to come again."""

import asyncpg
import pytest
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from holdfast.api.contract.faults import translated
from holdfast.api.contract.problems import Unavailable
from holdfast.db.engine import is_away
from holdfast.flows.commit.refusals import StoreFull


def wrapped(cause: Exception) -> DBAPIError:
    """As SQLAlchemy hands on what the driver said."""
    original = Exception("driver")
    original.__cause__ = cause
    return DBAPIError("SELECT 1", {}, original)


AWAY = [
    ConnectionRefusedError(111, "refused"),
    TimeoutError(),
    PoolTimeout(),
    asyncpg.ConnectionDoesNotExistError("gone"),
    asyncpg.InterfaceError("connection is closed"),
    asyncpg.InternalClientError("cannot switch to state 12; another operation (2) is in progress"),
    asyncpg.AdminShutdownError("shutting down"),
    asyncpg.CrashShutdownError("crashed"),
    asyncpg.CannotConnectNowError("starting up"),
    asyncpg.TooManyConnectionsError("full"),
    wrapped(asyncpg.CannotConnectNowError("starting up")),
    wrapped(asyncpg.ConnectionDoesNotExistError("gone")),
]
FULL = [asyncpg.DiskFullError("full"), wrapped(asyncpg.DiskFullError("full"))]
OURS = [
    ValueError("x"),
    asyncpg.UniqueViolationError("x"),
    asyncpg.PostgresSyntaxError("x"),
    wrapped(asyncpg.PostgresSyntaxError("x")),
]


@pytest.mark.parametrize("error", AWAY, ids=repr)
def test_away_is_503_and_worth_repeating(error: Exception) -> None:
    assert is_away(error)
    problem = translated(error)
    assert isinstance(problem, Unavailable)
    assert problem.headers["Retry-After"]


@pytest.mark.parametrize("error", FULL, ids=repr)
def test_a_full_disk_is_503_and_says_so(error: Exception) -> None:
    assert is_away(error)
    problem = translated(error)
    assert isinstance(problem, StoreFull)
    assert (problem.status, problem.code) == (503, "store-full")
    assert problem.headers["Retry-After"]


@pytest.mark.parametrize("error", OURS, ids=repr)
def test_a_fault_of_ours_is_not_hidden(error: Exception) -> None:
    assert not is_away(error)
    assert translated(error) is None

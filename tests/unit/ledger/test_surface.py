"""The ledger's public surface: small, and changed on purpose only."""

import inspect

import msgspec
import pytest

import holdfast.ledger as surface
from holdfast.ledger import Ledger, Line, partition_of
from tests.arch.source import modules

OPERATIONS = {
    "Deposit", "Withdraw", "SetOnHand", "Hold", "Extend", "Capture", "Release", "Expire", "Expect",
    "ExpectHeld", "Wait",
}  # fmt: skip
OUTCOMES = {
    "Accepted", "AlreadyDone", "Short", "Expired", "Conflict", "Unknown", "KeyReused", "Busy",
    "InDoubt",
}  # fmt: skip
OTHER = {
    "AccountState", "BatchReport", "Command", "Committed", "HoldState", "Insert", "KeyRange",
    "Ledger", "LedgerReader", "Line", "MAX_BALANCE", "MAX_LINES", "NOW", "NotArchived",
    "OpenedHold", "Operation", "Outcome", "WrongLayout", "check_layout",
    "RequestKey", "Rider", "RowTable", "SeatMove", "Share", "Shortage", "StateTable", "Transition",
    "REQUEST", "archive_month", "defer", "tell",
    "AccountAt", "account_before", "entries_between", "sums_between",
    "HOLDS", "JOURNAL", "DueHold", "account_join", "accounts_join", "accounts_under", "accounts_of",
    "analyze_accounts",
    "count_due", "count_moved_between", "due_holds", "entries_of", "forget_answers", "hold_end",
    "hold_join", "moved_between", "next_due",
    "FREE", "free_of", "kept_stores", "least_join", "open_holds", "sum_join",
    "partition_of",
}  # fmt: skip


def test_the_names() -> None:
    offered = modules()["holdfast.ledger"].public
    assert set(offered or ()) == OPERATIONS | OUTCOMES | OTHER


def test_the_unions_are_complete() -> None:
    assert {kind.__name__ for kind in surface.Operation.__args__} == OPERATIONS
    assert {kind.__name__ for kind in surface.Outcome.__args__} == OUTCOMES


def test_what_a_ledger_can_do() -> None:
    public = {name for name, _ in inspect.getmembers(Ledger) if not name.startswith("_")}
    assert public == {"start", "close", "commit", "alive", "queue_length", "shift_clock"}


@pytest.mark.parametrize(
    "name", sorted(OPERATIONS | OUTCOMES | {"Command", "Line", "RequestKey", "Shortage"})
)
def test_values_are_documented_and_cannot_be_changed(name: str) -> None:
    kind = getattr(surface, name)
    assert kind.__doc__ or name == "Line"
    config = kind.__struct_config__
    assert config.frozen
    assert issubclass(kind, msgspec.Struct)


def test_partitions_are_the_same_in_every_process_and_release() -> None:
    """FNV-1a by its published vectors; a change here would lose every account."""
    assert partition_of("", 2**64) == 0xCBF29CE484222325 + 1
    assert partition_of("a", 2**64) == 0xAF63DC4C8601EC8C + 1
    assert partition_of("foobar", 2**64) == 0x85944171F73967E8 + 1
    assert partition_of("anything", 1) == 1
    spread = [partition_of(f"stock/{n}", 4) for n in range(4000)]
    assert all(900 < spread.count(partition) < 1100 for partition in (1, 2, 3, 4))
    assert set(spread) == {1, 2, 3, 4}


def test_a_line_is_kept_unless_said_otherwise() -> None:
    assert Line("stock/x", 1) == Line("stock/x", 1, None, True)

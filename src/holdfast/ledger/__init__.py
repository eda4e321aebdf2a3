"""The ledger: whatever must never go below zero, and every change of it.

``Ledger.commit(Command(...))`` is the only way a scarce count changes. See docs/ledger.md.
"""

from holdfast.ledger.archive import NotArchived, archive_month
from holdfast.ledger.batcher import BatchReport, Ledger
from holdfast.ledger.ends import DueHold, count_due, due_holds, next_due, open_holds
from holdfast.ledger.entries import count_moved_between, entries_of, moved_between
from holdfast.ledger.failures import WrongLayout
from holdfast.ledger.forgetting import forget_answers
from holdfast.ledger.layout import check_layout
from holdfast.ledger.news import Committed, OpenedHold
from holdfast.ledger.outbox import defer, tell
from holdfast.ledger.partitions import partition_of
from holdfast.ledger.reads import (
    HoldState,
    KeyRange,
    LedgerReader,
    SeatMove,
    accounts_of,
    kept_stores,
)
from holdfast.ledger.relations import (
    FREE,
    HOLDS,
    JOURNAL,
    account_join,
    accounts_join,
    accounts_under,
    analyze_accounts,
    free_of,
    hold_end,
    hold_join,
    least_join,
    sum_join,
)
from holdfast.ledger.spans import (
    AccountAt,
    account_before,
    entries_between,
    sums_between,
)
from holdfast.ledger.types import (
    MAX_BALANCE,
    MAX_LINES,
    NOW,
    REQUEST,
    Accepted,
    AccountState,
    AlreadyDone,
    Busy,
    Capture,
    Command,
    Conflict,
    Deposit,
    Expect,
    ExpectHeld,
    Expire,
    Expired,
    Extend,
    Hold,
    InDoubt,
    Insert,
    KeyReused,
    Line,
    Operation,
    Outcome,
    Release,
    RequestKey,
    Rider,
    RowTable,
    SetOnHand,
    Share,
    Short,
    Shortage,
    StateTable,
    Transition,
    Unknown,
    Wait,
    Withdraw,
)

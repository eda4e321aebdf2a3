"""The ledger's words: operations, commands, riders and outcomes.

Everything here is a value. Quantities are whole units (pieces, minor units, minutes, seats),
keys are text such as ``stock/<variant>`` (at most 200 characters), ids are UUIDv7. What never
changes is never part of a cycle, so the garbage collector is spared them (``gc=False``).
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final, TypeAlias
from uuid import UUID

from msgspec import Struct

MAX_BALANCE: Final = 2**53 - 1  # exact in JSON numbers, also in a browser
MAX_LINES: Final = 512  # of a hold
MAX_KEY: Final = 200

# --- operations -----------------------------------------------------------------------------


class Deposit(Struct, frozen=True, gc=False):
    """Add to a store (opened on first use); on a capacity account, give back what was taken.

    ``counterparty`` names the other side of a money movement (``world/stripe``), so that every
    money entry sums to zero with it. ``note`` is the reason a person gave.
    """

    key: str
    quantity: int
    unit: str = "piece"
    capacity: int | None = None
    counterparty: str | None = None
    note: str | None = None


class Withdraw(Struct, frozen=True, gc=False):
    """Take from a store what is free; on a capacity account, take without holding first."""

    key: str
    quantity: int
    unit: str = "piece"
    capacity: int | None = None
    counterparty: str | None = None
    note: str | None = None


class SetOnHand(Struct, frozen=True, gc=False):
    """A stock count: free plus held becomes ``quantity``. Refused below what is held."""

    key: str
    quantity: int
    unit: str = "piece"
    note: str | None = None


class Share(Struct, frozen=True, gc=False):
    """A capacity that follows a store, which the same hold names as well: ``percent`` of what is
    free of it (what this account holds of it counts as free), ``least`` however little that is."""

    of: str
    percent: int
    least: int


class Line(Struct, frozen=True, gc=False):
    """One thing a hold takes: ``quantity`` of ``key``.

    With ``capacity`` the key is a capacity account and taken + held stays within it, and within
    its ``share`` if it has one, as it is when the line is taken (so before those of the goods). A
    line with ``kept=False`` is given back when the hold is captured: a limit on what is open at
    once.
    """

    key: str
    quantity: int
    capacity: int | None = None
    kept: bool = True
    share: Share | None = None


class Hold(Struct, frozen=True, gc=False):
    """Hold all lines for ``ttl`` seconds (by the database's clock), or none of them.

    ``hold_id`` is the caller's UUIDv7, so that its riders can name it; ``ref`` says what for
    (``order/<id>``). ``ends_with`` names a hold of the same command (released in it, say) whose end
    this one has instead of a ``ttl``: what is held anew is not held longer. ``first``: of these
    accounts it is for who waits in line (:class:`Wait`), so it takes what is kept for them.
    """

    hold_id: UUID
    lines: tuple[Line, ...]
    ttl: float
    ref: str = ""
    ends_with: UUID | None = None
    first: tuple[str, ...] = ()


class Extend(Struct, frozen=True, gc=False):
    """Let a running hold run ``ttl`` seconds from now; once in its life."""

    hold_id: UUID
    ttl: float


class Capture(Struct, frozen=True, gc=False):
    """Make a running hold final: what was held is gone. Refused from ``expires_at`` on."""

    hold_id: UUID


class Release(Struct, frozen=True, gc=False):
    """Give a held hold's units back."""

    hold_id: UUID


class Expire(Struct, frozen=True, gc=False):
    """Give back the units of a hold that is due; nothing happens if it is expired already."""

    hold_id: UUID


class Expect(Struct, frozen=True, gc=False):
    """Refuse the command unless the account is still at this version (0: never used)."""

    key: str
    version: int


class Wait(Struct, frozen=True, gc=False):
    """Let so many ``more`` wait in line for a store (fewer, below 0). While any do, what is free of
    it is kept for them: only a hold that is ``first`` takes it, and a command what it brings back
    itself. Refused to the first of a line as long as something is free; ``least`` or more, where
    fewer are of no use to who waits."""

    key: str
    more: int
    unit: str = "piece"
    least: int = 1


class ExpectHeld(Struct, frozen=True, gc=False):
    """Refuse the command, as ``Capture`` would, unless the hold is running."""

    hold_id: UUID


Operation: TypeAlias = (
    Deposit | Withdraw | SetOnHand | Hold | Extend | Capture | Release | Expire | Expect
    | ExpectHeld | Wait
)  # fmt: skip

# --- riders ---------------------------------------------------------------------------------


class RowTable(Struct, frozen=True, gc=False):
    """A table that riders insert into: column names and their PostgreSQL types, in order.
    ``replaces`` is the key by which a row takes the place of one that is there; the state that
    guards the command keeps two from being written at once. ``removes``: the columns are the key of
    rows that are there, and are no more."""

    name: str
    columns: tuple[str, ...]
    types: tuple[str, ...]
    replaces: tuple[str, ...] = ()
    removes: bool = False


class StateTable(Struct, frozen=True, gc=False):
    """A table whose rows have a state that riders change: its key, state and other columns.
    ``moves`` names every state and, for each, those it may go to; none: the last of a life."""

    name: str
    key: str
    state: str
    types: Mapping[str, str]  # PostgreSQL types of the columns a transition may also set
    moves: Mapping[str, tuple[str, ...]]


class Insert(Struct, frozen=True, gc=False):
    """Rows that exist exactly if the command is accepted; values in the table's column order.

    The value ``NOW`` becomes the time, ``REQUEST`` the command's request.
    """

    table: RowTable
    rows: tuple[tuple[object, ...], ...]


class Now(Struct, frozen=True, gc=False):
    """Stands for the moment the command is decided at, by the database's clock."""


NOW: Final = Now()


class OfRequest(Struct, frozen=True, gc=False):
    """Stands for what is made of the command's request."""

    made: Callable[[str], object]


REQUEST: Final = OfRequest(str)


class Transition(Struct, frozen=True, gc=False):
    """Move the row ``key`` to state ``to``; a state not in ``states`` refuses the command. The
    table has to allow it from each of them; to stay in one's state is always allowed.

    ``also`` sets further columns of the same row; the value ``NOW`` there becomes the time.
    """

    table: StateTable
    key: UUID
    states: tuple[str, ...]
    to: str
    also: tuple[tuple[str, object], ...] = ()


Rider: TypeAlias = Insert | Transition


class RequestKey(Struct, frozen=True, gc=False):
    """A client's idempotency key beside a command's own: ``text`` with its scope, ``digest`` that
    of the request's body, ``answer`` (JSON text) what a repetition of the request is told."""

    text: str
    digest: bytes
    answer: str


class Command(Struct, frozen=True, gc=False):
    """Operations and riders, all or none.

    ``key`` is the idempotency key with its scope (``reserve|guest:...|abc``), ``digest`` that of
    the request's body, ``answer`` (JSON text) what a repetition is told. A command whose ``key`` is
    of its own (``cancel/<order>``) takes its client's as ``request_key``, which is looked up first.
    ``actor`` and ``request`` stand on every journal entry. ``sweep`` commands never push a buyer
    out.
    """

    operations: tuple[Operation, ...] = ()
    riders: tuple[Rider, ...] = ()
    key: str | None = None
    digest: bytes = b""
    answer: str = ""
    actor: str = ""
    request: str = ""
    sweep: bool = False
    request_key: RequestKey | None = None


# --- outcomes -------------------------------------------------------------------------------


class AccountState(Struct, frozen=True, gc=False):
    """An account as it stands: ``balance`` is what is free of a store, what is taken of a
    capacity account; ``version`` counts its entries. ``kept`` is free as well, for those alone who
    wait in line for it."""

    key: str
    balance: int
    held: int
    version: int
    kept: int = 0

    @property
    def on_hand(self) -> int:
        """All there are of a store."""
        return self.balance + self.kept + self.held

    def seats(self, capacity: int) -> int:
        """What is free of a capacity account under the rule as it is now."""
        return max(capacity - self.balance - self.held, 0)


class Accepted(Struct, frozen=True, gc=False):
    """Done and durable. ``expires_at`` is the end of the command's (last) hold, if it made one."""

    answer: str
    at: datetime
    expires_at: datetime | None = None
    accounts: tuple[AccountState, ...] = ()


class AlreadyDone(Struct, frozen=True, gc=False):
    """The same key was accepted before: this is what it was told then."""

    answer: str
    expires_at: datetime | None = None


class Shortage(Struct, frozen=True, gc=False):
    """One account that cannot give what is wanted: ``available`` is free now, ``held`` may come
    back."""

    key: str
    wanted: int
    available: int
    held: int


class Short(Struct, frozen=True, gc=False):
    """Not enough; names every shortage of the command."""

    shortages: tuple[Shortage, ...]


class Expired(Struct, frozen=True, gc=False):
    """The hold's time is over."""

    hold_id: UUID


class Conflict(Struct, frozen=True, gc=False):
    """Something is not in the state the command needs: ``subject`` (a hold, ``orders/<id>``, an
    account key) was ``found`` in another."""

    subject: str
    found: str


class Unknown(Struct, frozen=True, gc=False):
    """No such hold or row."""

    subject: str


class KeyReused(Struct, frozen=True, gc=False):
    """The idempotency key ``key`` was used for another request."""

    key: str


class Busy(Struct, frozen=True, gc=False):
    """Not tried: too much is waiting, or the store is away or ``full``. Safe to repeat."""

    retry_after: float
    full: bool = False


class InDoubt(Struct, frozen=True, gc=False):
    """The connection broke at COMMIT and the store could not say which way it went. Safe to
    repeat with the same key."""


Outcome: TypeAlias = (
    Accepted | AlreadyDone | Short | Expired | Conflict | Unknown | KeyReused | Busy | InDoubt
)

"""What is declared of a thing that is told live."""

from collections.abc import Awaitable, Callable, Collection, Hashable, Mapping, Sequence
from datetime import datetime
from enum import Enum
from typing import Any, Generic, Literal, Protocol, TypeAlias, TypeVar
from uuid import UUID

from msgspec import Struct

from holdfast.db.engine import Database
from holdfast.kit import Problem
from holdfast.ledger import AccountState


class Versioned(Protocol):
    @property
    def version(self) -> int: ...


Key = TypeVar("Key", bound=Hashable)
State = TypeVar("State", bound=Versioned)
NextRelease: TypeAlias = Callable[[str], datetime | None]
"""When the next hold on an account ends."""


class TooManyKeys(Problem):
    """Subclassed by a channel that has a code of its own for it."""

    status = 422
    code = "too-many-ids"
    title = "Too many ids"


class Who(Enum):
    """Who may listen, and to what."""

    EVERYBODY = "whoever names ids"
    USERS = "each user, to their own"
    OWNERS = "each user and each guest, to their own"
    STAFF = "staff, to whatever ids they name"


class Reads(Struct, Generic[Key, State], frozen=True):
    """Where states are read from: those of these keys, each by the name of its account or its id,
    which no other key has (what there is none of is left out); and of these rows, whosever they
    are. ``everything``: all the keys there are, at most so many."""

    read: Callable[[Sequence[Key], Sequence[UUID]], Awaitable[Mapping[Key, Mapping[str, State]]]]
    everything: Callable[[int], Awaitable[Sequence[Key]]] | None = None


class Accounts(Struct, Generic[Key, State], frozen=True):
    """A channel whose states follow accounts of the ledger: those whose keys begin with
    ``prefix``. ``after``: the state once its account has moved. ``key_of``: what an account's
    state is listed under; None where only a reading knows, and then ``akin`` may say which account
    of the same key is there whenever this one is. ``needs``: accounts that a state is made from and
    that are another's: when one of those, or one akin to it, moves, the state is read anew.
    ``holds``: when the next hold on an account ends
    is told as well."""

    prefix: str
    after: Callable[[State, AccountState], State]
    key_of: Callable[[str], Key] | None = None
    akin: Callable[[str], str | None] | None = None
    needs: Callable[[State], Sequence[str]] | None = None
    holds: bool = False


class Channel(Struct, Generic[Key, State], frozen=True, kw_only=True):
    """A thing told live: ``subscribe:{name}`` is answered by ``{event}:snapshot``, and each change
    is told by ``{event}:update``. Keys are ids that a client names, or the owner who listens; each
    has states, which carry versions.
    """

    name: str
    event: str
    about: str
    """For the documents: what it tells."""
    listed: str = ""
    who: Who
    source: Callable[[Database, int], Reads[Key, State]]
    """Given a database and its partitions."""
    state: type[State]
    update: type[Struct]
    """What is told; the state itself unless ``told`` says otherwise."""
    service: Literal["orders", "payments"] = "orders"
    """Whose database it is read from, where there are several."""
    accounts: Accounts[Key, State] | None = None
    rows: str = ""
    """The table whose rows are its states; a change of one is news."""
    told: (
        Callable[[Collection[State], Sequence[tuple[str, State]], NextRelease], list[Struct]] | None
    ) = None
    """What is told of these states, with their accounts, given all that their key has."""
    gone: Callable[[State], State] | None = None
    """What is told of a state that is read no more; otherwise it stays as it was."""
    newest: int | None = None
    """A snapshot has so many of a key's states, those of the highest ids."""
    views: Mapping[str, Callable[[Any], Struct]] = {}
    """How else an update may be told, to who asks for it."""
    duty: str = ""
    """Of staff, whose duty it is to listen."""
    whole: bool = False
    """Whether everybody may listen to all there is, without ids."""
    most: int = 100
    """Ids that one connection may watch."""
    too_many: type[TooManyKeys] = TooManyKeys

    @property
    def member(self) -> str:
        """What a snapshot's list is called."""
        return self.listed or self.name

    @property
    def key(self) -> type[Key]:
        """What its keys are."""
        kind: Any = UUID if self.by_ids else str
        return kind  # type: ignore[no-any-return]

    @property
    def by_ids(self) -> bool:
        """Whether who listens names ids, and is not told of their own."""
        return self.who in (Who.EVERYBODY, Who.STAFF)

"""A small language for cases over time, so that the rules' tests read like their story.

One line is one command and what comes of it; ``&`` in front puts it in the batch of the line
before. Operations are joined by ``+``. The account is ``stock`` unless another is named::

    t=0  deposit 3                             -> ok
    t=0  hold a 2 ttl 10                       -> ok
    &    hold b 2                              -> short stock 2 of 1
    t=9  capture a                             -> ok
         hold c 1 stock, 1 limit<=2, 1 open<=5 back ttl 60
    = stock 1+0 v4

Operations: ``deposit N [key] [unit U] [cap N]``, ``withdraw ...``, ``set N [key] [unit U]``,
``hold ID LINES [ttl S]``, ``extend ID S``, ``capture|release|expire|held ID``,
``expect KEY VERSION``.
A line is ``N [key[<=capacity] [back]]``. ``key K [body B]`` gives an idempotency key, ``asked K
[body B]`` one of the client's beside it, ``row`` an inserted row, ``move R a|b to c`` a transition
of row R.

Outcomes: ``ok [until T]``, ``short KEY WANTED of AVAILABLE [held H], ...``, ``expired ID``,
``conflict SUBJECT FOUND``, ``unknown SUBJECT``, ``done [until T]``, ``reused``. A hold is
``hold:ID`` as a subject, a row ``row:R``. ``= KEY balance+held [vN]`` looks at an account,
``= hold:ID STATE`` at a hold, ``= row:R STATE`` at a row.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

from holdfast.ledger.rules import decide
from holdfast.ledger.state import Decision, RowState, State
from holdfast.ledger.types import (
    Accepted,
    AlreadyDone,
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
    Short,
    StateTable,
    Transition,
    Unknown,
    Withdraw,
)

__all__ = ["Story", "tell"]

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
NAMES = UUID("6f1b2a52-7a2e-4a4e-9a37-2f9df9c4e6a1")
ROWS = RowTable("notes", ("id",), ("uuid",))
STATES = StateTable("rows", "id", "state", {"reason": "text"}, {})


def name(text: str) -> UUID:
    """The id a short name stands for."""
    return uuid5(NAMES, text)


@dataclass
class Story:
    """A ledger in memory and the names used so far."""

    state: State = field(default_factory=State)
    now: float = 0.0
    names: dict[UUID, str] = field(default_factory=dict)
    decisions: list[Decision] = field(default_factory=list)

    def id(self, text: str) -> UUID:
        made = name(text)
        self.names[made] = text
        return made

    def run(self, commands: list[Command]) -> list[str]:
        decision = decide(self.state, commands, NOON + timedelta(seconds=self.now))
        self.decisions.append(decision)
        return [self.said(outcome) for outcome in decision.outcomes]

    def said(self, outcome: Outcome) -> str:
        """An outcome in the language."""
        match outcome:
            case Accepted(expires_at=until):
                return "ok" + self._until(until)
            case AlreadyDone(expires_at=until):
                return "done" + self._until(until)
            case Short(shortages):
                return "short " + ", ".join(
                    f"{s.key} {s.wanted} of {s.available}" + (f" held {s.held}" if s.held else "")
                    for s in shortages
                )
            case Expired(hold_id):
                return f"expired {self.names[hold_id]}"
            case Conflict(subject, found):
                return f"conflict {self._subject(subject)} {found}"
            case Unknown(subject):
                return f"unknown {self._subject(subject)}"
            case KeyReused():
                return "reused"
        raise AssertionError(outcome)

    def looked(self, what: str) -> str:
        """What stands there now, in the language."""
        if what.startswith("hold:"):
            return self.state.holds[name(what.removeprefix("hold:"))].state
        if what.startswith("row:"):
            return self.state.rows["rows", name(what.removeprefix("row:"))].state
        account = self.state.accounts.get(what)
        if account is None:
            return "0+0 v0"
        return f"{account.balance}+{account.held} v{account.version}"

    def _until(self, moment: datetime | None) -> str:
        return "" if moment is None else f" until {(moment - NOON).total_seconds():g}"

    def _subject(self, subject: str) -> str:
        table, _, text = subject.partition("/")
        try:
            return f"{'row' if table == 'rows' else table}:{self.names[UUID(text)]}"
        except ValueError:
            return subject


def tell(text: str, story: Story | None = None) -> Story:
    """Run a case; raises AssertionError at the first line that came out otherwise."""
    story = story or Story()
    for batch in _batches(text):
        if isinstance(batch, str):
            what, _, expected = batch.partition(" ")
            found = story.looked(what)
            assert found.startswith(expected.strip()), f"= {what}: {found}, not {expected}"
            continue
        commands = []
        for line, _ in batch:
            at = re.match(r"t=(\S+)\s+", line)
            if at is not None:
                story.now = float(at[1])
                line = line[at.end() :]
            commands.append(_command(line, story))
        for (line, expected), found in zip(batch, story.run(commands), strict=True):
            assert found == expected or (expected == "ok" and found.startswith("ok until")), (
                f"{line} -> {found}, not {expected}"
            )
    return story


def _batches(text: str) -> Iterator[list[tuple[str, str]] | str]:
    batch: list[tuple[str, str]] = []
    for raw in text.splitlines():
        line = " ".join(raw.split("#")[0].split())
        if not line:
            continue
        command, _, expected = line.partition(" -> ")
        if not line.startswith("&") and batch:
            yield batch
            batch = []
        if line.startswith("="):
            yield line.removeprefix("=").strip()
        else:
            batch.append((command.removeprefix("&").strip(), expected.strip() or "ok"))
    if batch:
        yield batch


def _command(text: str, story: Story) -> Command:
    operations: list[Operation] = []
    riders: list[Rider] = []
    key, body, asked = None, "", None
    for part in text.split(" + "):
        words = part.split()
        if words[0] == "key":
            key, body = words[1], words[3] if len(words) > 2 else ""
        elif words[0] == "asked":
            sent = words[3] if len(words) > 2 else ""
            asked = RequestKey(words[1], sent.encode(), f'"{text}"')
        elif words[0] == "row":
            riders.append(Insert(ROWS, ((story.id("row"),),)))
        elif words[0] == "move":
            riders.append(_move(words, story))
        else:
            operations.append(_operation(words, part, story))
    told = f'"{text}"'
    return Command(
        tuple(operations), tuple(riders), key, body.encode(), told, "me", "r1", request_key=asked
    )


def _move(words: list[str], story: Story) -> Transition:
    at = story.id(words[1])
    if words[2] == "new":  # the row as the store would have read it
        story.state.rows["rows", at] = RowState(STATES, words[3])
        return Transition(STATES, at, (words[3],), words[3])
    return Transition(STATES, at, tuple(words[2].split("|")), words[4], (("reason", words[4]),))


def _operation(words: list[str], part: str, story: Story) -> Operation:
    kind, rest = words[0], words[1:]
    if kind in ("deposit", "withdraw", "set"):
        quantity, options = int(rest[0]), rest[1:]
        named = dict(zip(options[len(options) % 2 :: 2], options[len(options) % 2 + 1 :: 2],
                         strict=True))  # fmt: skip
        at = options[0] if len(options) % 2 else "stock"
        unit = named.get("unit", "piece")
        if kind == "set":
            return SetOnHand(at, quantity, unit)
        capacity = int(named["cap"]) if "cap" in named else None
        return (Deposit if kind == "deposit" else Withdraw)(at, quantity, unit, capacity)
    if kind == "expect":
        return Expect(rest[0], int(rest[1]))
    hold = story.id(rest[0])
    if kind == "hold":
        taken, _, ttl = part.split(maxsplit=2)[2].partition(" ttl ")
        return Hold(hold, tuple(_line(line) for line in taken.split(",")), float(ttl or 60))
    if kind == "extend":
        return Extend(hold, float(rest[1]))
    ends: dict[str, type[Capture | Release | Expire | ExpectHeld]]
    ends = {"capture": Capture, "release": Release, "expire": Expire, "held": ExpectHeld}
    return ends[kind](hold)


def _line(text: str) -> Line:
    words = text.split()
    at, _, capacity = (words[1] if len(words) > 1 else "stock").partition("<=")
    return Line(at, int(words[0]), int(capacity) if capacity else None, "back" not in words)

"""What an audit says: counts, money and goods by unit, and every violation by name."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import Final, TypeAlias

from msgspec import Struct, field

MOST_LISTED: Final = 1_000


class Fault(StrEnum):
    """The ways a ledger can be wrong. What else disagrees with it has codes of its own."""

    GAP = "gap"  # an account's versions are not 1, 2, 3 ... (or start beyond the archive)
    DUPLICATE = "duplicate"  # two entries with the same version of the same account
    SUM = "sum"  # balances after an entry are not those before it plus its change
    NEGATIVE = "negative"  # fewer than nothing free, taken or held
    SHAPE = "shape"  # an operation changed what that operation never changes
    ORPHAN = "orphan"  # an entry without its account, or naming a hold that does not exist
    ACCOUNT = "account"  # an account is not what its last entry says
    HELD = "held"  # an account's held is not the sum of the holds that are held
    HOLD = "hold"  # a hold's entries do not match its lines and state
    COMMAND = "command"  # entries of one command do not agree on who, for which request, when
    TIME = "time"  # captured when due, or expired before it was
    CONSERVATION = "conservation"  # a unit's accounts do not add up to what went in and out
    MONEY = "money"  # money came from or went to nobody named
    PARTITION = "partition"  # one key in two partitions
    CHAIN = "chain"  # a head does not follow from the one before, or is gone
    SEALED = "sealed"  # a batch's rows are not those it was sealed with
    HEADS = "heads"  # not what was exported
    IDEMPOTENCY = "idempotency"  # a record that could not answer a repetition


class Violation(Struct, frozen=True):
    """One thing that is wrong: where, what should be there, what is."""

    fault: str
    subject: str
    expected: str
    found: str

    def __str__(self) -> str:
        return f"{self.fault}: {self.subject}: expected {self.expected}, found {self.found}"


class Flow(Struct):
    """All accounts of a kind and unit: what each operation added up to, and what is there now.

    ``opening`` stands for entries that were archived. ``opening`` plus all of ``operations``
    equals ``balance + held``.
    """

    kind: str
    unit: str
    accounts: int = 0
    opening: int = 0
    operations: dict[str, int] = field(default_factory=dict)
    balance: int = 0
    held: int = 0

    @property
    def expected(self) -> int:
        """What must be there, by the journal."""
        return self.opening + sum(self.operations.values())


class AuditReport(Struct):
    """The findings. ``violations`` lists the first thousand, ``violation_count`` counts all.
    ``checked``: how many of what was compared, where more than the ledger was looked at."""

    clean: bool = True
    accounts: int = 0
    entries: int = 0
    holds: int = 0
    records: int = 0
    batches: int = 0
    chained_since: datetime | None = None
    checked: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    flows: list[Flow] = field(default_factory=list)
    violation_count: int = 0
    violations: list[Violation] = field(default_factory=list)

    def add(self, fault: str, subject: str, expected: object, found: object) -> None:
        """Name a violation."""
        self.clean = False
        self.violation_count += 1
        if len(self.violations) < MOST_LISTED:
            self.violations.append(Violation(fault, subject, str(expected), str(found)))

    def text(self) -> str:
        """The report for a person."""
        counts = f"{self.accounts:,} accounts, {self.entries:,} entries, {self.holds:,} holds"
        lines = [f"{counts}, {self.records:,} idempotency records in {self.seconds:.1f} s"]
        for flow in self.flows:
            sums = ", ".join(f"{name} {total:+,}" for name, total in flow.operations.items())
            lines.append(
                f"{flow.kind} {flow.unit}: {flow.accounts:,} accounts, {sums or 'no movement'}; "
                f"{flow.balance:,} and {flow.held:,} held"
            )
        if self.chained_since is not None:
            since = f"{self.chained_since:%Y-%m-%d %H:%M:%S}"
            lines.append(f"{self.batches:,} batches follow from one another since {since} UTC")
        if self.checked:
            beside = ", ".join(f"{many:,} {stage}" for stage, many in self.checked.items() if many)
            lines.append(f"in agreement with: {beside or 'nothing'}")
        lines += [str(violation) for violation in self.violations]
        unlisted = self.violation_count - len(self.violations)
        if unlisted:
            lines.append(f"... and {unlisted:,} more")
        lines.append("clean" if self.clean else f"{self.violation_count:,} violations")
        return "\n".join(lines)


class Progress(Struct, frozen=True):
    """How far an audit is: ``done`` of about ``total`` rows of ``stage``."""

    stage: str
    done: int
    total: int


Tell: TypeAlias = Callable[[str, int, int], None]

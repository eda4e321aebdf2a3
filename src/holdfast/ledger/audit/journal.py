"""The journal, entry by entry: versions, sums, and what each operation may change."""

from dataclasses import dataclass
from typing import Any, Final

from holdfast.kit import is_currency
from holdfast.ledger.audit.report import AuditReport, Fault, Flow

__all__ = ["Seen", "check_entries"]

ENTRIES_A_SLICE: Final = 5_000
_BEYOND: Final = 2**63 - 1

_ENTRIES = """
SELECT partition, key, version, operation, change, held_change, balance, held, hold,
       counterparty, at
FROM ledger_entries
WHERE (partition, key, version) >= ($1::smallint, $2::text, $3::bigint)
  AND ($4::smallint IS NULL OR (partition, key) <= ($4::smallint, $5::text))
ORDER BY partition, key, version LIMIT $6
"""

_MISSING_HOLDS = """
SELECT id FROM unnest($1::uuid[]) AS id
WHERE NOT EXISTS (
    SELECT FROM ledger_holds h JOIN (SELECT DISTINCT partition FROM unnest($2::smallint[])
    AS partition) p ON h.partition = p.partition WHERE h.id = unnest.id)
"""

# What an operation does to (change, held_change), as signs: 1 adds, -1 takes, 0 leaves alone.
_SHAPES: Final[dict[tuple[str, str], tuple[tuple[int, int], ...]]] = {
    ("store", "deposit"): ((1, 0),),
    ("store", "withdraw"): ((-1, 0),),
    ("store", "set"): ((1, 0), (-1, 0), (0, 0)),
    ("store", "hold"): ((-1, 1),),
    ("store", "capture"): ((0, -1),),
    ("store", "release"): ((1, -1),),
    ("store", "expire"): ((1, -1),),
    ("capacity", "deposit"): ((-1, 0),),
    ("capacity", "withdraw"): ((1, 0),),
    ("capacity", "hold"): ((0, 1),),
    ("capacity", "capture"): ((1, -1), (0, -1)),
    ("capacity", "release"): ((0, -1),),
    ("capacity", "expire"): ((0, -1),),
}
_OF_A_HOLD: Final = {"hold", "capture", "release", "expire"}


@dataclass(slots=True)
class Seen:
    """An account as the audit found it, and how far its journal has been followed."""

    kind: str
    unit: str
    version: int
    at: int | None = None  # the version followed to
    balance: int = 0
    held: int = 0

"""What an import did, or would do."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from msgspec import Struct, field

from holdfast.catalog.shopify import RowFault

__all__ = ["ColumnNotTaken", "Count", "CountMoved", "ImportReport", "StockReport"]

MAX_REPORTED: Final = 1000


class Count(Struct, rename="camel"):
    created: int = 0
    updated: int = 0
    unchanged: int = 0


class CountMoved(Struct, frozen=True, rename="camel"):
    """A count that was not what the file says: ``before`` on hand, ``after`` by the file."""

    handle: str
    sku: str
    options: dict[str, str]
    variant_id: UUID
    before: int
    after: int


class StockReport(Struct, rename="camel"):
    """``opened``: pieces of new variants; ``moved_count``: counts that ``--set-stock`` set."""

    opened: int = 0
    moved_count: int = 0
    moved: list[CountMoved] = field(default_factory=list)

    def add_moved(self, one: CountMoved) -> None:
        self.moved_count += 1
        if len(self.moved) < MAX_REPORTED:
            self.moved.append(one)


class ColumnNotTaken(Struct, rename="camel"):
    """A column that is not read, and of how many products it says something."""

    column: str
    products: int = 0


class ImportReport(Struct, rename="camel"):
    """As ``--json`` prints it. Lists end at 1,000."""

    file: str
    currency: str
    dry_run: bool
    lines: int = 0
    products: Count = field(default_factory=Count)
    variants: Count = field(default_factory=Count)
    images_fetched: int = 0
    stock: StockReport = field(default_factory=StockReport)
    error_count: int = 0
    errors: list[RowFault] = field(default_factory=list)
    notice_count: int = 0
    notices: list[RowFault] = field(default_factory=list)
    not_taken: list[ColumnNotTaken] = field(default_factory=list)

    def add_not_taken(self, columns: Sequence[str]) -> None:
        """One product says something in these columns, of which a file has at most 1,000."""
        known = {one.column: one for one in self.not_taken}
        for column in columns:
            if column not in known:
                self.not_taken.append(ColumnNotTaken(column))
                known[column] = self.not_taken[-1]
            known[column].products += 1

    def add_fault(self, fault: RowFault) -> None:
        if fault.left_out:
            self.error_count += 1
            kept = self.errors
        else:
            self.notice_count += 1
            kept = self.notices
        if len(kept) < MAX_REPORTED:
            kept.append(fault)

"""Rows to products: all rows of one handle that follow each other make one draft."""

from collections.abc import Iterable, Iterator

from holdfast.catalog.handles import stands_in_address
from holdfast.catalog.shopify.columns import Columns, read_header
from holdfast.catalog.shopify.faults import RowFault, UnusableFile, fault_at
from holdfast.catalog.shopify.gathered import MAX_NAME, ParsedProduct, ProductRows
from holdfast.catalog.shopify.records import Record, read_records
from holdfast.catalog.shopify.woocommerce import is_woocommerce, shopify_rows
from holdfast.kit.sentences import say

__all__ = ["ParsedProduct", "read_products"]


def read_products(lines: Iterable[str], currency: str) -> Iterator[ParsedProduct]:
    """Products in the file's order, reading no further than it must.

    Raises :class:`UnusableFile` when there is no header of a product CSV.
    """
    source = iter(lines)
    first = next((line for line in source if not line.isspace()), "").lstrip("\ufeff")
    delimiter = max(",;\t", key=first.count)
    records = read_records(_again(first, source), delimiter)
    header = next(records, None)
    if header is None or isinstance(header, RowFault):
        raise UnusableFile(say("The file has no header row."))
    if is_woocommerce(header[1]):
        records = shopify_rows(header[1], records)
        header = next(records)
        assert not isinstance(header, RowFault)
    columns = read_header(header[1])
    group: ProductRows | None = None
    for record in records:
        if isinstance(record, RowFault):
            yield ParsedProduct(None, (record,), record.line)
            continue
        line, row = record
        handle = columns.get(row, "handle")
        fault = _unusable(columns, record, handle)
        if fault is not None:
            yield ParsedProduct(None, (fault,), line)
            continue
        if group is None or group.handle != handle:
            if group is not None:
                yield group.finished()
            group = ProductRows(handle, columns, currency)
        group.add(line, row)
        if many := group.many_faults():
            yield ParsedProduct(None, tuple(many), line)
    if group is not None:
        yield group.finished()


def _again(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


def _unusable(columns: Columns, record: Record, handle: str) -> RowFault | None:
    line, row = record
    if len(row) > columns.width and any(cell.strip() for cell in row[columns.width :]):
        why = say(
            "the row has {found} columns, the header {columns}",
            found=len(row),
            columns=columns.width,
        )
        return fault_at(line, why, handle)
    if not handle:
        return fault_at(line, say("the handle is missing"))
    if not stands_in_address(handle):
        why = say("the handle {handle} cannot stand in an address", handle=repr(handle[:80]))
        return fault_at(line, why, handle[:80])
    if len(handle) > MAX_NAME:
        why = say("the handle is longer than {most} characters", most=MAX_NAME)
        return fault_at(line, why, handle[:80])
    return None

"""What of a refund is tax: of units that come back, what was paid as tax for these units; of an
amount, the share of all that is left. Together it is the order's tax once all of it is back."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.reading import Event
from holdfast.invoices import RefundTax, keep_refund_taxes, refund_taxes_of
from holdfast.payments import RefundFailed
from holdfast.pricing import PaidLine, of_lines, tax_of

__all__ = ["source_of", "tax_refunds"]

_SOLD: Final = sa.text("""
SELECT o.id, o.total, o.tax, o.shipping, o.currency,
       coalesce(CAST(o.breakdown ->> 'included' AS boolean), false) AS included,
       coalesce(CAST(o.breakdown ->> 'shipping_tax' AS bigint), 0) AS shipping_tax,
       (SELECT coalesce(jsonb_agg(jsonb_build_array(
                    i.price * i.quantity - i.discount, i.tax) ORDER BY i.line), '[]')
        FROM order_items i WHERE i.order_id = o.id) AS items
FROM orders o WHERE o.id = ANY(CAST(:ids AS uuid[]))
""")


def source_of(refund: Event) -> str:
    """What names a refund, or that nothing came of it, for good."""
    return f"refund/{refund.data['paymentId']}/{refund.position.era}.{refund.position.id}"


async def tax_refunds(
    connection: AsyncConnection, refunds: Sequence[Event]
) -> dict[str, RefundTax]:
    """The tax of each of these refunds of sales, by :func:`source_of`; kept where it was not. One
    in another currency than its order has none."""
    ids = {UUID(event.subject) for event in refunds}
    if not ids:
        return {}
    rows = await connection.execute(_SOLD, {"ids": sorted(ids)})
    orders = {row["id"]: row for row in rows.mappings()}
    kept = await refund_taxes_of(connection, ids)
    known = {one.source: one for done in kept.values() for one in done}
    new: list[RefundTax] = []
    for event in refunds:
        row = orders[UUID(event.subject)]
        if source_of(event) in known or event.data["currency"] != row["currency"]:
            continue
        before = kept.setdefault(row["id"], [])
        one = _taxed(event, _lines(row), before)
        before.append(one)
        new.append(one)
        known[one.source] = one
    await keep_refund_taxes(connection, new)
    return known


def _lines(row: Mapping[Any, Any]) -> list[PaidLine]:
    """What was paid for each line of an order, for delivery, and for what else it sold (a session,
    a package), with its tax."""
    on_top = not row["included"]
    lines = [PaidLine(paid + (tax if on_top else 0), tax) for paid, tax in row["items"]]
    delivery = row["shipping_tax"]
    lines.append(PaidLine(row["shipping"] + (delivery if on_top else 0), delivery))
    rest = row["total"] - sum(one.paid for one in lines)
    return [*lines, PaidLine(max(rest, 0), row["tax"] - sum(one.tax for one in lines))]


def _taxed(event: Event, lines: Sequence[PaidLine], before: Sequence[RefundTax]) -> RefundTax:
    back = _back(lines, before)
    undone = event.type == RefundFailed.TYPE
    amount = int(str(event.data["undone" if undone else "amount"]))
    if undone:
        shares = [-share for share in of_lines(back, min(amount, sum(back)))]
    else:
        shares = _shares(lines, back, amount, event.data.get("lines") or ())
    now = [was + more for was, more in zip(back, shares, strict=True)]
    tax = tax_of(lines, now) - sum(one.tax for one in before)
    return RefundTax(
        source_of(event),
        UUID(event.subject),
        UUID(str(event.data["paymentId"])),
        event.at,
        -amount if undone else amount,
        tax,
        tuple(shares),
    )


def _back(lines: Sequence[PaidLine], before: Sequence[RefundTax]) -> list[int]:
    """What is back of each line by earlier refunds."""
    back = [0] * len(lines)
    for one in before:
        shares = one.shares or _shares(lines, back, one.amount, ())
        back = [was + more for was, more in zip(back, shares, strict=True)]
    return back


def _shares(lines: Sequence[PaidLine], back: Sequence[int], amount: int, wanted: Any) -> list[int]:
    left = [max(one.paid - was, 0) for one, was in zip(lines, back, strict=True)]
    return of_lines(left, min(amount, sum(left)), wanted)

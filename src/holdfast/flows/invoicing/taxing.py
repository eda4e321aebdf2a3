"""What of a refund is tax: of units that come back, what was paid as tax for these units; of an
amount, the share of all that is left. Together it is the order's tax once all of it is back."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.reading import Event
from holdfast.flows.invoicing.sold import SoldOrder
from holdfast.invoices import BillTax, RefundTax, keep_refund_taxes, refund_taxes_of
from holdfast.payments import RefundFailed
from holdfast.pricing import of_lines, tax_of

__all__ = ["TaxedRefund", "source_of", "tax_refunds"]


class TaxedRefund(Struct, frozen=True):
    """What is kept of a refund of an order, of each line of which so much was back ``before``, and
    is ``after``."""

    kept: RefundTax
    sold: SoldOrder
    before: tuple[int, ...]
    after: tuple[int, ...]

    def by_rate(self, language: str) -> list[BillTax]:
        """Net and tax at each rate of what went back, or was taken back."""
        both = zip(
            self.sold.by_rate(self.before, language),
            self.sold.by_rate(self.after, language),
            strict=True,
        )
        return [
            replace(now, net=abs(now.net - was.net), tax=abs(now.tax - was.tax))
            for was, now in both
        ]


def source_of(refund: Event) -> str:
    """What names a refund, or that nothing came of it, for good."""
    return f"refund/{refund.data['paymentId']}/{refund.position.era}.{refund.position.id}"


async def tax_refunds(
    connection: AsyncConnection, refunds: Sequence[Event], orders: Mapping[UUID, SoldOrder]
) -> dict[str, TaxedRefund]:
    """The tax of each of these refunds of sales, by :func:`source_of`; kept where it was not. One
    in another currency than its order has none."""
    if not refunds:
        return {}
    known, back = await _known(connection, orders)
    new: list[RefundTax] = []
    for event in refunds:
        order_id = UUID(event.subject)
        sold = orders[order_id]
        if source_of(event) in known or event.data["currency"] != sold.currency:
            continue
        told = sum(one.kept.tax for one in known.values() if one.kept.order_id == order_id)
        one = _taxed(event, sold, back[order_id], told)
        back[order_id] = one.after
        new.append(one.kept)
        known[one.kept.source] = one
    await keep_refund_taxes(connection, new)
    return known


async def _known(
    connection: AsyncConnection, orders: Mapping[UUID, SoldOrder]
) -> tuple[dict[str, TaxedRefund], dict[UUID, tuple[int, ...]]]:
    """What was kept of earlier refunds, and what of each line of an order is back by them."""
    kept = await refund_taxes_of(connection, orders)
    known: dict[str, TaxedRefund] = {}
    back: dict[UUID, tuple[int, ...]] = {}
    for order_id, sold in orders.items():
        now = (0,) * len(sold.lines)
        for one in kept.get(order_id, ()):
            shares = one.shares or _shares(sold, now, one.amount, ())
            was, now = now, _sums(now, shares)
            known[one.source] = TaxedRefund(one, sold, was, now)
        back[order_id] = now
    return known, back


def _taxed(event: Event, sold: SoldOrder, back: tuple[int, ...], told: int) -> TaxedRefund:
    undone = event.type == RefundFailed.TYPE
    amount = int(str(event.data["undone" if undone else "amount"]))
    if undone:
        shares = [-share for share in of_lines(back, min(amount, sum(back)))]
    else:
        shares = _shares(sold, back, amount, event.data.get("lines") or ())
    after = _sums(back, shares)
    kept = RefundTax(
        source_of(event),
        UUID(event.subject),
        UUID(str(event.data["paymentId"])),
        event.at,
        -amount if undone else amount,
        tax_of(sold.lines, after) - told,
        tuple(shares),
    )
    return TaxedRefund(kept, sold, back, after)


def _sums(back: Sequence[int], shares: Collection[int]) -> tuple[int, ...]:
    return tuple(was + more for was, more in zip(back, shares, strict=True))


def _shares(sold: SoldOrder, back: Sequence[int], amount: int, wanted: Any) -> list[int]:
    left = [max(paid - was, 0) for paid, was in zip(sold.paid, back, strict=True)]
    return of_lines(left, min(amount, sum(left)), wanted)

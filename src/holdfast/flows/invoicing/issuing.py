"""A consumer of events: an invoice for each order that is paid, a credit note for each refund of
what paid it, and one that takes it back where nothing came of that refund, in the transaction that
moves its cursor: so each once, and no number is taken for nothing. What of a refund is tax is kept
with it, also where no invoice is.

A shop that has not said who issues them has none; who says so later has them from then on.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa
from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.reading import Event
from holdfast.flows.invoicing.sold import SoldOrder, sold_orders
from holdfast.flows.invoicing.taxing import TaxedRefund, source_of, tax_refunds
from holdfast.invoices import (
    Bill,
    BillLine,
    BillTax,
    Issued,
    ToIssue,
    bills_of,
    credited,
    issue,
    issued_for,
    open_series,
    uncredited,
)
from holdfast.kit.locales import choose_locale
from holdfast.kit.zones import zone
from holdfast.orders import OrderPaid, tax_on_top
from holdfast.payments import RefundDone, RefundFailed, back_to_prepaid, refunds_of_sales
from holdfast.shipping import decode_address, lines_of
from holdfast.shop import ShopSettings, read_settings

__all__ = ["INVOICE_TYPES", "issue_invoices"]

INVOICE_TYPES: Final = (OrderPaid.TYPE, RefundDone.TYPE, RefundFailed.TYPE)

_ORDERS: Final = sa.text(f"""
SELECT o.id, o.number, o.locale, o.total, o.shipping, o.discount, o.currency, o.description,
       o.booking_id IS NOT NULL AS is_booking, {tax_on_top("o")} AS on_top,
       coalesce(CAST(o.breakdown ->> 'included' AS boolean), false) AS included,
       o.address::text AS address, u.name, u.email,
       (SELECT coalesce(jsonb_agg(jsonb_build_object(
                    'name', concat_ws(' · ', i.product_name,
                        (SELECT string_agg(said.value, ' · ' ORDER BY said.key)
                         FROM jsonb_each_text(i.options) said)),
                    'quantity', i.quantity, 'price', i.price)
                    ORDER BY i.line), '[]')
        FROM order_items i WHERE i.order_id = o.id) AS items
FROM orders o LEFT JOIN users u ON 'user:' || u.id::text = o.owner
WHERE o.id = ANY(CAST(:ids AS uuid[])) AND o.total > 0
""")  # of what is sent in exchange, or given away, nothing is to be said


async def issue_invoices(connection: AsyncConnection, events: Sequence[Event]) -> None:
    """The consumer's handler."""
    shop = await read_settings(connection)
    refunds = await refunds_of_sales(
        connection,
        [event for event in events if event.type == RefundDone.TYPE or event.data.get("undone")],
    )
    paid = [event for event in events if event.type == OrderPaid.TYPE and shop.invoice_issuer]
    sold = await _sold(connection, paid, refunds)
    prepaid = await back_to_prepaid(connection, refunds)
    refunds = [event for event in refunds if not _sold_before(event, sold, prepaid)]
    taxes = await tax_refunds(connection, refunds, sold)
    known = await bills_of(connection, [UUID(event.subject) for event in refunds])
    if not paid and not known:
        return
    last = await open_series(connection)
    sources = [_paid(event) for event in paid] + [source_of(event) for event in refunds]
    done = await issued_for(connection, sources)
    new = {event.subject: event for event in paid if _paid(event) not in done}
    orders = await connection.execute(_ORDERS, {"ids": sorted(new)})
    bills = {
        str(row["id"]): _bill(row, shop, new, sold[row["id"]])
        for row in orders.mappings()
        if sold[row["id"]].total > 0
    }
    await issue(
        connection,
        last,
        [
            ToIssue("invoice", UUID(subject), _paid(event), bills[subject])
            for subject, event in new.items()
            if subject in bills
        ],
    )
    refunds = [event for event in refunds if source_of(event) not in done]
    known = await bills_of(connection, [UUID(event.subject) for event in refunds])
    await issue(connection, last, _notes(refunds, taxes, known, shop))


async def _sold(
    connection: AsyncConnection, paid: Sequence[Event], refunds: Sequence[Event]
) -> dict[UUID, SoldOrder]:
    ids = {UUID(event.subject) for event in (*paid, *refunds)}
    return await sold_orders(connection, ids) if ids else {}


def _sold_before(refund: Event, sold: Mapping[UUID, SoldOrder], prepaid: Collection[str]) -> bool:
    """Whether it goes back to what had been bought, and invoiced, before."""
    return bool(sold[UUID(refund.subject)].prepaid) and refund.data["paymentId"] in prepaid


def _paid(event: Event) -> str:
    return f"order/{event.subject}"


def _day(event: Event, shop: ShopSettings) -> date:
    """On which it was by the shop's clock, as the books have it."""
    return event.at.astimezone(zone(shop.dispatch.zone)).date()


def _notes(
    refunds: Sequence[Event],
    taxes: Mapping[str, TaxedRefund],
    known: Mapping[UUID, list[Issued]],
    shop: ShopSettings,
) -> list[ToIssue]:
    """A credit note for each refund of what has an invoice, or one that takes it back; none says
    more than is left of it."""
    notes: list[ToIssue] = []
    before: dict[UUID, int] = {}
    for event in refunds:
        order_id = UUID(event.subject)
        issued = known.get(order_id, ())
        invoice = next((one for one in issued if one.series == "invoice"), None)
        if invoice is None or event.data["currency"] != invoice.bill.currency:
            continue
        told = before.setdefault(order_id, sum(one.bill.credits for one in issued))
        undone = event.type == RefundFailed.TYPE
        taxed = taxes[source_of(event)]
        kept = taxed.kept
        if undone:
            total, tax = uncredited(told, -kept.amount, -kept.tax)
        else:
            total, tax = credited(invoice.bill, told, kept.amount, kept.tax)
        if not total:
            continue
        lines, shipping = _given_back(taxed, invoice.bill, total)
        bill = replace(
            invoice.bill,
            on=_day(event, shop),
            lines=lines,
            shipping=shipping,
            tax=tax,
            total=total,
            corrects=invoice.number,
            reverses=undone,
            prepaid=0,
            taxes=_adding_up(taxed.by_rate(invoice.bill.language), total, tax),
        )
        before[order_id] += bill.credits
        notes.append(ToIssue("credit-note", order_id, source_of(event), bill))
    return notes


def _given_back(taxed: TaxedRefund, invoice: Bill, total: int) -> tuple[tuple[BillLine, ...], int]:
    """What of each line of the invoice went back, and of delivery; nothing, where that is not what
    the note says."""
    shares = [abs(now - was) for was, now in zip(taxed.before, taxed.after, strict=True)]
    count = len(taxed.sold.goods)
    goods, delivery, rest = shares[:count], shares[count], sum(shares[count + 1 :])
    parts = [*goods, rest] if len(invoice.lines) > count else goods
    if sum(parts) + delivery != total or len(parts) != len(invoice.lines):
        return (), 0
    both = zip(invoice.lines, parts, strict=True)
    return tuple(replace(line, quantity=1, price=part) for line, part in both if part), delivery


def _adding_up(taxes: Sequence[BillTax], total: int, tax: int) -> tuple[BillTax, ...]:
    """What there is of it at any rate; nothing, where it is not what the bill comes to."""
    found = tuple(one for one in taxes if one.net or one.tax)
    whole = sum(one.tax for one in found), sum(one.net + one.tax for one in found)
    return found if whole == (tax, total) else ()


def _bill(
    row: Mapping[Any, Any], shop: ShopSettings, paid: Mapping[str, Event], sold: SoldOrder
) -> Bill:
    language = choose_locale(row["locale"], None, shop.languages)
    taxes = _adding_up(sold.by_rate(sold.paid, language), sold.total, sold.tax)
    lines = [
        BillLine(**one, rate=sold.rate_of(at) if taxes else None)
        for at, one in enumerate(row["items"])
    ]
    worth = row["total"] - row["shipping"] - row["on_top"]
    beside = worth + row["discount"] - sum(one.sum for one in lines)
    if not lines or (row["is_booking"] and beside):  # of a session, what is paid with the goods
        rate = sold.beside_rate if taxes else None
        lines.append(BillLine(row["description"] or row["number"], 1, beside, rate))
    address = None if row["address"] is None else decode_address(row["address"])
    buyer = (row["name"] or "", row["email"] or "") if address is None else (
        *lines_of(address), address.country)  # fmt: skip
    return Bill(
        issuer=shop.invoice_issuer,
        buyer=tuple(one for one in buyer if one),
        order=row["number"],
        on=_day(paid[str(row["id"])], shop),
        language=language,
        currency=row["currency"],
        lines=tuple(lines),
        shipping=row["shipping"],
        tax=sold.tax,
        included=row["included"],
        total=sold.total,
        taxes=taxes,
        contained=0 if row["included"] else sold.beside_tax,
        prepaid=sold.prepaid,
    )

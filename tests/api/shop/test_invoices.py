"""Invoices over HTTP: of one's own paid orders, as PDF, with a credit note once money went back."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from tests.support.market import Buyer, Market, eventually, expect, refusal
from tests.support.patience import PATIENCE

SETTINGS = "/api/staff/settings"


async def test_what_is_paid_has_an_invoice_and_what_is_refunded_a_note(
    market: Market, visit: Callable[..., Buyer]
) -> None:
    buyer, other = visit(market), visit(market)
    issuer = f"Loft GmbH {uuid4()}\nBerlin"
    refusal(market.staff.patch(SETTINGS, json={"invoiceIssuer": "x" * 501}), 422, "invalid-request")
    before = expect(market.staff.get(SETTINGS))["settings"]["invoiceIssuer"]
    expect(market.staff.patch(SETTINGS, json={"invoiceIssuer": issuer}))
    try:
        assert expect(market.staff.get(SETTINGS))["settings"]["invoiceIssuer"] == issuer
        bought = await buyer.buy(market.goods(1))
        path = f"/api/orders/{bought['orderId']}/invoices"

        async def issued(count: int) -> list[dict[str, Any]] | None:
            found: list[dict[str, Any]] = expect(await buyer.get(path))["invoices"]
            return found if len(found) == count else None

        (invoice,) = await eventually(lambda: issued(1), PATIENCE, "the invoice")
        order = await buyer.order(bought)
        assert (invoice["kind"], invoice["total"]) == ("invoice", order["total"])
        file = f"{path}/{invoice['number']}"
        made = await buyer.get(file)
        assert made.headers["content-type"] == "application/pdf"
        assert made.content.startswith(b"%PDF-")
        assert market.staff.get(file).content.startswith(b"%PDF-")
        refusal(await other.get(path), 404, "order-not-found")
        refusal(await other.get(file), 404, "order-not-found")
        for unknown in ("INV-999999", invoice["number"].lower(), "x"):
            refusal(await buyer.get(f"{path}/{unknown}"), 404, "invoice-not-found")
        unpaid = expect(await buyer.reserve(market.goods(1)))["orderId"]
        assert expect(await buyer.get(f"/api/orders/{unpaid}/invoices"))["invoices"] == []
        expect(await buyer.cancel(orderId=bought["orderId"]))
        _, note = await eventually(lambda: issued(2), PATIENCE, "the credit note")
        assert (note["kind"], note["total"], note["tax"]) == (
            "credit-note", invoice["total"], invoice["tax"],
        )  # fmt: skip
        assert (await buyer.get(f"{path}/{note['number']}")).content.startswith(b"%PDF-")
    finally:
        expect(market.staff.patch(SETTINGS, json={"invoiceIssuer": before}))

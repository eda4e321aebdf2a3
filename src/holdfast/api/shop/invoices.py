"""What was issued for an order: its invoice, a credit note for each refund, and what takes one back
of which nothing came; as PDF."""

import asyncio
from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Path, Request, Response
from pydantic import ConfigDict, Field

from holdfast.api.contract.answers import Answer
from holdfast.api.contract.problems import problems
from holdfast.api.shell.dependencies import exchange, shop_parts
from holdfast.flows.commit.known_orders import order_shown_to
from holdfast.flows.commit.refusals import OrderNotFound
from holdfast.invoices import Issued, bill_pdf, issued_of, number_in
from holdfast.kit import Problem

__all__ = ["router"]

router = APIRouter(prefix="/api/orders/{order_id}/invoices", tags=["orders"])

Number = Annotated[
    str, Path(min_length=1, max_length=100, examples=["INV-000001"], description="As it is called")
]


class InvoiceNotFound(Problem):
    """Nothing with this number was issued for the order."""

    status = 404
    code = "invoice-not-found"
    title = "No such invoice"


class InvoiceTax(Answer):
    """What is taxed at one rate, and its tax, in minor units."""

    model_config = ConfigDict(from_attributes=True)

    name: str = Field(description="In the order's language; empty: what is not taxed")
    rate: int = Field(description="In thousandths of a percent")
    net: int = Field(description="Without the tax")
    tax: int


class InvoiceShown(Answer):
    """`total` is what was to pay, or what this credit note says was refunded, in minor units; of a
    `reversal` what credit notes said and was not."""

    number: str
    kind: Literal["invoice", "credit-note", "reversal"]
    issued_on: date
    total: int
    tax: int = Field(description="Within the total")
    taxes: list[InvoiceTax] = Field(
        description="The total by rate, the highest first; empty where its order does not say it"
    )
    currency: str


class InvoicesAnswer(Answer):
    """The first first."""

    invoices: list[InvoiceShown] = Field(
        description="None while the order is unpaid, or where the shop issues none"
    )


@router.get("", responses=problems(OrderNotFound))
async def list_invoices(request: Request, order_id: UUID) -> InvoicesAnswer:
    """What was issued for one's order; staff see that of any."""
    return InvoicesAnswer(invoices=[_shown(one) for one in await _issued(request, order_id)])


@router.get(
    "/{number}",
    response_class=Response,
    responses={
        200: {"content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}},
        **problems(OrderNotFound, InvoiceNotFound),
    },
)
async def get_invoice(request: Request, order_id: UUID, number: Number) -> Response:
    """One of them, as it was issued: a PDF in the order's language."""
    wanted = number_in(number)
    for one in await _issued(request, order_id):
        if (one.series, one.number) == wanted:
            made = await asyncio.to_thread(bill_pdf, one)
            named = {"content-disposition": f'inline; filename="{one.name}.pdf"'}
            headers = {**named, "cache-control": "no-store"}
            return Response(made, media_type="application/pdf", headers=headers)
    raise InvoiceNotFound("Nothing with this number was issued for the order.")


async def _issued(request: Request, order_id: UUID) -> list[Issued]:
    parts, who = shop_parts(request), exchange(request).principal
    await order_shown_to(parts.orders, who, order_id)
    return await issued_of(parts.database.pool, order_id)


def _shown(one: Issued) -> InvoiceShown:
    bill = one.bill
    return InvoiceShown(
        number=one.name,
        kind="reversal" if bill.reverses else one.series,
        issued_on=bill.on,
        total=bill.total,
        tax=bill.tax,
        taxes=[InvoiceTax.model_validate(each) for each in bill.taxes],
        currency=bill.currency,
    )

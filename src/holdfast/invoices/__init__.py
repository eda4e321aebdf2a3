"""Invoices of paid orders and credit notes of refunds: numbered without gaps, never changed."""

from holdfast.invoices.bill import (
    Bill,
    BillLine,
    BillTax,
    Issued,
    Series,
    credited,
    named,
    number_in,
    uncredited,
)
from holdfast.invoices.book import (
    ToIssue,
    bills_of,
    issue,
    issued_for,
    issued_of,
    open_series,
)
from holdfast.invoices.paper import bill_pdf
from holdfast.invoices.taxes import RefundTax, keep_refund_taxes, refund_taxes_of

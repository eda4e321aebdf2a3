"""The receipt of a booking as a PDF."""

import asyncio
from typing import Final

from fastapi import Request, Response

from holdfast.api.contract.papers import pdf_answer
from holdfast.api.shell.dependencies import shop_parts
from holdfast.booking.bookings import PaidLine, ReceiptPaper, ReceiptWay, ShareLine, receipt_pdf
from holdfast.flows.booking.receipts import Receipt
from holdfast.kit import shop_now

__all__ = ["receipt_answer"]

_OURS: Final[dict[str, ReceiptWay]] = {
    "wallet": "wallet",
    "hours": "hours",
    "certificate": "certificate",
    "points": "points",
    "manual": "manual",
}


async def receipt_answer(
    request: Request, found: Receipt, language: str, *, shares: bool, platform: bool
) -> Response:
    """With the shares, and with what is the platform's, or without."""
    booking = found.booking
    shop = await shop_parts(request).shop.now()
    told = ReceiptPaper(
        language=language,
        issuer=shop.name,
        number=booking.number,
        service=booking.service_name,
        wall=booking.wall_start,
        zone=booking.zone,
        as_of=shop_now(),
        currency=booking.currency,
        price=booking.price,
        sources=[
            PaidLine(_OURS.get(one.provider, "card"), one.paid, one.refunded)
            for one in found.sources
        ],
        penalty=booking.penalty,
        beside=found.beside,
        kept=found.kept,
        shares=[ShareLine(one.name, one.rate, one.among, one.amount) for one in found.shares]
        if shares
        else (),
        platform=found.platform if platform else None,
    )
    made = await asyncio.to_thread(receipt_pdf, told)
    return pdf_answer(made, f"receipt-{booking.number}")

"""Paid orders become invoices, refunds credit notes."""

__all__: list[str] = []

"""Customers and sellers, or the shop, write to each other; staff look after what is written."""

__all__: list[str] = []

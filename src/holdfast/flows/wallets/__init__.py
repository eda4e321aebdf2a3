"""Customers' own money and points."""

__all__: list[str] = []

"""Parcels: packed, sent, delivered; each step with what the order comes to by it."""

__all__: list[str] = []

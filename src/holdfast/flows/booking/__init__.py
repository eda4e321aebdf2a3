"""Booking a time: held, paid, moved, cancelled."""

__all__: list[str] = []

"""Calendars elsewhere: connected, read, written, and what a person is asked about them."""

__all__: list[str] = []

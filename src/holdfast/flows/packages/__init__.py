"""Packages: written by staff, bought by clients, issued, moved, stopped, returned, run out."""

__all__: list[str] = []

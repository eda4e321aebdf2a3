"""Figures of what was sold."""

__all__: list[str] = []

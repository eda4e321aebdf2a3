"""Paying: begun, learned of, given back."""

__all__: list[str] = []

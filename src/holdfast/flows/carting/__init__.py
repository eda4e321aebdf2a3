"""Carts: what is put into them, and what becomes of them."""

__all__: list[str] = []

"""Goods of which each unit is a code: bringing codes, giving them once they are paid, showing them
to whose they are."""

__all__: list[str] = []

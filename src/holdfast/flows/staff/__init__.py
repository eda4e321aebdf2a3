"""What staff do with orders and with the shop."""

__all__: list[str] = []

"""From a cart to an order."""

__all__: list[str] = []

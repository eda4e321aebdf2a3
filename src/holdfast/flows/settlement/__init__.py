"""What became of a payment, and of its order by that."""

__all__: list[str] = []

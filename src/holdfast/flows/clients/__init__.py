"""What staff write down of clients and do for them."""

__all__: list[str] = []

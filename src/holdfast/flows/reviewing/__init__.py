"""What buyers say of products, and what staff let stand of it."""

__all__: list[str] = []

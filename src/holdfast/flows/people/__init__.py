"""Who comes in, and as what."""

__all__: list[str] = []

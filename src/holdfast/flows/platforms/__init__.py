"""Orders told to data platforms."""

__all__: list[str] = []

"""Where orders go, and the addresses their buyers keep."""

__all__: list[str] = []

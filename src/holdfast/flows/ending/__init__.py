"""Orders that end: cancelled, expired, completed."""

__all__: list[str] = []

"""Products and how many there are of each."""

__all__: list[str] = []

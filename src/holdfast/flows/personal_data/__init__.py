"""A person's data: what is kept of whom, taken out as a file, and taken away."""

__all__: list[str] = []

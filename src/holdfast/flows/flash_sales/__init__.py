"""Flash sales: made, bought from, ended."""

__all__: list[str] = []

"""Returns: asked for, decided, received, looked at; each step one ledger command."""

__all__: list[str] = []

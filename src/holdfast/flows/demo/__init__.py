"""The demo shop: its goods (``goods``), who buys there (``customers``), and the month before today
as it might have been (``month`` plans it, ``history`` writes it)."""

__all__: list[str] = []

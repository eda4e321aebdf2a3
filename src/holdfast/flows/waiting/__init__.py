"""The line for units of variants: joining and leaving it, and what is held for the first of it."""

__all__: list[str] = []

"""Letters between the services of orders and of payments."""

__all__: list[str] = []

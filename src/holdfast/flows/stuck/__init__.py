"""What was given up: jobs, letters, deliveries."""

__all__: list[str] = []

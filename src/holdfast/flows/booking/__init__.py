"""The studio: resources, their schedules and blocks, and what is booked of them."""

__all__: list[str] = []

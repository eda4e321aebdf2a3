"""What every command needs: who asks, under which key; refusals, events, jobs."""

__all__: list[str] = []

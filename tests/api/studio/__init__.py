"""What photographers ask about their own time."""

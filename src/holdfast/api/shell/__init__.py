"""What holds for every request: who asks, what may come in, where it goes."""

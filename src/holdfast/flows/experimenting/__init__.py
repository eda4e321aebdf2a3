"""Experiments: staff keep them, visitors see them, and what visitors do is counted."""

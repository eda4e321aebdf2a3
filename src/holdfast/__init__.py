"""Holdfast sells scarce things, exactly once."""

__version__ = "0.1.0"

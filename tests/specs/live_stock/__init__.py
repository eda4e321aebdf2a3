"""Specification A: live stock. One file for each of its sections."""

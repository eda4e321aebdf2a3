"""Specification C: orders and payments as two services behind a gateway."""

"""Specification D: points and coupons."""

"""Coupon campaigns and the coupons given out."""

__all__: list[str] = []

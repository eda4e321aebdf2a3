"""Sellers' money: what each line was sold under, what of an order is whose, payouts."""

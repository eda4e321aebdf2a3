"""Repeat orders: begun with an order, ordered again when they are due, kept by who has them."""

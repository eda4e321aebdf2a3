"""Specification B, sentence by sentence: product service, shopping cart, prices, warmed cache."""

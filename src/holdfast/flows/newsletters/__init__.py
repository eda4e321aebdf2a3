"""The shop's newsletter: who gets it, and what goes out."""

"""Against fraud: what speaks against an order, and what is kept back for a person to look at."""

"""What the search is given of the shop, and what the shop shows of what it finds."""

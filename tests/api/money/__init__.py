"""What orders cost, and what becomes of their money, over their whole lives."""

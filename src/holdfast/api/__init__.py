"""The HTTP shell and routes: one file a noun."""

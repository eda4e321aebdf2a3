"""The HTTP shell and routes: one file a noun. Its modules are its surface."""

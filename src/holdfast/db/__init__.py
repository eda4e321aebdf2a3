"""The database, and what all rooms above build on it. Imports only ``kit``.

The modules are the surface, each with its own ``__all__``; nothing is gathered here, because the
supervisor starts without loading SQLAlchemy.
"""

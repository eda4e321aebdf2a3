"""`holdfast serve`: one light parent that runs the database and the workers, and keeps them alive.

The parent loads neither the application nor SQLAlchemy, so it is up in a tenth of a second and has
next to nothing in it that could fail. The modules are the surface, as in ``db``.
"""

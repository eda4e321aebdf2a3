"""Where nouns meet to be read: SQL over several nouns' tables, never a write.

Its modules are its surface.
"""

"""Where nouns meet to write: one journey a module. Its modules are its surface.

A flow is the only thing that commits to the ledger, and it never does so inside a transaction.
"""

__all__: list[str] = []

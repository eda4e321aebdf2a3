"""Proofs under load and under fire: stampedes, kills, ten thousand holds that end together.

Each runs as a test, short, and as a command, long, with its figures::

    python -m tests.proof.stampede
    python -m tests.proof.stampede --workers 2
    python -m tests.proof.kills
    python -m tests.proof.cards
    python -m tests.proof.expiry

``HOLDFAST_PROOF=long`` makes the tests as long as the commands.
"""

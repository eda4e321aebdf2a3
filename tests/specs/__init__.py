"""The specifications, sentence by sentence, from outside: HTTP and sockets to running servers.

Each test is marked with the sentence it proves; ``docs/specifications.md`` is made from the marks
by ``tools/specifications.py``.
"""

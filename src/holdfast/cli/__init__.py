"""The command line: what it takes, what it says, and with which code it ends.

A command loads what it works with when it runs: `holdfast serve` is up before the application would
even be loaded.
"""

from holdfast.cli.program import main

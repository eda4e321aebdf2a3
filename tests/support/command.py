"""`holdfast ...`, run here: a process of its own takes a second to load what is loaded already."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from typer.testing import CliRunner

from holdfast.cli.program import app

__all__ = ["Done", "holdfast"]


@dataclass(frozen=True)
class Done:
    """How it ended, and what it said."""

    returncode: int
    stdout: str
    stderr: str


def holdfast(*words: str, given: str = "", **environment: str) -> Done:
    """Run a command to its end; what it did not expect is raised. In a thread, so that whoever has
    a loop that runs may ask as well."""

    def run() -> Done:
        found = CliRunner().invoke(
            app, words, input=given, env=environment, catch_exceptions=False, prog_name="holdfast"
        )
        return Done(found.exit_code, found.stdout, found.stderr)

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(run).result()

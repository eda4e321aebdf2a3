"""``deploy/compose.yaml`` and the Dockerfile, read for tests that have no Docker."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

__all__ = ["COMPOSE", "DEPLOY", "Instruction", "instructions", "network", "ours", "services"]

DEPLOY = Path(__file__).parents[2] / "deploy"
COMPOSE = DEPLOY / "compose.yaml"


@dataclass(frozen=True)
class Instruction:
    """One instruction of the Dockerfile, its lines joined."""

    word: str
    rest: str


@cache
def _document() -> Mapping[str, Any]:
    found: dict[str, Any] = YAML(typ="safe").load(COMPOSE)
    return found


def services() -> Mapping[str, Mapping[str, Any]]:
    """Every service, with what it takes over from others merged in."""
    found: dict[str, Any] = _document()["services"]
    return found


def network() -> Mapping[str, str]:
    """The addresses that services have."""
    found: dict[str, str]
    (found,) = _document()["networks"]["shop"]["ipam"]["config"]
    return found


def ours() -> Mapping[str, Mapping[str, Any]]:
    """Those that run our own image."""
    return {name: one for name, one in services().items() if "build" in one}


@cache
def instructions() -> tuple[Instruction, ...]:
    text = re.sub(r"^\s*#.*\n", "", (DEPLOY / "Dockerfile").read_text(), flags=re.MULTILINE)
    lines = re.sub(r"\\\n\s*", " ", text).splitlines()
    return tuple(Instruction(*line.split(maxsplit=1)) for line in lines if line.strip())

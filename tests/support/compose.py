"""Compose's files and the Dockerfile of ``deploy/``, read for tests that have no Docker."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

__all__ = [
    "COMPOSE", "DEPLOY", "PRODUCTION", "Instruction",
    "document", "instructions", "network", "ours", "services",
]  # fmt: skip

DEPLOY = Path(__file__).parents[2] / "deploy"
COMPOSE = DEPLOY / "compose.yaml"
PRODUCTION = DEPLOY / "compose.production.yml"


@dataclass(frozen=True)
class Instruction:
    """One instruction of the Dockerfile, its lines joined."""

    word: str
    rest: str


@cache
def document(file: Path = COMPOSE) -> Mapping[str, Any]:
    """The whole of it, with what one takes over from others merged in."""
    found: dict[str, Any] = YAML(typ="safe").load(file)
    return found


def services(file: Path = COMPOSE) -> Mapping[str, Mapping[str, Any]]:
    """Every service."""
    found: dict[str, Any] = document(file)["services"]
    return found


def network(file: Path = COMPOSE) -> Mapping[str, str]:
    """The addresses that services have."""
    found: dict[str, str]
    (found,) = document(file)["networks"]["shop"]["ipam"]["config"]
    return found


def ours(file: Path = COMPOSE) -> Mapping[str, Mapping[str, Any]]:
    """Those that run our own image."""
    return {name: one for name, one in services(file).items() if "build" in one}


@cache
def instructions() -> tuple[Instruction, ...]:
    text = re.sub(r"^\s*#.*\n", "", (DEPLOY / "Dockerfile").read_text(), flags=re.MULTILINE)
    lines = re.sub(r"\\\n\s*", " ", text).splitlines()
    return tuple(Instruction(*line.split(maxsplit=1)) for line in lines if line.strip())

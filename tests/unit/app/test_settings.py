"""Settings from the environment, and the secret that is made once."""

import stat
from pathlib import Path

import pytest
from pydantic import ValidationError

from holdfast.settings import Settings, secret_of


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOLDFAST_LIMITS", "off")
    monkeypatch.setenv("HOLDFAST_HOLD_SECONDS", "60")
    monkeypatch.setenv("DATABASE_URL", "postgresql://shop@db.example/shop")
    monkeypatch.setenv("REDIS_URL", "redis://cache.example/0")
    settings = Settings()
    assert settings.limits is False
    assert settings.hold_seconds == 60
    assert settings.database_url == "postgresql://shop@db.example/shop"
    assert settings.redis_url == "redis://cache.example/0"
    assert Settings(hold_seconds=30).hold_seconds == 30  # what the command line says counts more


@pytest.mark.parametrize(
    ("name", "value"),
    [("HOLD_SECONDS", "0"), ("HOLD_SECONDS", "soon"), ("LIMITS", "perhaps"), ("PARTITIONS", "0")],
)
def test_what_makes_no_sense_is_refused(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"HOLDFAST_{name}", value)
    with pytest.raises(ValidationError):
        Settings()


def test_neither_secret_nor_passwords_are_shown() -> None:
    settings = Settings(secret="very secret words", database_url="postgresql://u:hidden@h/d")
    assert "very secret" not in repr(settings)
    assert "hidden" not in repr(settings)


def test_the_secret_is_made_once_and_for_its_owner_only(scratch: Path) -> None:
    settings = Settings(data=scratch / "data")
    made = secret_of(settings)
    assert len(made) >= 32
    assert secret_of(settings) == made
    kept = scratch / "data" / "secret"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert [path.name for path in kept.parent.iterdir()] == ["secret"]
    assert secret_of(Settings(data=scratch, secret="one of my own choice")) == (
        b"one of my own choice"
    )

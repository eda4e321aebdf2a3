"""Settings from the environment, and the secret that is made once."""

import stat
from pathlib import Path

import pytest
from pydantic import ValidationError

from holdfast.settings import OF_THE_COMMAND_LINE, BadSettings, Settings, secret_of


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


def test_what_is_secret_may_stand_in_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "HOLDFAST_SMTP_PASSWORD").write_text("of a file\n")
    (tmp_path / "DATABASE_URL").write_text("postgresql://shop@file.example/shop")
    (tmp_path / "HOLDFAST_SECRET").write_text("of a file, sixteen")
    monkeypatch.setenv("HOLDFAST_SECRETS", str(tmp_path))
    monkeypatch.setenv("HOLDFAST_SECRET", "of the environment")
    read = Settings.read({})
    assert read.smtp_password is not None
    assert read.smtp_password.get_secret_value() == "of a file"
    assert read.database_url == "postgresql://shop@file.example/shop"
    assert secret_of(read) == b"of the environment"
    monkeypatch.setenv("HOLDFAST_SECRETS", str(tmp_path / "none"))
    assert Settings.read({}).database_url == ""


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


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("HOLDFAST_HOLD_SECONDS", "soon", "HOLDFAST_HOLD_SECONDS: write a number, not 'soon'"),
        ("HOLDFAST_HOLD_SECONDS", "0", "HOLDFAST_HOLD_SECONDS: write at least 1, not '0'"),
        ("HOLDFAST_LIMITS", "perhaps", "HOLDFAST_LIMITS: write on or off, not 'perhaps'"),
        ("HOLDFAST_RATE_ADDRESS", "often", "write a rate, as 100/minute or 2000/day, not 'often'"),
        ("HOLDFAST_PUBLIC_URL", "shop.example", "write an address, https://..., not 'shop.example"),
        ("HOLDFAST_BUCKET", "shop", "'shop' is not how it is written. (Where pictures are kept"),
        ("HOLDFAST_SECRET", "hidden", "HOLDFAST_SECRET: write at least 16 characters"),
        ("REDIS_URL", "hidden:6379", "REDIS_URL: this is not how it is written. (Redis, redis://"),
        ("HOLDFAST_BROKER_URL", "http://u:hidden@mq", "HOLDFAST_BROKER_URL: this is not how"),
        ("HOLDFAST_LOG_LEVEL", "all", "write 'DEBUG', 'INFO', 'WARNING' or 'ERROR', not 'all'"),
    ],
)
def test_what_is_wrong_is_said_with_what_it_is_to_be(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, said: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(BadSettings) as refused:
        Settings.read({"database_url": "postgresql://db.example/shop"})
    assert said in str(refused.value)
    assert "hidden" not in str(refused.value)


def test_a_variable_that_is_none_of_ours_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    before = Settings.unknown()
    for variable in (*OF_THE_COMMAND_LINE, "HOLDFAST_SMTP_HOST", "REDIS_URL", "SMPT_HOST"):
        monkeypatch.setenv(variable, "x")
    assert Settings.unknown() == before
    monkeypatch.setenv("HOLDFAST_SMPT_HOST", "x")
    monkeypatch.setenv("HOLDFAST_WEATHER", "x")
    noticed = dict(Settings.unknown())
    assert noticed["HOLDFAST_SMPT_HOST"] == "HOLDFAST_SMTP_HOST"
    assert noticed["HOLDFAST_WEATHER"] is None


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

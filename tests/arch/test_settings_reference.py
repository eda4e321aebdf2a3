"""``docs/settings.md`` says what ``settings.py`` says."""

from holdfast.settings import Settings
from tests.arch.source import assert_current


def test_the_reference_is_current() -> None:
    assert_current("write_settings_reference")


def test_every_setting_has_its_meaning() -> None:
    without = [name for name, field in Settings.model_fields.items() if not field.description]
    assert not without

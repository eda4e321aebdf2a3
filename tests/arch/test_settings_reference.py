"""``docs/settings.md`` says what ``settings.py`` says."""

from holdfast.settings import Settings


def test_every_setting_has_its_meaning() -> None:
    without = [name for name, field in Settings.model_fields.items() if not field.description]
    assert not without

import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli import app, importing
from api.settings import PROJECT, Settings
from domain.errors import StoreUnavailable


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch):
    for name in ("DATABASE_URL", "MISTRAL_API_KEY", "SHOPSMART_DATA", "SHOPSMART_PORT"):
        monkeypatch.delenv(name, raising=False)


def test_help_names_every_command_and_says_what_it_does():
    told = CliRunner().invoke(app, ["--help"])
    assert told.exit_code == 0
    names = [command.callback.__name__ for command in app.registered_commands if command.callback]
    assert {"run", "serve", "chat", "seed"} <= set(names)
    for command in app.registered_commands:
        assert command.callback and command.callback.__doc__
        assert CliRunner().invoke(app, [command.name or command.callback.__name__, "--help"]).exit_code == 0


def test_a_setting_out_of_range_is_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SHOPSMART_PORT", "99999")
    told = CliRunner().invoke(app, ["users"])
    assert told.exit_code == 2
    assert "port" in told.stderr
    assert "65535" in told.stderr


def test_a_database_that_is_away_is_one_line_not_a_stack(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://u:secret@127.0.0.1:1/d")
    told = CliRunner().invoke(app, ["users"])
    assert told.exit_code == 1
    assert "no connection to the database" in told.stderr
    assert "Traceback" not in told.output + told.stderr
    assert "secret" not in told.output + told.stderr


def test_settings_come_from_the_environment_and_the_command_line_wins(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SHOPSMART_PORT", "9000")
    monkeypatch.setenv("SHOPSMART_DATA", "/srv/shop")
    monkeypatch.setenv("SHOPSMART_LIMITS__MESSAGE_CHARS", "500")
    monkeypatch.setenv("DATABASE_URL", "postgresql://u:pa55word@h/d")
    settings = Settings(port=9001)
    assert (settings.port, settings.data_dir) == (9001, Path("/srv/shop"))
    assert settings.limits.message_chars == 500
    assert settings.database_url and settings.database_url.get_secret_value() == "postgresql://u:pa55word@h/d"
    assert "pa55word" not in repr(settings)


def test_without_any_setting_it_serves_loopback_from_the_checkout():
    settings = Settings()
    assert (settings.host, settings.port, settings.demo) == ("127.0.0.1", 8000, False)
    assert settings.data_dir == PROJECT / ".shopsmart"
    assert settings.database_url is None


async def test_modules_are_there_when_the_import_is_awaited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    async with importing("colorsys") as imported:
        await imported
    assert "colorsys" in sys.modules


async def test_a_module_that_cannot_be_imported_is_said_where_it_is_awaited() -> None:
    with pytest.raises(ModuleNotFoundError, match="no_such_module"):
        async with importing("no_such_module") as imported:
            await imported


async def test_what_goes_wrong_meanwhile_is_what_is_said() -> None:
    with pytest.raises(StoreUnavailable):
        async with importing("no_such_module"):
            raise StoreUnavailable("no server")

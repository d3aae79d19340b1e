"""What `shopsmart doctor` finds, and that it never prints a secret."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from agent.models.mistral import Endpoint
from api.commands.doctor import Finding, examine
from api.fake_mistral.app import Behaviour, create_fake
from api.fake_mistral.faults import Fault, Faults
from api.fake_twilio.app import create_fake as create_carrier
from api.fake_twilio.exchange import SMS_NUMBER, Exchange
from api.language_model import roles_of
from api.loopback import served
from api.settings import MISTRAL_URL, Mistral, Settings, Twilio
from store.database import Database
from tests.api.collector import collecting
from tests.langsmith import KEY, receiving


async def findings(database: Database, tmp_path: Path, **given: Any) -> dict[str, Finding]:
    settings = Settings(database_url=database.dsn, data_dir=tmp_path, **given)  # pyright: ignore[reportArgumentType] # pydantic makes it a SecretStr
    return {finding.part: finding async for finding in examine(settings)}


async def test_an_empty_installation_says_what_to_do_next(database: Database, tmp_path: Path) -> None:
    found = await findings(database, tmp_path)

    states = {part: each.state for part, each in found.items()}
    assert states == {
        "shop files": "ok",
        "encoder": "ok",
        "database": "ok",
        "shop data": "wrong",
        "mail": "off",
        "telephones": "off",
        "model": "off",
        "telemetry": "off",
        "LangSmith": "off",
    }
    assert "shopsmart seed" in found["shop data"].text


async def test_a_model_that_answers_is_ok(database: Database, tmp_path: Path) -> None:
    async with served(create_fake()) as address:
        found = await findings(database, tmp_path, mistral=Mistral(base_url=f"{address}/v1"))

    assert found["model"].state == "ok"
    assert "mistral-small-latest in" in found["model"].text


@pytest.mark.parametrize(
    ("fault", "says"),
    [(Fault.TOO_MANY, "too many requests"), (Fault.NO_JSON, "templates"), (Fault.LENGTH, "templates")],
)
async def test_a_model_that_fails_is_explained(database: Database, tmp_path: Path, fault: Fault, says: str) -> None:
    behaviour = Behaviour(faults=Faults({fault: 1.0}))
    async with served(create_fake(behaviour)) as address:
        found = await findings(database, tmp_path, mistral=Mistral(base_url=f"{address}/v1"))

    assert found["model"].state == "wrong"
    assert says in found["model"].text


async def test_what_cannot_be_reached_is_named_without_its_password(database: Database, tmp_path: Path) -> None:
    found = await findings(
        database,
        tmp_path,
        mistral=Mistral(base_url="http://127.0.0.1:9/v1", api_key="k3y-secret"),  # pyright: ignore[reportArgumentType] # pydantic makes it a SecretStr
        smtp_url="smtp://bot:pa55word@127.0.0.1:9",
        shop_dir=tmp_path,
    )

    assert {part for part, each in found.items() if each.state == "wrong"} == {
        "shop files",
        "shop data",
        "mail",
        "model",
    }
    printed = " ".join(each.text for each in found.values())
    assert "127.0.0.1:9" in printed
    assert "k3y-secret" not in printed
    assert "pa55word" not in printed


async def test_a_database_that_is_away_is_one_finding_of_several(tmp_path: Path) -> None:
    settings = Settings(database_url="postgresql://nobody@127.0.0.1:9/none", data_dir=tmp_path)  # pyright: ignore[reportArgumentType] # pydantic makes it a SecretStr
    found = {finding.part: finding async for finding in examine(settings)}

    assert found["database"].state == "wrong"
    assert found["encoder"].state == "ok"


def test_mistrals_own_names_in_the_environment_count_and_ours_win(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MISTRAL_API_KEY", "theirs")
    assert Settings().mistral.is_configured
    monkeypatch.setenv("SHOPSMART_MISTRAL__API_KEY", "ours")
    monkeypatch.setenv("SHOPSMART_MISTRAL__UNDERSTAND__MODEL", "ministral-3b")

    given = Settings().mistral

    assert given.api_key is not None and given.api_key.get_secret_value() == "ours"
    assert given.base_url == MISTRAL_URL
    assert roles_of(given)["understand"].model == "ministral-3b"
    assert roles_of(given)["understand"].temperature == 0.0
    assert roles_of(given)["plan"].model == given.model


def test_one_setting_of_ours_leaves_others_names_standing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MISTRAL_API_KEY", "theirs")
    monkeypatch.setenv("MISTRAL_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("SHOPSMART_MISTRAL__MODEL", "ministral-3b")
    monkeypatch.setenv("TWILIO_ACCOUNT_SID", f"AC{1:032x}")
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", "sixteen letters!")
    monkeypatch.setenv("SHOPSMART_TWILIO__SMS_NUMBER", "+15550101234")

    given = Settings()

    assert given.mistral.api_key is not None and given.mistral.api_key.get_secret_value() == "theirs"
    assert (given.mistral.base_url, given.mistral.model) == ("http://127.0.0.1:9/v1", "ministral-3b")
    assert (given.twilio.account_sid, given.twilio.sms_number) == (f"AC{1:032x}", "+15550101234")


def test_a_key_is_in_no_printed_form() -> None:
    assert "s3cret" not in repr(Endpoint("http://x/v1", "s3cret"))


def _twilio(address: str, exchange: Exchange, **more: Any) -> Twilio:
    return Twilio(
        account_sid=exchange.account_sid,
        auth_token=SecretStr(exchange.auth_token),
        base_url=address,
        **{"sms_number": SMS_NUMBER, **more},
    )


async def test_an_account_that_answers_is_ok_and_one_that_is_refused_is_not(database: Database, tmp_path: Path) -> None:
    exchange = Exchange()
    async with served(create_carrier(exchange)) as address:
        twilio = _twilio(address, exchange)
        good = await findings(database, tmp_path, twilio=twilio)
        bad = await findings(
            database, tmp_path, twilio=twilio.model_copy(update={"auth_token": SecretStr("not the token at all")})
        )
        numberless = await findings(database, tmp_path, twilio=_twilio(address, exchange, sms_number=None))

    assert good["telephones"].state == "ok" and SMS_NUMBER in good["telephones"].text
    assert bad["telephones"].state == "wrong" and "status 401" in bad["telephones"].text
    assert "not the token" not in bad["telephones"].text
    assert numberless["telephones"].state == "wrong" and "SMS_NUMBER" in numberless["telephones"].text


async def test_a_collector_and_langsmith_are_tried(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with collecting() as collector, receiving() as langsmith:
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url)
        monkeypatch.setenv("LANGSMITH_ENDPOINT", langsmith.url)
        monkeypatch.setenv("LANGSMITH_API_KEY", KEY)
        monkeypatch.setenv("LANGSMITH_TRACING", "true")
        found = await findings(database, tmp_path)

    assert (found["telemetry"].state, found["LangSmith"].state) == ("ok", "ok")
    assert {path for path, _ in collector.bodies} == {"/v1/traces", "/v1/metrics"}
    assert KEY not in found["LangSmith"].text


async def test_a_collector_and_langsmith_that_are_away_are_explained(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://me:hidden@127.0.0.1:9")
    monkeypatch.setenv("LANGSMITH_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setenv("LANGSMITH_API_KEY", KEY)
    monkeypatch.setenv("LANGSMITH_TRACING", "true")
    found = await findings(database, tmp_path)

    assert (found["telemetry"].state, found["LangSmith"].state) == ("wrong", "wrong")
    assert "ConnectError" in found["telemetry"].text and "LANGSMITH_ENDPOINT" in found["LangSmith"].text
    assert "hidden" not in found["telemetry"].text

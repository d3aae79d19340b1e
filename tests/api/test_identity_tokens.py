"""The shop's backend says who is signed in: what is believed of it, and what is not."""

import re
import shutil
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jwt
import pytest

from api.identity_tokens import LASTS, BadIdentityToken, IdentityTokens
from api.settings import PROJECT
from domain.customers import Rung
from store.database import Database
from tests.api.accounts import people
from tests.api.service import MAYA

OLD, NEW = b"o" * 32, b"n" * 32
SHOP = "https://shop.example"
TOKENS = IdentityTokens("verdemuse", {"old": OLD, "new": NEW})


def token(key: bytes | str = NEW, *, kid: str | None = "new", algorithm: str = "HS256", **changes: Any) -> str:
    now = int(time.time())
    claims = {"sub": MAYA.customer_id, "aud": "verdemuse", "origin": SHOP, "iat": now, "exp": now + 600} | changes
    claims = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(claims, key, algorithm=algorithm, headers={"kid": kid} if kid else None)


def at_this_moment() -> datetime:
    return datetime.now(UTC)


def test_the_time_that_counts_is_the_one_it_is_given() -> None:
    """Of the database: this host's clock may be an hour off."""
    for wrong in (timedelta(hours=1), timedelta(hours=-1)):
        made_there = at_this_moment() + wrong
        stamp = int(made_there.timestamp())
        given = token(iat=stamp, exp=stamp + 600)
        assert TOKENS.verify(given, origin=SHOP, now=made_there).verified_until == made_there + LASTS
        with pytest.raises(BadIdentityToken):
            TOKENS.verify(given, origin=SHOP, now=at_this_moment())


async def test_a_signed_customer_is_signed_in(database: Database) -> None:
    async with people(database, identity_tokens=TOKENS) as service:
        body = {"identity_token": token()}
        opened = await service.client.post("/v1/conversations", json=body, headers={"origin": SHOP})
        found = opened.json()
        headers = {"authorization": f"Bearer {found['token']}"}
        path = f"/v1/conversations/{found['conversation_id']}/messages"
        await service.client.post(path, json={"text": "hello"}, headers=headers)

    assert (opened.status_code, found["signed_in"]) == (201, True)
    assert "Maya" in found["greeting"]["text"]
    assert service.agent.turns[0].principal.customer_id == MAYA.customer_id
    assert service.agent.turns[0].principal.rung is Rung.SIGNED_IN


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "https://shop.example.evil.example", "http://shop.example", None]
)
async def test_another_page_cannot_use_it(database: Database, origin: str | None) -> None:
    async with people(database, identity_tokens=TOKENS) as service:
        headers = {"origin": origin} if origin else {}
        answer = await service.client.post("/v1/conversations", json={"identity_token": token()}, headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (401, "bad_identity_token")


NOW = int(time.time())


@pytest.mark.parametrize(
    "forged",
    [
        token(exp=None),
        token(iat=None),
        token(aud=None),
        token(sub=None),
        token(origin=None),
        token(exp=NOW - 60),
        token(iat=NOW + 600, exp=NOW + 900),
        token(iat=NOW, exp=NOW + 901),
        token(iat=NOW - 86400, exp=NOW + 600),
        token(aud="another shop"),
        token(aud=["verdemuse", "another"]),
        token(sub=""),
        token(sub="x" * 129),
        token(sub=7),
        token(b"x" * 32),
        token(OLD, kid="new"),
        token(kid="unknown"),
        token(b"x" * 32, kid=None),
        token(NEW * 2, algorithm="HS512"),
        token(nbf=NOW + 600),
        jwt.encode(
            {"sub": "C1", "aud": "verdemuse", "origin": SHOP, "iat": NOW, "exp": NOW + 600}, None, algorithm="none"
        ),
        token() + "x",
        token()[:-2],
        token().replace(".", ".."),
        "",
        "a.b.c",
        "." * 4000,
        "ü.ü.ü",
    ],
)
def test_what_is_not_exactly_right_is_refused(forged: str) -> None:
    with pytest.raises(BadIdentityToken):
        TOKENS.verify(forged, origin=SHOP, now=at_this_moment())


def test_two_secrets_hold_while_one_takes_the_place_of_the_other() -> None:
    old, new, nameless = token(OLD, kid="old"), token(), token(OLD, kid=None)
    for each in (old, new, nameless):
        assert TOKENS.verify(each, origin=SHOP, now=at_this_moment()).customer_id == MAYA.customer_id

    rotated = IdentityTokens("verdemuse", {"new": NEW})
    assert rotated.verify(new, origin=SHOP, now=at_this_moment()).is_signed_in
    for each in (old, nameless):
        with pytest.raises(BadIdentityToken):
            rotated.verify(each, origin=SHOP, now=at_this_moment())


def test_without_secrets_nobody_is_believed() -> None:
    with pytest.raises(BadIdentityToken):
        IdentityTokens("verdemuse").verify(token(), origin=SHOP, now=at_this_moment())


def test_the_shops_second_factor_counts_when_it_is_signed() -> None:
    assert TOKENS.verify(token(amr=["pwd", "mfa"]), origin=SHOP, now=at_this_moment()).rung is Rung.MFA
    assert TOKENS.verify(token(amr="mfa"), origin=SHOP, now=at_this_moment()).rung is Rung.SIGNED_IN


def test_the_shops_word_is_good_for_two_hours() -> None:
    principal = TOKENS.verify(token(), origin=SHOP, now=at_this_moment())

    assert principal.verified_until is not None
    assert 7190 < principal.verified_until.timestamp() - time.time() <= 7200
    assert principal.as_of(principal.verified_until).rung is Rung.ANONYMOUS


def test_a_secret_is_not_in_what_is_printed() -> None:
    assert "nnnn" not in repr(TOKENS)


async def test_what_the_page_says_unsigned_makes_nobody_anybody(database: Database) -> None:
    async with people(database, identity_tokens=TOKENS) as service:
        for claim in ({"email": MAYA.email}, {"customer_id": MAYA.customer_id}, {"user": {"id": MAYA.customer_id}}):
            answer = await service.client.post("/v1/conversations", json=claim, headers={"origin": SHOP})
            assert answer.status_code == 400


def snippet(language: str) -> str:
    """What the documentation tells the shop's developers to write."""
    text = (PROJECT / "docs" / "widget-identity.md").read_text(encoding="utf-8")
    found = re.search(rf"```{language}\n(.*?)```", text, re.DOTALL)
    assert found
    return found[1]


def run(command: str, program: str, tmp_path: Path, *, suffix: str) -> str:
    if shutil.which(command) is None:
        pytest.skip(f"there is no {command} here")
    file = tmp_path / f"snippet.{suffix}"
    file.write_text(program, encoding="utf-8")
    done = subprocess.run([command, str(file)], capture_output=True, text=True, timeout=30, check=True)
    return done.stdout.strip()


@pytest.mark.parametrize(
    ("language", "command", "suffix", "around"),
    [
        ("python", sys.executable, "py", "SECRET = 'n' * 32\n{}\nprint(identity_token('U1001'))\n"),
        ("js", "node", "mjs", "const SECRET = 'n'.repeat(32);\n{}\nconsole.log(identityToken('U1001'));\n"),
        ("php", "php", "php", "<?php\nconst SECRET = '" + "n" * 32 + "';\n{}\necho identity_token('U1001');\n"),
    ],
)
def test_the_snippets_of_the_documentation_sign_what_we_take(
    language: str, command: str, suffix: str, around: str, tmp_path: Path
) -> None:
    made = run(command, around.replace("{}", snippet(language)), tmp_path, suffix=suffix)
    tokens = IdentityTokens("verdemuse", {"2026-11": NEW})

    assert tokens.verify(made, origin=SHOP, now=at_this_moment()).customer_id == "U1001"


async def test_the_log_says_why_a_token_was_refused_and_the_answer_does_not(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    async with people(database, identity_tokens=TOKENS) as service:
        body = {"identity_token": token(aud="another shop")}
        answer = await service.client.post("/v1/conversations", json=body, headers={"origin": SHOP})

    assert "InvalidAudienceError" in [getattr(record, "reason", "") for record in caplog.records]
    assert "udience" not in answer.text

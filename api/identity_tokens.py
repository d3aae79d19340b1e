"""Widget identity: short JWTs with which the shop's backend says who is signed in on its page.

Made with a secret that both sides keep (HS256, nothing else is taken). Several secrets may hold at once, told apart by
`kid`, so that one can take the place of another without a gap. A token is for our widget (`aud`), for one page's
origin, and for a quarter of an hour at most. What a page says about its customer without a signature is never read
here: it is for display.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import jwt

from api.auth import BadCustomerToken
from domain.customers import CustomerId, Principal, Rung, signed_in

LONGEST = timedelta(minutes=15)
"""From `iat` to `exp`."""
LEEWAY_S = 30
"""Between the shop's clock and ours."""
LASTS = timedelta(hours=2)
"""How long a conversation stays signed in on one token; the widget brings a new one before that."""
_REQUIRED = ["exp", "iat", "aud", "sub", "origin"]
_MOST_SUBJECT = 128


class BadIdentityToken(BadCustomerToken):
    code = "bad_identity_token"


@dataclass(frozen=True, slots=True)
class IdentityTokens:
    """Without secrets every token is refused."""

    audience: str = "demo"
    """The shop's widget key."""
    secrets: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    """By `kid`."""

    def verify(self, token: str, *, origin: str | None, now: datetime) -> Principal:
        """`origin`: of the page that sent the request; `now`: the database's, since those of our hosts may differ.

        Raises BadIdentityToken; the reason is for our log only.
        """
        claims = self._claims(token)
        subject, lives_s = claims["sub"], _checked_life(claims, now)
        if lives_s > LONGEST.total_seconds():
            raise BadIdentityToken(f"lives {lives_s} s")
        if not origin or claims["origin"] != origin:
            raise BadIdentityToken("for another origin")
        if not subject or len(subject) > _MOST_SUBJECT:
            raise BadIdentityToken("no subject")
        principal = signed_in(CustomerId(subject)).until(now + LASTS)
        methods = claims.get("amr")
        return principal.at(Rung.MFA) if isinstance(methods, list) and "mfa" in methods else principal

    def _claims(self, token: str) -> dict[str, Any]:
        try:
            kid = jwt.get_unverified_header(token).get("kid")
        except jwt.InvalidTokenError as error:
            raise BadIdentityToken("no JWT") from error
        keys = list(self.secrets.values()) if kid is None else [self.secrets[kid]] if kid in self.secrets else []
        why: Exception | None = None
        for key in keys:
            try:
                return jwt.decode(
                    token,
                    key,
                    algorithms=["HS256"],
                    audience=self.audience,
                    options={
                        "require": _REQUIRED,
                        "strict_aud": True,
                        # By this host's clock; `_checked_life` does it by the database's.
                        "verify_exp": False,
                        "verify_iat": False,
                        "verify_nbf": False,
                    },
                )
            except (jwt.InvalidTokenError, TypeError, ValueError, OverflowError) as error:
                why = error
        raise BadIdentityToken(type(why).__name__ if why else "unknown key") from why


def _checked_life(claims: Mapping[str, Any], now: datetime) -> int:
    """Seconds from `iat` to `exp`. Raises BadIdentityToken: it is over, or has not begun."""
    at = now.timestamp()
    try:
        begins, ends, holds_from = int(claims["iat"]), int(claims["exp"]), int(claims.get("nbf", claims["iat"]))
    except (TypeError, ValueError, OverflowError) as error:
        raise BadIdentityToken("times that are no numbers") from error
    if ends <= at - LEEWAY_S:
        raise BadIdentityToken("over")
    if max(begins, holds_from) > at + LEEWAY_S:
        raise BadIdentityToken("not yet")
    return ends - begins

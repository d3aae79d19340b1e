"""The page behind the link in a newsletter mail. Its button does it: mail scanners open every link."""

import html
from typing import Any

from litestar import get, post
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Response

from api.resources import Resources
from domain.contact import CustomerChange
from store import newsletter
from tools.newsletter import hash_of

_HEADERS = {
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
}
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Newsletter</title><link rel="stylesheet" href="/page/chat.css"></head>
<body><main><h1>Newsletter</h1>{body}</main></body></html>
"""
_GONE = "<p>This link is used up or too old. Nothing was changed.</p>"


@get("/newsletter/{token:str}", include_in_schema=False)
async def newsletter_page(state: State, token: FromPath[str]) -> Response[str]:
    """What the link would do, and the button that does it."""
    resources: Resources = state["resources"]
    async with resources.database.transaction() as session:
        asked = await newsletter.asked_by(session, hash_of(token))
    if asked is None:
        return _page(_GONE, status=404)
    address, wanted = asked
    doing = "Get the newsletter at" if wanted else "Leave the newsletter at"
    button = "Yes, send it to me" if wanted else "Yes, take me off"
    return _page(f'<p>{doing} {html.escape(address)}?</p><form method="post"><button>{button}</button></form>')


@post("/newsletter/{token:str}", status_code=200, include_in_schema=False)
async def newsletter_confirm(state: State, token: FromPath[str]) -> Response[str]:
    """Do it, once; an account with the same address follows."""
    resources: Resources = state["resources"]
    async with resources.database.transaction() as session:
        done = await newsletter.confirm(session, hash_of(token))
        if done is None:
            return _page(_GONE, status=404)
        address, wanted = done
        customer = await resources.shop.customer_by_email(address)
        if customer is not None and customer.newsletter is not wanted:
            change = CustomerChange(newsletter=wanted)
            key = f"newsletter:{hash_of(token)}"
            await resources.shop.update_customer(customer.customer_id, change, key=key, session=session)
    return _page("<p>Done. You are on the list.</p>" if wanted else "<p>Done. You are off the list.</p>")


def _page(body: str, *, status: int = 200) -> Response[Any]:
    page = _PAGE.format(body=body)
    return Response(page, status_code=status, headers=_HEADERS, media_type="text/html; charset=utf-8")

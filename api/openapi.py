"""The API's description: what Litestar derives from the routes, with examples and our errors added.

A route appears by itself. Its example is one entry in `EXAMPLES` under the route's operation id.
"""

from typing import Any

from litestar import Litestar, get
from litestar.connection import Request
from litestar.openapi import OpenAPIConfig
from litestar.response import Response

from api.account_examples import ACCOUNT_EXAMPLES
from api.cookies import SESSION
from api.permissions import ROUTES

_OPEN = {"locale": "en-US"}
_OPENED = {
    "conversation_id": "c_4vUZr9yXJk2mQ0aB",
    "token": "uY3m0T3ZQ7m6nq8kX0m5cJq2l9VwBf1sD4eHgRjKzPA",
    "locale": "en-US",
    "signed_in": False,
    "greeting": {
        "text": "Hi! I'm VerdeMuse's assistant, an AI.",
        "quick_replies": ["Where is my order?", "How do returns work?"],
    },
}
_SENT = {
    "seq": 1,
    "reply": {
        "seq": 2,
        "text": "You can return items within 30 days of delivery.",
        "cards": [],
        "quick_replies": ["Return an item"],
        "sources": [{"title": "Return policy", "last_updated": "2026-10-01"}],
        "handoff": None,
        "created_at": "2026-11-20T12:00:00Z",
    },
    "last_event_id": 1999,
    "handoff": None,
}
_MESSAGE = {
    "seq": 1,
    "sender": "customer",
    "name": None,
    "text": "How do returns work?",
    "status": "answered",
    "created_at": "2026-11-20T12:00:00Z",
    "client_message_id": "tab1-1",
    "cards": [],
    "quick_replies": [],
    "sources": [],
}
_STREAM = (
    "id: 1001\nevent: start\n"
    'data: {"messages":[{"seq":1,"text":"How do returns work?","client_message_id":"tab1-1"}]}\n\n'
    "id: 1002\nevent: delta\n"
    'data: {"text":"You can return items within 30 days of delivery."}\n\n'
    "id: 1999\nevent: end\n"
    'data: {"answers":[1],"text":"You can return items within 30 days of delivery.","seq":2}\n\n'
)
_HANDOFF = {
    "status": "waiting",
    "ticket_id": "T-7KQ2MX",
    "place": 2,
    "estimate_minutes": 4,
    "email": "",
    "support_hours": "Monday to Friday 8 am to 6 pm",
    "agent": "",
}
_TICKET = {
    "ticket_id": "T-7KQ2MX",
    "conversation_id": "c_4vUZr9yXJk2mQ0aB",
    "status": "open",
    "reason": "asked",
    "created_at": "2026-11-20T12:00:00Z",
    "owner": "",
    "contact_email": "maya@example.com",
    "is_answered_by_mail": True,
    "packet": {"goal": "a person"},
}
_WIDGET = {
    "key": "demo",
    "shop": "VerdeMuse",
    "base": "/widget/25dad5416613/",
    "preload": ["panel.js", "vendor/preact.js", "texts/en.js"],
    "accent": "#2f5d43",
    "theme": "auto",
    "position": "end",
    "greeting": _OPENED["greeting"],
    "sign_in": {"kind": "page", "page": "https://shop.example/account"},
    "product_page": "https://shop.example/products/{id}",
    "message_characters": 2000,
    "photo_bytes": 5242880,
}
_CHECKS = {"database": "ok", "knowledge": "ok", "process": "ok", "notifications": "ok"}

EXAMPLES: dict[str, dict[str, Any]] = {
    "open_conversation": {"request": _OPEN, "response": _OPENED},
    "send_message": {
        "request": {"text": "How do returns work?", "client_message_id": "tab1-1"},
        "response": _SENT,
        "stream": _STREAM,
    },
    "send_photo": {
        "form": {"file": "(the picture's bytes)", "text": "The sleeve is torn"},
        "response": _SENT,
        "stream": _STREAM,
    },
    "read_photo": {"binary": "image/jpeg"},
    "deliver_to_channel": {"binary": "text/xml"},
    "read_messages": {"response": {"messages": [_MESSAGE], "has_more": False, "last_event_id": 1999}},
    "follow_events": {"stream": _STREAM},
    "identify_speaker": {
        "request": {"identity_token": "eyJhbGciOiJIUzI1NiIsImtpZCI6IjEifQ.eyJzdWIiOiJVMTAwMSJ9.c2lnbmVk"},
        "response": {"name": "Maya Lind"},
    },
    "stop_answer": {"request": {"event_id": 17004}},
    "rate_conversation": {"request": {"score": 5, "comment": "Quick and clear."}},
    "download_transcript": {"binary": "text/plain"},
    "erase_conversation": {},
    "read_handoff": {"response": _HANDOFF},
    "leave_address": {"request": {"email": "maya@example.com"}},
    "withdraw_handoff": {},
    "resume_conversation": {
        "request": {"token": "c_4vUZr9yXJk2mQ0aB.1795000000.5f0c"},
        "response": {"conversation_id": "c_4vUZr9yXJk2mQ0aB", "token": _OPENED["token"], "signed_in": False},
    },
    "list_tickets": {"response": {"tickets": [_TICKET]}},
    "read_ticket": {
        "response": {
            "ticket": _TICKET,
            "messages": [{"sender": "customer", "text": "A person, please", "created_at": "2026-11-20T12:00:00Z"}],
        }
    },
    "take_ticket": {"response": {**_TICKET, "status": "assigned", "owner": "staff:lena"}},
    "answer_ticket": {
        "request": {"text": "I have sent you a new label.", "client_message_id": "lena-1"},
        "response": {"seq": 7, "is_mailed": True},
    },
    "type_to_ticket": {},
    "close_ticket": {},
    "read_widget": {"response": _WIDGET},
    "demo_sign_in": {
        "request": {"email": "maya@example.com"},
        "response": {"customer_token": "eyJzdWIi...", "name": "Maya Lind", "expires_in": 3600, "role": "customer"},
    },
    **ACCOUNT_EXAMPLES,
    "health_live": {"response": {"status": "live"}},
    "health_ready": {"response": {"status": "ready", "checks": _CHECKS}},
}

_PROBLEM_SCHEMA = {
    "type": "object",
    "description": "RFC 9457. `code` is the stable word for programs; `detail` may be shown to a customer.",
    "required": ["type", "title", "status", "code", "detail", "instance"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "request_id": {"type": "string"},
        "errors": {"type": "array", "items": {"type": "object"}},
    },
}
_PROBLEM_EXAMPLE = {
    "type": "about:blank",
    "title": "Not Found",
    "status": 404,
    "code": "not_found",
    "detail": "I could not find that.",
    "instance": "/v1/conversations/c_4vUZr9yXJk2mQ0aB/messages",
    "request_id": "9f86d081884c7d65",
}


def openapi_config() -> OpenAPIConfig:
    """Litestar's description without its pages, all of which load scripts from elsewhere."""
    return OpenAPIConfig(
        title="ShopSmart",
        version="1",
        description="Conversations with a shop's assistant. Errors are application/problem+json.",
        path="/schema",
        render_plugins=[],
        use_handler_docstrings=True,
    )


def describe(app: Litestar) -> dict[str, Any]:
    """The OpenAPI 3.1 document, with examples, errors and the token."""
    document = app.openapi_schema.to_schema()
    components = document.setdefault("components", {})
    components.setdefault("schemas", {})["Problem"] = _PROBLEM_SCHEMA
    components["securitySchemes"] = {
        "conversation": {"type": "http", "scheme": "bearer", "description": "The conversation's token."},
        "session": {"type": "http", "scheme": "bearer", "description": "A session's access token."},
        "cookie": {"type": "apiKey", "in": "cookie", "name": SESSION, "description": "With X-CSRF-Token for changes."},
    }
    for path in document["paths"].values():
        for operation in path.values():
            _complete(operation)
    return document


def _complete(operation: dict[str, Any]) -> None:
    name = operation["operationId"]
    example = EXAMPLES.get(name, {})
    if "form" in example:
        operation["requestBody"]["content"]["multipart/form-data"]["example"] = example["form"]
    if "request" in example:
        _json(operation["requestBody"]["content"])["example"] = example["request"]
    responses = operation["responses"]
    for status in [status for status in responses if status >= "400"]:
        del responses[status]
    content = next(iter(responses.values())).setdefault("content", {})
    if "response" in example:
        _json(content)["example"] = example["response"]
    else:
        content.clear()
    if "binary" in example:
        content[example["binary"]] = {"schema": {"type": "string", "contentMediaType": example["binary"]}}
    if "stream" in example:
        content["text/event-stream"] = {"schema": {"type": "string"}, "example": example["stream"]}
    access = ROUTES[name]
    if access.is_by_conversation:
        operation["security"] = [{"conversation": []}]
    elif access.roles:
        operation["security"] = [{"session": []}, {"cookie": []}]
        operation["x-roles"] = sorted(access.roles)
    problem = {"schema": {"$ref": "#/components/schemas/Problem"}, "example": _PROBLEM_EXAMPLE}
    responses["default"] = {"description": "A problem", "content": {"application/problem+json": problem}}


def _json(content: dict[str, Any]) -> dict[str, Any]:
    return content.setdefault("application/json", {})


@get("/openapi.json", include_in_schema=False)
async def openapi_json(request: Request[Any, Any, Any]) -> Response[dict[str, Any]]:
    """Made at the first call and kept with the application."""
    state = request.app.state
    if "openapi" not in state:
        state["openapi"] = describe(request.app)
    return Response(state["openapi"])

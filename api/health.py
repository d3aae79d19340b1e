"""Is the process alive, and may it be sent customers?"""

import asyncio
from typing import Any

from litestar import get
from litestar.datastructures import State
from litestar.response import Response

from api.resources import Resources
from domain.errors import StoreUnavailable

CHECK_TIMEOUT_S = 2.0


@get("/health/live", tags=("health",), operation_id="health_live")
async def live() -> dict[str, str]:
    """The process answers. Says nothing about what it depends on."""
    return {"status": "live"}


@get("/health/ready", tags=("health",), operation_id="health_ready")
async def ready(state: State) -> Response[dict[str, Any]]:
    """200 when customers can be served, else 503; `checks` names what is missing."""
    resources: Resources = state["resources"]
    checks = {
        "database": "ok" if await _database_answers(resources) else "unavailable",
        "knowledge": "ok" if resources.is_knowledge_loaded() else "loading",
        "process": "leaving" if resources.live.is_closed else "ok",
        "notifications": "ok" if resources.listener.is_connected else "reconnecting",
    }
    # Without notifications events arrive later, by reading the tables: no reason to turn customers away.
    is_ready = all(checks[name] == "ok" for name in ("database", "knowledge", "process"))
    body = {"status": "ready" if is_ready else "not_ready", "checks": checks}
    return Response(body, status_code=200 if is_ready else 503)


async def _database_answers(resources: Resources) -> bool:
    try:
        async with asyncio.timeout(CHECK_TIMEOUT_S), resources.database.connection() as connection:
            return await connection.fetchval("SELECT 1") == 1
    except (StoreUnavailable, TimeoutError):
        return False

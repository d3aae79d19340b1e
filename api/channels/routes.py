"""Where providers deliver: customers' messages, and reports of what became of ours."""

from typing import Any

from litestar import post
from litestar.connection import Request
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Response

from api.channels import port
from api.channels.port import Incoming, Report
from api.channels.registry import PATH
from api.conversations import client_address
from api.resources import Resources
from domain.codes import keyed_hash
from domain.errors import NotFound


@post(
    f"{PATH}/{{name:str}}",
    operation_id="deliver_to_channel",
    tags=["channels"],
    status_code=200,
)
async def deliver(request: Request[Any, Any, Any], state: State, name: FromPath[str]) -> Response[str]:
    """What a provider delivers: verified, kept, and acknowledged at once with an empty answer.

    The reply to a customer goes out by itself. A delivery that comes again changes nothing.
    """
    resources: Resources = state["resources"]
    channel = resources.channels.get(name)
    if channel is None:
        raise NotFound("no such channel")
    delivered = port.Request(
        path=request.scope["path"],
        query=request.scope.get("query_string", b"").decode("latin-1"),
        headers={key.lower(): value for key, value in request.headers.items()},
        body=await request.body(),
    )
    channel.verify(delivered)
    found = channel.parse(delivered)
    if isinstance(found, Report):
        await resources.sender.report(channel, found)
    else:
        await resources.intake.take(channel, found, origin=await _origin(request, resources, found))
    return Response(channel.acknowledgement.content, media_type=channel.acknowledgement.media_type)


async def _origin(request: Request[Any, Any, Any], resources: Resources, found: Incoming) -> str:
    """A customer's own address, counted and as it may be kept; a provider's address says nothing of the customer.

    Raises TooManyRequests.
    """
    if found.proof is None:
        return ""
    address = client_address(request, resources)
    await resources.limiter.count(resources.serving.limits.messages_of_address, address)
    return keyed_hash(resources.serving.secret, "origin", address) if resources.serving.secret else ""

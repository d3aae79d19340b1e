"""What the shop says in writing: policies, FAQs, help articles."""

from dataclasses import dataclass

from pydantic import Field

from domain.customers import Role
from domain.knowledge import Audience, SourceKind
from tools.knowledge.port import Found
from tools.spec import Arguments, Effect, ToolContext, ToolResult, tool


class FindPassages(Arguments):
    query: str = Field(description="The question, in the customer's words.")
    kinds: tuple[SourceKind, ...] = (SourceKind.FAQ, SourceKind.POLICY, SourceKind.ARTICLE)
    limit: int = Field(default=4, ge=1, le=10)


@dataclass(frozen=True, slots=True)
class PassagesFound:
    """Best first; empty when the shop has written nothing about it."""

    found: tuple[Found, ...]


@tool(effect=Effect.READ)
async def find_passages(arguments: FindPassages, context: ToolContext) -> ToolResult:
    """Find what the shop's policies, FAQs and articles say about a question, with source and date.

    Use it for rules, prices of shipping, payment, warranty, care, sizes, how things work. Not for a
    customer's own order, and not for finding products.
    """
    audience = Audience.PUBLIC
    if context.principal.role is not Role.CUSTOMER:
        audience = Audience.STAFF
    elif context.principal.is_signed_in:
        audience = Audience.CUSTOMER
    found = context.knowledge.passages(
        arguments.query,
        audience=audience,
        day=context.today,
        kinds=arguments.kinds,
        limit=arguments.limit,
    )
    return ToolResult(PassagesFound(tuple(found)), passages=tuple(hit.passage for hit in found))

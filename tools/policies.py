"""What the shop says in writing: policies, FAQs, help articles."""

from dataclasses import dataclass

from pydantic import Field

from domain.customers import Role
from domain.knowledge import Audience, Passage, SourceKind
from domain.money import Money
from domain.policies import ReturnRules, rules_in_force
from tools.homes import at_home, depends_on_country, home_of
from tools.knowledge.port import Found
from tools.spec import Arguments, Effect, NoArguments, ToolContext, ToolResult, tool


class FindPassages(Arguments):
    query: str = Field(description="The question, in the customer's words.")
    kinds: tuple[SourceKind, ...] = (SourceKind.FAQ, SourceKind.POLICY, SourceKind.ARTICLE)
    limit: int = Field(default=4, ge=1, le=10)


@dataclass(frozen=True, slots=True)
class PassagesFound:
    """Best first; empty when the shop has written nothing about it."""

    found: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class RulesInForce:
    """The rules for an order placed today, and the policy they are from."""

    rules: ReturnRules
    fee: Money
    passages: tuple[Passage, ...]


@tool(effect=Effect.READ)
async def get_return_rules(arguments: NoArguments, context: ToolContext) -> ToolResult:
    """The returns policy in force today in short: how long, what is excluded, what it costs, when money is back.

    Use it for "what is your return policy". For one detail use find_passages; for an order check_return.
    """
    rules = rules_in_force(context.knowledge.return_rules(), context.today)
    found = context.knowledge.passages(
        rules.title, audience=Audience.PUBLIC, day=context.today, kinds=(SourceKind.POLICY,), limit=5
    )
    passages = tuple(hit.passage for hit in found if hit.passage.title == rules.title)[:1]
    fee = Money(rules.return_shipping_fee_minor, context.shop.profile.currency)
    return ToolResult(RulesInForce(rules, fee, passages), passages=passages)


@tool(effect=Effect.READ)
async def find_passages(arguments: FindPassages, context: ToolContext) -> ToolResult:
    """Find what the shop's policies, FAQs and articles say about a question, with source and date.

    Where it differs by country and the question names none, what is found is of the speaker's own.

    Use it for rules, prices of shipping, payment, warranty, care, sizes, how things work. Not for a
    customer's own order, and not for finding products.
    """
    audience = Audience.PUBLIC
    if context.principal.role is not Role.CUSTOMER:
        audience = Audience.STAFF
    elif context.principal.subject:
        audience = Audience.CUSTOMER

    def search(query: str) -> list[Found]:
        return context.knowledge.passages(
            query, audience=audience, day=context.today, kinds=arguments.kinds, limit=arguments.limit
        )

    found = search(arguments.query)
    if depends_on_country(arguments.query, found) and (home := await home_of(context)):
        found = at_home(arguments.query, found, home=home, search=search)[: arguments.limit]
    found = [hit for hit in found if hit.passage.text]
    return ToolResult(PassagesFound(tuple(found)), passages=tuple(hit.passage for hit in found))

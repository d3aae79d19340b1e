"""When an order that nobody has placed yet would come: days counted by code from what the shop says of its shipping."""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from pydantic import Field

from domain.knowledge import Audience, Passage, SourceKind
from domain.shipping import Arrival, arrivals, leaves_on
from tools.homes import home_of
from tools.spec import Arguments, Effect, ToolContext, ToolResult, tool

_ASKED = "How long does delivery take in {place}?"
_MOST = 3


class EstimateDelivery(Arguments):
    country: str = Field(default="", description="ISO 3166 code of where it is to go; empty: where the speaker lives.")
    due: date | None = Field(default=None, description="The last day on which it would be early enough, if any.")
    ordered_on: date | None = Field(default=None, description="A later day on which it would be ordered; else now.")


@dataclass(frozen=True, slots=True)
class DeliveryEstimate:
    """`arrivals` is empty where the shop does not ship, or does not say how long it takes."""

    country: str
    """Where it is to go; "": nobody knows, and every zone is told."""
    leaves: date
    """The day on which it would be packed, if it is ordered now."""
    arrivals: tuple[Arrival, ...]
    due: date | None
    ordered_on: date | None
    """A later day than today; None: now."""
    passages: tuple[Passage, ...]


@tool(effect=Effect.READ)
async def estimate_delivery(arguments: EstimateDelivery, context: ToolContext) -> ToolResult:
    """Between which days an order placed now would come, for each way of sending.

    Use it for "if I order today, is it here before Friday?". Not for an order that was placed: that is track_order.
    """
    country = arguments.country or await home_of(context)
    profile = context.shop.profile
    zones = [zone for zone in profile.shipping_zones if not country or country in zone.countries]
    now = context.now.astimezone(ZoneInfo(profile.time_zone))
    later = arguments.ordered_on if arguments.ordered_on and arguments.ordered_on > now.date() else None
    ordered_at = datetime.combine(later, time()) if later else now
    leaves = leaves_on(ordered_at, cut_off_hour=profile.cut_off_hour)
    passages = _written_of(zones[0].name if country and zones else "", context)
    found = tuple(arrivals(zones, leaves=leaves, due=arguments.due))
    estimate = DeliveryEstimate(country, leaves, found, arguments.due, later, passages)
    return ToolResult(estimate, passages=passages)


def _written_of(place: str, context: ToolContext) -> tuple[Passage, ...]:
    """What the figures are from, for the reply to cite."""
    found = context.knowledge.passages(
        _ASKED.format(place=place or "the countries that you ship to"),
        audience=Audience.PUBLIC,
        day=context.today,
        kinds=(SourceKind.POLICY,),
        limit=_MOST,
    )
    return tuple(hit.passage for hit in found if hit.passage.text)[:1]

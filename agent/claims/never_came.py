"""An order that was claimed as never arrived, and too late: nothing of it is there to be sent back. Pure."""

from typing import Any

from agent.state import ClaimInHand, Memory
from domain.claims import ReturnReason


def is_missed(claim: ClaimInHand) -> bool:
    return bool(claim["refusal"]) and claim["slots"].get("reason") == ReturnReason.NOT_RECEIVED.value


def with_missed(memory: Memory, slots: dict[str, Any]) -> dict[str, Any]:
    """The same, and that it was missed, where they are of that order."""
    claim = memory["claim"]
    is_it = claim is not None and is_missed(claim) and slots.get("order_id") == claim["slots"].get("order_id")
    return {**slots, "is_missed": True} if is_it else slots

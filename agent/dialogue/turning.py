"""Back to what was spoken of before: "ok and what's the carrier", when goods were looked at since the order. Pure.

Order, claim and goods may each have been shown; what was shown last is what the readers look at. A message that can
hardly be of that, and is surely of another of them, brings that one back onto the table.
"""

from collections.abc import Mapping

from agent.claims.refunds import comes_back_to_refund
from agent.dialogue import tasks
from agent.entities.vocabulary import singular
from agent.state import Memory
from agent.table.reader import Area
from agent.understanding.heard import Heard
from agent.understanding.local_reading import Request, Understanding

LIKELY = 0.5
TIMES = 5
"""So much likelier than what lies there, or than the talk itself."""
NAMED = 5
"""So much likelier is what it names a word of."""
TIMES_RULES = 1.5
"""What was spoken of is meant sooner than the shop at large."""
LONGEST = 14
POINTER = 4
""" "The newest one", "and the second?": of what was shown last, whatever that is."""
_SHOWN_AS: Mapping[str, Area] = {"orders": "order", "products": "goods"}
_ALWAYS: tuple[Area, ...] = ("rules", "talk")


def turns_back(memory: Memory, understood: Understanding, heard: Heard) -> None:
    if comes_back_to_refund(memory, heard.text):
        return
    here, aside = on_the_table(memory), _aside(memory)
    if here is None or not aside or not _may_be_of_anything(memory, understood, heard):
        return
    meant = _meant(_shares(memory, understood.requests[0], heard, [here, *aside]), here, aside)
    if meant is None:
        return
    memory["closed"] = None  # "and the socks in 39?" is not the same once more of what was done last
    if meant == "claim":
        memory["claim"] = memory["claim_aside"]
    else:
        memory["looking_at"] = "orders" if meant == "order" else "products"
        set_aside(memory)


def is_of_goods(memory: Memory, heard: Heard) -> bool:
    """ "When would it get here", of a hat that was looked at while an exchange is under way: not of the claim."""
    shares = heard.areas(heard.text) if memory["looking_at"] == "products" else {}
    share = shares.get("goods", 0.0)
    return share >= LIKELY and share >= TIMES * shares.get("claim", 0.0)


def on_the_table(memory: Memory) -> Area | None:
    """Which of them is spoken of; None before anything was shown."""
    if memory["claim"] is not None:
        return "claim"
    return _SHOWN_AS.get(memory["looking_at"])


def set_aside(memory: Memory) -> None:
    """Another thing is looked at; a claim that was filed can be come back to, one that was only planned is let go."""
    claim = memory["claim"]
    memory["claim"] = None
    if claim is not None and claim["claim_ids"]:
        memory["claim_aside"] = claim


def _aside(memory: Memory) -> list[Area]:
    shown, here = memory["shown"], on_the_table(memory)
    seen: list[tuple[Area, bool]] = [
        ("order", bool(shown.get("order")) and not _is_of_claim(memory)),
        ("goods", bool(shown.get("products"))),
        ("claim", memory["claim_aside"] is not None),
    ]
    return [area for area, is_seen in seen if is_seen and area != here]


def _is_of_claim(memory: Memory) -> bool:
    """The order shown is that of the claim in hand: what is asked of it is asked beside the claim as well."""
    claim, shown = memory["claim"], memory["shown"].get("order", ())
    of_claim = claim["slots"].get("order_id") if claim is not None else None
    return claim is not None and any(each["value"] == of_claim or each["label"].startswith("CL-") for each in shown)


def _may_be_of_anything(memory: Memory, understood: Understanding, heard: Heard) -> bool:
    """One plain message that answers nothing and names nothing by its number."""
    is_busy = tasks.current(memory) is not None and understood.act.kind != "cancel"
    if is_busy or len(understood.requests) != 1 or len(heard.text.split()) > LONGEST:
        return False
    request = understood.requests[0]
    entities = request.entities
    names_it = entities.order_numbers or entities.claim_numbers or entities.product_ids or entities.emails
    only_points = len(request.text.split()) <= POINTER and any(
        found.value.kind not in ("pronoun", "noun") for found in entities.references
    )
    return not (names_it or only_points) and request.alternatives != (request.intent,)


def _shares(memory: Memory, request: Request, heard: Heard, spoken_of: list[Area]) -> dict[Area, float]:
    """Among what was spoken of, the shop's rules and the talk itself."""
    shares = heard.areas(request.text)
    among = (*spoken_of, *_ALWAYS)
    whole = sum(shares.get(area, 0.0) for area in among) or 1.0
    return {area: shares.get(area, 0.0) / whole * _named(memory, area, request) for area in among}


def _named(memory: Memory, area: Area, request: Request) -> float:
    """ "The shirt", where shirts were shown: so much likelier are those meant."""
    kind = {"order": "order", "goods": "products"}.get(area, "")
    shown = {singular(word) for each in memory["shown"].get(kind, ()) for word in _words(each)}
    return NAMED if shown & {singular(word) for word in request.text.casefold().split()} else 1.0


def _words(choice: Mapping[str, str]) -> list[str]:
    return f"{choice['label']} {choice.get('words', '')}".casefold().split()


def _meant(shares: Mapping[Area, float], here: Area, aside: list[Area]) -> Area | None:
    meant = max(aside, key=lambda area: shares[area])
    needed = max(LIKELY, TIMES * shares[here], TIMES * shares["talk"], TIMES_RULES * shares["rules"])
    return meant if shares[meant] >= needed else None

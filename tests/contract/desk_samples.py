"""What the team's desk says: claim intents walked as one of the team, whatever the tools answer."""

from agent.intents.registry import INTENTS
from agent.steps import Ask, Propose, Say
from tests.contract.small_shop import LENA, LENA_FOR_MAYA
from tests.contract.spoken import told

DESK_MATTERS = ("able", "take_over", "note", "team", "writings", "figures", "settings", "self", "reword")
_SAID: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("decide_claim", "which claims are waiting?", {}),
    ("decide_claim", "which claims wait for settlement?", {}),
    ("decide_claim", "which claims wait for the customer?", {}),
    ("decide_claim", "open claims", {}),
    ("decide_claim", "approve it", {"verdict": "approve"}),
    ("decide_claim", "approve CL-7KQ2MB", {"verdict": "approve", "claim_id": "CL-7KQ2MB"}),
    *(
        (
            "decide_claim",
            "do it",
            {"verdict": verdict, "claim_id": "CL-7KQ2MB", "verdict_reason": "It was torn."},
        )
        for verdict in ("approve", "deny", "receive", "settle")
    ),
    ("decide_claim", "settle it", {"verdict": "settle", "claim_id": "CL-7KQ2MB", "remedy": "refund"}),
    *(
        ("decide_claim", "and those?", {"matter": matter})
        for matter in ("queue", "queue_customer", "queue_payment", "queue_all")
    ),
    ("decide_claim", "what is it about", {"matter": "file", "claim_shown": "CL-7KQ2MB"}),
    ("decide_claim", "reject that, it was worn for weeks", {"matter": "deny", "claim_shown": "CL-7KQ2MB"}),
    *(
        ("find_customer", "and her?", {"matter": matter})
        for matter in ("serve", "next_customer", "profile", "open_things", "record", "claims")
    ),
    ("find_customer", "any open claims?", {"matter": "claims"}),
    ("find_customer", "chloe ortega is on the phone", {"matter": "serve", "name_meant": "chloe ortega"}),
    ("tickets", "who waits for a person", {"matter": "tickets"}),
    *(("desk_help", "and this?", {"matter": matter}) for matter in DESK_MATTERS),
    ("withdraw_claim", "withdraw the claim on the sweater", {"item": "sweater"}),
    ("claim_question", "where do I send it?", {}),
    ("claim_question", "I lost the return label", {}),
    ("claim_question", "what happens next?", {}),
    ("claim_question", "why does a colleague look at it?", {}),
    ("refund_status", "show me CL-7KQ2MB", {"claim_id": "CL-7KQ2MB"}),
)


def said_at_the_desk() -> list[Say | Ask | Propose]:
    return [
        step
        for name, text, slots in _SAID
        for speaker in (LENA, LENA_FOR_MAYA)
        for step in told(INTENTS[name], text, slots, speaker)
        if isinstance(step, Say | Ask | Propose)
    ]

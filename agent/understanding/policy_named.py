"""A policy called by its name and nothing more: "return policy", "what are your shipping rules". Pure."""

import re

_POLICY = re.compile(
    r"^\W*(?:(?:and|so|ok|hi|hey|about|what(?:'?s| is| are)|tell me|show me|i need|the|your|ur|shop'?s|store'?s)\W+)*"
    r"(?P<of>return|refund|exchange|shipping|delivery|warranty|guarantee|payment)s? "
    r"(?:polic(?:y|ies)|rules?|terms|conditions|info(?:rmation)?)(?: please| pls)?\W*$",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|cool|great|nice|thanks|good|alright|hm+)\W+)*(?:and|what about|how about)(?: the| your)?"
    r" returns\W*$",
    re.IGNORECASE,
)
_POLICIES = {
    **dict.fromkeys(("return", "refund", "exchange"), "returns_policy"),
    **dict.fromkeys(("shipping", "delivery"), "shipping_policy"),
    **dict.fromkeys(("warranty", "guarantee"), "warranty_policy"),
    "payment": "payment_policy",
}


def policy_named(text: str) -> str | None:
    """ "Return policy": what is written of it, and nothing that goes back."""
    named = _POLICY.match(text)
    return _POLICIES[named["of"].lower()] if named else None


def as_policy(text: str) -> str:
    """ "Ok cool, and returns?": the rules, called by their name."""
    return "what is the return policy" if _BARE.match(text) else text

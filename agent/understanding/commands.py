"""What an order number and a verb in command position say outright: "for #123, exchange ...", "please cancel VM-1"."""

import re

_COURTESY = r"(?:hi|hello|hey|there|please|so|also|and|then|ok|okay|now|first|finally|next|secondly|well)"
_WISH = (
    r"(?:(?:can|could|would|will) (?:you|i|we) (?:please )?"
    r"|i(?:'d| would)?(?: really)? (?:like|love|want|need|wish) (?:you )?to "
    r"|i(?: have|'ve) to |i wanna |i(?:'m| am) (?:looking|trying|going) to "
    r"|let me |help me (?:to )?|please )"
)
_COMMAND = re.compile(
    rf"^(?:\W*{_COURTESY}\b)*\W*(?:(?:for|in|on|from) (?:my )?(?:order )?(?:number )?\S+?,? )?{_WISH}*(?:try to )?"
    r"(?P<verb>exchange|swap|return|send (?=.{0,60}\bback\b)|cancel|modify|change|update|correct|pay)\b"
    r"(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_WHERE_TO = re.compile(r"\baddress\b|\bdelivered to\b|\bshipped to\b", re.IGNORECASE)
_INTENTS = {
    "exchange": "exchange_item",
    "swap": "exchange_item",
    "return": "return_item",
    "send": "return_item",
    "cancel": "cancel_order",
}
_NO_COMMAND = re.compile(r"^\W*(?:polic|window|label|rule|address|status|request)", re.IGNORECASE)


_WISHED = re.compile(
    r"\b(?:i|we|and)(?:'d| would)? (?:really )?(?:wish|want|need|like|love) to (?P<verb>exchange|swap|return|cancel)"
    r"(?P<rest> (?:the|my|it|this|that|these|those|both|all|everything|an?|some)\b.*)",
    re.IGNORECASE | re.DOTALL,
)


def commanded(text: str) -> str | None:
    """The intent that a command about a numbered order names; None for anything else. Ask only where one is named.

    A wish further on counts like a command: "I received #123 and wish to exchange the keyboard".
    """
    match = _COMMAND.match(text) or _WISHED.search(text)
    if match is None or (match["verb"].lower() == "return" and _NO_COMMAND.search(match["rest"])):
        return None
    if intent := _INTENTS.get(match["verb"].lower().strip()):
        return intent
    return "change_address" if _WHERE_TO.search(match["rest"]) else "change_order"

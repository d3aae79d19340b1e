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
    rf"^(?:\W*{_COURTESY}\b)*\W*(?:(?:for|in|on|from) (?:my )?(?:order )?(?:number )?\S+?,? )?{_WISH}*"
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


def commanded(text: str) -> str | None:
    """The intent that a command about a numbered order names; None for anything else. Ask only where one is named."""
    match = _COMMAND.match(text)
    if match is None or (match["verb"].lower() == "return" and _NO_COMMAND.search(match["rest"])):
        return None
    if intent := _INTENTS.get(match["verb"].lower().strip()):
        return intent
    return "change_address" if _WHERE_TO.search(match["rest"]) else "change_order"

"""What a lead says of the customer they serve, as the customer would: "where is her order" is "where is my order".

All that is understood of orders and claims was learnt from customers. English only; what is kept for people to read is
taken from the lead's own words.
"""

import re

_NOUN = r"(?:customer|client|caller|lady|guy|gentleman)"
_DOES = r"(?:wants|would|needs|has|is|got|didn'?t|doesn'?t|ordered|received|bought|never)"
_WHO = rf"(?:she|he|(?:the |this |our ){_NOUN}(?!['’])|{_NOUN}(?= {_DOES}\b))"
_SAYS = re.compile(
    rf"^\W*(?:(?:so|and|ok|well|now)\W+)*(?:{_WHO}|{_NOUN}) (?:says?|said|is saying|told (?:me|us)|tells (?:me|us))"
    r"(?: that)?\W+(?=\w+\W+\w)",
    re.IGNORECASE,
)
""" "The customer says it never came": what comes behind it is what she says."""
_ASKED = re.compile(rf"\b(is|has|does|isn'?t|hasn'?t|doesn'?t) {_WHO}\b(?!['’])", re.IGNORECASE)
_SHORT = re.compile(rf"\b{_WHO}['’](s|d|ll)\b(?= ?(\w*))", re.IGNORECASE)
_SUBJECT = re.compile(
    rf"\b{_WHO}\b(?P<between>(?: (?:also|just|really|still|now|only|never|even|already))*)(?: (?P<verb>[a-z'’]+))?",
    re.IGNORECASE,
)
_OWN = re.compile(
    rf"\b(?:her|his|(?:the |this )?{_NOUN}['’]s|(?:the |this ){_NOUN}s)\b(?= (?P<next>[\w-]+))", re.IGNORECASE
)
_OBJECT = re.compile(rf"\b(?:her|him|(?:the |this ){_NOUN})\b", re.IGNORECASE)
_THEIRS = re.compile(
    r"\btheir\b(?= (?:last |latest |other )?(?:order|parcel|package|account|claim|return|refund|money|address|card"
    r"|invoice|delivery|e-?mail|phone|stuff|thing)s?\b)",
    re.IGNORECASE,
)
_NO_NOUN = re.compile(
    r"an?|the|to|back|for|with|about|in|on|at|if|when|what|why|and|or|but|please|pls|now|again|that|this|it|is|some",
    re.IGNORECASE,
)
_VERBS = {
    **{"is": "am", "has": "have", "does": "do", "goes": "go", "was": "was", "always": "always", "perhaps": "perhaps"},
    **{"isn't": "am not", "isnt": "am not", "hasn't": "haven't", "hasnt": "haven't"},
    **{"doesn't": "don't", "doesnt": "don't", "wasn't": "wasn't"},
}
_WONDERS = re.compile(
    r"^\W*i (?:want|need|would like|am asking|ask|wonder)(?: to know)? (?=(?:where|when|why|what|how|which|who)\b)",
    re.I,
)
""" "He wants to know where it is": what is asked for is where it is."""
_SHOP = re.compile(r"\b(?:we|our|ours|us)\b", re.IGNORECASE)
_THE_SHOPS = {"we": "you", "our": "your", "ours": "yours", "us": "you"}
""" "Do we ship to Canada?" is what a customer asks as "do you"."""
_HAS = re.compile(r"been|got|had|lost|paid|bought|sent|\w{2,}ed", re.IGNORECASE)


def in_their_name(text: str) -> str:
    """The same in the first person; a message that speaks of nobody comes back as it is."""
    said = _SAYS.sub("", text)
    said = _ASKED.sub(lambda found: f"{_first_person(found[1])} i", said)
    said = _SHORT.sub(lambda found: f"i'{_shortened(found[1].lower(), found[2])}", said)
    said = _SUBJECT.sub(_subject, said)
    said = _OWN.sub(lambda found: "me" if _NO_NOUN.fullmatch(found["next"]) else "my", said)
    said = _THEIRS.sub("my", _OBJECT.sub("me", said))
    said = _WONDERS.sub("", said)
    return _SHOP.sub(lambda found: _THE_SHOPS[found[0].lower()], said)


def _subject(found: re.Match[str]) -> str:
    verb = f" {_first_person(found['verb'])}" if found["verb"] else ""
    return f"i{found['between']}{verb}"


def _shortened(short: str, behind: str) -> str:
    if short != "s":
        return short
    return "ve" if _HAS.fullmatch(behind) else "m"


def _first_person(verb: str) -> str:
    lowered = verb.casefold().replace("’", "'")
    if lowered in _VERBS:
        return _VERBS[lowered]
    if re.search(r"(?:ss|sh|ch|x)es$", lowered):
        return verb[:-2]
    if lowered.endswith("ies"):
        return f"{verb[:-3]}y"
    return verb[:-1] if len(verb) > 3 and lowered.endswith("s") and not lowered.endswith("ss") else verb

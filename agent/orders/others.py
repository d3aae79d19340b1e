"""What is said of the orders beside the one on the table: "anything else coming?", "my other order", "the only one?".

Pure words. Which orders there are is found out elsewhere (`agent.intents.orders_besides`).
"""

import re

_ORDERS = r"(?:orders?|parcels?|packages?|deliver(?:y|ies)|shipments?)"
_OPEN = (
    r"(?:\bon (?:its|the|their) way|\b(?:coming|to come)\b|\bunder ?way"
    r"|\bin transit|\boutstanding|\bwaiting|\bpending|\bopen\b"
    r"|\bout for delivery|(?:\bnot|n'?t|\bnever|\byet to|\bstill to)\b.{0,16}"
    r"\b(?:shipp?(?:ed)?|sent|left|arrived?|come|here|delivered|paid|packed|gone out)"
    r"|\b(?:to be|being) (?:shipped|sent|delivered|packed)|\b(?:due|expected|arriving|unshipped|undelivered|unpaid)\b)"
)
_MORE = r"(?:else|(?:an)?other|more|besides|apart from)"
_HAVE = r"(?:do (?:i|we) (?:still )?have(?! to\b)|have (?:i|we) (?:still )?(?:got|ordered)|is there|are there)"
_NO_ADVICE = r"(?!.{0,6}\b(?:can|could|should|would|must|need|when|if)\b)"
_ANOTHER = re.compile(
    rf"\b(?:any|some|no|what|which|how many|every)(?:thing)?\b(?<!to pay anything).{{0,6}}"
    rf"\b{_MORE}\b{_NO_ADVICE}.{{0,24}}{_OPEN}"
    rf"|\b{_HAVE}.{{0,16}}\b{_MORE}\b.{{0,6}}\b{_ORDERS}\b(?!.{{0,6}}\b(?:options?|methods?|status|number))"
    rf"|^\W*(?:(?:and|so|ok|but|hm+|well)\W+)*(?:any|no|what|which) (?:other|more) {_ORDERS}"
    rf"(?: (?:do|have|did) (?:i|we)(?: have| got| open| placed?| ma[dk]e)*)?\W*$",
    re.IGNORECASE,
)
_WHICH = re.compile(
    r"^\W*(?:(?:and|so|ok|but|hm+|well|then)\W+)*"
    r"(?:what|which|how many|(?:there'?s |is there |there is )?(?:no|nothing))\b",
    re.IGNORECASE,
)
_ONLY = re.compile(
    r"\b(?:is|was|are)(?:n'?t)? (?:it|that|this|these|they|vm-?\d+|the \w+(?: \w+)?)\b.{0,12}"
    r"\b(?:(?:my|the) only(?! (?:size|colou?r|way|option|method|product|window)\b)"
    r"|(?<=that )(?:all|everything)(?! (?:in|at|with)\b))\b(?P<what>.*)",
    re.IGNORECASE,
)
_OF_ORDERS = re.compile(rf"\b{_ORDERS}\b|{_OPEN}|\bthat i(?:'ve| have)? (?:got )?(?:ordered|bought)\b", re.IGNORECASE)
_BARE = re.compile(
    r"^(?: (?:one|ones|thing|left|i (?:have|ve got)|i've got|(?:that )?there is|now|then|still))*\W*$", re.IGNORECASE
)
_NOT_THIS = re.compile(
    rf"\b(?:an(?:other)|(?:my|the|one of my) other|an? (?:different|older|earlier|previous|newer|second)) {_ORDERS}\b"
    r"|\b(?:an? (?:different|older|earlier|previous|newer) one)\b"
    r"|(?:^|[.,;!?]\s*)(?:(?:no|nope|sorry|but)\W+)*not (?:this|that)(?: one| order)?(?=[.,;!?]|$)",
    re.IGNORECASE,
)
_LONGEST = 16
_SENTENCES = re.compile(r"[.!?;\n]+|,\s+(?=(?:and|but|so|or)\b)")


def asks_of_others(text: str, *, on_the_table: bool = False) -> bool:
    """`on_the_table`: an order is being looked at, so that a bare "is that the only one?" is of orders."""
    return any(_asks(each, on_the_table=on_the_table) for each in _sentences(text))


def is_of_another(text: str) -> bool:
    """ "I have another order I don't want": of any but the one on the table, whatever "it" follows."""
    return _NOT_THIS.search(text) is not None


def asks_if_only(text: str) -> bool:
    """ "Is that my only one?", to which a yes says that there is no other."""
    return any(_ONLY.search(each) is not None for each in _sentences(text))


def asks_which_others(text: str) -> bool:
    """ "What else is coming?" takes a list; to "nothing else then?" a yes or no could mean either."""
    return any(_ANOTHER.search(each) is not None and _WHICH.match(each) is not None for each in _sentences(text))


def _asks(sentence: str, *, on_the_table: bool) -> bool:
    if _ANOTHER.search(sentence) is not None:
        return True
    only = _ONLY.search(sentence)
    if only is None:
        return False
    is_bare = on_the_table and "only" in only.group() and _BARE.match(only["what"]) is not None
    return is_bare or _OF_ORDERS.search(only["what"]) is not None


def _sentences(text: str) -> list[str]:
    return [each for each in _SENTENCES.split(text) if 0 < len(each.split()) <= _LONGEST]

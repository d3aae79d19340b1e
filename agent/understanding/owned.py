"""Words about what is owned already: bought, faulty, to be sent back; nothing of it is looked for in the shop."""

import re

from agent.entities import Entities
from domain.claims import ReturnReason

ASKS_OF_ONE = re.compile(
    r"^\W*(?:(?:and|so|but|also|hi|hey)\W+)*(?:is|are|was|does|do(?! (?:you|u)\b)|can|will|what|how|which|why)\b",
    re.IGNORECASE,
)
""" "Is the Heathland Boot vegan": a question about what is named, not a wish to be shown it."""
_MY_THING = re.compile(
    r"^\W*(?:(?:hi|hello|and|so|also|the)\W+)*my (?!order|parcel|account)(?!.*\?\s*$)", re.IGNORECASE
)
_BOUGHT = re.compile(
    r"\b(?:i|we)(?:'ve| have)? (?:just |recently |once )?(?:ordered|bought|got|received|purchased)\b"
    r"(?!.*\?\s*$)",
    re.IGNORECASE,
)
""" "I ordered a shirt, and it is a bit tight": told, not asked; it goes back or is exchanged."""
_OWN_SUBJECT = re.compile(
    r"^\W*(?:(?:hi|hello|hey|so|and|also|well|ok|okay|sorry|but|um|actually|unfortunately|yeah|yes|no)\W+)*"
    r"(?:(?:one|both|two|some|all) of )?(?:the|my|our|her|his|this|these|those|both)\s"
    r"|\b(?:you|they|u)(?: guys)?(?:'ve| have)? (?:just )?(?:sent|send|gave|shipped|forgot|left)\b"
    r"|^\W*(?:\w+\W+)?(?:i|we)(?:'ve| have)? (?:just |only )*(?:got|received)\b|\b(?:one|some) of my\b"
    r"|\bthere(?:'s|s| is| are| was| were) (?:an? |some )?(?:\w+ )?\w+ (?:in|on) (?:my|the|her|his)\b",
    re.IGNORECASE,
)
""" "The coat is too big", "you sent me the wrong tee": of what is owned, by how it is spoken of."""
_WISHES_OR_ASKS = re.compile(
    r"\?|\b(?:can|could|do|does|did|will|would|should|may) (?:i|you|u|we|it|they|the)\b|\b(?:have|are) you\b"
    r"|\b(?:what|how|which|where|when|why|is there|are there)\b|\bif\b"
    r"|\b(?:exchang\w+|swap\w*|replac\w+|refund\w*|money|cancel\w*|withdraw\w*|claim|status|keep|instead(?! of)|rather"
    r"|want|need|like|repair\w*|warranty)\b",
    re.IGNORECASE,
)
_NO_FAULT_OF_GOODS = frozenset({"late", "changed_mind", "other"})
_TOO_MUCH = re.compile(r"\btoo (?:warm|hot|heavy|thick|stiff|bright|dark|formal|plain|shiny)\b", re.IGNORECASE)
""" "The coat is too warm": no fault, and yet why it goes back."""
_SENDS_MINE_BACK = re.compile(
    r"\b(?:return|send(?:ing)? back|bring(?:ing)? back|take back|give back|exchange|swap)\b(?! polic| window| rules)"
    r".{0,24}\b(?:my|mine)\b|\b(?:my|mine)\b.{0,40}\b(?:return(?:ed|able)?|sen[dt] back|go(?:es)? back|exchanged?"
    r"|swapped)\b",
    re.IGNORECASE,
)
""" "Can I still return my coat": the one that was bought."""
_WANTS_IT_BACK = re.compile(
    r"\b(?:want(?:ing)?|need|like|love|have|going|gotta|wish|(?:can|could|may) i) (?:to )?(?:just |still )?"
    r"(?:(?:send|give|bring|ship) (?:it|them|those|these|that|this|(?:the|my) [\w ]{2,30}?) back"
    r"|return (?:it|them|those|these|that|this))\b(?! (?:for|and get) an?\b)",
    re.IGNORECASE,
)
_FOR_OTHERS = re.compile(
    r"\b(?:exchang\w*|swap\w*|(?:bigger|larger|smaller|different|other|new) \w+|replac\w+)\b", re.I
)
""" "The trousers are too tight, want to send those back": no word of anything in their place."""
_THE_THING = re.compile(r"\b(?:the|my|this|these|those) (?:\w+ )?$", re.IGNORECASE)
_MINE = re.compile(r"(?<!for )\bmy (?:\w+ )?$", re.IGNORECASE)


def sends_mine_back(text: str) -> bool:
    return _SENDS_MINE_BACK.search(text) is not None


def wants_it_back(text: str) -> bool:
    """Sent back, and nothing is wished in its place."""
    return _WANTS_IT_BACK.search(text) is not None and _FOR_OTHERS.search(text) is None


def is_of_own(text: str, entities: Entities) -> bool:
    """Of something that was bought: it says so, names the order, or a fault of "my coat"."""
    is_faulty = any(found.value.is_our_fault for found in entities.reasons)
    is_named = bool(entities.order_numbers) and not text.rstrip().endswith("?")
    is_told = is_trouble_told(text, entities)
    return is_told or is_named or _BOUGHT.search(text) is not None or (is_faulty and bool(_MY_THING.search(text)))


def is_trouble_told(text: str, entities: Entities) -> bool:
    """ "The wool coat is too big": what is wrong with a thing one has, and nothing else."""
    reasons = {found.value.value for found in entities.reasons} - _NO_FAULT_OF_GOODS
    if (
        not (reasons or _TOO_MUCH.search(text))
        or not (entities.categories or entities.products)
        or _WISHES_OR_ASKS.search(text)
    ):
        return False
    if _OWN_SUBJECT.search(text) is not None:
        return True
    return bool(reasons) and not ASKS_OF_ONE.match(text) and _stand_before(text, entities, _THE_THING)


def is_mine(text: str, entities: Entities) -> bool:
    """ "My coat": one that is owned is not looked for in the shop."""
    return _stand_before(text, entities, _MINE)


_IS_ODD = re.compile(
    r"\bsomething(?:'s| is| was)? (?:off|wrong|odd|strange|not right|the matter) with\b"
    r"|\b(?:weird|strange|funny|odd|loud|awful|horrible|terrible) (?:noises?|sounds?|smells?)\b"
    r"|\b(?:smells? (?:weird|strange|funny|odd|bad|awful|horrible|of)|squeak(?:s|ing|y)?|creak(?:s|ing|y)?)\b",
    re.IGNORECASE,
)


def tells_of_mine(text: str, entities: Entities) -> bool:
    """ "My boots squeak when I walk": something is the matter with what one has, in words that are no reason."""
    if "?" in text or entities.reasons or entities.colours or entities.money_limits:
        return False
    return _IS_ODD.search(text) is not None and is_pointed_at(text, entities)


def is_pointed_at(text: str, entities: Entities) -> bool:
    """ "The coat", "these socks": a thing that is there, where "a coat" is looked for."""
    return _stand_before(text, entities, _THE_THING)


def _stand_before(text: str, entities: Entities, words: re.Pattern[str]) -> bool:
    """Whether these words stand right before a thing that is named."""
    return any(words.search(text[: found.start]) for found in (*entities.categories, *entities.products))


_LED_TO = re.compile(
    r"^\W*(?:(?:hi|hey|hello|and|also|maybe|or|ok|just)\W+)*(?:an?|some) (?:[\w-]+ ){0,5}$", re.IGNORECASE
)
_OF_ONE = re.compile(
    r"\b(?:i|i['’]ve|we|my|our|you|it|mine|this|came|arrived|got|return\w*|exchang\w*|refund\w*)\b", re.I
)


def is_bare_wish(text: str, entities: Entities) -> bool:
    """ "A blouse that is not see through": how it should be, and no fault of one that was bought."""
    is_named = any(_LED_TO.match(text[: kind.start]) for kind in entities.categories)
    return is_named and not entities.order_numbers and _OF_ONE.search(text) is None


_CAME = re.compile(
    r"^(?!.*\bif\b)(?!.*\?).*\b(?:(?:i|we)(?:'ve| have)? (?:just )?(?:got|received)"
    r"|(?:sent|delivered|shipped) (?:me|us)|(?:you|they)(?:'ve| have)? (?:sent|delivered|shipped))\b",
    re.IGNORECASE | re.DOTALL,
)


def is_wrong_one(text: str, entities: Entities) -> bool:
    """ "I got the wrong size": trouble with what came, though no goods are named."""
    return any(found.value is ReturnReason.WRONG_ITEM for found in entities.reasons) and _CAME.search(text) is not None

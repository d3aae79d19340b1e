"""Which intent a message names by itself: a number, goods, words that mean one thing. Pure, and in English words.

What it names holds where the classifier is not sure; what it says outright, without asking the classifier.
"""

import re

from agent.entities import Entities
from agent.goods.measures import besides_measures
from agent.goods.not_so import besides_not_so
from agent.goods.occasions import besides_occasions
from agent.goods.price_lifted import besides_lifted, lifts_price
from agent.goods.sale import asks_if_reduced
from agent.goods.shopping import asks_of_kind
from agent.intents.invoice import asks_sum
from agent.intents.returnable import asks_for_own_returnable
from agent.orders.coming import asks_if_comes
from agent.understanding.numbers_named import asks_about_number, is_only_numbers
from agent.understanding.owned import (
    ASKS_OF_ONE,
    is_mine,
    is_of_own,
    is_trouble_told,
    is_wrong_one,
    sends_mine_back,
    wants_it_back,
)
from agent.understanding.policy_named import policy_named

_ASKS_FOR_GOODS = re.compile(
    r"\b(?:do|does) (?:you|u|ya|the shop)(?: guys| also| even)? (?:sell|carry|stock)\b"
    r"|\b(?:something|anything|gifts?|presents?) (?:(?:else|nice|warm|small|special|good|cheap|elegant) )?"
    r"for (?:my|an?|the|her|him|[a-z]{3,}ing)\b"
    r"|\b(?:do|does) (?:you|u) have (?:something|anything)\b"
    r"|\bi(?:['’]ve)? (?:just )?(?:saw|seen|spotted)\b.{2,40}\b(?:on|in) (?:your|the|ur)"
    r" (?:site|website|shop|store|page|insta\w*|ad)\b"
    r"|\b(?:looking|searching) for (?:a|an|some|the)\b|\b(?:show|recommend|suggest)(?: me)?\b(?!.*\borders?\b)",
    re.IGNORECASE,
)
_ASKS_FOR_THE_MOST = re.compile(
    r"^\W*(?:what|which)(?:['’]?s| is| are)? (?:the |your )?"
    r"(?:cheapest|least expensive|most expensive|warmest|lightest)\b"
    r"(?!.*\b(?:shipping|delivery|postage|way|option)\b)",
    re.IGNORECASE,
)
_ASKS_TO_BE_TOLD = re.compile(
    r"^\W*(?:please )?(?:(?:can|could) you )?tell me (?:a (?:bit|little) )?(?:more |all )?about\b", re.IGNORECASE
)
_ASKS_ABOUT_FEES = re.compile(
    r"\b(?:admin(?:istration)?|handling|re-?stocking|returns?|exchange) fees?\b", re.IGNORECASE
)
_PAGE_FAILS = re.compile(
    r"\b(?:form|site|website|app|page)\b.{0,30}"
    r"\b(?:rejects?|refuses|crash(?:es|ed)?|(?:does|wo)n['’]?t (?:work|accept|take|load)\w*)",
    re.IGNORECASE,
)
_ASKS_HOW_FAR = re.compile(
    r"\b(?:status|update|progress|news)\b.{0,30}\b(?:claims?|returns?|refunds?)\b"
    r"|\b(?:claim|return|refund)(?:'s)? (?:status|progress|update)\b"
    r"|\b(?:what(?:'s|s| is) (?:happening|going on|up)|how(?:'s|s| is| about)) (?:with )?my\b.{0,30}"
    r"\b(?:returns?|refunds?|claims?|exchange)\b"
    r"|\bwhere(?:'s|s| is| are) my (?:refunds?|money|claims?|returns?|exchange)\b"
    r"|\bwhat about (?:(?:the|my) )?(?:return|refund|claim)\b(?! (?:policy|rules|window|label))",
    re.IGNORECASE,
)
_ASKS_HOW_LONG = re.compile(
    r"\bhow long (?:does|do|will|until|till|before|to get|for)\b.{0,30}\b(?:refunds?|money)\b"
    r"|\b(?:which|what) (?:returns?|refund) (?:rules|policy|terms)\b"
    r"|\bwhat if (?:i|he|she|they|we|my \w+) (?:do|does)(?:n['’]?t| not) (?:like|want)\b"
    r"|\bwhat(?:['’]?s| is| are) (?:the|your|ur) (?:returns?|refund|exchange) (?:and \w+ )?"
    r"(?:time|period|deadline|window|polic(?:y|ies)|rules|terms|conditions)s?\b"
    r"|\bhow (?:long|many days) (?:do|have) (?:i|we) (?:have |got )?(?:to|for) (?:return|send (?:it|them|"
    r"that) back|a return)\b"
    r"|^\W*(?:and |so |but )?(?:how long|how many days|until when) (?:do|have) (?:i|we)(?: have| got)?\W*$"
    r"|\bcan (?:i|he|she|they|we|you|one) (?:return|exchange|send)\b.{0,20}\b(?:if|in case)\b"
    r"|\bwhen (?:do|will|does) .{0,20}\brefunds? (?:arrive|come|get)",
    re.IGNORECASE,
)
_WHERE_MINE = re.compile(
    r"\bwhere(?:'s|s| is| are| the \w+ (?:is|are)) my\b"
    r"(?! (?:refunds?|money|claims?|returns?|exchange|invoices?|codes?)\b)"
    r"|^\W*when(?:'s|’s|s| is| are| does| do) (?:my|the) (?!refund|money|sale)"
    r"\w+ (?:com(?:e|ing)|get(?:ting)? here|due)\W*$",
    re.IGNORECASE,
)
_WHERE_THE = re.compile(
    r"^\W*(?:(?:and|so|ok|but|hi|hey)\W+)*where(?:'s|’s|s| is| are) the (?:[\w-]+ ?){1,3}\W*$", re.IGNORECASE
)
_CAME_BUT_WHERE = re.compile(
    r"\b(?:came|arrived|here|got|received|delivered)\b[\w ]{0,15}(?:[,.;!]|\bbut\b|\band\b)(?: (?:but|and|so))*"
    r" where(?:'s|’s|s| is| are) (?:the|my) (?:[\w-]+ ?){1,3}\W*$",
    re.IGNORECASE,
)
""" "Only the trousers came, where's the sweater"."""
_NEAR = 20
"""Characters before an order's number in which "where is" asks for that order."""
_WHERE_IS = re.compile(r"\bwhere(?:'s|s| is| are)\b", re.IGNORECASE)
_SENDS_BACK = re.compile(r"\breturn(?:ed|ing|able)?\b|\bsen[dt] (?:it |them )?back\b", re.IGNORECASE)
_COMPARES = re.compile(r"\bcompare\b|\bdifferences?\b|\bversus\b|\bvs\b", re.IGNORECASE)
_HANDLES_ONE = re.compile(
    r"^\W*(?:(?:please|also|then|and|i|want|need|would|like|to|i'd|can|could|you)\W+)*(?P<verb>return|exchange|swap)"
    r" (?:the|my|this|that|these|those)\b(?! polic| window)",
    re.IGNORECASE,
)
_IF_OR_ASKED = re.compile(r"\?\s*$|\b(?:if|when|in case|instead|or)\b", re.IGNORECASE)
_GIFT_CARDS = re.compile(
    r"^\W*(?:(?:and|also|do|does|you|u|have|has|got|sell|offer|any|the|shop|are|there|what|about)\W+)*"
    r"gift ?(?:cards?|vouchers?)\W*$",
    re.IGNORECASE,
)
_VENTS = re.compile(
    r"\b(annoying|ridiculous|unacceptable|terrible|horrible|worst|useless|frustrat\w+|fed up|disgrace\w*|pathetic)\b",
    re.IGNORECASE,
)
_RECOMMENDS = re.compile(r"\b(?:show|recommend|suggest)\b", re.IGNORECASE)
""" "Recommend a good restaurant": the words of a shopper, and not about goods."""
_SURE_NAME = 0.6
"""Share of a product's name from which it is meant, whatever the rest sounds like."""
_CANCELS_ONE = re.compile(
    r"(?:^|[,.;:]\s*|\b(?:please|and|also|then|you|just|i(?: (?:want|need) to)?)\s+)cancel (?:the|my|her|his|their) "
    r"(?!return|claim|exchange|newsletter|subscription|account|alert|cancel)",
    re.IGNORECASE,
)
_SWAPS = re.compile(r"\b(?:exchang\w*|swap\w*)\b", re.IGNORECASE)
_FOR_A_KIND = re.compile(
    r"\b(?:(?:do|have) (?:you|u|ya)(?: guys| also| even| still)*(?: have| got)?|is there|are there|got any"
    r"|(?:can|could) (?:you|u)(?: please| also)* add|i(?: also)? need|i(?: also)? want|i(?:['’]m| am) after)"
    r"(?: (?:an?|any|some|pairs? of))*"
    r"(?: (?!(?:my|the|this|that|these|those|your|his|her|our|an?|on|for|of|in|about|with|from|to)\b)[\w-]+){0,3} ?$",
    re.IGNORECASE,
)
""" "Do you have necklaces": the kind is what is had, and not what something else is for."""
_OF_A_KIND = re.compile(
    r"^\W*(?:care|repairs?|returns?|sizes?|sizing|polic\w+|prices?|warrant\w+|orders?|in my|on my)\b", re.IGNORECASE
)
_OF_RULES = re.compile(
    r"\b(?:polic(?:y|ies)|returns?|returnable|refund\w*|warrant(?:y|ies)|guarantees?)\b", re.IGNORECASE
)
""" "The return policy on shoes": what holds for goods, and none are wanted."""
_ASKS_BEHIND = re.compile(r"[,;:.!?-] *(?:is|are|do|does|can|will|has|have) (?:it|they)\b", re.IGNORECASE)
""" "The gloves, are they warm": of those, and none are looked for."""
_A_PHRASE = 6


def intent_named(text: str, entities: Entities) -> str | None:
    """A message that is little more than a number says enough by that number; so does "do you sell ..."."""
    return policy_named(text) or _by_order(text, entities) or _by_goods(text, entities)


def _by_order(text: str, entities: Entities) -> str | None:
    """By what was bought: where it is, that it goes back, what becomes of the claim; and what is vented of it."""
    words = len(text.split())
    if _VENTS.search(text) and words <= 8 and not entities.order_numbers and not _WHERE_MINE.search(text):
        return "complaint"
    if entities.order_numbers and any(found.value.is_our_fault for found in entities.reasons):
        return "return_item"
    is_trouble = entities.reasons and (entities.categories or entities.products) and is_of_own(text, entities)
    if is_trouble or is_wrong_one(text, entities) or asks_for_own_returnable(text):
        return "return_item"
    if _ASKS_HOW_LONG.search(text):
        return "returns_policy"
    asks_where = _WHERE_MINE.search(text) or _CAME_BUT_WHERE.search(text) or asks_if_comes(text, entities)
    if (asks_where and not entities.order_numbers) or (entities.categories and _WHERE_THE.match(text)):
        return "track_order"
    if asks_sum(text) and (entities.order_numbers or re.search(r"\b(i|my|me)\b", text, re.IGNORECASE)):
        return "invoice"
    if _ASKS_HOW_FAR.search(text) or (entities.claim_numbers and words <= 6):
        return "refund_status"
    if _IS_IT_CANCELLED.match(text) or _WHERE_IT.match(text):
        return "track_order"
    if entities.order_numbers and asks_about_number(text, entities):
        return "track_order"
    if entities.order_numbers and (words <= 4 or _WHERE_IS.search(text) or is_only_numbers(text, entities)):
        return "track_order"
    return None


def _by_goods(text: str, entities: Entities) -> str | None:
    """By the goods that it names, or by what it asks of the shop."""
    words = len(text.split())
    if len(entities.products) > 1 and _COMPARES.search(text):
        return "product_question"
    if entities.products and _SENDS_BACK.search(text):
        return "return_item"
    if entities.product_ids and words <= 4:
        return "product_question"
    if _names_goods(entities) and asks_if_reduced(text):
        return "product_question" if entities.products else "product_search"
    if words <= 6 and _GIFT_CARDS.match(text):
        return "payment_policy"
    if (names_goods := _names_goods(entities)) and _CANCELS_ONE.search(text):
        return "cancel_order"
    if names_goods and (told := _HANDLES_ONE.match(text)):
        return "return_item" if told["verb"].lower() == "return" else "exchange_item"
    if _ASKS_FOR_GOODS.search(text) or _ASKS_FOR_THE_MOST.match(text):
        return "product_search"
    if words <= 12 and len(entities.products) == 1 and _ASKS_TO_BE_TOLD.match(text):
        return "product_question"
    if _ASKS_ABOUT_FEES.search(text):
        return "returns_policy"
    if _PAGE_FAILS.search(text):
        return "account_help"
    if names_goods and not entities.order_numbers and not entities.products and asks_of_kind(text):
        return "product_question"
    if names_goods and wants_it_back(text):
        return "return_item"
    if names_goods and sends_mine_back(text):
        return "exchange_item" if _SWAPS.search(text) else "return_item"
    is_looked_for = not (entities.order_numbers or is_mine(text, entities) or _OF_RULES.search(text))
    if is_looked_for and looks_for_kind(text, entities):
        return "product_search"
    if names_goods and len(_besides_how(text).split()) <= _A_PHRASE and is_looked_for:
        is_asked = (entities.products and ASKS_OF_ONE.match(text)) or _ASKS_BEHIND.search(text)
        return "product_question" if is_asked else "product_search"
    is_named_whole = any(found.value.score >= _SURE_NAME for found in entities.products)
    return "product_question" if is_named_whole and not entities.order_numbers and ASKS_OF_ONE.match(text) else None


def _besides_how(text: str) -> str:
    """Without what the thing is for, may cost and should not be like."""
    return besides_measures(besides_lifted(besides_not_so(besides_occasions(text))))


def looks_for_kind(text: str, entities: Entities) -> bool:
    """ "Do you have necklaces under $80", "is there a real rain jacket": asked for by what it is."""
    names_one = any(len(named.value.product_ids) == 1 for named in entities.products)
    if names_one or not entities.categories or entities.order_numbers:
        return False
    kinds = (*entities.categories, *entities.products)
    return lifts_price(text) or any(
        _FOR_A_KIND.search(text[: kind.start]) and not _OF_A_KIND.match(text[kind.end :]) for kind in kinds
    )


def may_be_foreign(named: str | None, text: str, entities: Entities) -> bool:
    """ "Recommend a good restaurant", "can you fix my laptop": a shopper's words, or a word of some product's name."""
    is_sure = (
        entities.categories or entities.materials or any(found.value.score >= _SURE_NAME for found in entities.products)
    )
    if named not in ("product_search", "product_question") or is_sure:
        return False
    return bool(entities.products) or _RECOMMENDS.search(text) is not None


def is_said_outright(text: str, entities: Entities) -> bool:
    """So plain that what is named holds, whatever the classifier would say."""
    if entities.order_numbers and any(found.value.is_our_fault for found in entities.reasons):
        return True
    if entities.order_numbers and entities.reasons and entities.products and not text.rstrip().endswith("?"):
        return True
    if len(entities.products) > 1 and _COMPARES.search(text):
        return True
    if policy_named(text) or _WHERE_IT.match(text) or asks_for_own_returnable(text):
        return True
    if _names_goods(entities) and _HANDLES_ONE.match(text) and not _IF_OR_ASKED.search(text):
        return True
    if _names_goods(entities) and wants_it_back(text) and not _IF_OR_ASKED.search(text.rstrip(" ?")):
        return True
    if any(_WHERE_IS.search(text[max(0, found.start - _NEAR) : found.start]) for found in entities.order_numbers):
        return True
    if is_trouble_told(text, entities) or is_wrong_one(text, entities):
        return True
    outright = (_ASKS_FOR_GOODS, _ASKS_HOW_FAR, _ASKS_HOW_LONG, _WHERE_MINE, _CAME_BUT_WHERE)
    return (
        asks_sum(text)
        or (_names_goods(entities) and asks_if_reduced(text))
        or any(pattern.search(text) for pattern in outright)
    )


_WHERE_IT = re.compile(
    r"^\W*(?:(?:so|and|ok|but|hi|hey|hello)\W+)*(?:where(?:'?s| is| are) (?:it|they|everything)"
    r"|(?:i'd like to|i want to|i need to|can we|let'?s) talk about (?:my|an?|the) (?:last |latest )?"
    r"(?:order|purchase))"
    r"(?: now| then)?\W*$",
    re.IGNORECASE,
)
""" "Where is it", out of the blue: what was ordered."""
_IS_IT_CANCELLED = re.compile(
    r"^\W*(?:(?:so|and|ok|but)\W+)*(?:is|was|has) (?:it|my order|the order|that)(?: been)?"
    r"(?: really| now| already)? cancel+ed"
    r"(?: now| already)?\W*$",
    re.IGNORECASE,
)


def _names_goods(entities: Entities) -> bool:
    return bool(entities.categories or entities.products or entities.materials)

"""The words in which shown products are asked about: which of them, what of them, and what only sounds like it."""

import re

from agent.table.clauses import clauses

SURELY = 0.8
LONG = 14
"""Words from which a message says by itself what it is about."""
SHOPS_OWN = re.compile(
    r"\b(?:ship\w*|deliver\w*|postage|couriers?|customs|pay\w*|refund\w*|return\w*|send (?:it|them) back|discounts?"
    r"|codes?|coupons?|promo\w*|gift ?(?:cards?|wrap\w*)|wrap\w*|vouchers?|orders?|ordered|parcels?|account|arrive\w*"
    r"|warranty|guarantee|repair|what if"
    r"|get (?:here|to)|exchange|swap|your (?:shop|store|company)|bought|person|human|agent)\b",
    re.IGNORECASE,
)
LOST = (None, "out_of_scope", "chitchat", "affirm_deny")
BUYING = ("place_order", "stock_alert", "exchange_item", "promo_discount")
"""What a question about goods is easily taken for."""
MAY_ASK = (*LOST, *BUYING, "product_question", "product_search")
IS_FOR_SALE = re.compile(
    r"\b(?:in|have|has|comes?|coming|available|stock|got|get|sell|size|left|version|any)\b", re.IGNORECASE
)
POINTS = re.compile(
    r"\b(?:it|its|it['’]s|they|they['’]re|them|their|these|those|this one|that one|this|that|theirs|the other one)\b",
    re.IGNORECASE,
)
ASKS = re.compile(
    r"^\W*(?:(?:and|so|but|also|ok(?:ay)?|hm+|well|o+h+|cool|great|nice|lovely|thanks|then|yes|no|sorry)\W+)*"
    r"(?:is|are|does|do|can|could|will|would|how|what|whats|which|has|have|any|tell)\b",
    re.IGNORECASE,
)
IS_IT = re.compile(r"^\W*(?:(?:and|so|but|ok|hm+)\W+)*(?:is|are|does|do) (?:it|they|that one)\b", re.IGNORECASE)
""" "Is it see-through": of the one thing that is looked at, as long as no order was spoken of."""
IS_MORE = re.compile(
    r"^\W*(?:(?:and|so|but|ok|hm+)\W+)*(?:is|are) (?:the|this|that|it)\b.{0,24}? (?P<more>more [a-z]{4,}|[a-z]{3,}er)"
    r"(?: than (?:the|that|this) (?:\w+ ?){1,2})?\W*$",
    re.IGNORECASE,
)
""" "Is the first one softer", of two."""
BARE = re.compile(
    r"^\W*(?:(?:and|so|ok|what about|how about|what(?:['’]?s| is| are)|the|its|their)\W+)*"
    r"(?:price|how much|sizes?|colou?rs?|material|fabric|care|washing|reviews?|ratings?|stock|in stock|available"
    r"|(?:(?:what|which|any|can i see)(?: other)?|other) (?:sizes?|colou?rs?|materials?|fabrics?)(?: \w+){0,4}"
    r"|(?:only|just) \d+ left|how many (?:are |is |do you have )?(?:left|in stock)|any left"
    r"|(?:price|care|fabric|material|quality|fit) like"
    r"|how much for (?:it|them|both|all|one|two|three|\d+)(?: (?:of (?:it|them|those)|pairs?|pieces?))?)\W*$",
    re.IGNORECASE,
)
NAMED_FIRST = re.compile(
    r"^\W*(?:(?:and|so|ok)\W+)*the \w+ one(?: in (?:an? )?[\w ]{1,14}?)?(?: please)?\s*[,;:-]+\s*", re.IGNORECASE
)
""" "The second one, do you have it in S": asked all the same."""
OF_KIND = re.compile(r"\bsiz(?:e|ing) (?:chart|guide|table)\b", re.IGNORECASE)
BACK = re.compile(
    r"\b(?:when|will|is|are)\b.{0,20}\b(?:it|they|that|those|these|this)\b.{0,12}"
    r"\b(?:back(?: in)?(?: stock)?|restock\w*|in stock again|available again)\W*$"
    r"|^\W*(?:and )?when'?s (?:it|that) back\b",
    re.IGNORECASE,
)
COUNTS = re.compile(r"\bfor (?:\d+|two|three|four|five|six)\b|\b(?:\d+|two|three|four|five|six) of\b", re.IGNORECASE)
EVERY = re.compile(
    r"\b(?:all|any|each|every one|which|some|both|either) of (?:them|these|those)\b|\ball (?:\w+ )?of\b", re.I
)
FURTHER = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|oh|hm+|and|so)\W+)*(?:and|what about|how about|or|same for)\b", re.IGNORECASE
)
OTHER = re.compile(r"\b(?:the )?other (?:one|ones|pair|two|three)\b|\bthe others\b|\bthe rest\b", re.IGNORECASE)
COMPARES = re.compile(
    r"\bcompare\b|\bdifferen(?:ce|t)\w*\b|\b(?:vs|versus)\b|\bbetter\b|\bbetween\b|\bor the\b", re.IGNORECASE
)
BOTH = re.compile(r"\b(?:both|together|altogether|in all|the two|all)\b", re.IGNORECASE)
PLACES = {
    word: place
    for place, words in enumerate(("first 1st", "second 2nd", "third 3rd", "fourth 4th", "fifth 5th", "sixth 6th"))
    for word in words.split()
} | {"last": -1}
WORD = "|".join(PLACES)
FIRST_FEW = re.compile(r"\b(?P<end>first|top|last) (?P<count>two|2|three|3)\b", re.IGNORECASE)
PLACE = re.compile(
    rf"\bthe (?P<said>{WORD})\b(?! (?:time|order|purchase|day|week|month|year|parcel))"
    rf"|\b(?P<of>{WORD}) (?:one|pair)s?\b"
    rf"|(?:^|\band |\bor |\bvs |\bnumber )(?P<bare>{WORD})\W*$|\b(?P<before>{WORD})(?= (?:and|or|vs)\b)",
    re.IGNORECASE,
)
ONE = (
    r"(?:it|this|that|them|those|these|this one|that one|one|the \w+ one|the (?:first|second|third|fourth|last)"
    r"|the \w+est)"
)
TAKES = re.compile(
    rf"\b(?:i'?ll|i will|i'?d|i would|let me|gonna|going to|i want to|can i|could i|i'd like to|like to|want)"
    rf" (?:just |maybe |rather )?(?:take|get|have|buy|order|go (?:for|with)) {ONE}\b"
    rf"|^\W*(?:ok(?:ay)?\W+)?(?:i want|give me|i'?ll have) {ONE}(?: please)?\W*$"
    rf"|^\W*add to (?:the |my )?(?:cart|basket|bag)\b|\b(?:add|put) {ONE}\b.{{0,20}}\b(?:cart|basket|bag)\b",
    re.IGNORECASE,
)
TELL_WHEN = re.compile(
    r"\b(?:tell|let|notify|e-?mail|message|text|ping|remind|write) me\b.{0,12}\bwhen\b.{0,8}"
    r"\b(?:it|its|it['’]s|they|that|those|one)\b",
    re.IGNORECASE,
)
TELL_THEN = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|yes|please|then|just|so|can you|could you|will you)\W+)*"
    r"(?:let|tell|notify|e-?mail|message|text|ping|write) me(?: know)?(?: when| then| once)?(?: please)?\W*$",
    re.IGNORECASE,
)
""" "Let me know when", of what was just said to be sold out."""
REDUCED = re.compile(
    r"\b(?:discounts?|sale|reduced|reductions?|deals?|offers?|money off|% off)\b.{0,12}"
    r"\b(?:on|for|with) (?:it|this|that|these|them|those|(?:this|that|the \w+) one)\b"
    r"|\b(?:is|are) (?:it|this|that|these|they|those|(?:this|that|the \w+) one) "
    r"(?:on (?:sale|offer)|reduced|discounted)\b"
    r"|\b(?:which|any)(?: ones?)?(?: of (?:these|those|them))? (?:(?:is|are) )?(?:on sale|reduced|discounted)\b",
    re.IGNORECASE,
)
GOES_WITH_IT = re.compile(
    r"\b(?:go(?:es)?|wear|match\w*|pairs?|combine|style)\b.{0,12}\b(?:with|to) (?:it|this|that|them|these|those)\b",
    re.IGNORECASE,
)
TOGETHER = re.compile(
    r"\bhow much\b.{0,25}\b(?:together|both|altogether|in total|in all|the two|all of (?:it|them))\b"
    r"|\b(?:both|together|total)\b.{0,20}\b(?:cost|price|how much)\b",
    re.IGNORECASE,
)
WORTH = re.compile(
    r"\bworth (?:it|the (?:money|price|cost)|(?:that|so) much|paying|buying|(?:[$€£] ?)?\d+)|\b(?:good|decent) value\b",
    re.IGNORECASE,
)
""" "Is it worth the money": nobody can say; what it costs, how it is liked and how long it is warranted tells."""
SORTS = re.compile(
    r"\b(?P<how>cheapest|lowest(?: price)?|most expensive|priciest)\b.{0,8}\bfirst\b|\b"
    r"(?P<by>sort(?:ed)? (?:them )?by price|low to high)\b",
    re.IGNORECASE,
)
LOOKS = re.compile(
    r"\b(?:the|that|this|those|these) (?P<said>[a-z][\w-]+(?: [a-z][\w-]+)?) (?:ones?|pair)\b", re.IGNORECASE
)
""" "The slim one": by a word of its name or of what it looks like."""
LIKE_ONE = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|and|or|so|but|maybe|hm+|no)\W+)*"
    r"(?:(?:what about|how about|do you have|got|any|are there|is there) )?(?:an? |any )?"
    r"(?P<word>(?!(?:first|second|third|fourth|last|other|next|same"
    r"|this|that|which|any|some|every|each|good|nice|right|wrong|only|another|new|old|these|those|what|one|no"
    r"|the|my|your)\b)"
    r"[a-z]{4,}(?: [a-z]{4,})?) ones?(?: please)?\W*$",
    re.IGNORECASE,
)
""" "Warm one", "bigger ones": what is wished, not what is pointed at."""
OF_A_PART = re.compile(
    r"^\W*(?:(?:and|so|but|ok)\W+)*(?:(?:is|are|does|do|how [a-z]+ (?:is|are)) the [a-z]+\b"
    r"|what(?:['’]?s| is| are) the [a-z]+ like\b)",
    re.IGNORECASE,
)
""" "Are the pockets deep"."""
SUPPOSES = re.compile(r"\bwould\b|\bif i (?:order|buy)\b", re.IGNORECASE)
""" "If I order now": of no order that there is."""
WOULD_COME = re.compile(
    r"\b(?:when|how (?:long|soon|fast|quick\w*))\b.{0,10}\b(?:would|will|could|can|until|till?)\b.{0,20}"
    r"\b(?:(?:get|have) (?:it|them|that|this|here|there)|arrive|come|be (?:t?here))\b"
    r"(?! (?:back|in\b|available|restocked|out))"
    r"|\bneed (?:it|them|this|that|one)\b.{0,10}\b(?:by|before|until)\b"
    r"|\b(?:get here|arrive|be here|come|have (?:it|them)|get (?:it|them))\b.{0,6}\b(?:by|before|in time)\b"
    r"|\bif i (?:order|buy) (?:it |them |this |that )?(?:today|now|tomorrow|tonight)\b",
    re.IGNORECASE,
)
ADVISED = re.compile(
    r"\b(?:what|which)(?: one)? (?:should|would|shall|do|does|must) (?:i|we|he|she|they|you)"
    r" (?:get|take|order|buy|pick|choose|go (?:for|with)|need|suggest|recommend)\W*$",
    re.IGNORECASE,
)
""" "She's usually an M. what should i get?": which size, where one was said."""
BEST_SELLER = re.compile(r"\bbest ?-?sell\w+\b|\bmost popular\b|\btop[- ]?sell\w+\b", re.IGNORECASE)
""" "What's the best seller", beside one product alone: of all there are."""
_WHOM = r"(?:m[ae]n|wom[ae]n|guys?|lad(?:y|ies)|girls?|boys?|him|her)"
FOR_WHOM = re.compile(
    rf"(?<!those )(?<!these )(?<!they )(?<!it )(?<!that )\b(?:is|are)\b.{{0,24}}"
    rf"\b(?:made |meant )?for (?:an? )?{_WHOM}\b"
    r"|\b(?:wo)?men['’]?s or (?:an? )?(?:wo)?m[ae]n['’]?s\b"
    r"|\b(?:is|are) (?:it|they|this|that|these|those) (?:one )?(?:unisex|(?:wo)?m[ae]n['’]?s)\b",
    re.IGNORECASE,
)
TELL_MORE = re.compile(
    r"\b(?:tell me|say|know|hear|read|learn)(?: us)? (?:a (?:bit|little) )?(?:some )?(?:more|everything)\b"
    r"(?! (?:about|on|of) (?:you|your|the (?:shop|company|brand|store|return|shipping|warranty|order|parcel"
    r"|claim)|my)\b)"
    r"|\bmore (?:details?|info(?:rmation)?)\b(?! (?:about|on|of) (?:you|your|my)\b)"
    r"|\bwhat (?:can|else can) (?:you|u) (?:tell me|say) about (?:it|this|that|them|the)\b"
    r"|^\W*(?:\w+\W+){0,3}?what(?:['’]?s| is|['’]?re| are) (?:it|they|(?:the|that|this|these|those) "
    r"(?!(?:\w+ )?(?:fit|quality|fabric|material|colou?r|weather|sizing|delivery|service|times?)s?\b)[\w ’'-]+)"
    r" like\W*$",
    re.IGNORECASE,
)
""" "The solstice one sounds good, tell me more": all that is written of it."""
SEES = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|and|so|please|hi|hey)\W+)*"
    r"(?:(?:can|could|may) (?:i|we|you) (?:please )?(?:see|look at|show(?: me| us)?)|show (?:me|us)"
    r"|let(?: me|['’]?s) see) (?:the|that|this|it)\b",
    re.IGNORECASE,
)
""" "Can I see the clay jeans": what is written of them."""
HOLDS = re.compile(
    r"\b(?:put|set|lay|keep|hold|save)\b(?!.{0,30}\b(?:parcel|package|mail|address|my order|details)\b).{0,60}"
    r"\b(?:aside|for me|back for me|by for me)\b|\breserve\b(?! the right)"
    r"|\b(?:can|could|will|would) (?:you|u|i)(?: please| pls)? (?:just )?(?:order|buy|get)\b"
    r"(?!.{0,40}\b(?:again|back|refund|number|status|details)\b).{0,60}\bfor me\b",
    re.IGNORECASE,
)
""" "Put one aside for me", "can you order it for me": it is bought on its page, and nothing is held."""
SHOP = re.compile(r"\b(?:you|u|your|yours|we|us)\b", re.IGNORECASE)
OF_ANYTHING = re.compile(
    r"\b(?:how much|costs?|price\w*|expensive|cheap\w*|how (?:long|soon|fast)|when|free|where|safe|possible)\b",
    re.IGNORECASE,
)
"""What is asked of a parcel or a code in the same words."""


def asks_when_it_comes(text: str) -> bool:
    """Where something is asked, by that: "i need it before dec 8. what about the white one?" asks of another."""
    asked = [clause for clause, _ in clauses(text) if ASKS.match(clause) or clause.rstrip().endswith("?")]
    return any(WOULD_COME.search(clause) for clause in asked or [text])

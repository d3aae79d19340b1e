"""Ways to ask about the shop itself: how to reach it, who it is, and how it makes what it sells."""

from agent.intents.plain_questions import of
from agent.table.questions import QUESTIONS

_WE = r"(?:you|this shop|the (?:shop|company|brand)|your (?:shop|company|brand|clothes|products|things))"
_GREEN = r"(?:sustainab\w+|eco[- ]?friendly|ethical\w*)"
_FOR_SHOW = r"(?:marketing|pr|a slogan|talk|for show|words|green-?wash\w*)"
_SENT = r"(?:ship\w*|deliver\w*|packag\w*|parcels?|boxes)"
COMPANY = (
    of(
        "Which certificates do your materials have?",
        rf"\b(?:{_WE}|yourself|yourselves)\b.{{0,30}}\b{_GREEN}\b.{{0,40}}"
        rf"\b(?:just|only|merely|purely|nothing but|more than) {_FOR_SHOW}\b",
        r"^\W*(?:(?:and|so|but|ok|isn['’]?t|is|are|all|just|only|this|that|it|you|your|sustainability|guys)\W+)*"
        r"green-?washing\W*$",
        r"\bhow (?:do|can|could|should|would) (?:i|we|one|you) (?:know|be sure|trust|believe|verify|check|tell|prove)"
        rf"\b.{{0,20}}\b{_WE} (?:really |actually |truly |are |is )*{_GREEN}\b",
        rf"\b(?:prove|proof|evidence)\b.{{0,20}}\b(?:{_WE}|you['’]?re)"
        rf" (?:really |actually |truly |are |is )*{_GREEN}\b",
        tells=r"\bcertif",
        also="Who makes your clothes, and under which conditions?",
    ),
    of(
        "Who makes your clothes, and under which conditions?",
        r"^(?=.*\?)(?!.*\b(?:my|orders?|parcels?|warranty|returns?|ship\w*|deliver\w*)\b)"
        r"(?=.*\b(?:who|where|which|how many|owns?|visit\w*|publish\w*|names?|pay|paid|wages?|conditions?|treat\w*"
        r"|fair\w*)\b)"
        r".*\b(?:workshops|factory|factories|mills|suppliers?|manufacturers?|workers?|wages?|sweatshops?)\b",
        tells=r"\bworkshops?\b|\bfactor|\bmills?\b|\bworkers?\b|\bwages?\b",
    ),
    of(
        QUESTIONS["shipping"]["packaging"],
        r"\b(?:what|how)\b[^?]{0,24}\byour (?:packag\w+|boxes|parcels)\b(?: \w+){0,2} (?:made|like|look)\b"
        r"|\b(?:is|are) your (?:packag\w+|boxes|parcels)(?: \w+){0,2} (?:recycl\w+|plastic|compost\w+|sustainab\w+"
        r"|eco[- ]?friendly|green)\b",
        tells=r"\bpackag\w+|\bcardboard\b",
    ),
    of(
        "What is your mailing address?",
        r"\b(?:write|reach|contact|send)\b.{0,25}\b(?:by|via|through) (?:post|letter|mail)\b|\bsend (?:you )?a letter\b"
        r"|\b(?:postal|mailing) address\b(?!.{0,20}\b(?:my|change|order)\b)"
        rf"|\bwhere (?:are|is) {_WE} (?:guys )?(?:based|located)\b",
        tells=r"\bmail:|\baddress\b|\bletter\b|\bpost\b",
    ),
    of(
        "How sustainable are your materials?",
        rf"\b(?:are|is) (?:{_WE}|your (?!{_SENT}\b)\w+)(?: \w+){{0,2}}"
        r" (?:sustainable|eco[- ]?friendly|ethical|environmental\w*)"
        rf"(?: or (?:is|are|just|only) .*)?\W*$|\b(?:are|is) {_WE}(?: \w+){{0,2}} green\W*$"
        rf"|\bhow (?:sustainable|ethical|green|eco[- ]?friendly) (?:are|is) {_WE}\W*$|\bhow are you {_GREEN}\W*$"
        rf"|\bwhat makes {_WE}(?: \w+){{0,1}} (?:sustainable|ethical|green)\b",
        rf"^(?!.*\b{_SENT}\b).*\b{_GREEN}\b[^?]{{0,40}}\bwhat does (?:that|this|it)(?: \w+)? mean\b"
        rf"|\bwhat does (?:being )?{_GREEN}(?: (?!mean)\w+){{0,2}} mean (?:to|for) {_WE}\b"
        r"|\bwhat do you (?:guys )?(?:\w+ )?do (?:for|about) (?:the )?(?:environment|planet|climate|sustainability)\b",
        also="Who makes your clothes, and under which conditions?",
    ),
    of(
        "Is your wool mulesing free, and how are the animals treated?",
        r"\banimals?['’]? (?:welfare|cruelty|rights|well-?being)\b|\bhow (?:are|do you treat) (?:the |your )?animals\b",
        tells=r"\bmulesing|\bwelfare|\bcruel",
    ),
    of(
        "How sustainable are your materials?",
        r"\b(?:carbon|co2) (?:footprint|emissions?)\b(?!.*\b(?:ship\w*|deliver\w*|parcels?|transport)\b)",
        tells=r"\bcarbon\b|\bco2\b",
    ),
    of(
        "How can I reach customer service? Phone and e-mail",
        r"\bwhat(?:'s|’s|s| is) (?:your|their) (?:customer service |support |contact )?(?:e-?mail(?: address)?|phone"
        r"(?: number)?|number)\b",
        r"\b(?:can|could|may|how (?:do|can)) (?:i|we) (?:just )?(?:call|phone|ring) (?:you|u|someone|somebody|them)\b"
        r"|^\W*(?:what(?:'?s| is) )?(?:the|a|any) phone number|\b(?:have|is there) (?:a|any) phone(?: number)?\b",
    ),
    of(
        "Who is behind the shop?",
        r"\bwho(?:'s|s| is| are)? (?:the |your )?(?:runs?|owns?|owners?|founded|founders?|started|behind|boss"
        r"|ceo)\b(?!.{0,20}\b(?:my|order|parcel)\b)",
        r"\b(?:family|privately|independently|women|woman|owner|employee)[- ](?:owned|run|led)\b"
        r"|\b(?:are|is) (?:you|the (?:shop|company|brand)|your (?:shop|company|brand)) (?:\w+ )?owned by\b",
        tells=r"\bfound(?:ed|ers?)\b|\bown(?:ed|ers?)\b|\brun by\b|\bceo\b",
    ),
    of(
        "Do you take back old clothes?",
        r"\b(?:recycle|donate|trade in|hand in|give (?:you|back)|get rid of|do (?:i |you )?do with)\b.{0,20}\b(?:old"
        r"|used|worn|second[- ]hand)\b",
        r"\b(?:old|used|worn) (?:clothes|things|stuff|items|pieces)\b.{0,20}\btake\b",
        r"\btake[- ]back (?:old|used|program\w*|scheme)\b|\btake old (?:clothes|things|stuff|items|pieces)\b",
    ),
)

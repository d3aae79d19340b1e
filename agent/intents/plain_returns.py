"""Ways to ask about returning that share hardly a word with how shops write of it."""

from agent.claims.refunds import TOO_LITTLE_BACK
from agent.intents.plain_questions import CARDS, of

_PACKAGING = r"(?:packag\w+|box(?:es)?|tags?|labels|receipts?|wrapping|bag)"

_SENDING = (
    r"(?:(?:shipping|postage|parcel)\b(?: \w+)? back|return (?:shipping|postage|parcel|label|costs?)"
    r"|returns?\b(?! (?:policy|window))|send\w*\b.{0,12}\bback)"
)
RETURN_COST = (
    r"^(?!.*(?:\b(?:cl|vm)-|\bmy (?:claim|refund)|\blost\b))(?:"
    rf".*\bwho (?:pays?|has to pay|must pay|covers?|bears?)\b.{{0,30}}\b{_SENDING}"
    r"|.*\breturn (?:shipping|postage|label)s?\b.{0,20}\b(?:free|costs?|paid|charged?)\b"
    r"|.*\b(?:free|pay|paying|costs?|how much|charged?)\b.{0,25}\b(?:return (?:shipping|postage|label)s?"
    r"|(?:to (?:send|ship|post|mail)|(?:sending|shipping|posting|mailing))\b.{0,12}\bback)\b)"
)
"""What sending something back costs, and who pays it."""
_IT = r"(?:it|they|them|this|that|one|something|stuff|things|anything|clothes|(?:the|an?|my) \w+(?: \w+)?)"
_NOT_LIKED = (
    rf"(?:if|in case|when) (?:(?:{_IT}|the size) (?:just )?(?:(?:do(?:es)?|did|is|are)(?: ?n['’]?t| not))(?: (?:really"
    r"|quite|even))?(?: (?:fit|suit|look good|match|right|work|what i))\w*"
    r"|(?:i|he|she|we|they) (?:just )?(?:do(?:es)?|did)(?: ?n['’]?t| not) (?:like|want|love|need)"
    r"|(?:i|he|she|we|they) change\w* (?:my|his|her|our|their) minds?)"
)
_SEND_BACK = (
    r"(?:can|could|may|do|would) (?:i|we|you|one|they|he|she) (?:still |just )?"
    rf"(?:return|send|give|bring|take)\b(?: {_IT})?(?: back)?"
)
_BOX = r"box|packaging|carton|wrapping"

RETURNS = (
    of(
        "Do I need a printer for the return label?",
        r"(?:\b(?:no|not have an?|not own an?|without an?|need an?)|n['’]?t (?:have|own) an?) printer\b",
        tells=r"\bprint(?:er|ed|ing)?\b(?!ed on)|\bQR\b",
    ),
    of(
        "How long do I have to return something, also at Christmas or on holidays?",
        r"\breturn (?:window|period|time|deadline)s?\b.{0,30}\b(?:christmas|xmas|holidays?)\b"
        r"|\b(?:christmas|xmas|holiday) return (?:window|period|time|deadline)s?\b",
    ),
    of(
        "How long do I have to return something?",
        r"\b(?:two|several|different|separate) return (?:window|period|deadline)s?\b",
    ),
    of(
        "What cannot be returned?",
        r"\b(?:can|could|may|are|is)\b.{0,20}\bgift ?cards?\b.{0,15}\b(?:returned|returnable|exchanged|sent back)\b"
        r"|\b(?:return|send back|exchange) (?:an?|the|my)? ?gift ?cards?\b",
        tells=r"\bgift cards?\b",
    ),
    of(
        "How many times can an exchange be asked for, once per order?",
        r"\b(?:how (?:often|many times)|more than once|twice|several times|multiple times)\b.{0,30}"
        r"\b(?:exchang|swap)\w*"
        r"|\b(?:exchang|swap)\w*\b.{0,30}\b(?:more than once|twice|several times|multiple times|a second time)\b"
        r"|\bhow many exchanges\b",
        tells=r"\bonce\b|\btimes?\b",
    ),
    of(
        "How long do I have to return something?",
        r"\bhow long(?:'?s| is) (?:the|your) (?:returns?|exchange) (?:window|period|deadline|time)\b"
        r"(?!.*\b(?:coats?|jackets?|outerwear|older|earlier)\b)",
    ),
    of(
        "Can I exchange an item for another size or colour?",
        r"\b(?:how (?:long|many days)|until when)\b.{0,30}\b(?:exchang|swap)\w*"
        r"(?!.*\b(?:takes?|need(?:ed)?|last|arrives?|my)\b)(?! take)",
        also="How long do I have to return something?",
    ),
    of(
        "How do I return from outside the US?",
        r"\breturns?\b(?: \w+){0,2} from (?:there|abroad|overseas|outside|another country)\b",
    ),
    of("Do I have to pay for returns?", RETURN_COST, r"\b(?:re-?stocking|return|handling) (?:fees?|charges?)\b"),
    of(
        "How long do I have to return something?",
        rf"^\W*(?:(?:and|so|but|hi|ok|also|then|what)\W+)*(?:{_SEND_BACK}\W+{_NOT_LIKED}"
        rf"(?: (?:it|them|me|her|him|us))?\W*$|{_NOT_LIKED}\b[^?]{{0,20}}\b{_SEND_BACK}\W*$)",
        also="Do I have to pay for returns?",
    ),
    of(
        "Can I exchange an item for another size or colour?",
        r"\bwhat if (?:it|they|one|the \w+) (?:do|does|did)(?: ?n[o']?t| not) fit\b"
        r"|\bif (?:it|they)(?:'?s|'?re| is| are| turns? out| turned out)? too (?:big|small|large|tight|long|short)\b",
    ),
    of(
        "Can I exchange for a different product?",
        r"\b(?:exchange|swap)\b.{0,15}\b(?:for|against|into|with) (?:a |an |some)?(?:\w+ )?(?:different|other|another"
        r"|else)"
        r" ?(?:products?|items?|things?|articles?|styles?|models?)\b",
    ),
    of(
        "I did not send my return in time. What now?",
        r"\b(?:my|the|a|its) return(?: parcel| package)?\b.{0,25}\b(?:too late|late|not (?:in|on) time|delayed)\b",
    ),
    of(
        "Can I return only part of an order?",
        r"\breturn (?:two|both|several|many|more than one|\d+) (?:\w+ )?(?:in|with|from) (?:one|the same|a single)"
        r" (?:parcel|box|package|label)\b",
        r"\b(?:can|could|may|is it possible|possible|do i have to)\b.{0,15}\breturn (?:only |just )?(?:a )?(?:part"
        r"|half|some|everything|all)"
        r"(?: of)?\b",
    ),
    of("How do I return an item?", r"\breturn\w*\b.{0,20}\bwithout (?:an )?account\b"),
    of(
        "Sending a return: who do I hand it to?",
        r"\bwhere\b.{0,12}\b(?:take|bring|drop|hand|leave|put|give)\b.{0,12}\b(?:(?:parcel|package|box)\b"
        r"(?=.*\b(?:label|returns?|back)\b)|(?:my|the|a) return\b)",
        r"\bdrop (?:it|them|that|this|my return|the (?:parcel|package|return)) off\b.{0,12}"
        r"\b(?:anywhere|somewhere|where|at|any|in|to)\b"
        r"|\bhave to be (?:the|a) post office\b|\b(?:bring|take|hand) (?:it|them|that|the (?:parcel|package|return))"
        r"(?: in)? (?:to|at) (?:the|a|any) (?:post office|ups|usps|carrier|drop[- ]?off)",
        r"\breturns? address\b|\bwhere (?:do|should|must|can) (?:i|we) (?:send|ship|post) (?:my |the )?returns?\b",
    ),
    of(
        "Why is my refund smaller than what I paid?",
        r"\b(?:why|how come)\b.{0,30}\b(?:only|less|part|smaller|not (?:all|everything)|full)\b.{0,25}\b(?:refund\w*"
        r"|money|back)\b",
        r"\b(?:why|how come)\b.{0,20}\brefund\b.{0,20}\b(?:less|smaller|lower|not)\b",
        TOO_LITTLE_BACK.pattern,
    ),
    of(
        "My item arrived damaged. What should I do?",
        r"\b(?:if|when) (?:it|they|something|one|the \w+)(?:'?s| is| are| arrives?| comes?| gets here)? "
        r"(?:already )?(?:broken|damaged|faulty|defective)\b",
    ),
    of(
        "Do you refund shipping costs?",
        r"(?<!who )\b(?:refund|get|give|pay)\w*\b.{0,14}\b(?:original )?(?:shipping|delivery|postage)"
        r"(?: costs?| fees?)?(?: i paid)? (?:back|too|as well|refunded|returned)\b"
        r"|\brefund\b.{0,12}\b(?:shipping|delivery|postage)\b"
        r"|\bthe (?:shipping|delivery|postage)(?: costs?| fees?)? (?:that )?i(?:'?ve)? paid\b",
    ),
    of(
        "Can I return something I have worn or without tags?",
        r"^(?!.*\b(?:gifts?|presents?)\b(?! cards?))"
        rf".*\b(?:return|send back|exchange)\b.{{0,30}}\b(?:without|no longer have|threw away|lost|no|opened"
        rf"|damaged) (?:\w+ )?(?:\w+ )?{_PACKAGING}\b",
        r"\b(?:return|send back|exchange) (?:it |them |something |things |stuff |clothes |an item "
        r"|items )?(?:that )?(?:after|if|once|when)?"
        r".{0,15}\b(?:worn|tried on|washed|wore|used|removed the tags)\b",
        r"^(?!.*\b(?:holes?|broke\w*|tore|torn|fault\w*|shr[aiu]nk\w*|damaged?)\b)"
        r".*\b(?:return(?:ed)?|exchanged?|sen[dt]|bring|brought|take|taken|give|given|go)\b.{0,50}"
        r"\b(?:if|though|when|after|once)\b.{0,16}\b(?:worn|wore|wears?|wearing|washed|washing)\b(?! (?:out|off))",
    ),
    of("Can I return a gift?", r"\b(?:return|exchange|send back)\b.{0,25}\b(?:gifts?|presents?)\b(?! cards?)"),
    of(
        "Can I return an online order in a store?",
        r"\b(?:returns?|(?:bring|drop|take|hand)(?: (?:it|them|this|that|something|things|stuff|items?|clothes|back"
        r"|off|in|a return|my (?:return|order|parcel)))+)\b.{0,25}\b(?:to|in|at|into) (?:the|your|a"
        r"|one of your) (?:\w+ )?(?:shop|store|studio|branch)\b",
    ),
    of(
        "How will I be refunded?",
        r"\b(?:money(?: back)?|cash|refund)\b.{0,12}\bor\b.{0,15}\b(?:voucher|(?:store |shop )?credit|gift card"
        r"|coupon)\b",
        r"\b(?:voucher|store credit|shop credit)\b.{0,12}\b(?:or|instead)\b",
        r"^(?!.*\b(?:when|long|yet|has\w*|not|where|my refund)\b).*\b(?:money|refund\w*|back)\b.{0,10}"
        rf"\b(?:on|onto|to|into) (?:my|the|a) (?:same )?{CARDS}\b",
    ),
    of(
        "How do I return an item?",
        r"\bhow (?:do|does|would|will|can)\b.{0,14}\b(?:returns?|returning|send(?:ing)? (?:things|stuff"
        r"|something) back)\b.{0,12}\bwork\b",
    ),
    of(
        "In which condition must items be returned: unworn, with their tags, in their own box?",
        rf"\b(?:threw|thrown|tossed|chucked|binned|recycled|lost|(?:no longer|not|don'?t|didn'?t) (?:have|keep|kept)"
        rf"|got rid of)\b(?: away| out)? (?:the |its |their |my |that |original |shoe ?)*(?:{_BOX})(?:es)?\b"
        rf"(?! (?:label|number))|\b(?:{_BOX})(?:es)? (?:is|are|it came in is|got|has been|was|went)"
        r" (?:gone(?! from)|thrown away|thrown out|binned|in the (?:bin|trash|recycling)|into the (?:bin|recycling))\b"
        rf"|\bneed (?:to have |to keep )?(?:the |its |their )*(?:original |shoe ?)*(?:{_BOX})(?:es)?\b"
        r"(?=.*\b(?:return|send|back)\b)",
        tells=r"\bbox\b",
    ),
)

"""Ways to ask about returning that share hardly a word with how shops write of it."""

from agent.intents.plain_questions import CARDS, of

_PACKAGING = r"(?:packag\w+|box(?:es)?|tags?|labels|receipts?|wrapping|bag)"

RETURNS = (
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
        "Can I return only part of an order?",
        r"\b(?:can|could|may|is it possible|possible|do i have to)\b.{0,15}\breturn (?:only |just )?(?:a )?(?:part"
        r"|half|some|everything|all)"
        r"(?: of)?\b",
    ),
    of("How do I return an item?", r"\breturn\w*\b.{0,20}\bwithout (?:an )?account\b"),
    of(
        "Sending a return: label and carrier",
        r"\breturns? address\b|\bwhere (?:do|should|must|can) (?:i|we) (?:send|ship|post) (?:my |the )?returns?\b",
    ),
    of(
        "Why is my refund smaller than what I paid?",
        r"\b(?:why|how come)\b.{0,30}\b(?:only|less|part|smaller|not (?:all|everything)|full)\b.{0,25}\b(?:refund\w*"
        r"|money|back)\b",
        r"\b(?:why|how come)\b.{0,20}\brefund\b.{0,20}\b(?:less|smaller|lower|not)\b",
    ),
    of(
        "How do I return from outside the US?",
        r"\breturns?\b(?: \w+){0,2} from (?:there|abroad|overseas|outside|another country)\b",
    ),
    of(
        "My item arrived damaged. What should I do?",
        r"\b(?:if|when) (?:it|they|something|one|the \w+)(?:'?s| is| are| arrives?| comes?| gets here)? "
        r"(?:already )?(?:broken|damaged|faulty|defective)\b",
    ),
    of(
        "Do you refund shipping costs?",
        r"\b(?:refund|get|give|pay)\w*\b.{0,14}\b(?:original )?(?:shipping|delivery|postage)(?: costs?| fees?)?"
        r"(?: i paid)? (?:back|too|as well|refunded|returned)\b|\brefund\b.{0,12}\b(?:shipping|delivery|postage)\b"
        r"|\bthe (?:shipping|delivery|postage)(?: costs?| fees?)? (?:that )?i(?:'?ve)? paid\b",
    ),
    of("Do I have to pay for returns?", r"\b(?:re-?stocking|return|handling) (?:fees?|charges?)\b"),
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
        "Can I return something I have worn or without tags?",
        rf"\b(?:return|send back|exchange)\b.{{0,30}}\b(?:without|no longer have|threw away|lost|no|opened"
        rf"|damaged) (?:\w+ )?(?:\w+ )?{_PACKAGING}\b",
        r"\b(?:return|send back|exchange) (?:it |them |something |things |stuff |clothes |an item "
        r"|items )?(?:that )?(?:after|if|once|when)?"
        r".{0,15}\b(?:worn|tried on|washed|wore|used|removed the tags)\b",
    ),
)

"""Ways to ask about paying that share hardly a word with how shops write of it."""

from agent.intents.method_named import IN_PARTS, LATER, METHOD, NEVER_ONLINE
from agent.intents.plain_questions import CARDS, of

_ANY_METHOD = rf"(?:credit cards?|debit cards?|cards?|{METHOD})"
_OF_PAYING = r"(?:pay\w*|accept|take|use|possible|possibly|ok(?:ay)?|fine)"


def _either(one: str, other: str) -> str:
    """The two named in one question, of which of them can be paid with."""
    return (
        r"^(?!.*\b(?:my|gift|refunds?|together|both|two|split|switch|change|instead|order)\b)"
        rf"(?=.*\b{_OF_PAYING}\b).*(?:\b{one}\b.{{0,16}}\b(?:or|and)\b.{{0,16}}\b{other}\b"
        rf"|\b{other}\b.{{0,16}}\b(?:or|and)\b.{{0,16}}\b{one}\b)"
    )


PAYMENT = (
    of(
        "Which payment methods do you accept?",
        _either(LATER, rf"(?!{LATER}){_ANY_METHOD}"),
        also="Can I pay in instalments?",
    ),
    of(
        "Which payment methods do you accept?",
        _either(NEVER_ONLINE, _ANY_METHOD),
        also="Can I pay cash on delivery, by check, bank transfer or cryptocurrency?",
    ),
    of(
        "Can I pay cash on delivery, by check, bank transfer or cryptocurrency?",
        r"^(?!.*\b(?:my|back|refund\w*|prices?)\b).*\b(?:do|can|could|may|will|is|are)\b.{0,14}"
        rf"\b(?:pay\w*|take|accept|use)\b.{{0,14}}\b{NEVER_ONLINE}\W*$",
        r"^(?!.*\b(?:my|klarna|back)\b).*\b(?:can|could|do|does|may)\b.{0,20}\bpay(?:ing|ment)? "
        r"(?:(?:when|once|after|as soon as) (?:it|they|i|the \w+)(?:['’]?(?:s|ve)| is| are| have)?(?: \w+)? ?"
        r"(?:arrives?|comes?|delivered|here|there|get|got|gets|receive|it)\b|on (?:delivery|arrival)|at the door)"
        r"|\bdo (?:you|u) (?:do|offer|have|accept|take) (?:cod|cash on delivery)\b",
        tells=r"\bnot?\b",
    ),
    of(
        "Which payment methods do you accept?",
        rf"\b{_OF_PAYING}\b.{{0,16}}\b(?!klarna){LATER}\b(?!.*\b(?:refund\w*|back|return\w*)\b)",
        also="Can I pay in instalments?",
    ),
    of(
        "Which payment methods do you accept?",
        rf"^(?!.*\b(?:my|refund\w*|back|gift|order|switch|change)\b).*\b(?:can|could|do|does|is|are)\b.{{0,16}}"
        rf"\b(?:pay\w*|take|accept|use)\b.{{0,12}}\b(?!{LATER}){METHOD}\b(?: cards?)?(?: too| also| as well)*\W*$",
    ),
    of(
        "Which payment methods do you accept?",
        r"^(?!.*(?:\bmy (?:order|card|pay)|\bvm-?\d|\b(?:orders?|gift|together|both)\b))"
        rf".*\b(?:pay|accept|take|use)\b.{{0,12}}\b{CARDS},? (?:or|and) (?:also |maybe |can i |could i )*{IN_PARTS}",
        also="Can I pay in instalments?",
    ),
    of(
        "Can I pay in instalments?",
        r"\b(?:do|can|could|is|are|have|offer)\b.{0,20}\bpayment plans?\b(?!.*\bmy\b)",
        r"\b(?:split|spread|divide|break)\b.{0,25}\b(?:in(?:to)?|over|across) (?:(?:an?|few|two|three|four|\d|several"
        r"|couple(?: of)?|some|more|smaller|monthly|equal|separate) )*(?:payments|instal\w+|months|goes)\b"
        r"(?!.{0,20}\b(?:cards?|methods?)\b)",
        tells=r"\binstal",
    ),
    of(
        "What do you not take: payment by phone, cash, checks, bank transfer?",
        r"\b(?:payments?|pay|cards?|methods?)\b.{0,20}\b(?:not|n['’]t) (?:be |you )?"
        r"(?:accepted|accept|taken|take|possible)\b"
        r"|\b(?:what|which|how)\b.{0,25}\b(?:can ?not|can['’]?t) (?:i|we) pay\b"
        r"|\bpay(?:ing)?\b.{0,12}\b(?:by|via|over the|on the) (?:phone|telephone)\b",
        tells=r"\bnot?\b|\bphone\b",
    ),
    of(
        "Which payment methods do you accept?",
        r"\bpay(?:ing)? (?:by|on|with|via|against) (?:an? )?"
        r"(?:invoice|account|direct debit|sepa|giropay|ideal|sofort)\b",
    ),
    of(
        "Which currency do you charge?",
        r"\b(?:pay|paying|prices?|charged?|billed)\b.{0,25}\bin (?:(?!us\b|the\b)\w+ )?"
        r"(?:dollars|euros?|pounds|pesos|francs|yen|kron\w+|currency|currencies)\b",
        tells=r"\bdollars?\b|\beuros?\b|\bcurrenc",
    ),
    of(
        "Which payment methods do you accept? Gift cards?",
        r"^(?!.*\b(?:sell|buy|together|both|combine|two|my)\b).*\b(?:take|accept|pay (?:with|by|using))\b.{0,12}"
        r"\bgift ?(?:cards?|vouchers?)\b",
        tells=r"\bgift cards?\b",
    ),
    of(
        "Which payment methods do you accept?",
        rf"^(?!.*\b(?:refunds?|returns?|gift|together|both|two|split|charged?)\b).*\b(?:can|could|may|do|does"
        rf"|will)\b.{{0,12}}\b(?:pay|take|accept|use)\b.{{0,12}}\b(?:by|with|using|via|take"
        rf"|accept|use|for)? ?{CARDS}\b"
        r"(?!.{0,20}\b(?:gift|number|safe|secure|store|save|charged?|declin))",
        r"\bhow (?:can|do|could|may) (?:i|we|you|one) pay\b(?! (?:in|on|later|less|back))",
        r"\b(?:what|which)(?: (?:cards?|methods?|ways))? (?:can|could|may|do) (?:i|we|you|u|ya) (?:pay|take|accept)"
        r"(?: with| by)?(?= cards?\b|\W*$)|\bwhat (?:cards|payments?) (?:do|can) (?:i|we|you|u)\b",
        r"\b(?:payment|paying) (?:options|methods|types|ways)\b(?!.{0,20}\b(?:on file|saved|my|change))",
        r"\bways? (?:to|of) pay(?:ing)?\b",
    ),
)
PAYMENT_SAFETY = (
    of(
        "Is it safe to pay on your site?",
        r"\b(?:is|are|how)\b.{0,20}\b(?:safe|secure|legit\w*|trust\w*)\b.{0,25}\b(?:pay\w*|buy\w*|order\w*|shop\w*"
        r"|cards?|checkout|bank|details)\b",
        r"\b(?:is|are) (?:you|u|this|the|your)(?: guys| \w+)? (?:safe|secure|legit\w*|a scam)\W*$"
        r"|\b(?:keep|store|save|hold|see|happens? (?:to|with))\b.{0,12}\b(?:my|our|customers['’]?) (?:\w+ )?"
        r"(?:cards?|payment|bank)(?: (?:data|details|info\w*|numbers?))?(?! (?:fail|declin|on file|is|was|went)\w*)\b",
        tells=r"\bcard\b|\bsecure|\bcertified",
    ),
)
_UNPAID = (
    r"(?:it|they|(?:the|my|an?) (?:order|payment|money)|klarna|pay ?pal)(?: (?:still|ever|really))*"
    r" (?:never |not |do(?:es)?n['’]?t |do(?:es)? not |is ?n['’]?t |is not |has ?n['’]?t |can['’]?t )"
    r"(?:ever |get |be |been |going |to )*(?:go(?:es)? through|paid|pay|work|confirm\w*|come through|clear\w*)"
)
UNPAID = (
    of(
        "Can I change the payment method after ordering?",
        r"\b(?:change|switch)\b.{0,15}\b(?:payment method|method of payment|way (?:i|we) pay)\b.{0,20}"
        r"\b(?:an?|unpaid|pending|after)\b",
    ),
    of(
        "Why is my order still pending?",
        r"\bhow (?:do|can|could|should) (?:i|we) (?:still )?pay\b(?: for)? (?:an?|the) "
        r"(?:(?:unpaid|pending) order|order (?:that|which) (?:is|was|has)\b.{0,20}"
        r"\b(?:wait\w*|pending|unpaid|not (?:been )?paid))",
        tells=r"\bnot paid\b|\bunpaid\b",
        also="Can I change the payment method after ordering?",
    ),
    of(
        "Why is my order still pending?",
        rf"\b(?:cancel\w*|lapse\w*|expire\w*)\b.{{0,40}}\bif {_UNPAID}\b",
        rf"\bwhat(?: happens| if|['’]?s happening|s happening)\b.{{0,30}}\b(?:if )?{_UNPAID}\b",
        r"\bwhat (?:happens|if)\b.{0,30}\bi (?:never|do ?n['’]?t|do not|forget to|can['’]?t) (?:ever )?pay\b",
        r"\bhow (?:long|much time|many (?:hours|days)) (?:do|have|would) (?:i|we) (?:have |got |get )?"
        r"(?:to|for) pay(?:ing|ment)?\b"
        r"(?!.{0,20}\b(?:back|off|instal\w*|klarna)\b)",
        r"\b(?:until|till|by) when (?:do|must|can|should|have) (?:i|we) (?:have to |got to |need to )?pay\b",
        r"\bhow long\b.{0,25}\b(?:hold|keep|reserve|stay)\w*\b.{0,20}\b(?:unpaid|without pay\w*|pending order)\b"
        r"|\b(?:unpaid|not paid) orders?\b",
        tells=r"\bnot paid\b|\bunpaid\b",
    ),
)
"""An order whose payment does not come: how long it waits, and what becomes of it."""
_A_CODE = r"(?:codes?|coupons?|promos?|discounts?|welcome\d+)\b"
_POINTS = r"\b(?:points|loyalty|rewards?)\b"
_USE = r"\b(?:use|combine|stack|apply|add)\b"
COMBINED = (
    of(
        "Can I pay with two methods, such as a gift card?",
        rf"^(?=.*\bgift ?cards?\b)(?=.*\b{_A_CODE})(?=.*\b(?:both|together|same time|combin\w+|as well|plus"
        r"|and (?:also |then )?use)\b)(?!.*\b(?:buy|bought|purchase)\b)",
        tells=r"\bgift cards?\b.*\bother\b",
        also="Can I combine discount codes?",
    ),
    of(
        "Can I combine discount codes?",
        rf"^(?!.*{_POINTS}).*{_USE}.{{0,25}}\b(?:with|together|on top of|plus|twice)\b.{{0,30}}\b{_A_CODE}",
        rf"^(?!.*{_POINTS}).*{_USE}.{{0,15}}\b(?:two|both|2|several|more than one)\b.{{0,20}}\b{_A_CODE}",
        tells=r"\bcombin|\bone code\b",
    ),
)
"""One discount beside another, or beside a gift card."""
PAID_WITH_ONE = (
    of(
        "What happens to what is left on a gift card?",
        r"\bgift ?cards?\b.*(?:\b(?:spend|use|redeem)\b.{0,12}\b(?:it|all|everything|whole)\b.{0,15}"
        r"\b(?:at once|in one go|at one time|in one order)\b|\bwhat happens (?:to|with) (?:the (?:rest|remain\w+)"
        r"|what(?:['’]?s| is) left)\b)",
        tells=r"\bleft\b|\bremain",
    ),
    of(
        "How is a refund made of something paid with a gift card?",
        r"\bgift ?cards?\b.*\breturn\w*\b.{0,30}\b(?:paid|bought)\b.{0,12}\b(?:with|by)\b",
        tells=r"\bback to\b",
    ),
)
"""What becomes of a gift card's rest, and of what was paid with it."""
GIFT_CARDS = (
    of(
        "Can gift cards be bought with a promotion code or another gift card?",
        r"\bgift ?cards?\b.{0,15}\b(?:with|using|by) (?:an?|my|the|another) (?:\w+ )?(?:code|coupon|gift ?card)\b"
        r"|\b(?:code|coupon|discount)s?\b.{0,25}\b(?:for|on|to|when buying|buy) (?:an? )?gift ?cards?\b",
        tells=r"\b(?:bought|buy|apply)\b",
    ),
    of(
        "Do you sell gift cards?",
        r"^\W*(?:(?:hi|hello|and|also|do|does|you|u|i|we|can|could|would|want|need|like|d|to|looking|for|buy|get|purchase"
        r"|order|have|has|got|sell|offer|any|an?|the|shop|are|there|is|what|about|some|please|where|how|your|digital)\W+)*"
        r"(?:e-?)?gift ?(?:cards?|vouchers?|certificates?)\W*(?:please|here|online|for (?:a friend|my \w+))?\W*$",
    ),
)

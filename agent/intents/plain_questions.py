"""Ways to ask that share hardly a word with how shops write the answer down, each with the plain question it comes to.

They open their intent outright, and the plain question is what the shop's writings are searched for. They are of
shopping anywhere, not of one shop: what a shop has nothing about stays unknown.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from agent.intents.method_named import AT_ONCE


@dataclass(frozen=True, slots=True)
class PlainQuestion:
    said: re.Pattern[str]
    question: str
    tells: re.Pattern[str] | None = None
    """What an answer has to speak of, where passages about something near would pass for one."""
    also: str = ""
    """Another question, where the answer to the one alone is half of what was asked."""


def of(question: str, *said: str, tells: str = "", also: str = "") -> PlainQuestion:
    """The question that any of these patterns comes to."""
    told = re.compile(tells, re.IGNORECASE) if tells else None
    return PlainQuestion(re.compile("|".join(said), re.IGNORECASE), question, told, also)


_PARCEL = (
    r"(?:it|them|the (?:parcel|package|delivery|order|box)|my (?:parcel|package|delivery|order)|parcels|packages"
    r"|orders)"
)
_CARRIER = r"(?:carriers?|couriers?|(?:delivery|shipping|postal) (?:company|companies|service|firm|partner)s?)"
CARDS = rf"(?:(?:credit|debit|bank) ?cards?|cards?|{AT_ONCE})"
AND_ANOTHER_TO = r"\band (?:the|one|my|another|an?) (?:\w+ ){1,2}to (?:me|us|my|our|her|him|his|them|their|another)\b"
""" "The scarf to my mom and the hat to me"."""
_CUT = r"(?:an? )?(?:x{0,3}[sml]|small|medium|large)"

SHIPPING = (
    of(
        "I missed the delivery. What now?",
        r"^(?!.*(?:\bnot|n['’]?t|\bun)(?: yet)? ?paid\b).*\bhow (?:long|many days)\b.{0,40}"
        r"\b(?:kept|held|hold|keep|wait\w*|stay\w*|stored?|collect|pick (?:it|them) up)\b"
        rf"(?=.*(?:\b{_PARCEL}\b|\bpick[- ]?up|\bpost office\b))(?!.*\b(?:pay\w*|pending|my order)\b)",
        tells=r"\bpick[- ]?up\b|\bheld\b|\bwaits?\b|\bkept\b",
    ),
    of(
        "Can you ship to a PO box or a military address?",
        r"\b(?:ship|deliver|send)\w*\b.{0,25}\bto (?:an? |any |my )?"
        r"(?:p\.? ?o\.? ?box(?:es)?|apo|fpo|military address\w*)\b",
        tells=r"\bbox",
    ),
    of(
        "Can one order go to more than one address?",
        rf"\b(?:send|ship|deliver|mail|post|go|come)\w*\b[^.?!]{{3,60}}\bto\b[^.?!]{{2,50}}{AND_ANOTHER_TO}",
        r"\b(?:ship|deliver|send|sent|go|come)\w*\b.{0,30}\bto (?:two|2|three|several|different|separate|more than one)"
        r" (?:\w+ )?(?:address\w*|places|people|homes)\b",
        tells=r"\b(?:one|two|several|different|separate|each|single) (?:\w+ )?address",
    ),
    of(
        "I missed the delivery. What now?",
        r"\b(?:if|when|in case)\b.{0,12}\b(?:i'?m|i am|nobody(?:'s| is)?|no ?one(?:'s| is)?|i won'?t be|we'?re)\b"
        r" (?:(?:not|at|away|out|on)\b ?){0,2}(?:home|there|away|out|work|holiday|vacation|in when)\b",
        r"\b(?:nobody|no ?one|not)(?:'s| is| was| be)? (?:at )?home\b",
        r"\bmiss(?:ed)? (?:the|my|a) (?:delivery|courier|mail ?man|post ?man)\b",
    ),
    of(
        "What is your fastest shipping option?",
        r"\b(?:fastest|quickest|soonest|earliest)\b.{0,40}\b(?:get|ship\w*|deliver\w*|arriv\w*|have|here|receive"
        r"|send)\b",
        r"\b(?:need|want|have) (?:it|this|them|that)\b.{0,12}\b(?:urgently|asap|quick(?:ly)?|fast|in a hurry)\b",
        r"\bhow (?:fast|quick(?:ly)?) (?:can|could|do|would|will) (?:you|u)\b.{0,20}\b(?:get|send|ship|deliver)\b",
        r"\b(?:speed up|expedite|faster|quicker)\b.{0,20}\b(?:deliver\w*|shipping|shipment)\b",
        r"^(?!.*(?:\bmy\b|vm-?\d|\brefund|\bmoney\b|\brepl\w+|\banswer)).*\b(?:get|have|receive|arrive|come|deliver\w*"
        r"|ship\w*|send|sent|way|option|anything|something)\b.{0,15}\b(?:faster|quicker|sooner)\b",
        r"\b(?:overnight|next[- ]day|same[- ]day|rush) (?:shipping|delivery)\b",
    ),
    of(
        "When do I get my tracking number?",
        r"\bhow (?:will|do|would|can) (?:i|we) (?:know|see|find out) (?:when|where|if) (?:it|they)(?:'?s|'?re| )",
        r"\bhow (?:will|do|would|can) (?:i|we) (?:know|be (?:told|informed|notified)|find out|get notified)\b.{0,25}"
        r"\b(?:ship\w*|sent|left|leaves|dispatch\w*|on (?:its|the) way)\b",
    ),
    of(
        "When will my order be packed?",
        r"\b(?:until when|by when|how late) (?:do|must|should|can|could) (?:i|we) (?:have to |need to )?order\W*$",
        r"\bcut[- ]?off(?: time)?\W*$",
        r"\b(?:(?<!my )latest(?! orders?\b)|cut[- ]?off|by what time|until what time"
        r"|deadline)\b.{0,30}\b(?:order|dispatch|ship|same[- ]day"
        r"|today)\w*\b",
    ),
    of(
        "Can I choose the day of delivery or a pick-up point?",
        r"\bpick[- ]?up (?:points?|locations?|stations?|shops?)\b|\bparcel (?:lockers?|shops?|stations?)\b",
    ),
    of(
        "My order is late. What can you do?",
        r"\b(?:if|when) (?:it|they|my \w+|the \w+)(?:'?s| is| are| comes?| arrives?|'?re)? (?:too )?late\b(?! for)",
    ),
    of(
        "What happens if my parcel is lost?",
        rf"\bwhat (?:happens |do i do )?(?:if|when) (?:{_PARCEL}|they|that|this)"
        r" (?:never|does ?n[o']?t|don'?t|do not|won'?t)"
        r"(?: ever)? (?:come|arrive|show|turn|get)",
    ),
    of(
        "Where is my order?",
        r"\b(?:check|track|see|find|view|follow)\b.{0,20}\borders?\b.{0,15}\bwithout (?:an )?account\b",
    ),
    of(
        "Will I have to pay customs or taxes when my parcel arrives?",
        r"\b(?:hidden|extra|additional) (?:fees?|charges?|costs?)\b(?!.*\b(?:return|exchange|gift))|\bpay .*\bon top",
        r"\bborder (?:fees?|charges?|tax\w*)\b|\b(?:fees?|charges?|tax\w*|pay\w*)\b.{0,12}\bborder\b",
        r"\b(?:customs|(?:import )?dut(?:y|ies)|import (?:tax|fee|charge)s?)\b(?!.{0,10}\b(?:free|service)\b)",
    ),
    of(
        "Can you combine two orders into one parcel?",
        r"^(?!.*\b(?:did|was|were|have been|why|refund\w*)\b).*"
        r"\b(?:together|combin\w+|(?:same|one) (?:box|parcel|package))\b.{0,24}"
        r"\b(?:with|and|as|to|in) (?:my|the) .{0,40}"
        r"\bpay(?:ing)? (?:for )?(?:the )?(?:shipping|delivery|postage) (?:twice|two times|again|separately)\b",
        tells=r"\bcombin|\btogether\b|\bone (?:box|parcel)",
    ),
    of("Is the parcel insured?", r"\binsur(?:ed|ance)\b", tells=r"\binsur"),
    of(
        "Why did my order come in two parcels?",
        r"\b(?:everything|all|it|they|items|things|order)\b.{0,25}\b(?:in (?:one|two|several|the same)|as one"
        r"|together in|separate)"
        r" (?:box(?:es)?|parcels?|packages?|shipments?|deliver(?:y|ies))\b(?!.{0,20}\bcombine)",
    ),
    of(
        "Which carrier delivers the parcels?",
        rf"\b(?:which|what|who(?:'s| is| are)?)\b.{{0,14}}\b{_CARRIER}\b(?! (?:say|tell|has my))(?!.*\bvm-?\d)",
        tells=r"\b(?:ups|fedex|dhl|royal mail|our carriers? (?:is|are)|ships? with)\b",
    ),
    of(
        "Do I have to sign for my parcel?",
        rf"\b(?:sign(?:ing)?(?! up| in)|signature)\b.{{0,12}}"
        rf"\b(?:for {_PARCEL}|on delivery|required|needed|when (?:it|they))\b",
        r"\b(?:need|require|want)s? (?:a |my )?signature\b",
        r"\b(?:need|have|supposed|got|must|should|does (?:some(?:one|body)|any(?:one|body)))\b.{0,10}"
        r"\b(?:be|stay) (?:at )?(?:home|there|in)\b.{0,6}(?:\bfor\b|\bto (?:get|receive|accept|take)\b|\bwhen\b|\W*$)",
    ),
    of(
        "Can I choose the day of delivery or another place, such as a neighbor?",
        rf"\b(?:leave|drop|give|hand|deliver|put)\b.{{0,10}}\b{_PARCEL}\b.{{0,20}}\b(?:neighbou?rs?|porch"
        rf"|door(?:step)?|safe place"
        r"|concierge|mail ?box|letter ?box|garage|reception|front desk|work)\b",
        tells=r"\bneighbou?r|\bsafe place|\bporch|\bdoor|\bplace\b",
    ),
    of(
        "Can I add a gift message or gift wrapping?",
        r"\bgift[- ]?(?:wrap\w*|box(?:es|ed)?|message|note|receipt|bag)\b",
        r"\bwrap(?:ped|ping)?\b.{0,20}\b(?:gift|present|birthday|christmas)\b|\b(?:gift|present)\b.{0,20}\bwrap(?:ped"
        r"|ping)?\b",
        r"\b(?:without|no|hide|leave off|remove|don'?t (?:show|include|put)) (?:the |any )?(?:price|prices|invoice"
        r"|receipt|bill)\b"
        r".{0,25}\b(?:in|on|inside|box|parcel|package)\b",
        r"(?<!how )\b(?:will|would|does|do|can|could) (?:he|she|they|somebody|someone|(?:my|the) \w+) (?:\w+ )?"
        r"(?:see|know|find out) (?:what (?:i|we|it) (?:paid|spent|costs?)"
        r"|how much (?:i|we|it|the|my) (?!long)|the prices?)",
        r"\b(?:add|include|put|write) (?:a |an )?(?!(?:my|credit|debit|bank|the|your) )(?:\w+ )?(?:note|card|message"
        r"|greeting)\b(?!.{0,10}\bnumber)",
    ),
)
_CODE = r"(?:(?:discount|promo\w*|voucher|coupon)(?: codes?)?s?|codes?|coupons?|offers?|deals?)\b"
BOUGHT_BEFORE = re.compile(
    r"\b(?:(?:existing|returning|regular|loyal|old|current|repeat|long[- ]time) (?:customer|client|shopper|buyer)s?"
    r"|not (?:an? )?(?:new|first[- ]time) (?:customer|shopper|buyer)"
    r"|(?:it|this|that)(?:['’]?s| is| was| will be) my (?:second|2nd|third|3rd|next) (?:order|purchase)"
    r"|(?:ordered|bought|shopped)\b.{0,20}\b(?:before|already|many times|often|for years))",
    re.IGNORECASE,
)
_ANOTHER_ORDER = r"\b(?:my|the) (?:next|second|2nd|future) (?:order|purchase)"
PROMOTIONS = (
    of("Why does my promotion code not work?", r"^\W*(?:(?:my|the|code|it'?s|is)\W+)*[a-z]{5,}\d{2}\W*$"),
    of(
        "Can I add a code after I placed the order?",
        rf"\b{_CODE}.*\b(?:use|apply|add|put|get)\b.{{0,16}}\b(?:on|to|for|with) (?:my|an?|the) "
        r"(?:last|previous|old|earlier|existing|current|pending|open) (?:order|purchase)\b",
    ),
    of(
        "How does the loyalty program work?",
        rf"^(?!.*\b(?:return|refund)\b)(?=.*\b{_CODE}).*(?:{BOUGHT_BEFORE.pattern}|{_ANOTHER_ORDER})",
        rf"\b(?:any other|other|another) {_CODE}(?!.*\b(?:work|use|combine|with)\b)",
        tells=r"\bpoints?\b|\breturning\b|\bexisting\b",
        also="Do you have a referral program?",
    ),
    of(
        "Where do I enter a promotion code?",
        r"\bi(?:'ve|’ve| have)?(?: just)? (?:have|got) (?:an?|this) (?:\w+ )?(?:code|coupon|voucher|promo)\b"
        r"(?!.{0,20}\b(?:not|doesn'?t|won'?t|isn'?t)\b)(?!.*\b(?:sign|log|e-?mail(?:ed)?|verif\w+)\b)",
        r"\b(?:where|how) (?:do|can|should) (?:i|we) (?:put|enter|use|type|apply|redeem|add)(?: in)?"
        r" (?:my|the|an?|this) (?:\w+ )?(?:code|coupon|voucher|promo)\b",
    ),
)
SIZES = (
    of(
        "How do I find my size?",
        r"\b(?:what|which) size\b.{0,12}\b(?:(?:should|would|shall) (?:i|we|he|she|they|my \w+)\b"
        r"|(?:do|will) (?:i|we) (?:need|get|order|choose|buy|pick|want)\b|(?:would|is) (?:that|it)\b|am i\b"
        r"|to (?:get|take|order|choose|pick|buy)\b)",
        r"\b(?:should|shall|would|do|better) (?:i|we|he|she|you|to)\b.{0,14}\bsize (?:up|down)\b",
        rf"\bshould (?:i|we|he|she) (?:take|get|order|go for|go with|choose|buy|pick)(?: an?| the| size| in)* {_CUT}\b",
        rf"\b(?:in ?)?between (?:two |2 )?sizes\b|\bbetween (?:size |an? )?{_CUT} and (?:an? )?{_CUT}\b",
        r"\b\d{2,3} ?(?:cm|kg|kilos|lbs?|pounds)\b.{0,50}\bsize\b|\bsize\b.{0,50}\b\d{2,3} ?(?:cm|kg|kilos|lbs?"
        r"|pounds)\b",
        r"\b(?:measure|measuring) (?:my|your|the|myself)\b|\bwhat(?:'s|s| is) my size\b.{0,4}\bif\b",
        r"\bsiz(?:e|ing) (?:chart|guide|table|help|advice)\b",
        r"\bhow (?:do|can|should) (?:i|you|we) (?:know|find|measure|choose|pick)\b.{0,20}\b(?:my|the|which|right"
        r"|what)\b.{0,12}\bsize\b",
    ),
)
WARRANTY = (
    of(
        "How do I make a warranty claim?",
        r"\bhow (?:do|can|would) (?:i|we|you) (?:make|file|start|open)? ?(?:a |the )?(?:warranty |guarantee )?claim"
        r"(?: (?:on )?(?:it|that|the (?:warranty|guarantee)))?\W*$",
        tells=r"\bfault|\bwarranty|\brepair",
    ),
)
ACCOUNT = (
    of(
        "What do you do with my data? Do you sell my information?",
        r"\b(?:sell(?:ing)?|shar(?:e|ing)|pass(?:ing)? on|collect(?:ing)?|leak)\b.{0,12}"
        r"\b(?:my|our|customers?'?|personal) (?:\w+ )?"
        r"(?:data|info(?:rmation)?|details|e-?mail(?: address)?|phone number|address)\b",
        tells=r"\bsell|\bshare|\bdata\b",
    ),
    of(
        "Somebody else used my account",
        r"\bhacked\b|\b(?:some(?:one|body)|another person|stranger)\b.{0,20}\b(?:used|using|uses|into|in|access\w*"
        r"|stole)\b.{0,12}\bmy account\b"
        r"|\bmy account\b.{0,20}\b(?:hacked|stolen|compromised)\b",
        tells=r"\bhack|\bstolen|\bsome(?:one|body) else\b",
    ),
    of(
        "How long are chats kept, and can my data be deleted?",
        r"\b(?:delete|erase|remove|clear) (?:this|our|my|the)(?: whole)? (?:conversation|chat|messages)\b"
        r"|\bhow long (?:do|will|are) (?:you|chats?|conversations?|my messages|it)\b.{0,25}\b(?:keep|kept|stored?)\b"
        r"(?! (?:it|them|unpaid|orders|(?:an?|the|my) (?:\w+ )?(?:orders?|parcels?|packages?))\b)",
        tells=r"\bchats\b",
    ),
    of(
        "How do I change my e-mail address or my details?",
        r"\b(?:change|update|correct|fix|edit) my (?:(?:last|first|full|family|sur)[ -]?)?"
        r"(?:name|birthday|date of birth)\b",
        tells=r"\bdetails\b|\bname\b",
    ),
)


_QUESTION = re.compile(r"[^.!?;]*\?\W*$")


def asked_plainly(text: str, known: Sequence[PlainQuestion]) -> PlainQuestion | None:
    """By the sentence that asks, where another tells why: "I am not at home. Can it be left with a neighbour?"."""
    asked = found[0] if (found := _QUESTION.search(text)) else text
    parts = dict.fromkeys((asked, text))
    return next((each for part in parts for each in known if each.said.search(part)), None)


def as_plain(text: str, known: Sequence[PlainQuestion]) -> str:
    """The question that the words come to, else the words themselves."""
    plain = asked_plainly(text, known)
    return text if plain is None else plain.question


def opening(*known: Sequence[PlainQuestion], also: str = "") -> re.Pattern[str]:
    """Cues of the intent that answers these questions."""
    parts = [each.said.pattern for questions in known for each in questions]
    return re.compile("|".join([*parts, also] if also else parts), re.IGNORECASE)

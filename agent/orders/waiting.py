"""Words about waiting: for a parcel that is late, and for a payment that is not confirmed. Pure patterns."""

import re

_WAIT = r"(?:sit (?:here |there |around |tight )*and |keep |stand by and )?(?:just )?wait(?:ing)?\b"
_END = (
    r"(?: (?:it out|and see|for it|then|now|(?:till|until) (?:then|it comes)|(?:a|another|one) (?:whole )?week"
    r"|\d+ (?:more )?days))*"
)
JUST_WAIT = (
    r"(?<!how long )(?<!how long do )(?<!how much longer )(?<!longer do )(?<!cant )"
    r"\b(?:(?:do )?(?:i|we) (?:really |just |simply |only |basically )*"
    r"(?:(?:have|need|got) to |must |should |gotta |supposed to )?(?:really |just |simply |only )*"
    r"|(?:am i|are we) (?:\w+ )?supposed to |all (?:that )?(?:i|we) can do is (?:to )?"
    rf"|^\W*(?:(?:so|and|ok(?:ay)?|then|but|well)\W+)*(?:just|only) ){_WAIT}{_END}\s*(?:[?!.,;]|$)"
    r"|\b(?:nothing|anything) (?:else )?(?:(?:that )?(?:i|you|we) can do|to do|(?:to|can) be done)"
    r" (?:but|except|than|other than|apart from|besides) (?:to )?wait"
)
""" "So I just sit and wait?": of what is late."""
UNPAID = (
    r"\bwhy\b.{0,40}\b(?:waiting for (?:its |the |a |my )?payment|un-?paid|not (?:been )?paid)\b"
    r"|\b(?:when|how (?:long|soon|much (?:time|longer))|what time|until when|by when|at what point)\b.{0,40}"
    r"\b(?:cancel+ed|cancel (?:it|that|this|itself)|expires?|lapses?|runs? out|pay (?:it|for it)|dropped)\b"
    r".{0,30}\b(?:if|by itself|unless|automatic\w*|when|un-?paid|not paid|without)\b"
    r"|\b(?:close to|near|almost|over|past|within|inside|already|left of|how much of)\b.{0,16}"
    r"\b\d{1,2} ?h(?:ours|rs|r)?\b"
    r"|\b(?:until|till|by) (?:when|what (?:day|time))\b.{0,20}\bpay\b"
    r"|\b(?:if|unless)\b.{0,12}\b(?:do(?:es)?|is)(?: not|n'?t) (?:get )?(?:pa(?:y|id)|confirmed)\b"
    r"|\b(?:how (?:long|much time)|(?:un)?til when|by when) (?:do|have|must|should) i"
    r" (?:still )?(?:have |got )?(?:left )?(?:to )?pay\b"
    r"|\b(?:does|will|would|is|are)\b.{0,12}?\b(?:still |now |really |then )*(?:get|be|gonna be|going to (?:get|be))"
    r" (?:\w+ly )?cancel+ed\b"
    r"|\bwhat(?: happens|'?s next|'?s going to happen)? (?:when|if|happens if)\b.{0,30}"
    r"\b(?:payment|it|paypal|klarna|card)\b.{0,16}"
    r"\b(?:(?:doesn'?t|does not|don'?t|never|won'?t) (?:go(?:es)? through|come|clear|work|get (?:paid|confirmed))"
    r"|(?:isn'?t|is not|never gets?) (?:confirmed|paid))\b"
)
""" "When does it get cancelled if it doesn't go through?": of an order that waits for its payment."""
NEVER_PAID = (
    r"(?<!if )(?<!unless )(?<!when )(?:(?<!do )|(?=i still\b))"
    r"\bi(?: (?:think|guess|believe|fear|may|might|must|just|still|actually|probably)| have|['’]ve| did)*"
    r"(?: never| not|n['’]?t| forgot to| forgotten to| (?:still )?(?:have|need) to)"
    r"(?: have| actually| really| yet| even)*"
    r" pa(?:y|id)(?: for)?(?: (?:one|any|it|this|that|them|some|all)(?: of (?:them|those|these|my orders))?"
    r"| (?:my|an?|the|one|that|this) (?:last |latest )?order)?(?: yet| (?:at all|so far))*\W*$"
    r"|\bdo(?:n['’]?t| not) (?:think|believe) (?:that )?i(?:['’]ve| have| ever)* paid\b"
    r"|\bone of (?:my orders|them|those|these)\b.{0,6}(?:n['’]?t|\bnot|\bnever)(?: been)? paid\b"
    r"|\bdid i (?:forget to pay|pay (?:for )?everything)\b"
)
""" "I think I never paid for one of them": of an order that waits for its payment."""
PAY = r"(?:pay|(?:complete|make|finish) (?:the|my|a) payment)\b"
_HOW_TO_PAY = (
    r"\b(?:(?:can|could|may|let|(?:how|where)(?: exactly)?(?: (?:do|can|could|should|must|am|are))?) (?:i|me|we)"
    r"(?: (?!not\b)\w+){0,3}?|(?:how|where)(?: exactly)? to) " + PAY
)
_FOR_IT = r" (?:for )?(?:it|this|that|that one|(?:the|this|that|my)(?: \w+)? (?:order|one))"
_AT_LAST = r"(?: (?:right )?now| here| today| still| then| with you| in this chat)*\W*$"
MAY_I_PAY = rf"{_HOW_TO_PAY}{_FOR_IT}{_AT_LAST}"
PAYMENT_LINK = (
    r"\b(?:is there|(?:do|have) you (?:have|got)|send me|where(?:['’]?s| is)) (?:an?|any|the|some)(?: \w+)? link\b"
)
UNPAID_TOLD = {"asked_unpaid", "asked_payment", "asked_where_to_pay", "order_pending"}
"""Phrases that told that an order waits for its payment, and when it lapses."""
PAYS_AT_LAST = re.compile(rf"{_HOW_TO_PAY}{_AT_LAST}|{PAYMENT_LINK}(?!.*\btrack)", re.IGNORECASE)
""" "Is there a link?", "where to pay", right after that was told: of that order, without a word of it."""
_MONEY = r"(?:my|the|any|some) (?:money|cash|payment)"
_FROM = r"(?: (?:for|from|off|out of) (?:me|it|that|this|my \w+|the \w+))?(?: (?:already|yet|now|or (?:not|what)))*\W*$"
TAKEN = (
    r"\b(?:did|have|has|had) (?:you|u|they|it|paypal|klarna|google|apple|the (?:bank|shop|card))(?: pay)?"
    r"(?: guys)?(?: (?:already|actually|even|really|just|now|still))* (?:"
    rf"(?:take|taken|took|debit(?:ed)?|deduct(?:ed)?|withdrawn?|collect(?:ed)?|got|get|received?) {_MONEY}{_FROM}"
    r"|(?:take|taken|took) (?:it|that) (?:from|off|out of) my (?:\w+ )?(?:card|account|bank)\b"
    r"|(?:charged?|debit(?:ed)?) (?:me|my (?:\w+ )?(?:card|account))"
    r"(?: (?:for (?:it|that|this)|already|yet|or not))*\W*$)"
    rf"|\b(?:was|were|has|have|is) (?:{_MONEY}|my (?:card|account))(?: (?:already|actually|been|ever))*"
    r" (?:taken|charged|debited|deducted|withdrawn|collected)\b"
)
""" "Did you take my money or not?": whether it is paid."""
BACK_TO_METHOD = (
    r"\b(?:what(?:['’]?s)?|how much|why|anything|something)\b.{0,30}"
    r"\b(?:go(?:es|ing)?|com(?:es|ing)|sen[dt]|sending|give|paid) back (?:to|on|onto) (?:my |the )?"
    r"(?:\w+ card|card|visa|master ?card|amex|american express|discover|pay ?pal|klarna|(?:apple|google) ?pay)\b"
)
""" "What's going back to PayPal, then?": whether it is paid."""
_WHEN = r"\b(?:when|(?:what|which|on which|from what) (?:day|date)|how soon|how long (?:until|till|before))\b"
_STARTS = r"(?:get )?(?:starts?|started|begins?|opens?|opened|kicks? (?:off|in)|launch(?:ed)?)"
TRACE_STARTS = re.compile(
    rf"{_WHEN}.{{0,40}}\b(?:the|that|this|a|an|your|my) (?:trace|tracer|investigation)\b.{{0,30}}"
    rf"\b{_STARTS}\b(?! with)"
    rf"|{_WHEN}.{{0,24}}\b(?:you|they|it|u) {_STARTS}"
    r" (?:to trace|(?:(?:the|that|this|a|an|your) )?(?:trac(?:e|er|ing)|investigation))\b",
    re.IGNORECASE,
)
""" "What day would that trace start?": of a parcel that is late, from when it is looked for."""
COUNTS_AS_LOST = (
    r"\b(?:days?|weeks?) (?:past|after|beyond|over) (?:the|its) (?:estimated|expected|delivery|due)\b"
    r"|\b(?:count|treat|regard|consider|declar|deem)\w*\b.{0,12}\blost\b"
    r"|\bwhen (?:can|could|may|do) (?:i|we) (?:claim|report) (?:it|that|this)\b"
    rf"|{TRACE_STARTS.pattern}"
)
""" "When are the 7 days past its estimated date up?": from which day on it may be claimed."""
THINGS_COME = re.compile(
    r"\b(?:when|(?:what|which) (?:day|date)|how (?:soon|long (?:until|till|before)))"
    r"(?: (?:will|do|does|should|would|are|is|can))? (?:the|my|our|those|these)(?: [\w'-]+){1,4}?"
    r"(?: (?:will|do|does|should|would|are|is|can|supposed|expected|due|going|meant|to|actually|be|likely))*"
    r" (?:arriv\w+|get here|here|come|coming|delivered|reach (?:me|us)|(?:show|turn) up)\b"
    r"(?! (?:back|in|with|out|as|again|up)\b)"
    r"|\b(?:date|day|eta) for (?:the|my|our|those|these)\b",
    re.IGNORECASE,
)
""" "You didn't say when the chinos should arrive", of goods in an order on the table: its arrival, not the shop's."""

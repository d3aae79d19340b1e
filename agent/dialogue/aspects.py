"""What is asked for in words that any question has ("how much", "how long"), and what an answer to it has. Pure."""

import re

_AMOUNT = r"[$€£]\s?\d|\d\s?(?:%|percent)|\bfree\b|\bcosts? (?:you )?nothing\b|\b(?:in|not in) the price\b|\bincluded\b"
_TIME = (
    r"\d+ ?(?:to \d+ )?(?:working |business )?(?:days?|weeks?|hours?|minutes?|months?|years?)\b|\b\d{1,2} ?[ap]m\b"
    r"|\bat once\b|\bnever\b|\b(?:same|next) (?:working )?day\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b"
    r"|\bas soon as\b|\buntil\b|\bonce\b|\bwithin (?:minutes|hours)\b|\bimmediately\b|\bright away\b"
)
Aspect = tuple[re.Pattern[str], re.Pattern[str]]
ASPECTS: tuple[Aspect, ...] = tuple(
    (re.compile(asked, re.IGNORECASE), re.compile(told, re.IGNORECASE))
    for asked, told in (
        (
            r"\bhow much\b|\bcosts?\b|\bprices?\b(?! difference)|\bfees?\b|\bfree\b|\b(?:have|need) to pay\b"
            r"|\bexpensive\b|\bwho (?:pays|covers)\b|\b(?:do|will|would|must) (?:i|we|they|you) pay\b"
            r"|\bcheap(?:er|est)\b|\bspend\b|\bamounts?\b|\b(?:you|u) charge\b",
            _AMOUNT,
        ),
        (
            r"\bhow (?:long|soon|fast|quick\w*|many days)\b|\bwhen\b|\bfast(?:er|est)\b|\bquicker\b|\btakes?\b"
            r"|\bexpir\w+|\bvalid\b",
            _TIME,
        ),
        (
            r"\bweekends?\b|\b(?:satur|sun)days?\b|\bholidays?\b",
            r"\bweekends?\b|day\b.{0,9}to \w+day\b|days?\b|\bholidays?\b",
        ),
        (r"\bopen(?:ing)?\b|\bhours\b", r"\b\d{1,2} ?[ap]m\b"),
        (r"\bwhere\b", r"."),
        (r"\bit has ended\b", r"\bafter\b|\bended\b|\blate\b|\blapse|\bno longer\b|\bof any age\b"),
    )
)
"""What is asked for in words that the answer need not have, and what an answer to it has."""


def tells_what_is_asked(own: str, told: str) -> bool:
    """ "What does that cost", of what names a price: asked in words that any question has."""
    asked_for = [answered for asked, answered in ASPECTS if asked.search(own)]
    return bool(asked_for) and all(answered.search(told) for answered in asked_for)

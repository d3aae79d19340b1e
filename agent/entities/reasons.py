"""Why something goes back, from how people say it; the closed set is `domain.claims.ReturnReason`."""

import re

from agent.entities.found import Found
from agent.entities.reading import Reading, overlaps
from domain.claims import ReturnReason

_ARRIVED = (
    r"(?:sent|send|packed|received|recieved|got|gotten|shipped|delivered|given|gave|get|is|was|were|are|has|"
    r"have|in|contains)"
)
_PART = (
    r"(?:zip|zipper|button|seam|sole|strap|clasp|heel|stitch(?:ing)?|buckle|handle|lining|hem|elastic|pin|hook|bead"
    r"|stone|lace|lid|screw|leg|knob|cable|popper|snap|drawstring|pocket|thread|cap|hinge)s?"
)
"""What may come off a thing, or be missing on it: a fault of that thing, and not a thing left out of the parcel."""
_CAME_OFF = (
    r"(?:broke|broken|(?:popped|tore|torn|ripped|snapped|broken?) (?:off|out)|fell (?:off|out)|fall(?:s|ing)? (?:off"
    r"|out)|came (?:off|undone|apart|loose|out)|com(?:es|ing) (?:off"
    r"|apart|undone|loose|out)|falling apart|(?:is|are|was|were|got|gets|feels?) loose|snapped|split|undone|stuck"
    r"|unravel\w+|ripped|burst|is gone|jammed|(?:wo|does|do|ca)n'?t (?:close|open|zip|move|work))"
)
_REASONS: tuple[tuple[ReturnReason, str], ...] = (
    (
        ReturnReason.DEFECTIVE,
        rf"\b{_PART}(?:'s|s| is| are| was| were)? missing\b|\bmissing (?:an?|one|two|the|some|its"
        rf"|\d) (?:\w+ )?{_PART}\b"
        rf"|\b(?:pulled|loose) (?:thread|stitch|seam|button)s?\b",
    ),
    (
        ReturnReason.WRONG_ITEM,
        rf"\b{_ARRIVED}\s(?:me\s|us\s|to me\s)?(?:a\s|the\s|an\s)?(?:totally\s|completely\s)?(?:wrong|"
        rf"incorrect)\s"
        r"(?:one|item|items|product|order|thing|size|sizes|colou?r|shirt|model|style|pair|parcel|package|"
        r"\w{3,12})\b"
        r"|\b(?:sent|send|received|got|delivered|gave)\s(?:me\s|us\s)?(?:a|an|some)\s(?:totally\s|"
        r"completely\s)?different\s\w{3,12}\b"
        r"|(?<!i ordered the )(?<!i bought the )(?<!i chose the )(?<!i picked the )"
        r"\b(?:wrong|incorrect)\s(?:item|items|product|article|thing|goods|one)\b|\bnot (?:what|the one|"
        r"the item|the size|the colou?r) i ordered\b"
        r"|\bwrong (?:size|colou?r) (?:was )?(?:sent|delivered|arrived|came)\b|"
        r"\bsome(?:one|body) else(?:'?s)? (?:order|parcel|package|stuff|things?|items?|clothes)\b"
        r"|\binstead of (?:the|a|an|my) (?:\w+ )?\w+ (?:i|we) ordered\b|\bi ordered [\w ]{2,30} (?:and|"
        r"but) (?:i )?(?:got|received)\b",
    ),
    (
        ReturnReason.TOO_SMALL,
        r"\b(?:too|bit|little|way|very|really|so|super|slightly|runs?|quite|fits?|"
        r"rather)\s(?:too\s)?(?:small|tight|short|narrow|snug)\b"
        r"|\bneeds? (?:a |the )?(?:bigger|larger|next size up|size up)\b|\b(?:bigger|larger) size\b|"
        r"\bsize up\b|\btoo small\b",
    ),
    (
        ReturnReason.TOO_BIG,
        r"\b(?:too|bit|little|way|very|really|so|super|slightly|runs?|quite|fits?|"
        r"rather)\s(?:too\s)?(?:big|large|loose|long|wide|baggy|huge|oversized)\b(?! (?:to wait|a wait|"
        r"for (?:me to wait|delivery)))"
        r"|\bneeds? (?:a |the )?(?:smaller|size down)\b|\bsmaller size\b|\bsize down\b",
    ),
    (
        ReturnReason.DOES_NOT_FIT,
        r"\b(?:does ?n[o']?t|don'?t|did ?n[o']?t|do not|does not|did not|not|won't|never|"
        r"doesnt) (?:really |quite |even )?fit(?:ting|s)?\b"
        r"|\b(?:bad|poor|wrong|weird|terrible) fit\b|\b(?:ordered|bought|chose|picked|"
        r"selected) the wrong size\b|\bwrong size\b"
        r"|\bfits? (?:badly|weird|funny|wrong|poorly)\b|\bsize (?:is|was) (?:off|wrong)\b",
    ),
    (
        ReturnReason.MISSING_ITEM,
        r"\b(?:missing|not in (?:the|my) (?:box|parcel|package)|"
        r"(?:was|were|is|are)(?:n'?t| not) (?:in|inside|with) (?:the|my|that) (?:box|parcel|package|order|delivery"
        r"|bag)|left out)\b(?! (?:you|out|button|link))"
        r"|\b(?:box|parcel|package|order|delivery|bag)\b.{2,40}\b(?:was|were|is|are)(?:n'?t| not)"
        r" (?:in|inside) (?:it|there)\b"
        r"|\b(?:you|they|someone) (?:forgot|left out)\b(?! (?:about|me\b))"
        r"|\b(?:came|arrived) without (?:the|my)\b(?! (?:label|tags?|invoice|receipt)\b)"
        r"|\b(?:got|received|sent|gave|was|were|is|are)(?: me)? (?:only |just )?(?:one|two|half"
        r"|\d)\b[\w ]{0,22}\binstead of (?:the )?"
        r"(?:two|three|four|five|six|\d+|both|all)\b"
        r"|\b(?:one|two|half|\d) (?:of (?:it|them|the \w+) )?(?:short|too few)\b"
        r"|\bonly (?:got|received|sent) (?:one|half|part|two|\d)\b|"
        r"\bonly (?:one|two|half|\d)\b[\w ]{0,18}\bin (?:the|my) (?:box|parcel|package|bag|envelope|delivery)\b|"
        r"\b(?:box|parcel|package) (?:was|is|"
        r"came|arrived) empty\b|\bempty (?:box|parcel|package)\b",
    ),
    (
        ReturnReason.NOT_AS_DESCRIBED,
        r"\b(?:not|isn'?t|wasn'?t|doesn'?t (?:look|match)|don'?t (?:look|match)|nothing|"
        r"looks? (?:nothing|different)|unlike|different)\b"
        r"[\w\s']{0,22}?\b(?:as described|as shown|as pictured|as advertised|like (?:in |"
        r"on )?the (?:picture|photo|image|website|site|pics?)|"
        r"(?:from|than|in|on|to) the (?:picture|photo|image|website|site|description|pics?|ad)|"
        r"the (?:description|picture|photo))s?\b"
        r"|\bmisleading\b|\bcolou?r is (?:totally |completely |very )?(?:different|off|wrong|"
        r"not right)\b|\bfalse(?:ly)? (?:description|advertis\w+)\b"
        r"|\b(?:isn'?t|not) (?:actually |really |even )?(?:real |100% |pure )?(?:linen|cotton|wool|silk|"
        r"leather|organic)\b",
    ),
    (
        ReturnReason.DAMAGED,
        r"\b(?:damaged?|torn|ripped?|tore|tear in|tears? (?:on|in|at)|a tear|stain(?:ed|s)?|holes?|"
        r"(?<!\bit )(?<!\bthey )scratch(?:ed|es)?|cracked|crack|broken|smashed|"
        r"crushed|dent(?:ed)?|shattered|dirty|wet|burn(?:t|ed)?|frayed|snagged|discolou?red|scuffed|chipped|bent|mou?ldy)\b",
    ),
    (
        ReturnReason.DEFECTIVE,
        r"\b(?:defect(?:ive|s)?|faulty|fault|malfunction\w*|does ?n[o']?t work|doesn'?t (?:close|open|"
        r"zip)|not working|stopped working|"
        rf"{_PART}(?: \w+){{0,5}} {_CAME_OFF}|"
        r"(?<!i'm )(?<!im )(?<!i am )(?<!we're )(?:just |already |have |has )?broke(?: off| down)?(?! the bank)|(?:wo"
        r"|ca)n'?t turn on|"
        r"leak(?:s|ed|ing|y)?|lets? (?:the |in )?(?:water|rain)(?: in| through)?|"
        r"(?:water|rain) (?:gets|comes|came|got) (?:in|through)|"
        r"not (?:very |really |at all )?waterproof|peel(?:s|ed|ing)|tarnish(?:ed|es)|rust(?:ed|y)|"
        r"colou?r (?:runs|ran|rubs off|bleeds|bled)|"
        r"snapped|(?:came|popped|tore|torn|ripped|fell) (?:off|apart)|falling apart|came apart|coming (?:apart|off"
        r"|loose)|unravel\w+)\b",
    ),
    (
        ReturnReason.QUALITY,
        r"\b(?:(?:poor|bad|low|terrible|awful|cheap|horrible|disappoint\w+|inferior)(?: \w+)? (?:quality|"
        r"material|fabric)|quality (?:is|was|isn'?t|wasn'?t|of [\w ]{3,20} is)(?: \w+){0,2} "
        r"(?:bad|poor|low|terrible|awful|good|great|disappointing|as expected)|feels? (?:so |really |"
        r"very )?(?:cheap|flimsy|scratchy|itchy|rough)|flimsy|see[- ]through|(?:it|they) scratch(?:es)?|"
        r"(?:it |has |fabric )?pill(?:s|ing|ed)|bobbl(?:es|ed|ing)|lost its shape|stretched out|"
        r"shrank|shrunk|shrinks|fad(?:ed|es|ing)|itchy|scratchy|"
        r"(?:too |so |very )thin)\b",
    ),
    (
        ReturnReason.LATE,
        r"\b(?:(?:too|so|very|really|days?|weeks?|came|arrived|is|was|delivered|being) late|"
        r"late (?:delivery|arrival)|took too long|taking too long|too long to (?:arrive|wait|get)|"
        r"(?:came|arrived) after|(?:never|hasn'?t|didn'?t) arrive[d]? (?:on|in) time|missed (?:the|"
        r"my) (?:birthday|wedding|event|party|date)|delayed)\b",
    ),
    (
        ReturnReason.CHANGED_MIND,
        r"\b(?:(?:i|we)(?:'ve| have)? (?:just |accidentally )?(?:ordered|bought|chose|picked|selected)"
        r" (?:the |an? )?(?:wrong|incorrect) (?:items?|products?|articles?|things?|ones?|colou?rs?|models?)|"
        r"changed? (?:my|our|his|her|the)? ?minds?|(?:don'?t|do not|didn'?t|doesn'?t|not|no longer|"
        r"dont) (?:really |actually )?(?:like|want|need|suit|wanna)(?:s|ed)?\b(?! to| you| me| help|"
        r" any help| an? (?:account|agent|exchange|swap|refund|replacement|different|new)| another|"
        r" (?:the |my |any )?(?:money|refund|exchange|swap|replacement)| (?:it|them) (?:exchanged|swapped))|"
        r"no longer (?:want|need)(?:ed)?|found (?:it |one |something )?(?:cheaper|better|elsewhere)|"
        r"found an? (?:cheaper|better|nicer)|"
        r"regret|ordered (?:it )?by (?:mistake|accident)|"
        r"(?:by mistake|accidentally) (?:ordered|bought)|accidentally (?:ordered|bought)|(?:bought|"
        r"ordered) (?:two|it twice|the same)|unwanted|unwanted gift|not what i (?:expected|hoped for|imagined)|"
        r"not (?:for me|my style|my taste)|"
        r"second thoughts|(?:is ?n'?t|aren'?t) (?:really |quite )?me(?=\s*(?:$|[.,;!])))\b",
    ),
    (ReturnReason.OTHER, r"\b(?:too|not) (?:warm|hot|heavy|thick|stiff|bright|dark|formal|plain|shiny)(?: enough)?\b|"
                         r"\b(?:(?:an)?other reason|different reason|something else|none of (?:these|those|them|"
                         r"the above)|other reasons?)\b|^\s*other[\s.!]*$"),
)  # fmt: skip
_NEGATED = re.compile(
    r"\b(?:not|isn'?t|wasn'?t|aren'?t|never|nothing(?: is| was)?|no|without|any|if|in case|weren'?t|"
    r"nor)(?: (?:really|at all|even|it'?s|it is|it was|it|is|are|was|gets?|got|arrives?|a|any|the|my|"
    r"be|item|something|too|an))*\s$"
    r"|\b(?:does|do|would|will) (?:it|they|this|that|these|those|the \w+)(?: (?:fit|feel|look|come out))?\s$"
)
"""Said not to be, supposed, or asked: "does it run small"."""
_ALONE = {
    "fit": ReturnReason.DOES_NOT_FIT, "size": ReturnReason.DOES_NOT_FIT, "small": ReturnReason.TOO_SMALL,
    "big": ReturnReason.TOO_BIG, "broken": ReturnReason.DAMAGED, "quality": ReturnReason.QUALITY,
    "tight": ReturnReason.TOO_SMALL,
    "bad quality": ReturnReason.QUALITY, "late": ReturnReason.LATE, "wrong": ReturnReason.WRONG_ITEM,
    "loose": ReturnReason.TOO_BIG, "wrong size": ReturnReason.DOES_NOT_FIT,
}  # fmt: skip
_COMPILED = tuple((reason, re.compile(pattern)) for reason, pattern in _REASONS)


def find_reasons(reading: Reading) -> tuple[Found[ReturnReason], ...]:
    """The more telling reason wins a stretch of text: "sent the wrong size" is a wrong item, not a bad fit."""
    text = reading.folded
    alone = text.strip(" .!,")
    if alone in _ALONE:
        start = text.index(alone)
        return (reading.found(_ALONE[alone], start, start + len(alone)),)
    found: list[Found[ReturnReason]] = []
    for reason, pattern in _COMPILED:
        for match in pattern.finditer(text):
            item = reading.matched(reason, match)
            if not overlaps(item, found) and not _NEGATED.search(text, max(0, match.start() - 24), match.start()):
                found.append(item)
    return tuple(sorted(found, key=lambda item: item.start))

"""What looks like a question and asks nothing of its own: courtesies, objections, tags. English words. Pure."""

import re

from tools.garments import KINDS

IS_COURTESY = re.compile(
    r"(?:(?:how (?:are|r) (?:you|u)|are (?:you|u) there)\b[^?]*"
    r"|(?:can|could|would) (?:you|u|someone) (?:please )?help(?: me| us)?(?: out)?"
    r"(?: with (?:something|some things|(?:an?|a few|two|three) (?:things?|questions?)))?(?: please)?\s*)\?",
    re.IGNORECASE,
)
""" "How are you? Can you help me with something?": beside questions it only blurs the one it stands at."""
MORE_TO_COME = re.compile(
    r"i (?:also |still )?(?:have|need|['’]ve got|got) (?:a few|some|several|two|three|another|one more|more|other)"
    r" (?:(?:other|more|further) )?(?:things?|questions?|matters?)\b",
    re.IGNORECASE,
)
""" "... I have a few other things to sort here": beside a call for a person, said to the bot."""
OBJECTS = re.compile(
    r"^(?:what an? [^?]{2,60}$"
    r"|(?:you|u)(?: guys)? (?:just |already |must |still )?(?:said|say|told|tell|know|meant?|wrote)\b"
    r"|(?:you |it |that )?(?:did|does)(?:n['’]?t| not) (?:say|tell|answer|help|mean)\b"
    r"|(?:that|it|this)(?:['’]?s| is| was) (?:not|about)\b"
    r"|(?!(?:do|does|did|is|are|can|could|will|what|how|which|where|when|why)\b)[^?]{3,60}, (?:really|seriously)\?+$"
    r"|(?:that|those|these|they)(?:['’]?s|['’]?re| is| are) (?:(?:all|only|just|still|both|the|same) )+"
    rf"(?:{'|'.join(KINDS)}|dresse)s?(?: again)?\W*$"
    r"|(?:how|why) (?:can|could|should|would|am) (?:i|you|u)\b[^?]*(?:\bnever|\bnot|n['’]?t)\b[^?]*[.!]$)",
    re.IGNORECASE,
)
""" "You must know that?", "a straw hat in winter, really?", "what a week": what is asked comes after it."""
TAG = re.compile(
    r"^(?:(?:is|would|will|was) (?:that|this|it)(?: be)?(?: still| even| all)?(?: an?)?"
    r" (?:ok(?:ay)?|alright|right|fine|true|possible|problem|good|correct|allowed|normal|an issue|it)\W*$"
    r"|(?:right|correct|really|yes|no|ok(?:ay)?|huh|what|why|how|pardon|sorry|seriously)\W*$"
    r"|(?:am i|are you) (?:right|sure|serious|kidding|joking)\b"
    r"|(?:can|could|will|would) (?:you|u|someone|anyone|i)(?: please| pls| maybe| quickly)? "
    r"(?:help|tell|check|look|assist|advise|explain|ask)\b(?! (?:me )?(?:about|how|what|when|where|which|if|whether)\b)"
    r"|what (?:(?:do|have|would|can|could) (?:you|u) (?:have|got|recommend|suggest|offer)|is there)\W*$"
    r"|do (?:you|u) (?:know|understand|mean)\W*$|what does (?:that|this|it) mean\W*$"
    r"|(?:how are|are) (?:you|u)(?: there| today)?\W*$)",
    re.IGNORECASE,
)
""" "Is that ok?", "can you check?": asks nothing beside what the clause before it says."""

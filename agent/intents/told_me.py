"""Customers say something about themselves: "I'm allergic to wool". Keeping it is up to `nodes.remembering`."""

import re

from agent.intents.spec import Intent, View
from agent.speaker.memories import from_memory
from agent.state import Task
from agent.steps import Say, Step

_SIZE = r"(?:size\ )?(?:x{0,3}[sml]|small|medium|large|extra\ (?:small|large)|\d{2})"
_THING = r"""
    (?:(?:to\ )?(?:wear|buy)(?:ing)?\ )?(?:(?:things|clothes|anything)\ in\ |stuff\ made\ of\ )?
    (?:(?:organic|recycled|merino|peace|vegan|pure|real|dark|light|bright)\ )?
    (?:wool|cotton|linen|silk|leather|cashmere|polyester|nylon|viscose|hemp|denim|lyocell|alpaca|merino|acrylic
      |black|white|gr[ea]y|brown|beige|red|orange|yellow|green|blue|purple|pink|gold|silver|navy)
    (?:(?:,|\ and|\ or)\ [\w ]{2,20})?
    (?:\ at\ all|\ clothes|\ things|\ best|\ the\ most|\ a\ lot|\ any\ ?more|\ either|\ please)?
"""
_CUES = re.compile(
    rf"""
    ^\W*(?:(?:btw|by\ the\ way|fyi|ok(?:ay)?|hi|hello|hey|also|and|well|(?:please\ )?(?:note|remember)(?:\ that)?
          |just\ so\ you\ know|for\ (?:next\ time|the\ future|your\ info\w*))\W+){{0,3}}
    (?: (?:i(?:'m|\ am|m)?\ )?(?:(?:severely|really|very|also|just)\ )*(?:allergic|sensitive)\ to
        \ (?:(?!\b(?:what|which|can|do|does|is|are|any|anything|show|got|need|want|looking)\b)[\w ,]){{3,40}}
      | i\ (?:(?:really|usually|normally|only|always|mostly|generally|just|also|still|now)\ )*
        (?: (?:love|like|prefer|adore|wear|buy|avoid|hate|dislike|(?:never|can'?t)\ wear|don'?t\ (?:like|wear|buy|want))
            \ {_THING}
          | (?:wear|take)(?:\ an?)?\ {_SIZE}\b(?:\ (?:in|for)\ [\w ]{{2,20}}|\ usually|\ normally|\ shoes|\ size)?
            (?:,?\ (?:and|but)[\w ]{{2,30}})? )
      | i(?:'m|\ am|m)(?:\ usually|\ normally)?\ (?:an?\ |in\ )?(?!\d){_SIZE}\b(?:\ in\ [\w ]{{2,20}})?
      | my\ (?:usual\ |normal\ )?(?:\w{{3,8}}\ )?size\ is\ [\w ]{{1,30}}
      | my\ favou?rite\ (?:colou?r|material|fabric)s?\ (?:is|are)\ [\w ,]{{3,30}}
      | (?:please\ |just\ |you\ can\ )*call\ me
        \ (?!back|later|when|if|at|on|in|as|after|before|please|now|today|a\ |an\ |the\ )
        [\w'’-]+(?:\ please|\ from\ now\ on|\ instead)?
      | i\ go\ by\ [\w'’-]+
      | i\ (?:prefer|like)\ to\ be\ called\ [\w'’-]+
    )\W*$
    """,
    re.IGNORECASE | re.VERBOSE,
)


def next_step(task: Task, view: View) -> Step:
    said = task["slots"].get("told")
    if not said:
        return Say("not_kept")
    is_ours = view.principal.subject is not None and not view.principal.is_staff
    return Say("noted" if is_ours else "noted_here", {"facts": from_memory(said)})


INTENT = Intent(
    name="told_me",
    meaning="tell own size, likes, dislikes or name",
    route="account",
    label="tell me what you like",
    next_step=next_step,
    slots=("told",),
    cues=_CUES,
)

"""Several things said at once of the claim in hand: "a new one please. is it in stock? and who pays the postage".

Each clause is read by itself. What is wished changes the claim first; then each question is answered of the claim as
it is by then. Where a clause asks for anything that is not of the claim, the message is left to the other readers,
unless it was heard as a request of its own. Pure: changes the memory that it is given.
"""

import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

from agent.acts import Act, dialogue_act
from agent.claims.asked import asked_of_claim
from agent.claims.choosing import stands
from agent.claims.in_hand import as_planned, speaks_of_another
from agent.claims.likeness import CLAIMING
from agent.claims.otherwise import wishes_otherwise
from agent.claims.questions import answered_by, asked_in, speaks_of_return
from agent.claims.wished import wishes_as_read, wishes_remedy, wishes_version
from agent.dialogue import tasks
from agent.dialogue.answers import wonders
from agent.dialogue.corrections import corrects
from agent.dialogue.detours import switches
from agent.dialogue.interpretation import Interpretation
from agent.dialogue.open_question import answers_question
from agent.dialogue.openings import open_requests
from agent.dialogue.picking import pick
from agent.dialogue.second_thoughts import leaves_out
from agent.goods.of_rules import of_promotions
from agent.intents.registry import INTENTS
from agent.state import Memory
from agent.table.reader import Area, Table
from agent.understanding.heard import Heard
from agent.understanding.local_reading import Request, Understanding
from agent.understanding.requests import opens_request
from agent.understanding.slots import FILLERS

_STARTS = (
    r"(?:(?:and|also|so|then|btw|or|but)\s+)*(?:how|what|whats|what's|when|where|who|why|which|is|are|do|does|did|can|could"
    r"|will|would|should|must|shall|may|has|have|i|i'd|i'm|id|im|i'll|ill|its|it's|the|my|you|please|pls|just|go ahead"
    r"|don'?t|dont)\b"
)
_BETWEEN = re.compile(
    r"(?<=[.!?;])\s+|\n+|\s+[-–—]+\s+"
    rf"|,?\s+(?:(?:and|but|also|plus|then|btw)\s+)+(?={_STARTS})"
    rf"|,\s+(?={_STARTS})",
    re.IGNORECASE,
)
_SAID_WHOLE = ("human", "affirm", "status", "sure", "stuck", "repeat")
""" "Ok back. Where were we": no clause of it is of the claim."""
_SAYS_NOTHING = (None, "out_of_scope", "chitchat", "affirm_deny", "promo_discount")
"""What a message is taken for that is of something else."""
MOST = 8
"""Clauses; a longer story is told, not asked."""
_ELSEWHERE: Mapping[Area, float] = {"order": 0.6, "goods": 0.6, "rules": 0.8}
"""So likely of one of them, a question is not passed over."""
_NO_QUESTION = 0.9
"""What shows by no word that it asks must be that surely a question."""
_READ = 0.7
"""Of a clause by itself, which has fewer words to tell it."""
_TAKES_NOTE = re.compile(
    r"^\W*(?:(?:oh|ah|ok(?:ay)?|well|and)\W+)*(?:good to know|good that|glad|nice|great|perfect|cool|fine|thanks?|thx"
    r"|i see|got it|understood)\b",
    re.IGNORECASE,
)
""" "Good to know it's free": heard, and nothing is asked."""
_MAY_I = re.compile(
    r"^\W*(?:(?:and|so|but|or|also|oh|then|well|maybe|actually|ok(?:ay)?|hm+|no)\W+)*(?:can|could|may|might)\b",
    re.IGNORECASE,
)
""" "Could I get a new one instead?" wishes for it."""
_IT = re.compile(r"\b(?:it|that|them|this|those|they|these)\b", re.IGNORECASE)
_FEW = 7
_HANGS = re.compile(
    r"\W*(?:(?:and|but|so|also|oh|ok|well|hm+)\W+)*(?:suppose|supposing|assuming|say|if|what if|how about if|when|once"
    r"|unless|in case|because|cause|since|even if|although)\b",
    re.IGNORECASE,
)
_COURTESY = ("thanks", "greeting", "goodbye", "nod", "wait", "upset")
_TABLES: tuple[Table, ...] = ("claim", "returns")
_Task = tuple[str, str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class _Piece:
    understood: Understanding
    heard: Heard

    @property
    def asks(self) -> bool:
        """Puts something that has to be answered, in words that show it."""
        text = self.heard.text
        return text.rstrip().endswith("?") or wonders(text) or opens_request(text)


def said_in_pieces(memory: Memory, result: Interpretation, understood: Understanding, heard: Heard) -> bool:
    """Whether the clauses were read, each by itself, and what they say was taken."""
    claim = memory["claim"]
    if claim is None or (claim["refusal"] and not stands(claim)) or understood.act.kind in _SAID_WHOLE:
        return False
    if speaks_of_another(claim, heard) or of_promotions(heard):
        return False
    pieces = _pieces(memory, heard)
    if not (understood.act.kind != "correct") < len(pieces) <= MOST:
        return False
    trial, outcome = deepcopy(memory), Interpretation()
    wishes = [piece for piece in pieces if _wishes(trial, outcome, piece)]
    asked, left = _asked_of(trial, [piece for piece in pieces if piece not in wishes])
    unread = [piece for piece in left if piece.asks]
    others = [request for request in understood.requests if any(_is_of(request, piece) for piece in unread)]
    is_heard = len(understood.requests) > 1 and len(others) >= len(unread)
    is_lost = bool(asked or wishes) and all(each.intent in _SAYS_NOTHING for each in understood.requests)
    read = len(pieces) - len(left)
    is_enough = read > 1 or (read == 1 and not unread)
    if read == 1 and _is_read_whole(memory, understood, heard):
        return False
    if not (is_lost or (is_enough and (is_heard or not any(map(_is_elsewhere, unread))))):
        return False
    for task in asked:
        _open_beside(trial, outcome, *task)
    open_requests(trial, outcome, others if is_heard else (), heard)
    memory.update(trial)
    result.work_on += outcome.work_on
    result.say += outcome.say
    result.voided = outcome.voided or result.voided
    return True


def asks_beside(memory: Memory, result: Interpretation, heard: Heard) -> bool:
    """ "Yes. And how long will the new one take?": asked of the claim, which is filed by the time it is answered."""
    task = tasks.current(memory)
    if task is None or task["intent"] not in CLAIMING or memory["claim"] is None:
        return False
    asked, left = _asked_of(memory, _pieces(memory, heard))
    if not asked or any(piece.asks for piece in left):
        return False
    for each in asked:
        _open_beside(memory, result, *each)
    return True


def _is_read_whole(memory: Memory, understood: Understanding, heard: Heard) -> bool:
    """One thing is asked or wished, and the message says it by itself, or a rule knows what it is."""
    if any(request.alternatives == (request.intent,) for request in understood.requests):
        return True
    whole = _Piece(replace(understood, act=Act("none"), requests=understood.requests[:1]), heard)
    return bool(asked_in(memory, whole.understood, heard)) or _wishes(deepcopy(memory), Interpretation(), whole)


def _pieces(memory: Memory, heard: Heard) -> list[_Piece]:
    text = heard.text
    cuts = _cuts(text)
    starts, ends = [0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(text)]
    spans = [(start, end) for start, end in zip(starts, ends, strict=True) if re.search(r"\w", text[start:end])]
    return [_piece(memory, heard, start, end) for start, end in spans]


def _cuts(text: str) -> list[tuple[int, int]]:
    """ "Suppose I take the L, is that more" is one clause that hangs on another, and is not cut."""
    cuts: list[tuple[int, int]] = []
    for match in _BETWEEN.finditer(text):
        start = cuts[-1][1] if cuts else 0
        is_sentence = text[match.start() - 1 : match.start()] in (".", "!", "?", ";")
        if is_sentence or _HANGS.match(text, start) is None:
            cuts.append(match.span())
    return cuts


def _piece(memory: Memory, heard: Heard, start: int, end: int) -> _Piece:
    text, entities = heard.text[start:end].strip(), heard.entities.within(start, end)
    act = dialogue_act(text, expecting="confirmation" if tasks.waiting(memory) is not None else None)
    words = act.remainder.strip() if act.kind in ("thanks", "greeting", "correct") and act.remainder.strip() else text
    request = Request(words, None, 0.0, (), entities)
    return _Piece(Understanding(words, act, entities, (request,)), replace(heard, text=words, entities=entities))


def _wishes(memory: Memory, result: Interpretation, piece: _Piece) -> bool:
    """Changes the claim; a question that is one of the claim wishes for nothing."""
    understood, heard, claim = piece.understood, piece.heard, memory["claim"]
    if claim is None or understood.act.kind in _COURTESY or speaks_of_another(claim, heard):
        return False
    is_asked = (heard.text.rstrip().endswith("?") or wonders(heard.text)) and not _MAY_I.match(heard.text)
    may_be_version = not is_asked and FILLERS["instead"](heard) is not None
    if piece.asks and (is_asked or (not may_be_version and asked_in(memory, _plainly(understood), heard))):
        return False
    if not (
        (_is_an_answer(memory, piece) and answers_question(memory, result, understood, heard))
        or (understood.act.kind == "correct" and corrects(memory, result, understood, heard))
        or leaves_out(memory, result, heard)
        or wishes_remedy(memory, result, understood, heard)
        or wishes_otherwise(memory, result, heard)
        or switches(memory, result, understood, heard)
        or wishes_as_read(memory, result, understood, heard)
        or (not is_asked and wishes_version(memory, result, heard))
    ):
        return False
    as_planned(memory)
    return True


def _is_an_answer(memory: Memory, piece: _Piece) -> bool:
    """In so many words, to the question of the claim that is open."""
    task = tasks.current(memory)
    asked = (task["asked"] or "") if task is not None else ""
    if task is None or not asked or task["intent"] not in CLAIMING or piece.asks:
        return False
    is_told = asked in FILLERS and FILLERS[asked](piece.heard) is not None
    return is_told or pick(task["choices"], piece.heard) is not None


def _asked_of(memory: Memory, pieces: Sequence[_Piece]) -> tuple[list[_Task], list[_Piece]]:
    """What answers each question of the claim, and the pieces that put none."""
    found: dict[str, _Task] = {}
    left: list[_Piece] = []
    before: _Piece | None = None
    whole = " ".join(piece.heard.text for piece in pieces)
    for piece in pieces:
        claim, asked = memory["claim"], _question_in(memory, piece)
        if before is not None and _IT.search(piece.heard.text) and piece.asks:
            both = _joined(before, piece)
            asked = _question_in(memory, both) or asked
        before = None if asked or len(piece.heard.text.split()) > _FEW or piece.asks else piece
        if claim is None or not asked:
            left.append(piece)
        else:
            answer = answered_by(memory, claim, asked, piece.heard, as_return=speaks_of_return(claim, whole))
            found.setdefault(f"{asked} {answer[2].get('of_claim', {}).get('intent')}", answer)
    of_all = [answer for name, answer in found.items() if name.startswith("others")]
    return of_all or list(found.values()), left


def _question_in(memory: Memory, piece: _Piece) -> str:
    """Which one of the claim it surely puts; "" if none."""
    text, asked = piece.heard.text, asked_in(memory, _plainly(piece.understood), piece.heard)
    if not asked or asked == "why_no" or piece.understood.act.kind in _COURTESY or _TAKES_NOTE.match(text):
        return ""
    needed = _READ if piece.asks else _NO_QUESTION
    is_read = any(piece.heard.read(table, text).probability >= needed for table in _TABLES)
    return asked if is_read or (piece.asks and asked_of_claim(text) == asked) else ""


def _joined(before: _Piece, piece: _Piece) -> _Piece:
    """ "I mean the photo, can I mail it": what "it" is, was told right before."""
    text = f"{before.heard.text} {piece.heard.text}"
    request = replace(piece.understood.requests[0], text=text)
    return _Piece(replace(piece.understood, text=text, requests=(request,)), replace(piece.heard, text=text))


def _plainly(understood: Understanding) -> Understanding:
    """ "And i mean the photo, can i mail it": what is asked is asked, whatever it corrects."""
    return replace(understood, act=Act("none"))


def _open_beside(memory: Memory, result: Interpretation, intent: str, text: str, slots: dict[str, Any]) -> None:
    """One more of the same intent, for another question."""
    task = tasks.open_task(memory, INTENTS[intent], text=text, slots=slots, is_another=True)
    result.work_on.append(task["key"])


def _is_of(request: Request, piece: _Piece) -> bool:
    """Whether the piece is what the request was heard from."""
    said, own = request.text.casefold().strip(" .!?,"), piece.heard.text.casefold().strip(" .!?,")
    return said in own or own in said


def _is_elsewhere(piece: _Piece) -> bool:
    """Asks for something of an order, of goods or of the rules that has to be answered too."""
    shares = piece.heard.areas(piece.heard.text)
    return not shares or any(shares.get(area, 0.0) >= least for area, least in _ELSEWHERE.items())

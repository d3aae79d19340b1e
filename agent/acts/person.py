"""Does the customer ask for a person? Requests to talk to one, never talk about one."""

import re

from agent.acts.said import Said

_PERSON = (
    r"(?:humans?|real (?:person|human|one|people)|live (?:person|agent|human|chat)|person|people|agents?|"
    r"representatives?|reps?|operators?|advis[eo]rs?|colleagues?|supervisor|manager|someone|somebody|staff|"
    r"support team|team member|customer (?:service|support|care)|employee|being|assistants?|service agent)"
)
_TALK = (
    r"(?:talk(?:ing)?|speak(?:ing)?|chat(?:ting)?|connect(?:ed)?|transfer(?:red)?|escalate|forward|pass|"
    r"put (?:me|us)|get me|give me|hand me|in touch)"
)
_WANTS_TO_TALK = re.compile(
    rf"\b{_TALK}\b(?:\s(?:to|with|me|us|through|over|directly|onto|now|please|an?|the|your|some|any|"
    rf"actual|real|live|human|"
    rf"customer|service|support|other|different|it|this|on|bloody|damn|fucking|freaking|"
    rf"human)){{0,6}}\s{_PERSON}\b"
    r"|\b(?:can|could|would|will|have|let|get|ask) (?:an? |some |any |the |real |actual )*(?:person|human|agent"
    r"|colleague|someone|somebody|anyone|anybody)(?: please| maybe| just| to)* (?:call|phone|ring|e-?mail|mail|contact"
    r"|write(?: to)?|text|message|get back to) (?:me|us)\b"
    rf"|\bcontact(?:ing)? (?:an? |the |some |real |live |human )*(?:humans?|agents?|someone|somebody|"
    rf"person|operators?|assistants?)\b"
    r"|\b(?:is ?there|are there|if there ?is|if there are|any|get) (?:an? |any |some |a real |real |"
    r"live )*(?:someone|somebody|humans?|agents?|person|operators?)(?: here)? (?:available|i can|"
    r"to talk|to speak|around)"
    r"|\b(?:real|live|actual) (?:person|human|agent|operator)\b"
)
_WANTS_ONE = re.compile(
    r"\b(?:i want|i need|i'd like|i would like|i wanna|can i (?:get|have|see|contact|reach)|"
    r"could i (?:get|have|contact)|"
    r"want|need|give me|get me|get|contact|reach|call|use) (?:an? |the |your |some |any |to have )*"
    r"(?:actual |real |live |human |customer service )*(?:human|agent|representative|operator|"
    r"advis[eo]r|supervisor|manager|"
    r"real person|real human|live person|actual person|human being|person)\b(?! (?:fee|number|at the))"
)
_WANTS_ONE_TO = re.compile(
    r"\b(?:(?:i|we) (?:want|need|'d like|would like)|have|let|get|ask|tell|can|could|would|will|please) "
    r"(?:an? |one of your |one of the |your |some |another |real |human |support )*"
    r"(?:colleagues?|humans?|person|manager|supervisor|team(?: member)?)(?: of yours)? (?:please |to )*"
    r"(?:look|check|see|investigate|find out|take|handle|deal|sort|decide|review|help|call|contact|write)\b"
)
""" "I want a colleague to look into it", "can a colleague check this"."""
_ALONE = re.compile(
    rf"(?:please |pls |hey |hi |a |an |the |real |live |human |actual |"
    rf"customer service )*{_PERSON}(?: please| pls| now| here)*[.! ]*"
)
_ELSEWHERE = re.compile(
    r"\b(?:mit (?:einem|einer|ihrem)(?: \w+)? (?:menschen|mitarbeiter(?:in)?|berater(?:in)?|"
    r"kollegen)|mitarbeiter bitte|"
    r"parler (?:a|avec) (?:un|une)(?: \w+)? (?:conseill\w+|humain|personne|agent)|conseiller s'il vous plait|"
    r"hablar con (?:un|una|alguien)(?: (?:agente|persona|humano|asesor\w*))?|quiero (?:un agente|"
    r"una persona))\b"
)
_NOT_WANTED = re.compile(
    r"\b(?:don't|dont|do not|no need to|not|never|without|instead of) (?:want(?:ing)? |need |wanna |"
    r"wish |have )?(?:to )?"
    r"(?:talk|speak|chat|human|be (?:transferred|connected)"
    r"|an? (?:human|agent|person|colleague|manager|supervisor))\w*\b"
    r"|\b(?:did|spoke|talked|spoken|already|was|were|when i|after|have just|"
    r"had) (?:\w+ ){0,2}(?:talk|talked|talking|speak|speaking|spoke|spoken|chatted)\w*\b"
    r"|\b(?:spoke|talked|spoken) (?:to|with)\b|\bagents? (?:told|said|called|promised|didn't|did|was|"
    r"is|has|hung)\b|\bask an? agent\b"
    r"|\b(?:someone|somebody|people|person) else\b"
    r"|\b(?:are|r) (?:you|u)\b[\w\s]{0,24}\b(?:human|person|real|live|agent|someone|being)\b|"
    r"\b(?:am i|i'm|is this|are we) (?:talk|speak|chat)ing\b"
    r"|\bis (?:this|it|that) (?:(?:an?|the|actually|really|even|just|still) )*(?:actual |real |live )?"
    r"(?:human|person|real|bot|robot|ai|machine)\b"
)
_SENTENCE_ALONE = re.compile(r"[.!?,;\n]+")


def asks_for_a_person(said: Said) -> bool:
    if _NOT_WANTED.search(said.plain):
        return False
    if any(wants.search(said.plain) for wants in (_WANTS_TO_TALK, _WANTS_ONE, _WANTS_ONE_TO, _ELSEWHERE)):
        return True
    last = [part.strip() for part in _SENTENCE_ALONE.split(said.plain) if part.strip()][-1:]
    return bool(last) and _ALONE.fullmatch(last[0]) is not None


_THEM = (
    r"(?:they|(?:a|any|the|your|ur|my|that|one of your|one of the)(?: support| service)?"
    r" (?:colleagues?|person|human|agent|team|people))"
)
_REACH = (
    r"(?:(?:e-?mail|mail|write(?: to)?|text|message|call|ring|phone|contact|answer|reply(?: to)?|respond(?: to)?"
    r"|get back to|come back to|let) me|answer|reply|respond|get back|come back|write back|call back|be in touch)"
)
_OF_THE_CALL = re.compile(
    r"\b(?:my|the|that) ticket\b(?!.*\b(?:cancel|close|withdraw)\b)"
    r"|\b(?:has|have|did|will|when will) (?:a|any|the|your|my) (?:colleagues?|person|human|agent) .{0,30}"
    r"\b(?:answer|repl|look|see|seen|read|start|taken?|come|call)"
    r"|\b(?:how long|when)\b.{0,30}\b(?:until|till|before|will|does|can)\b.{0,12}"
    r"\b(?:somebody|someone|anybody|anyone|a (?:colleague|person|human)|the team)\b.{0,12}"
    r"\b(?:looks?|answers?|repl(?:y|ies)|calls?|comes?|takes?)\b"
    r"|\bis (?:anybody|anyone|somebody|someone|a (?:colleague|person)) (?:there|available|here|online)\b"
    rf"|\b(?:will|do|does|can|would|when|how|where) (?:will |do |does |would |can )?{_THEM}(?:'ll)? {_REACH}\b"
    rf"(?! (?:the|my|an?|about|before|if|know|when)\b)|\b{_THEM}(?:'ll| will) {_REACH}\b(?=[^?]*\?)"
    r"|\b(?:how|where|when) (?:will|do|would|can) i (?:hear|see|get|read|find)\b.{0,12}"
    r"\b(?:from (?:them|a person|someone|your (?:team|colleague))|(?:the|their|an|your colleague's) (?:answer|reply))"
    r"|\b(?:did|have|will|can|could|do) you (?:already |also |really )?(?:tell|told|inform(?:ed)?|brief(?:ed)?)"
    r" (?:them|(?:the|your|ur|my|that) (?:colleagues?|team|person|human|agent)s?)\b"
    r"|\bdo i (?:have|need|got) to (?:tell|explain|repeat|say|write|type)\b.{0,25}"
    r"\b(?:them|everything|it all|colleagues?|team)\b"
    rf"|\b(?:can|do|does|will|did|has|have) {_THEM} (?:see|read|seen|know)\b.{{0,12}}\b(?:what i|this|our|the|my)"
    r" ?(?:wrote|said|told|chat|conversation|talk|messages?)\b"
    rf"|\b(?:can|do|does|will) {_THEM} (?:see|read|get) (?:all (?:of )?(?:this|it|that)|everything)\b"
    r"|\b(?:can|should|may|do|must) i (?:(?:have|need) to )?(?:(?:stay|wait)\b.{0,12}"
    r"\b(?:here|online)\b|(?:close|leave|stay|wait|keep)\b.{0,12}\b(?:window|chat|page)\b)"
)


def asks_of_the_call(said: Said) -> bool:
    """ "Is anybody there now?", "will they e-mail me or answer here?": of a person who was asked for already."""
    return _OF_THE_CALL.search(said.plain) is not None

"""The forms of foreign verbs and what they say in English: "hätte zurückgeschickt", "compré", "remboursez". Pure.

`glosses/verbs.<language>.tsv` has a verb a line, `infinitive<TAB>English[<TAB>what is irregular]`. Regular endings are
made here, irregular stems are named in the third column:

- German: `zurück|geben<TAB>give back<TAB>gib gab gegeben` (stem of "du" and "er", of the past, participle). The bar
  is where the verb comes apart; a trailing `~` in English puts what stands between in front ("the parcel arrives").
- French: `recevoir<TAB>receive<TAB>reçois reçoit recevons recevez; reçu; recevr` (present; participle; future).
- Spanish: `pedir<TAB>order<TAB>pid- pid*`: `x-` the stressed stem, `x*` the stem of the past, `x>` the future's stem,
  `x!` the participle, `x=` the first person.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

_PASTS = {
    "should": "should", "may": "might", "be": "was been",
    "become": "became become", "begin": "began begun", "bite": "bit bitten", "break": "broke broken",
    "bring": "brought", "buy": "bought", "catch": "caught", "choose": "chose chosen", "come": "came come",
    "cost": "cost", "cut": "cut", "do": "did done", "draw": "drew drawn", "drink": "drank drunk",
    "drive": "drove driven", "eat": "ate eaten", "fall": "fell fallen", "feel": "felt", "fight": "fought",
    "find": "found", "fit": "fitted", "fly": "flew flown", "forget": "forgot forgotten", "get": "got",
    "give": "gave given", "go": "went gone", "grow": "grew grown", "hang": "hung", "have": "had", "hear": "heard",
    "hide": "hid hidden", "hold": "held", "hurt": "hurt", "keep": "kept", "know": "knew known", "lay": "laid",
    "lead": "led", "leave": "left", "lend": "lent", "let": "let", "lie": "lay lain", "lose": "lost", "make": "made",
    "mean": "meant", "meet": "met", "pay": "paid", "put": "put", "read": "read", "ring": "rang rung",
    "run": "ran run", "say": "said", "see": "saw seen", "sell": "sold", "send": "sent", "set": "set",
    "show": "showed shown", "shrink": "shrank shrunk", "shut": "shut", "sing": "sang sung", "sit": "sat",
    "sleep": "slept", "speak": "spoke spoken", "spend": "spent", "stand": "stood", "steal": "stole stolen",
    "stick": "stuck", "swim": "swam swum", "take": "took taken", "teach": "taught", "tear": "tore torn",
    "tell": "told", "think": "thought", "throw": "threw thrown", "understand": "understood", "wake": "woke woken",
    "wear": "wore worn", "win": "won", "write": "wrote written", "mistake": "mistook mistaken", "upset": "upset",
    "withdraw": "withdrew withdrawn", "rip": "ripped", "rub": "rubbed", "drop": "dropped", "stop": "stopped",
    "swap": "swapped", "ship": "shipped", "shop": "shopped", "plan": "planned", "cancel": "cancelled",
    "chat": "chatted",
    "refer": "referred", "permit": "permitted", "travel": "travelled", "wrap": "wrapped", "tip": "tipped",
    "put on": "put on", "knit": "knitted", "log": "logged", "chip": "chipped", "drip": "dripped", "forbid": "forbidden",
    "can": "could", "must": "had to", "sew": "sewed sewn", "fray": "frayed", "split": "split", "cry": "cried",
}  # fmt: skip
_PARTICIPLES = frozenset(past.rpartition(" ")[2] for past in _PASTS.values()) - {
    "cost",
    "read",
    "let",
    "put",
    "should",
    "to",
}
"""Without those that say as much when they are no participle."""
_INSEPARABLE = ("be", "ver", "er", "ent", "emp", "zer", "ge", "miss", "wider", "hinter")


@dataclass(frozen=True, slots=True)
class VerbForm:
    """`foreign` with its accents. Several forms spelled alike: the first one holds."""

    foreign: str
    english: str


@dataclass(frozen=True, slots=True)
class SplitForm:
    """German: a finite form, and the part of the verb at the end of its clause; `*` in English is what is between."""

    finite: str
    particle: str
    english: str


def past_of(english: str) -> tuple[str, str]:
    """Past and participle of an English verb with whatever follows it: "send back" -> "sent back"."""
    verb, _, rest = english.partition(" ")
    if irregular := _PASTS.get(verb):
        past, _, participle = irregular.partition(" ")
    else:
        past, participle = _regular_past(verb), ""
    tail = f" {rest}" if rest else ""
    return past + tail, (participle or past) + tail


def is_participle(english: str) -> bool:
    """Whether English words begin with one: "sent back", "delivered"."""
    verb = english.partition(" ")[0]
    return verb in _PARTICIPLES or (verb.endswith("ed") and len(verb) > len("need"))


def _regular_past(verb: str) -> str:
    if verb.endswith("e"):
        return f"{verb}d"
    if verb.endswith("y") and verb[-2:-1] not in "aeou":
        return f"{verb[:-1]}ied"
    return f"{verb}ed"


def german(infinitive: str, english: str, irregular: str) -> Iterator[VerbForm | SplitForm]:
    """Every form of a German verb; participles first, because "bestellt" is "ordered" more often than "orders"."""
    particle, _, verb = infinitive.rpartition("|")
    is_intransitive, english = english.endswith("~"), english.removesuffix("~")
    past, participle = past_of(english)
    stem = verb[:-2] if verb.endswith("en") else verb[:-1]
    link = "e" if stem.endswith(("t", "d")) or (stem[-1:] in "mn" and stem[-2:-1] not in "aeiouäöülrmnh") else ""
    strong = irregular.split()
    needs_ge = not verb.startswith(_INSEPARABLE) and not verb.endswith("ieren")
    made = strong[2] if len(strong) > 2 else f"{'ge' if needs_ge else ''}{stem}{link}t"
    yield VerbForm(particle + made, participle)
    for ending in ("e", "er", "es", "en", "em"):
        yield VerbForm(particle + made + ending, participle)
    yield VerbForm(particle + verb, f"to {english}")
    if particle:
        yield VerbForm(f"{particle}zu{verb}", f"to {english}")
    present = [stem, f"{stem}e", f"{stem}{link}t", f"{stem}{link}st", verb]
    if stem.endswith(("el", "er")):
        present.append(f"{stem[:-2]}{stem[-1]}e")
    if strong:
        present += [strong[0], f"{strong[0]}t", f"{strong[0]}st"]
    pasts = [f"{stem}{link}{ending}" for ending in ("te", "test", "ten", "tet")]
    if len(strong) > 1:
        root = strong[1]
        pasts = [root, *(f"{root.removesuffix('e')}{ending}" for ending in ("st", "en", "t", "est", "e"))]
    for said, finite in ((english, present), (past, pasts)):
        for form in dict.fromkeys(finite):
            yield VerbForm(particle + form, said)
            if particle:
                yield SplitForm(form, particle, f"* {said}" if is_intransitive else f"{said} *")


def french(infinitive: str, english: str, irregular: str) -> Iterator[VerbForm]:
    """Every form of a French verb but the past simple, which nobody types."""
    past, participle = past_of(english)
    present, made, future = _french_stems(infinitive, irregular)
    for ending in ("", "e", "s", "es"):
        yield VerbForm(made + ending, participle)
    yield VerbForm(infinitive, f"to {english}")
    for form in present:
        yield VerbForm(form, english)
    # The stem of "nous" makes the past: recevons -> recevais.
    plural = next((form[:-3] for form in present if form.endswith("ons")), "")
    if plural:
        for ending in ("ais", "ait", "ions", "iez", "aient"):
            yield VerbForm(plural + ending, past)
        yield VerbForm(f"{plural}ant", english)
    for ending in ("ai", "as", "a", "ons", "ez", "ont"):
        yield VerbForm(future + ending, f"will {english}")
    for ending in ("ais", "ait", "ions", "iez", "aient"):
        yield VerbForm(future + ending, f"would {english}")


def _french_stems(infinitive: str, irregular: str) -> tuple[list[str], str, str]:
    """The present's forms, the participle, the stem of the future."""
    stem = infinitive[:-2]
    present, made, future = [], "", ""
    if infinitive.endswith("er"):
        soft = "e" if stem.endswith("g") else ""
        plural = f"{stem[:-1]}ç" if stem.endswith("c") else stem + soft
        present = [f"{stem}e", f"{stem}es", f"{plural}ons", f"{stem}ez", f"{stem}ent"]
        made, future = f"{stem}é", f"{stem}er"
    elif infinitive.endswith("ir"):
        present = [f"{stem}is", f"{stem}it", f"{stem}issons", f"{stem}issez", f"{stem}issent", f"{stem}isse"]
        made, future = f"{stem}i", f"{stem}ir"
    else:
        present = [f"{stem}s", stem, f"{stem}ons", f"{stem}ez", f"{stem}ent", f"{stem}e"]
        made, future = f"{stem}u", f"{stem}r"
    named = [part.strip() for part in irregular.split(";")]
    if named[0]:
        present = [*named[0].split(), *present] if infinitive.endswith("er") else named[0].split()
    if len(named) > 1 and named[1]:
        made = named[1]
    if len(named) > 2 and named[2]:
        future = named[2]
    return present, made, future


@dataclass(frozen=True, slots=True)
class _SpanishEndings:
    present: tuple[str, ...]
    wish: tuple[str, ...]
    we: str
    let_us: str
    i_did: str
    did: tuple[str, ...]
    used_to: tuple[str, ...]
    hurry: str
    doing: str
    done: str


_SPANISH_A = _SpanishEndings(
    present=("as", "a", "áis", "an"),
    wish=("es", "e", "éis", "en"),
    we="amos",
    let_us="emos",
    i_did="é",
    did=("aste", "ó", "asteis", "aron"),
    used_to=("aba", "abas", "abais", "ábamos", "aban"),
    hurry="ad",
    doing="ando",
    done="ado",
)
_SPANISH_E = _SpanishEndings(
    present=("es", "e", "éis", "en"),
    wish=("as", "a", "áis", "an"),
    we="emos",
    let_us="amos",
    i_did="í",
    did=("iste", "ió", "isteis", "ieron"),
    used_to=("ía", "ías", "íais", "íamos", "ían"),
    hurry="ed",
    doing="iendo",
    done="ido",
)
_SPANISH_I = replace(_SPANISH_E, present=("es", "e", "ís", "en"), we="imos", hurry="id")
_MARKS = {"-": "stressed", "*": "past", ">": "future", "!": "participle", "=": "first"}


def spanish(infinitive: str, english: str, irregular: str) -> Iterator[VerbForm]:
    """Every form of a Spanish verb; the first person brings its "I", because nothing else does."""
    past, participle = past_of(english)
    stem, kind = infinitive[:-2], infinitive[-2:]
    endings = _SPANISH_A if kind == "ar" else _SPANISH_E if kind == "er" else _SPANISH_I
    named = {_MARKS[each[-1]]: each[:-1] for each in irregular.split()}
    stressed = named.get("stressed", stem)
    first = named.get("first", f"{_before(stressed, kind, 'o')}o")
    made = named.get("participle", stem + endings.done)
    for last in ("o", "a", "os", "as"):
        yield VerbForm(made[:-1] + last, participle)
    yield VerbForm(infinitive, f"to {english}")
    yield VerbForm(first, f"I {english}")
    yield from _spanish_past(named, stem, endings, past=past, kind=kind)
    for ending in endings.present:
        yield VerbForm((stem if ending in ("áis", "éis", "ís") else stressed) + ending, english)
    wished = first[:-1] if first.endswith("go") else ""
    for ending in endings.wish:
        root = wished or _before(stem if ending.startswith(("á", "é")) else stressed, kind, ending)
        yield VerbForm(root + ending, english)
    yield VerbForm(stem + endings.we, f"we {english}")
    yield VerbForm((wished or _before(stem, kind, endings.let_us)) + endings.let_us, f"we {english}")
    for ending in endings.used_to:
        yield VerbForm(stem + ending, past)
    yield VerbForm(stem + endings.hurry, english)
    yield VerbForm((named.get("past", stem) if kind == "ir" else stem) + endings.doing, english)
    future = named.get("future", infinitive)
    for ending in ("é", "ás", "á", "emos", "éis", "án"):
        yield VerbForm(future + ending, f"I will {english}" if ending == "é" else f"will {english}")
    for ending in ("ía", "ías", "íamos", "íais", "ían"):
        yield VerbForm(future + ending, f"would {english}")


def _spanish_past(
    named: dict[str, str], stem: str, endings: _SpanishEndings, *, past: str, kind: str
) -> Iterator[VerbForm]:
    root = named.get("past", stem)
    if "past" in named and kind != "ir":
        for ending in ("e", "iste", "o", "imos", "isteis", "ieron", "eron"):
            yield VerbForm(root + ending, f"I {past}" if ending == "e" else past)
        return
    yield VerbForm(_before(stem, kind, endings.i_did) + endings.i_did, f"I {past}")
    for ending in endings.did:
        yield VerbForm((root if ending in ("ió", "ieron") else stem) + ending, past)


def _before(stem: str, kind: str, ending: str) -> str:
    """The stem as it is spelled there: buscar, busqué; llegar, llegué; recoger, recojo."""
    is_light = ending[:1] in ("e", "é", "i", "í")
    if kind == "ar" and is_light:
        for last, spelled in (("c", "qu"), ("g", "gu"), ("z", "c")):
            if stem.endswith(last):
                return stem[:-1] + spelled
    if kind != "ar" and not is_light and stem.endswith("g"):
        return stem[:-1] + "j"
    return stem


MAKERS = {"de": german, "fr": french, "es": spanish}

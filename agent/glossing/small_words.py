"""Which sense a small word has beside its neighbours: "das" the article and "das" for "it", "si" for "yes" and "if".

A table has one sense of a word. What people type most (pronouns, particles) have several, and the words around tell
which; the sense that the table has stands where nothing speaks against it. Pure.
"""

import re
from collections.abc import Mapping, Sequence

from agent.glossing.forms import folded
from agent.glossing.verbs import is_participle
from tools.words import word_set

Units = Sequence[tuple[str, str]]
"""(foreign, English) of each stretch of a clause, with the white space behind it."""

_ARTICLES = word_set("das der den die dem des")
_NO_NOUN_BEHIND = word_set(
    """
    ich du ihr wir man sie es er mir mich dir dich uns euch sich noch auch jetzt schon nicht nich nie niemals doch so da
    denn mal aber nur wieder grad gerade dann hier eigentlich trotzdem immer vielleicht bitte einfach irgendwo irgendwie
    irgendwann sofort heute heut morgen gestern später alles beides wirklich eher zu ganz sehr in im mit für zum zur auf
    unter an am bei gegen aus von vom ohne nach bis als über vor durch ein eine einen einem einer ne nen nem ner n kein
    keine keinen mein meine meinen dein euer und oder weil wenn falls dass ob wo wie wann heute endlich überhaupt sonst
    leider ja nix nichts was alle beide weiß weiss teurer billiger
    günstiger besser größer kleiner ist is sind war waren wär wäre hat habe hab kann wird wurde mehr bald schnell
    lieber
    """
)
_PLURAL = word_set("sind waren haben hatten kommen passen kosten werden wurden können sollen gefallen halten müssen")
_SAID_BEFORE_WHAT = word_set("und oder aber ok okay ja na also hi hallo weiß weiss nicht egal sag sagt hm dann denn")
_PRONOUNS = word_set("ich du ihr wir man sie er es")
_TO_BE = word_set("ist is war sein bin sind seid wären wär wäre waren")
_BEFORE_PRONOUN = word_set("und oder aber wenn weil ob dass hat habt hab kann will ist was wie wo wann warum nur auch")
_KEEPS_DA = _TO_BE | {"nicht", "nich", "noch"}
_ALSO_A_NOUN = word_set("arbeit antwort")
_PREPOSITIONS = word_set("a con de en para por sobre desde hasta")
_OPENS = word_set("y o pero pues vale ok hola buenas bueno entonces ah oye e")
_IF_BEHIND = word_set("y o pero saber ver decirme decir pasa mira mirar")
_IF_BEFORE = word_set(
    "no me te se lo la los las le les os nos es está esta hay llega llego un una ya luego al tengo pido compro el mi"
)
_IS_SO = word_set(
    """
    wrong badly bad well broken fine ok okay ready happy good free available still already not never in on at to the a
    here there too very so that sold open closed new old clear safe cheaper out of
    """
)
_BOUGHT = word_set("compre pague probe lave use encargue")
_TOLD_AFTER = word_set("que q ya yo cuando donde ayer")
_WISHED_BEFORE = word_set("quiero quisiera necesito pido para espero prefiero gustaría gustaria")
_IS = word_set("is are has have was were")
_ONE = word_set("ein eine einen eines eins einer")
_PREPOSITIONS_DE = word_set("in mit aus für ohne")
_TELLS_ONE_APART = _PREPOSITIONS_DE | {"von", "vom", "zu"}
_POINTS = word_set("meine meinte nehme nehm nein nee also und oder sondern nicht doch sorry genau ja nur")
_BEHIND_AN_ORDER = frozenset({"", "pour", "contre", "à", "a", "par", "svp", "stp", "en", "vite", "donc", "alors"})
_ONE_OF = word_set(
    "other another black white red blue green yellow pink grey gray brown beige navy orange purple cream"
)
_YOU_FEEL = word_set("toi vous bien tu")
_COUNTED = word_set("longtemps combien un une deux trois quatre cinq six sept huit dix quinze plus des")
_NO_MORE = word_set("have has want wants am is are can like likes need needs works work there do live lives wear")
_MORE_THAN = word_set("de d' que tard vite cher grand petit loin tôt du des long chaud large simple")


_CLOSES_ONE = word_set(
    """
    in on at to from of for with by and or but is are was were has have had can could will would do does did i you we
    they he she it that which who if when because please too also not already still again here there instead fits fit
    then now the a my your better one ones as than
    """
)
"""What may stand behind "the first one"; any other word is what the first is of."""


def in_sense(units: Units, language: str, verbs: Mapping[str, str]) -> list[tuple[str, str]]:
    """The units of one clause, small words in the sense that their neighbours give them; "" leaves one out."""
    return [_retold(units, at, language, verbs) for at in range(len(units))]


def _retold(units: Units, at: int, language: str, verbs: Mapping[str, str]) -> tuple[str, str]:
    foreign, english = units[at]
    if at and at + 1 == len(units) and units[at - 1][1].strip() in ("the", "a", "an") and english.strip() in _ONE_OF:
        return foreign, f"{english.strip().removeprefix('an')} one"
    if english.strip().endswith(" one") and _names_a_thing(units, at + 1, verbs):
        english = re.sub(r" one(?=\s*$)", "", english)
    sense = {"de": _german, "es": _spanish, "fr": _french}.get(language)
    said = None if sense is None else sense(units, at, verbs)
    if said is None:
        return foreign, english
    return foreign, said + (english[len(english.rstrip()) :] if said else "")


def _names_a_thing(units: Units, at: int, verbs: Mapping[str, str]) -> bool:
    """ "The first one" is "the first" before its noun: "der erste Tag"."""
    said = units[at][1].split() if at < len(units) else []
    return bool(said) and said[0].isalpha() and said[0].casefold() not in _CLOSES_ONE and not is_verb(units[at], verbs)


def is_verb(unit: tuple[str, str], verbs: Mapping[str, str]) -> bool:
    """Whether the unit is read as a form of a verb, and not as a noun that is spelled alike."""
    foreign, english = unit
    form = verbs.get(foreign, verbs.get(folded(foreign)))
    return form is not None and form == english.strip()


def _first(units: Units, at: int) -> str:
    """The first foreign word of a unit; "" outside of the clause."""
    return units[at][0].split()[0] if 0 <= at < len(units) else ""


def _last(units: Units, at: int) -> str:
    return units[at][0].split()[-1] if 0 <= at < len(units) else ""


def _german(units: Units, at: int, verbs: Mapping[str, str]) -> str | None:
    foreign, english = units[at]
    before, after = _last(units, at - 1), _first(units, at + 1)
    if foreign == "meine" and before == "ich" and _is_meant(units, at):
        return "mean"
    if _tells_of_mine(units) and at in (0, len(units) - 1):
        return "" if at else "that"
    if foreign in _ARTICLES and english.strip() == "the" and _stands_alone(units, at, verbs):
        if after in _TELLS_ONE_APART and (not before or before in _POINTS):
            return "the ones" if foreign == "die" and before in _PLURAL else "the one"
        if before and after in _PRONOUNS and not is_verb(units[at - 1], verbs) and before not in _BEFORE_PRONOUN:
            return "that"
        return "they" if foreign == "die" and {before, after} & _PLURAL else "it"
    if not before and (said := f"{foreign} {after}".split())[0] in ("hab", "habe") and said[1:]:
        return f"I {english.strip()}" if said[1] not in _PRONOUNS and not english.startswith(("I ", "you ")) else None
    if foreign in _ONE and after in _PREPOSITIONS_DE:
        return "one"
    if foreign == "mir" and after == "zu":
        return ""
    if foreign == "schick" and not after and any(word == "ich" for word, _ in units):
        return "send"
    if foreign == "was" and before and before not in _SAID_BEFORE_WHAT and after not in _PRONOUNS:
        return "something"
    if foreign == "ne" and before and after:
        return "" if units[at + 1][1].startswith(("another", "other")) else "a"
    if foreign == "da" and _first(units, 0) in _TO_BE and any(word == "in" for word, _ in units[:at]):
        return "in stock"
    if english.strip() == "new" and before and not after:
        return "new one"
    if foreign == "da" and before and after and after not in _TO_BE and before not in _KEEPS_DA:
        return ""
    if foreign in ("weiß", "weiss") and (before in _ARTICLES or before in _PRONOUNS or before == "wer"):
        return "know" if before in ("ich", "wir", "ihr") else "knows"
    if foreign == "doch nicht" and before:
        return "not after all"
    return "" if foreign == "denn" and before else None


def _tells_of_mine(units: Units) -> bool:
    """ ", die ich bestellt habe": a clause of its own behind the thing that it tells apart."""
    return (
        len(units) > 2
        and _first(units, 0) in _ARTICLES
        and _first(units, 1) in _PRONOUNS
        and _last(units, len(units) - 1) in ("habe", "hab", "hatte", "haben", "hatten")
    )


def _is_meant(units: Units, at: int) -> bool:
    """ "Ich meine die andere" means it; "kann ich meine Bestellung" and "wenn ich meine Jacke" own it."""
    after = _first(units, at + 1)
    return (at == 1 or _last(units, at - 2) in _POINTS) and (not after or after in _ARTICLES | _NO_NOUN_BEHIND)


def _stands_alone(units: Units, at: int, verbs: Mapping[str, str]) -> bool:
    """ "Kann ich das tauschen": no noun follows, so that it is no article."""
    after = _first(units, at + 1)
    if not after or after in _NO_NOUN_BEHIND:
        return True
    if at + 2 == len(units) and is_participle(units[at + 1][1].strip()):
        return True
    if not is_verb(units[at + 1], verbs) or after in _ALSO_A_NOUN:
        return False
    return not is_participle(units[at + 1][1].strip()) or at + 2 == len(units) or after.endswith("t")


def _spanish(units: Units, at: int, verbs: Mapping[str, str]) -> str | None:
    foreign, english = units[at]
    before, after = _last(units, at - 1), _first(units, at + 1)
    if (mine := _first_person(units, at, verbs)) is not None:
        return mine
    if foreign in ("otro", "otra", "otros", "otras") and after:
        return "other" if before in ("el", "la", "los", "las", "al", "del") else "another"
    if foreign == "yo" and any(said.startswith("I ") for _, said in units[:at]):
        return "myself"
    if foreign == "me" and after in _BOUGHT:
        return ""
    if foreign == "si" and after and english.strip() == "yes" and _is_sentence(units, at, verbs):
        is_if = (at and before not in _OPENS) or before in _IF_BEHIND or after in _IF_BEFORE
        return "if" if is_if else None
    if foreign in ("q", "que", "k") and english.strip() == "that" and after:
        return "what" if not before or before in _PREPOSITIONS or before in _OPENS else None
    if not after and english.strip() in ("where is", "how is", "where are"):
        return f"{english.strip()} {'they' if english.strip().endswith('are') else 'it'}"
    if foreign in ("esta", "estas") and english.strip() in ("this", "these"):
        said = units[at + 1][1].split()[:1] if after else []
        is_so = not said or said[0].casefold() in _IS_SO or is_participle(said[0])
        return "is" if is_so and foreign == "esta" else None
    return None


def _is_sentence(units: Units, at: int, verbs: Mapping[str, str]) -> bool:
    """Not "si la camisa": a yes, and what is meant."""
    behind = units[at + 1 :]
    if behind[0][0] not in ("la", "el", "los", "las"):
        return True
    return any(is_verb(unit, verbs) or len(unit[1].split()) > 1 or unit[1].strip() in _IS for unit in behind)


def _first_person(units: Units, at: int, verbs: Mapping[str, str]) -> str | None:
    """ "Compre" for "compré": who types no accents tells what they did; "cancele mi pedido" asks for it."""
    foreign = units[at][0]
    told = verbs.get(f"{foreign[:-1]}é", "") if foreign.endswith("e") and foreign.isascii() else ""
    if not told.startswith("I ") or not is_verb(units[at], verbs):
        return None
    before, earlier = _last(units, at - 1), _last(units, at - 2)
    is_told = before in _TOLD_AFTER and earlier not in _WISHED_BEFORE
    return told if is_told or (foreign in _BOUGHT and before in ("", "me", "y", "no")) else None


def _french(units: Units, at: int, _verbs: Mapping[str, str]) -> str | None:
    foreign = units[at][0]
    before, after = units[at - 1][1].split() if at else [], _first(units, at + 1)
    if foreign == "est la" and after in ("plus", "moins", "meilleure"):
        return "is the"
    if foreign == "ça va" and after and after not in _YOU_FEEL:
        return "it goes"
    if foreign == "ça fait" and after not in _COUNTED and not after.isdigit():
        return "it makes"
    if foreign == "plus" and before and before[-1].casefold() in _NO_MORE and after not in _MORE_THAN:
        return "no longer"
    if foreign in ("le", "la", "les") and at and after in _BEHIND_AN_ORDER and units[at - 1][0].endswith("ez"):
        return "them" if foreign == "les" else "it"
    if foreign == "fois" and before[-1:] and before[-1].isdigit() and _first(units, at - 2) == "en":
        return "instalments"
    if foreign == "vers" and after.isdigit():
        return "around"
    if foreign in ("que", "qu'") and not at and after in ("en", "le", "la", "les", "du", "des", "l'"):
        return "only"
    return None

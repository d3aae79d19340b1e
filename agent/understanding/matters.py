"""What a clause of a message speaks of, and whether two clauses speak of two matters."""

import re

_MATTERS: tuple[tuple[str, str], ...] = (
    ("person", r"\b(?:human|agents?|representative|operator|real person|speak (?:to|with)|talk (?:to|with) (?:a|"
               r"an|some|cust))\b"),
    ("account", r"\b(?:accounts?|passwords?|log ?in|sign ?(?:in|up)|profile|registration|register|username)\b"),
    ("address", r"\b(?:(?:shipping |delivery )?(?<!mail )address|deliver (?:it )?to (?:a |an )?(?:different|other|"
                r"another)|(?:send|ship|deliver|redirect) (?:it|them|this|that|both|everything) to \d+)\b"),
    ("invoice", r"\b(?:invoices?|bills?|receipt)\b"),
    ("newsletter", r"\b(?:newsletter|subscri\w+|unsubscri\w+|mailing list)\b"),
    ("promo", r"\b(?:discounts?|coupons?|promo(?:tion)?s?|vouchers?|codes?|sales?|offers?|deals?|loyalty|points|"
              r"gift ?cards?)\b"),
    ("payment", r"\b(?:pay(?:ment|ments|ing|pal)?|charged|credit cards?|klarna|instal?ments?|declined|apple pay|"
                r"visa)\b"),
    ("warranty", r"\b(?:warrant(?:y|ies)|guarantee)\b"),
    ("details", r"\b(?:new|my) (?:e-?mail|phone|number)\b|\b(?:change|update) (?:my|the) (?:e-?mail|phone)|"
                r"[\w.]+@[\w.]+"),
    ("contact", r"\b(?:opening hours|(?:store|shop|you) open|open (?:today|on|until|now|at)|phone number|contact|"
                r"email address|located|based|physical (?:store|shop)|stores? near|hours)\b"),
    ("exchange", r"\b(?:exchang\w*|swap\w*)\b"),
    ("refund", r"\b(?:refund\w*|money back|reimburse\w*)\b"),
    ("cancel", r"\b(?:cancel\w*)\b"),
    ("return", r"\b(?:returns?|returning|returned|send (?:it |them |this |these |the \w+ |\w+ )?back)\b"),
    ("shipping", r"\b(?:shipping|ship(?: to)?|deliver (?:to|in|on)|postage|delivery (?:options?|cost|costs|time|"
                 r"times|fee|methods?)|express|international)\b"),
    ("track", r"\b(?:where(?:'s|s| is| are)? (?:my|the)(?: \w+)? (?:order|parcel|package|stuff|delivery|"
              r"shipment|shirt|item|\w+)|track\w*|status of|"
              r"when(?:'s|s| is| are| does| do)? (?:my|the) \w+ (?:is )?(?:com(?:es?|ing)|get(?:s|ting)? here|due)\b|"
              r"order status|when will (?:my|the|it)|arriv\w*|"
              r"my (?:newest |latest |last |other )?(?:order|parcel|package)|order vm|where(?:'s|"
              r"s| is) (?:order|vm))\b"),
    ("product", r"\b(?:do (?:you|u) (?:have|sell|carry|stock|make|offer)|(?:looking|searching) for|in stock|"
                r"available|availab\w+|recommend|show me (?!(?:some |any |more |the )*(?:info\w*|suggest\w*|"
                r"details?|how|where|what)\b)|"
                r"sizes?|colou?rs?|made of|material|prices?|how much (?:is|are|does|do) (?:the|a|this|that)|"
                r"care for|wash|have you got|any \w+ (?:shirts?|dress\w*|shoes?))\b"),
)  # fmt: skip
_MATTER = tuple((name, re.compile(pattern)) for name, pattern in _MATTERS)
# A return that speaks of refunds, a cancellation that speaks of the order: one matter, named twice.
_KIN = (
    frozenset({"return", "refund", "exchange"}), frozenset({"cancel", "refund"}), frozenset({"cancel", "track"}),
    frozenset({"address", "shipping"}), frozenset({"person", "contact"}),
    frozenset({"payment", "refund"}), frozenset({"invoice", "payment"}),
    frozenset({"account", "person"}), frozenset({"promo", "product"}), frozenset({"details", "account"}),
    frozenset({"details", "track"}), frozenset({"details", "contact"}), frozenset({"details", "person"}),
)  # fmt: skip
_TWO_PRODUCT_QUESTIONS = re.compile(
    r"(?:do|does|have|is|are|can|what|which|how|show|any|i'm looking|i am looking|looking)\b"
)
_ASKS_ABOUT_SHIPPING = re.compile(
    r"\b(?:do (?:you|u) (?:ship|deliver|offer)|how much (?:is|does|do you charge|for)|"
    r"shipping (?:costs?|fees?|options?|policy)|"
    r"what(?:'s|s| is| are) (?:your |the )?(?:shipping|delivery))\b"
)


_HANDLES = re.compile(
    r"\b(?P<verb>return|exchange|swap|cancel|refund|reorder) (?:the|my|those|these)"
    r" (?!order\b|rest\b|other\b|same\b|money\b)(?P<thing>[a-z' -]{3,30}?)"
    r"(?= (?:for|from|in|because|as|since|with|to)\b|[,.;!?]|\s*$)"
)


_EMPTY_WORDS = frozenset({
    "and", "also", "the", "you", "have", "any", "sell", "carry", "stock", "make", "offer", "what", "which", "show",
    "for", "are", "can", "with", "that", "this", "your",
})  # fmt: skip


def matters_of(clause: str) -> frozenset[str]:
    """By name: "return", "shipping", "product" ...; empty when it speaks of none of them."""
    return frozenset(name for name, pattern in _MATTER if pattern.search(clause))


def are_two_matters(clause: tuple[str, frozenset[str]], asked: tuple[str, frozenset[str]]) -> bool:
    """Whether a clause speaks of something else than what was asked before it.

    Each as its words, without an "and also" before them, and its matters.
    """
    (body, matters), (earlier_text, earlier_matters) = clause, asked
    if matters == earlier_matters == {"product"}:
        return _asks_for_other_goods(body, earlier_text)
    if _handles_other_things(body, earlier_text):
        return True
    if _cancels_one_and_asks_of_another(body, earlier_text):
        return True
    if matters & earlier_matters:
        return _differ_in_kind(matters, earlier_matters, body, earlier_text)
    if {"shipping", "track"} <= matters | earlier_matters and not _ASKS_ABOUT_SHIPPING.search(body + earlier_text):
        return False
    policy = "policy" in body or "policy" in earlier_text
    return policy or not any({mine, theirs} <= kin for mine in matters for theirs in earlier_matters for kin in _KIN)


_CANCELS = re.compile(r"\bcancel (?:my|the) (?P<thing>(?!order|parcel|package)\w+)\b")
_WHERE_OR_WHEN = re.compile(
    r"(?:where(?:'s|s| is| are)|when(?:'s|s| is| are| does| do|\s+will)) (?:my|the) "
    r"(?P<thing>(?!order|parcel|package|refund|money)\w+)\b"
)


def _cancels_one_and_asks_of_another(body: str, earlier: str) -> bool:
    """ "Cancel the bag, and when's the sweater coming"."""
    gone, awaited = _CANCELS.search(earlier), _WHERE_OR_WHEN.match(body)
    return gone is not None and awaited is not None and gone["thing"] != awaited["thing"]


def _handles_other_things(body: str, earlier: str) -> bool:
    """ "Return the shirt, exchange the coat": two things to be done, each with a thing of its own."""
    mine, theirs = _HANDLES.search(body), _HANDLES.search(earlier)
    if mine is None or theirs is None or mine["verb"] == theirs["verb"]:
        return False
    return not set(mine["thing"].split()) & set(theirs["thing"].split())


def _asks_for_other_goods(body: str, earlier: str) -> bool:
    """ "do you have linen shirts and do you have wool socks": the same question about other things."""
    mine, theirs = _content(body), _content(earlier)
    opens = _TWO_PRODUCT_QUESTIONS.match(body)
    return bool(opens) and "do you have" in body and "do you have" in earlier and bool(mine) and not mine & theirs


def _content(text: str) -> set[str]:
    return {word for word in re.findall(r"[a-z]{3,}", text) if word not in _EMPTY_WORDS}


def _differ_in_kind(mine: frozenset[str], theirs: frozenset[str], body: str, earlier: str) -> bool:
    """One shared word is not one matter: "track my order" beside "what's your return policy on my order"."""
    return "policy" in body and "policy" not in earlier and bool(mine - theirs) and mine != theirs

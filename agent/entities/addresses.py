"""A postal address out of one message, its parts in any order: "12 Oak Street, Salem OR 97301", one line or many.

Bounded patterns and short word lists; nobody is asked whether such a street exists. Parts that were not said are
left out, and a country is told by its two letters.
"""

import re

_LEAD = re.compile(
    r"^.*?\b(?:(?:new |delivery |shipping |right |correct )*address(?: (?:is|to|should be|for it is))?(?: now)?|"
    r"(?:send|ship|deliver|redirect|change|update|move)(?:ed|s)?\b[^,\n\d]{0,60}?\bto|it'?s|instead to|now at|"
    r"live (?:at|in)|moved to|should (?:be|go to)|goes to|to)\b\s*:?\s*",
    re.IGNORECASE | re.DOTALL,
)
_TAIL = re.compile(r"[\s,.;!]*\b(?:please|pls|thanks|thank you|instead|thx|cheers)\b[\s.!]*$", re.IGNORECASE)
_STREET_WORD = (
    r"(?:street|st|road|rd|avenue|ave|lane|ln|court|ct|drive|dr|way|boulevard|blvd|place|pl|terrace|ter|square|sq|"
    r"close|crescent|cres|row|parkway|pkwy|circle|cir|highway|hwy|trail|trl|loop|walk|gardens|grove|hill|mews|park)"
)
_PART_OF_NAME = (
    r"(?:grove|hill|park|gardens|mews|walk|row|place|square|close|way|trail|loop|court|crescent|terrace|circle)"
)
_SURE_WORD = r"(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|boulevard|blvd|court|ct|parkway|pkwy|crescent|cres|way)"
_STREET_ENDS = rf"(?:{_PART_OF_NAME}\s+{_SURE_WORD}\b|{_STREET_WORD}\b)"
""" "Maple Grove Ave": the last of them is the kind of street."""
_STREET_FIRST = (
    rf"\d{{1,6}}[a-z]?(?:[-/]\d{{1,4}})?\s+(?:{_STREET_WORD}\s+(?={_STREET_WORD}\b))?"
    rf"(?:[\w.'-]+\s+){{0,5}}?{_STREET_ENDS}\.?(?:\s+[NSEW]{{1,2}}\b)?"
)
_STREET_LAST = (
    r"[a-zà-ÿß.' -]{2,40}?(?:stra(?:ß|ss)e|str\b\.?|weg|platz|allee|gasse|laan|straat|via|calle|rue|avenue)"
    r"[a-zà-ÿß.' -]{0,30}?\s+\d{1,4}[a-z]?"
)
_ROUTE = (
    r"(?:\d{1,4},?\s+)?(?:rue|avenue|calle|plaza|place)\s+[a-zà-ÿ.' -]{2,40}?(?:,?\s+\d{1,4}[a-z]?)?"
    r"|via\s+[a-zà-ÿ.' -]{2,40}?,?\s+\d{1,4}[a-z]?"
)
"""Without a number "via" leads to no house: "via gift card"."""
_UNIT = (
    r"inch(?:es)?|in|ft|feet|cm|mm|[mglvwx]|[gt]b|mp|ml|oz|kg|lbs?|mah|hz|bar|packs?|pieces?|pcs?|pairs?|cups?|days?"
    r"|weeks?|months?|years?|hours?|minutes?|items?|times|more|of|dollars|bucks|usd|percent"
)
_PLAIN = rf"\d{{1,6}}[a-z]?\s+(?!(?:not|instead|rather|or|and|{_UNIT})\b)[a-zà-ÿ][\w.' -]{{2,40}}"
_BOX = r"p\.?\s?o\.?\s?box\s+\d{1,6}"
_STREET = re.compile(rf"(?<![\w-])(?:{_BOX}|{_STREET_FIRST}|{_STREET_LAST})(?![\w-])", re.IGNORECASE)
_STREET_ALONE = re.compile(rf"(?:{_ROUTE}|{_PLAIN})", re.IGNORECASE)
_SECOND = re.compile(
    r"(?<![\w-])(?:c/o\.?\s+[^,\d\n.;?!]{2,40}?(?=\s*(?:[,.;?!\n]|$|\d|\b(?:please|pls|and|at|instead|thanks)\b))"
    r"|(?!fl\W{0,2}\d{5}\b)(?:apt|apartment|unit|suite|ste|flat|floor|fl|room|building|bldg)(?:\b\.?\s*#?\s*|(?=\d))"
    r"[\w-]{1,12}|#\s?\d{1,5}\w?|"
    r"\d{1,2}(?:st|nd|rd|th) floor)(?![\w-])",
    re.IGNORECASE,
)
_POSTCODES = (
    re.compile(r"(?<![\w-])[a-z]{1,2}\d[a-z\d]?\s\d[abd-hjlnp-uw-z]{2}(?![\w-])", re.IGNORECASE),
    re.compile(r"(?<![\w-])[abceghj-nprstvxy]\d[a-z]\s?\d[a-z]\d(?![\w-])", re.IGNORECASE),
    re.compile(r"(?<![\w-])\d{5}(?:-\d{4})?(?![\w-])"),
    re.compile(r"(?<![\w-])\d{4}\s?[A-Z]{2}(?![\w-])"),
)
_COUNTRY_OF_POSTCODE = {0: "GB", 1: "CA"}
"""Told by its form alone, whatever else was said or misspelt."""
_NAMED = re.compile(
    r"^\W*(?:(?:and|also|the|my|in) )*"
    r"(?:zip(?: ?code)?|post ?code|postal code|street|city|town|state|province|country)\b\s*"
    r"(?:is|should be|:|=|now)?\s*",
    re.IGNORECASE,
)
_LABEL_AHEAD = re.compile(
    r"(?:[.;]|\band\b)\s*"
    r"(?=(?:the )?(?:zip|post ?code|postal code|street|city|town|state|province|country)\b\s*(?:is\b|:))",
    re.IGNORECASE,
)
""" "Street: 12 Oak Street. City: Salem": a part of its own."""
_STATES = (
    "AL Alabama,AK Alaska,AZ Arizona,AR Arkansas,CA California,CO Colorado,CT Connecticut,DE Delaware,FL Florida,"
    "GA Georgia,HI Hawaii,ID Idaho,IL Illinois,IN Indiana,IA Iowa,KS Kansas,KY Kentucky,LA Louisiana,ME Maine,"
    "MD Maryland,MA Massachusetts,MI Michigan,MN Minnesota,MS Mississippi,MO Missouri,MT Montana,NE Nebraska,"
    "NV Nevada,NH New Hampshire,NJ New Jersey,NM New Mexico,NY New York,NC North Carolina,ND North Dakota,OH Ohio,"
    "OK Oklahoma,OR Oregon,PA Pennsylvania,RI Rhode Island,SC South Carolina,SD South Dakota,TN Tennessee,TX Texas,"
    "UT Utah,VT Vermont,VA Virginia,WA Washington,WV West Virginia,WI Wisconsin,WY Wyoming,DC District of Columbia,"
    "AB Alberta,BC British Columbia,MB Manitoba,NB New Brunswick,NS Nova Scotia,ON Ontario,QC Quebec,SK Saskatchewan"
)
STATES = {name: code for code, _, name in (each.partition(" ") for each in _STATES.split(","))}
_CODES = frozenset(STATES.values())
_BY_NAME = {name.casefold(): code for name, code in STATES.items()}
_STATE_NAME = re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, STATES), key=len, reverse=True))})\b", re.IGNORECASE)
_STATE_CODE = re.compile(rf"(?<![\w'-])(?:{'|'.join(sorted(_CODES))})(?![\w'-])")
_STATE_CODE_LOOSE = re.compile(
    rf"(?:(?<=[,\s])|^)(?:{'|'.join(sorted(_CODES))})(?=[\s,.;!]*(?:$|\d{{5}}))", re.IGNORECASE
)
COUNTRIES = {
    "US": r"usa|u\.s\.a\.|us|u\.s\.|united states(?: of america)?|america",
    "CA": r"canada",
    "GB": r"uk|u\.k\.|united kingdom|great britain|england|scotland|wales",
    "DE": r"germany|deutschland",
    "FR": r"france",
    "ES": r"spain|españa",
    "AT": r"austria|österreich",
    "CH": r"switzerland",
    "IT": r"italy|italia",
    "NL": r"(?:the )?netherlands|holland",
    "BE": r"belgium",
    "IE": r"ireland",
    "SE": r"sweden",
    "DK": r"denmark",
    "PL": r"poland",
    "PT": r"portugal",
    "MX": r"mexico",
    "AU": r"australia",
    "JP": r"japan",
}
_COUNTRY = {code: re.compile(rf"(?<![\w.])(?:{names})(?![\w])", re.IGNORECASE) for code, names in COUNTRIES.items()}
_ORDER = re.compile(
    r"(?<![\w-])(?:vm|order|#)[\s-]*(?:number |no\.? )?\d{4,8}(?![\w-])"
    r"|\baddress (?:on|of|for|from|in) \d{4,8}(?=\s*(?:$|[,.;!?]|to\b|and\b|please\b))",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"\S{1,64}@\S{1,255}")
_PARTED = re.compile(r",|(?<!\bst)(?<!\bft)(?<!\bmt)[.;]\s", re.IGNORECASE)
_WITHOUT_SECOND = re.compile(
    r"\b(?:leave out|without|drop|remove|no|skip) (?:the |any )?(?:c/o|apartment|apt|unit|flat)\b(?!\s*#?\d)",
    re.IGNORECASE,
)
_NOT_A_CITY = re.compile(
    r"\b(?:via|address|order|parcel|package|deliver\w*|ship\w*|send|change|want|need|please|wrong|moved|moving|the|my|it|"
    r"is|to|of|for|from|on|at|same|yes|no|not|hi|hello|can|could|you|would|like|account|profile|default|last|time|as|before|one|"
    r"has|have|had|was|were|will|changed|what|where|when|how|why|cancel|return|refund|actually|never ?mind|forget|stop|"
    r"thanks?)\b",
    re.IGNORECASE,
)

_STREET_STOOD = "\x1f"
_NAME = re.compile(r"[A-Z][\w'’.-]*(?:(?: (?:&|and|of|the|de|van|von))? [A-Z][\w'’.-]*)+")
""" "Blue Door Bakery" ahead of a street: two words at least, since "Sure" may stand there as well."""
_NEW_YORK = re.compile(r"\bnew york\b", re.IGNORECASE)
"""Said once, it is the state's name and the city's."""
_SMALL = frozenset(
    ["de", "la", "le", "les", "du", "des", "del", "der", "den", "van", "von", "am", "im", "an", "of", "the"]
)
_QUARTERS = frozenset(["ne", "nw", "se", "sw"])
""" "200 SW Market Street": of a city, and written so."""


def find_address(text: str) -> dict[str, str] | None:
    """{name, street, street2, city, state, postcode, country}, as far as they were said; None when nothing was."""
    rest = _EMAIL.sub(" ", _ORDER.sub(" ", text))
    rest = _TAIL.sub("", _LABEL_AHEAD.sub(", ", rest).replace("\n", ", "))
    has_lead = _LEAD.match(rest)
    street = _STREET.search(rest)
    if has_lead and not (street and street.start() < has_lead.end()):
        rest = rest[has_lead.end() :]
    parts: dict[str, str] = {}
    rest = _take(rest, parts, "street", _STREET, leaves=f", {_STREET_STOOD}, ")
    if _WITHOUT_SECOND.search(rest):
        rest, parts["street2"] = _WITHOUT_SECOND.sub(" ", rest), ""
    else:
        rest = _take(rest, parts, "street2", _SECOND)
    rest = _take_postcode(rest, parts)
    rest = _take_country(rest, parts)
    rest = _take_state(rest, parts, is_address="street" in parts or "postcode" in parts)
    _take_names(rest, parts)
    if parts.get("state") == "NY" and "street" in parts and "city" not in parts and _NEW_YORK.search(text):
        parts["city"] = "New York"
    return parts or None


def _take(rest: str, parts: dict[str, str], part: str, pattern: re.Pattern[str], *, leaves: str = ", ") -> str:
    if match := pattern.search(rest):
        parts[part] = _capitalised(" ".join(match.group().strip(" ,.").split()))
        return f"{rest[: match.start()]}{leaves}{rest[match.end() :]}"
    return rest


def _capitalised(street: str) -> str:
    """ "12 oak street" as a label has it; where the customer wrote any capital, theirs stand."""
    if street != street.lower():
        return street
    words = [word.upper() if word in _QUARTERS else word for word in street.split()]
    return " ".join(word if word in _SMALL else word[:1].upper() + word[1:] for word in words)


def _take_postcode(rest: str, parts: dict[str, str]) -> str:
    found = next(((at, match) for at, pattern in enumerate(_POSTCODES) if (match := pattern.search(rest))), None)
    if found is None:
        return rest
    at, found = found
    parts["postcode"] = found.group().upper()
    if at in _COUNTRY_OF_POSTCODE:
        parts["country"] = _COUNTRY_OF_POSTCODE[at]
    return f"{rest[: found.start()]}, {rest[found.end() :]}"


def _take_state(rest: str, parts: dict[str, str], *, is_address: bool) -> str:
    """The last one said, since "New York, New York" names the city first; two small letters only at an address."""
    found = [*_STATE_CODE.finditer(rest)] or ([*_STATE_CODE_LOOSE.finditer(rest)] if is_address else [])
    found = found or [*_STATE_NAME.finditer(rest)]
    if not found:
        return rest
    said = found[-1].group()
    parts["state"] = said.upper() if len(said) == 2 else _BY_NAME[said.casefold()]
    return f"{rest[: found[-1].start()]}, {rest[found[-1].end() :]}"


def _take_country(rest: str, parts: dict[str, str]) -> str:
    for code, pattern in _COUNTRY.items():
        if match := pattern.search(rest):
            parts["country"] = code
            return f"{rest[: match.start()]}, {rest[match.end() :]}"
    return rest


def _take_names(rest: str, parts: dict[str, str]) -> None:
    """What is left between commas: a street that has no telling word, the city, and whose name stands before both."""
    before, stood, after = rest.partition(_STREET_STOOD)
    ahead = _pieces(before) if stood else []
    for piece in (*_pieces(after if stood else rest), *ahead):
        if "street" not in parts and _STREET_ALONE.fullmatch(piece):
            parts["street"] = _capitalised(piece)
        elif "city" not in parts and _is_city(piece):
            parts["city"] = piece if piece[0].isupper() else piece.title()
    names = [piece for piece in ahead if _NAME.fullmatch(piece) and _is_city(piece) and piece != parts.get("city")]
    if names:
        parts["name"] = ", ".join(names)


def _pieces(rest: str) -> list[str]:
    found = [_NAMED.sub("", piece).strip(" .;:!-") for piece in _PARTED.split(rest)]
    found = [re.sub(r"^(?:in|at|to|and|is)\s+", "", piece, flags=re.IGNORECASE) for piece in found]
    return [piece for piece in found if 2 <= len(piece) <= 60]


def _is_city(piece: str) -> bool:
    is_name = re.fullmatch(r"[^\W\d_][^\d_@?!]*", piece) is not None
    return is_name and len(piece.split()) <= 4 and _NOT_A_CITY.search(piece) is None

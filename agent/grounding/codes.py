"""Links, e-mail addresses, phone numbers, and everything that names one thing: order numbers, SKUs, codes."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from agent.grounding.mentions import Mention, Reading

# Cheap questions first: most sentences hold none of these.
_LINKS = re.compile(r"[^\s.][.:][^\s.]")
_DOT = re.compile(r"dot|punkt")
_NAMES_CODE = re.compile(r"code|coupon|voucher|código|cupón")
_URL = re.compile(r"(?<![a-z0-9])(?:[a-z][a-z0-9+.-]{1,20}://|www\.)[^\s<>()\[\]\"'`|\x1f]+", re.IGNORECASE)
_SCHEME = re.compile(
    r"(?<![\w-])(?:javascript|data|vbscript|file|tel|sms|mailto|whatsapp):[^\s<>()\[\]\"'`\x1f]+", re.IGNORECASE
)
_TARGET = re.compile(r"(?<=\])\((?P<to>[^)\s]{1,500})[^)]{0,200}\)")
_TLD = (
    "com|net|org|io|co|info|biz|shop|store|app|dev|xyz|site|online|example|test|invalid|ai|me|ly|cc|tv|gg|eu|de|fr|es"
    "|uk|us|ca|at|ch|it|nl|be|pl|se|dk|no|fi|pt|ie|ru|cn|jp|in|br|mx|au|nz|edu|gov|link|click|top|support|help|world"
)
_DOMAIN = re.compile(
    rf"(?<![\w@./-])(?:[^\W_](?:[\w-]{{0,61}}[^\W_])?\.)+(?:{_TLD})(?![\w-])(?:[/?#][^\s<>()\[\]\"'`|\x1f]*)?",
    re.IGNORECASE,
)
_HOST_AND_PATH = re.compile(r"(?<![\w@./-])(?:[^\W_][\w-]{0,62}\.)+[a-z]{2,24}/[^\s<>()\[\]\"'`|\x1f]+", re.IGNORECASE)
_EMAIL = re.compile(r"(?<![\w.%+-])[\w%+-](?:[\w.%+-]{0,62}[\w%+-])?@(?:[\w-]{1,63}\.){1,5}[^\W\d_]{2,24}(?![\w-])")
_SPOKEN_EMAIL = re.compile(
    r"(?<!\w)[\w.%+-]{1,64} ?(?:\(at\)|\[at\]| at ) ?[\w-]{1,63}(?: ?(?:\(dot\)|\[dot\]| dot | punkt ) "
    r"?[a-z]{2,20}){1,3}(?!\w)"
)
_HANDLE = re.compile(r"(?<![\w.])@(?P<name>[a-z0-9_.]{3,40})")
_PHONE = re.compile(r"(?<![\w.,+])\+?\(?\d(?:[ \u00a0()./-]{0,3}\d){6,17}(?!\w|[.,]\d)")
_IDENTIFIER = re.compile(r"(?<![\w-])(?=[a-z0-9_/-]*\d)(?=[\d_/-]*[a-z])[a-z0-9]+(?:[-_/][a-z0-9]+)*(?![\w])")
# Claim and ticket numbers may be all letters. Those of tickets have no i and no o: "t-shirts" is none.
_OURS = re.compile(r"(?<![\w-])(?:cl-[a-z0-9]{4,10}|t-[2-9a-hj-np-z]{6})(?![\w-])")
# "50ml", "30-day", "3x": a number and a unit, read as a number by a later rule.
_MEASURE = re.compile(
    r"\d+(?:-[a-z]{2,}(?:-[a-z]+)*|x|k|cm|mm|m|km|kg|g|mg|ml|l|oz|lbs?|in|ft|c|f|w|v|kwh|gsm|h|min|s|pcs|p|d|st|nd"
    r"|rd|th)"
)
_CODE = re.compile(
    r"\b(?:(?:promo|discount|coupon|voucher|gift)[ -])?(?:[Cc]odes?|[Cc]oupon|[Vv]oucher|\w*[Cc]ode"
    r"|[Gg]utscheincode|[Cc]ódigo|[Cc]upón)\b"
    r"(?: (?:is|ist|est|es|promo|de descuento))?[\s:\"'*_]{1,4}(?P<code>[A-Z][A-Z0-9]{3,})(?![a-z])"
)
_ALL_CAPS = re.compile(r"(?<![\w-])[A-Z][A-Z0-9]{3,}(?![\w-])")
_SPELLING = re.compile(r"[^0-9A-Z]+")


def links(reading: Reading) -> Iterator[Mention]:
    for match in _EMAIL.finditer(reading.free) if "@" in reading.free else ():
        yield reading.take("email", (match.group(),), match.span())
    for match in _SPOKEN_EMAIL.finditer(reading.free) if _DOT.search(reading.free) else ():
        yield reading.take("email", (_spoken(match.group()),), match.span())
    for pattern in (_URL, _SCHEME, _HOST_AND_PATH, _DOMAIN) if _LINKS.search(reading.free) else ():
        for match in pattern.finditer(reading.free):
            url = reading.original[match.start() : match.end()].rstrip(".,;:!?*_")
            yield reading.take("link", (address(url),), (match.start(), match.start() + len(url)))
    for match in _HANDLE.finditer(reading.free) if "@" in reading.free else ():
        yield reading.take("link", (("@", match["name"]),), match.span())
    for match in _TARGET.finditer(reading.free):
        if "\x1f" not in match["to"]:
            yield reading.take("link", (address(match["to"]),), match.span("to"))


def phones(reading: Reading) -> Iterator[Mention]:
    for match in _PHONE.finditer(reading.free):
        digits = re.sub(r"\D", "", match.group())
        if len(digits) < 7 or len(digits) > 18:
            continue
        kind = "identifier" if match.group().isdigit() else "phone"
        yield reading.take(kind, (digits,), match.span())


def identifiers(reading: Reading) -> Iterator[Mention]:
    for match in _CODE.finditer(reading.cased) if _NAMES_CODE.search(reading.free) else ():
        if "\x1f" not in reading.free[match.start("code") : match.end("code")]:
            yield reading.take("code", (match["code"],), match.span("code"))
    if _NAMES_CODE.search(reading.free):
        for match in _ALL_CAPS.finditer(reading.cased):
            if "\x1f" not in reading.free[match.start() : match.end()] and not match.group()[:1].isdigit():
                yield reading.take("code", (match.group(),), match.span())
    for match in _OURS.finditer(reading.free):
        yield reading.take("identifier", (compact(match.group()),), match.span())
    for match in _IDENTIFIER.finditer(reading.free) if reading.has_digits else ():
        if not _MEASURE.fullmatch(match.group()):
            yield reading.take("identifier", (compact(match.group()),), match.span())


def capitals(text: str) -> set[str]:
    """Words in capitals: what a code named in evidence may look like."""
    return set(_ALL_CAPS.findall(text))


def compact(identifier: str) -> str:
    """ "vm-10234" and "VM 10234" are one number."""
    spelled = identifier.upper()
    return spelled if spelled.isascii() and spelled.isalnum() else _SPELLING.sub("", spelled)


def address(url: str) -> tuple[str, str]:
    """Host (with a port that was said, without "www.") and path with query; a trailing slash says nothing.

    An address without a host, such as "javascript:", keeps its scheme as the host.
    """
    try:
        parts = urlsplit(url if "://" in url or ":" in url.split("/", 1)[0] else f"//{url}")
        port = f":{parts.port}" if parts.port else ""
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ("invalid:", url)
    if not host:
        return (f"{parts.scheme}:", parts.path) if parts.scheme else ("", url)
    query = f"?{parts.query}" if parts.query else ""
    return (host + port, parts.path.rstrip("/") + query)


def same_phone(said: str, known: str) -> bool:
    """Equal as dialled: with or without the country code and its zeros."""
    said, known = said.lstrip("0"), known.lstrip("0")
    shorter, longer = sorted((said, known), key=len)
    return len(shorter) >= 7 and longer.endswith(shorter) and len(longer) - len(shorter) <= 3


def _spoken(text: str) -> str:
    at = re.sub(r" ?(?:\(at\)|\[at\]| at ) ?", "@", text)
    return re.sub(r" ?(?:\(dot\)|\[dot\]| dot | punkt ) ?", ".", at)

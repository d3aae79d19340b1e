"""A contact that a customer shared (vCard), in words."""

import re

MEDIA_TYPES = frozenset({"text/vcard", "text/x-vcard"})
_MOST = 300
_FIELDS = {"FN": "name", "ORG": "organisation", "TEL": "phone", "EMAIL": "e-mail"}
_LINE = re.compile(r"^(?:item\d+\.)?([A-Z]+)(?:;[^:\n]*)?:(.*)$", re.IGNORECASE | re.MULTILINE)


def read(content: bytes) -> str:
    """Name, phone, e-mail as one line; nothing else of the card is looked at."""
    text = re.sub(r"\r?\n[ \t]", "", content[:64_000].decode("utf-8", "replace")).replace("\0", "")
    found: dict[str, str] = {}
    for field, value in _LINE.findall(text):
        label = _FIELDS.get(field.upper())
        if label and value.strip():
            found.setdefault(label, " ".join(value.replace("\\,", ",").replace("\\;", ";").split())[:80])
    return ("[contact] " + ", ".join(f"{label} {value}" for label, value in found.items()))[:_MOST]

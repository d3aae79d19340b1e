"""Three hundred customers in six countries. All made up; phone numbers are reserved for fiction."""

import unicodedata
from datetime import timedelta
from random import Random
from typing import Any

from synthetic_data.generator.sources import Sources, read_bank
from synthetic_data.records import ProfileRecord

HOW_MANY = 300
FIRST_NUMBER = 1001
COLOURS = ("green", "black", "white", "navy", "beige", "blue", "grey", "red", "brown", "pink", "purple", "yellow")
MATERIALS = ("linen", "organic cotton", "merino wool", "hemp", "lyocell", "recycled wool", "peace silk", "denim")
CATEGORIES = ("Tops", "Shirts", "Dresses", "Trousers", "Knitwear", "Outerwear", "Shoes", "Accessories")
LETTERS = ("XS", "S", "M", "L", "XL", "XXL")


def make_profiles(sources: Sources, *, demo: dict[str, Any]) -> list[ProfileRecord]:
    """`demo` is the customer among shop.json's demo accounts: always the first, with known tastes."""
    random = sources.random("profiles")
    bank = read_bank("people.json")
    profiles = [_maya(demo, sources)]
    emails = {demo["email"]}
    while len(profiles) < HOW_MANY:
        user_id = f"U{FIRST_NUMBER + len(profiles)}"
        profiles.append(_profile(user_id, bank, emails=emails, sources=sources, random=random))
    return [ProfileRecord.model_validate(profile) for profile in profiles]


def _maya(demo: dict[str, Any], sources: Sources) -> dict[str, Any]:
    return {
        "user_id": demo["user_id"],
        "email": demo["email"],
        "name": demo["name"],
        "phone": "+15035550117",
        "locale": "en-US",
        "address": _address(demo["name"], "1842 Alder Court", ("Portland", "OR", "97214"), "US"),
        "sizes": {"tops": "M", "bottoms": "M", "shoes": "39"},
        "preferences": {
            "colours": ["green", "white"],
            "materials": ["linen", "organic cotton"],
            "categories": ["Shirts", "Dresses"],
            "budget": "mid",
        },
        "joined": sources.anchor - timedelta(days=412),
        "marketing_opt_in": True,
    }


def _profile(
    user_id: str, bank: dict[str, Any], *, emails: set[str], sources: Sources, random: Random
) -> dict[str, Any]:
    locale = random.choices(list(bank), weights=[people["share"] for people in bank.values()])[0]
    people = bank[locale]
    name = f"{random.choice(people['first'])} {random.choice(people['last'])}"
    city, state, postcode, area = random.choice(people["places"])
    street, number = random.choice(people["streets"]), random.randint(2, 98)
    is_number_first = people["country"] in ("US", "CA", "GB", "FR")
    return {
        "user_id": user_id,
        "email": _email(name, emails),
        "name": name,
        "phone": people["phone"].format(area=area, n=random.randint(0, 99)) if random.random() < 0.8 else None,
        "locale": locale,
        "address": _address(
            name,
            f"{number} {street}" if is_number_first else f"{street} {number}",
            (city, state, postcode),
            people["country"],
        ),
        "sizes": _sizes(random),
        "preferences": {
            "colours": random.sample(COLOURS, k=random.randint(1, 3)),
            "materials": random.sample(MATERIALS, k=random.randint(1, 3)),
            "categories": random.sample(CATEGORIES, k=random.randint(1, 3)),
            "budget": random.choice(("low", "mid", "mid", "high")),
        },
        "joined": sources.anchor - timedelta(days=random.randint(2, 690)),
        "marketing_opt_in": random.random() < 0.45,
    }


def _sizes(random: Random) -> dict[str, str]:
    """Bottoms are the size of the tops, or one away; shoes go with them loosely."""
    tops = random.choices(range(6), weights=(8, 22, 30, 22, 12, 6))[0]
    bottoms = min(max(tops + random.choice((-1, 0, 0, 0, 1)), 0), 5)
    return {"tops": LETTERS[tops], "bottoms": LETTERS[bottoms], "shoes": str(36 + tops + random.randint(0, 4))}


def _address(name: str, street: str, place: tuple[str, str, str], country: str) -> dict[str, str]:
    city, state, postcode = place
    address = {"name": name, "street": street, "city": city, "state": state, "postcode": postcode, "country": country}
    return {key: value for key, value in address.items() if value}


def _email(name: str, taken: set[str]) -> str:
    special = name.lower().translate(str.maketrans({"ü": "ue", "ö": "oe", "ä": "ae", "ß": "ss", "'": "", " ": "."}))
    local = unicodedata.normalize("NFKD", special).encode("ascii", "ignore").decode()
    domain = ("example.com", "example.org")[len(local) % 2]
    number = 1
    while (email := f"{local}{number if number > 1 else ''}@{domain}") in taken:
        number += 1
    taken.add(email)
    return email

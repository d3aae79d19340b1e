"""Where something shall go, as the answer to the question for it. Pure."""

import re
from typing import Any

from agent.state import Task
from agent.understanding.heard import Heard


def order_named_beside(address: dict[str, str], heard: Heard) -> str | None:
    """The number of an order; five digits of the address itself are none."""
    inside = re.sub(r"\D+", " ", " ".join(address.values())).split()
    numbers = (str(found.value) for found in heard.entities.order_numbers)
    return next((number for number in numbers if re.sub(r"\D", "", number) not in inside), None)


def place_told(task: Task, value: Any, heard: Heard) -> Any:
    """The address, or the part of it, that the words give in answer to where; None where they give none."""
    return None if _is_of_goods(heard) or _is_no_place(task, value) else value or _bare_postcode(heard)


def _is_no_place(task: Task, value: Any) -> bool:
    """A town alone is the rest of an address; "the address, I mean" is the start of none."""
    return isinstance(value, dict) and value.keys() <= {"city"} and not task["slots"].get("to")


def _is_of_goods(heard: Heard) -> bool:
    """ "Size S please" names no town."""
    named = heard.entities.sizes or heard.entities.categories
    return bool(named) and not any(character.isdigit() for character in heard.text)


def _bare_postcode(heard: Heard) -> dict[str, str] | None:
    """A number of as many digits as an order's, where a place is asked for: a postcode, if no such order was shown."""
    bare = [found.value for found in heard.entities.postcodes if found.text.strip() == heard.text.strip(" .!")]
    shown = {each["value"] for kind in ("orders", "order") for each in heard.shown.get(kind, ())}
    is_order = any(str(found.value) in shown for found in heard.entities.order_numbers)
    return {"postcode": bare[0]} if bare and not is_order else None

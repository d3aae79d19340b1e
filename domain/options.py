"""What of a product can be chosen, as one mapping: size and colour beside whatever else a shop offers."""

from collections.abc import Mapping

PLACEHOLDERS = frozenset({"one size", "one colour", "one color", ""})
"""What stands for the size or colour of a product that has none to choose."""
_FLAGS = frozenset({"yes", "no"})


def chosen_options(size: str, colour: str, others: Mapping[str, str]) -> dict[str, str]:
    """By the option's name; without placeholders."""
    every = {"colour": colour, "size": size, **others}
    return {name: value for name, value in every.items() if value.casefold() not in PLACEHOLDERS}


def options_in_words(options: Mapping[str, str]) -> str:
    """ "Navy, M" or "black, 4 cups": a bare yes or number says of what. "One size" when there is nothing to choose."""
    said = (
        f"{name} {value}" if value.casefold() in _FLAGS or (value.isdigit() and name != "size") else value
        for name, value in options.items()
    )
    return ", ".join(said) or "One size"

"""What a message names: numbers, contacts, money, dates, garments, references, reasons.

Pure: no file, network or clock is touched while extracting; `Lexicon.build` reads one packaged word list.
"""

from agent.entities.conventions import Conventions, OrderNumberFormat, ProductIdFormat
from agent.entities.extract import extract
from agent.entities.found import (
    Amount,
    Colour,
    DateSpan,
    Entities,
    Found,
    MoneyRange,
    ProductMention,
    Reference,
)
from agent.entities.lexicon import Lexicon

__all__ = [
    "Amount",
    "Colour",
    "Conventions",
    "DateSpan",
    "Entities",
    "Found",
    "Lexicon",
    "MoneyRange",
    "OrderNumberFormat",
    "ProductIdFormat",
    "ProductMention",
    "Reference",
    "extract",
]

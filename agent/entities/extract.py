"""One pass over a message. Order matters: what announces itself claims its text before what is guessed."""

from datetime import date

from agent.entities.attributes import find_attributes
from agent.entities.codes import find_codes, find_unannounced_orders
from agent.entities.contacts import find_emails, find_phones, find_postcodes
from agent.entities.conventions import Conventions
from agent.entities.dates import find_dates
from agent.entities.found import Entities
from agent.entities.lexicon import Lexicon
from agent.entities.prices import find_prices
from agent.entities.quantities import find_quantities
from agent.entities.reading import Reading
from agent.entities.reasons import find_reasons
from agent.entities.references import find_references
from agent.entities.sizes import find_sizes

_DEFAULT = Conventions()


def extract(
    text: str, *, lexicon: Lexicon, today: date, conventions: Conventions = _DEFAULT, is_terse: bool = False
) -> Entities:
    """Reads the first 4,000 characters; never raises on any text. `is_terse`: see `find_unannounced_orders`."""
    reading = Reading.of(text)
    emails = find_emails(reading)
    rest = reading.without(emails)
    codes = find_codes(rest, conventions)
    rest = rest.without([*codes.order_numbers, *codes.product_ids, *codes.claim_numbers])
    prices = find_prices(rest, conventions.currency)
    rest = rest.without([*(limit for limit in prices.limits if limit.value.relative is None), *prices.amounts])
    phones = find_phones(rest, conventions.region)
    rest = rest.without(phones)
    postcodes = find_postcodes(rest)
    may_be_orders = rest.without(postcodes) if codes.order_numbers else _unless_alone(rest, postcodes)
    unannounced = find_unannounced_orders(may_be_orders, conventions, is_terse=is_terse)
    rest = rest.without([*postcodes, *unannounced])
    dates = find_dates(rest, today=today, day_first=conventions.day_first, languages=conventions.languages)
    rest = rest.without(dates)
    sizes = find_sizes(rest, lexicon)
    attributes = find_attributes(rest, lexicon)
    numbers = (*codes.order_numbers, *unannounced)
    references = find_references(rest, lexicon, numbers)
    anchors = {found.value.attribute for found in references if found.value.kind == "before"}
    return Entities(
        order_numbers=tuple(each for each in numbers if str(each.value) not in anchors),
        product_ids=codes.product_ids,
        claim_numbers=codes.claim_numbers,
        odd_order_numbers=() if unannounced else codes.odd_order_numbers,
        emails=emails,
        phones=phones,
        postcodes=postcodes,
        money_limits=prices.limits,
        amounts=prices.amounts,
        dates=dates,
        sizes=sizes,
        colours=attributes.colours,
        materials=attributes.materials,
        categories=attributes.categories,
        products=lexicon.products.find(rest),
        quantities=find_quantities(rest.without(sizes), lexicon),
        references=references,
        reasons=find_reasons(reading),
    )


def _unless_alone(reading: Reading, postcodes: tuple) -> Reading:
    """A postcode inside a sentence is no order number; five digits as the whole answer may be either."""
    return reading if len(reading.original.split()) <= 4 else reading.without(postcodes)

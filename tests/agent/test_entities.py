"""What the extractor finds, kind by kind. `TODAY` is a Wednesday."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.entities import (
    Conventions,
    DateSpan,
    Entities,
    Lexicon,
    MoneyRange,
    OrderNumberFormat,
    extract,
)
from agent.entities.date_spans import period

TODAY = date(2026, 6, 17)

LEXICON = Lexicon.build(
    categories=[
        "Shirts", "T-Shirts", "Trousers", "Dresses", "Knitwear", "Jackets & Coats", "Shoes", "Bags", "Accessories",
        "Underwear & Socks",
    ],
    colours=["Black", "Navy", "Sky", "Forest Green", "Sage", "Oat", "Rust", "White"],
    sizes=["XS", "S", "M", "L", "XL", "XXL", "36", "38", "40", "42", "W32/L34", "One Size"],
    materials=["Organic cotton", "Linen", "Merino wool", "Tencel"],
    product_names={
        "VM1001": "Meadow Linen Shirt", "VM1002": "Meadow Linen Dress", "VM1003": "Harbor Rain Jacket",
        "VM1004": "Everyday Tee", "VM1005": "Willow Wrap Dress", "VM1006": "Cedar Chino",
        "VM1007": "Aster Merino Jumper",
    },
    synonyms={"cords": "Trousers", "storm": "Navy"},
)  # fmt: skip


def read(text: str, **conventions) -> Entities:
    return extract(text, lexicon=LEXICON, today=TODAY, conventions=Conventions(**conventions))


def values(found) -> list:
    return [item.value for item in found]


@pytest.mark.parametrize(
    "text",
    [
        "VM-10234", "vm10234", "VM 10234", "vm–10234", "vm - 10234", "VM—10234", "VM_10234", "V.M. 10234",
        "where is #10234?", "# 10234", "order no. 10234", "order 10 234", "Order: 10234", "my order is 10234",
        "order number is 10234 please", "orders 10234", "ordr 10234", "my order number was VM-10234.", "10234",
        "it's 10234 thanks", "the number of my order would be 10234", "１０２３４", "parcel still missing, 10234",
        "order#10234", "order id 10234,", "(VM-10234)", "order ref 10234", "bestellung 10234", "commande n 10234",
        "can you send me the invoice for 10234", "cancel 10234", "return something from 10234",
        "VM-10234 97214", "VM-10234, 2 pieces", "order 10234 2 days ago", "VM-10234 and 97214",
        "change the address of 10234 to 5 Elm Road, Salem OR 97301",
    ],
)  # fmt: skip
def test_an_order_number_is_found_in_any_spelling(text):
    assert values(read(text).order_numbers) == ["VM-10234"]


@pytest.mark.parametrize(
    "text",
    [
        "call me at 415-555-2671 about my order", "my zip is 10234 for the order", "this order cost $10234",
        "order total 10234 dollars", "VM1234", "order of 12345 euros", "card 4242 4242 4242 4242 for my order",
        "order VM-1023", "tracking number 9400110200881234567890 for my order", "order 102345",
        "invoice 10234 in my order",
        "Portland, OR 97201 is where my order goes", "in 2026 i made an order", "i ordered 3 shirts",
        "order by 12/03/2026", "ship it to 97301", "my address is 12345 Elm Road", "change the zip to 97301",
        "10234.50 was charged for my order", "my order weighs 10234%",
    ],
)  # fmt: skip
def test_other_numbers_are_no_order_numbers(text):
    assert values(read(text).order_numbers) == []


def test_several_order_numbers_keep_their_order_and_their_place():
    found = read("is VM-10234 or vm10235 late?").order_numbers
    assert values(found) == ["VM-10234", "VM-10235"]
    assert [item.text for item in found] == ["VM-10234", "vm10235"]


def test_another_shop_sets_its_own_order_numbers():
    assert values(read("where is #1001", order_numbers=OrderNumberFormat("#", 4)).order_numbers) == ["#1001"]
    amazon = OrderNumberFormat(pattern=r"\b\d{3}-\d{7}-\d{7}\b")
    assert values(read("order 123-1234567-1234567", order_numbers=amazon).order_numbers) == ["123-1234567-1234567"]


def test_product_ids_have_four_digits():
    assert values(read("is VM1234 or vm-1235 in stock").product_ids) == ["VM1234", "VM1235"]


@pytest.mark.parametrize(
    "text", ["CL-A1B2C3", "cl a1b2c3", "claim a1b2c3", "claim number is A1B2C3", "cl–a1b2c3", "my claim: cl-a1b2c3?"]
)
def test_claim_numbers(text):
    assert values(read(text).claim_numbers) == ["CL-A1B2C3"]


@pytest.mark.parametrize("text", ["my claim please", "claim denied", "clothes", "cl really", "claim status please now"])
def test_words_are_no_claim_numbers(text):
    assert read(text).claim_numbers == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("it's Maya.L+shop@example.com.", ["maya.l+shop@example.com"]),
        ("write to a@b.co or c@d.co.uk", ["a@b.co", "c@d.co.uk"]),
        ("john at gmail dot com", ["john@gmail.com"]),
        ("my email is john at shop dot co dot uk", ["john@shop.co.uk"]),
        ("john (at) gmail (dot) com", ["john@gmail.com"]),
        ("I looked at example dot com", []),
        ("@maya on instagram", []),
        ("a@b", []),
    ],
)
def test_email_addresses(text, expected):
    assert values(read(text).emails) == expected


def test_email_search_is_linear_on_hostile_text():
    assert read("a" * 3000 + "@" + "b." * 400).emails == ()
    assert read("a@" * 2000).emails == ()


def test_phone_numbers_use_the_shops_region():
    assert values(read("call 415-555-2671").phones) == ["+14155552671"]
    assert values(read("+49 30 901820").phones) == ["+4930901820"]
    assert values(read("ring me on 020 7946 0958", region="GB").phones) == ["+442079460958"]
    assert read("order 10234, tracking number 94001102008").phones == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("97201", ["97201"]), ("sw1a 1aa", ["SW1A 1AA"]), ("SW1A1AA", ["SW1A 1AA"]),
        ("my postcode is m11ae", ["M1 1AE"]), ("k2p 1l4", ["K2P 1L4"]), ("its 71625, postcode h2x1y6", ["H2X 1Y6"]),
        ("zip code: 97201-1234", ["97201-1234"]), ("PLZ 10115", ["10115"]), ("code postal 75001", ["75001"]),
        ("I live in Portland, OR 97201", ["97201"]), ("it's 97201 thanks", ["97201"]),
        ("VM-10234 97214", ["97214"]), ("VM-10234, and 97214", ["97214"]), ("VM-10234: 2", []),
        ("i paid 97201 cents", []), ("in size S 38", []), ("where is VM-10234", []),
        ("send VM-10246 to Am Alten Markt 5, 10115 Berlin", ["10115"]),
        ("my order goes to 12 rue de la Paix, 75002 Paris", ["75002"]),
    ],
)  # fmt: skip
def test_postcodes(text, expected):
    assert values(read(text).postcodes) == expected


@pytest.mark.parametrize(
    ("text", "low", "high", "currency"),
    [
        ("shirts under $500", None, 50000, "USD"), ("less than 40", None, 4000, None),
        ("between 20 and 40 euros", 2000, 4000, "EUR"), ("20-40€", 2000, 4000, "EUR"),
        ("max 60 bucks", None, 6000, "USD"),
        ("around $50", 4000, 6000, "USD"), ("over 100", 10000, None, None),
        ("dresses under fifty dollars", None, 5000, "USD"),
        ("no more than 1,299.50 USD", None, 129950, "USD"), ("up to 29,99 EUR", None, 2999, "EUR"),
        ("$20 to $40", 2000, 4000, "USD"),
        ("from 20 to 40 pounds", 2000, 4000, "GBP"), ("80 dollars or less", None, 8000, "USD"),
        ("$100+", 10000, None, "USD"),
        ("my budget is 100", None, 10000, None), ("i can spend 75", None, 7500, None),
        ("at least $30", 3000, None, "USD"),
        ("cheaper than 25", None, 2500, None), ("<$50", None, 5000, "USD"), ("priced 20 to 40", 2000, 4000, None),
        ("anything between 20 and 40?", 2000, 4000, None), ("under a hundred dollars", None, 10000, "USD"),
        ("shirts under 50 in blue", None, 5000, None), ("more than 1.299,00 €", 129900, None, "EUR"),
        ("jackets for $50-$100", 5000, 10000, "USD"), ("under 1.5k dollars", None, 150000, "USD"),
    ],
)  # fmt: skip
def test_price_limits(text, low, high, currency):
    limits = values(read(text).money_limits)
    assert limits == [MoneyRange(low, high, currency)]


@pytest.mark.parametrize(
    "text",
    [
        "less than 2 days", "over 2 weeks ago", "at least 3 shirts", "I'm over 65", "within 30 days", "more than one",
        "size under 40", "under 5 minutes", "rated over 4 stars", "between 2 and 4 weeks", "about 5 inches",
        "around 5pm",
        "over the weekend", "up to date", "above all", "10-12 working days", "from 9 to 5",
    ],
)  # fmt: skip
def test_counts_that_are_no_price_limits(text):
    assert read(text).money_limits == ()


@pytest.mark.parametrize(
    ("text", "relative"),
    [("something cheap", "cheap"), ("affordable shirts", "cheap"), ("nothing too expensive", "cheap"),
     ("premium jackets", "expensive"), ("a cheaper dress", "cheap")],
)  # fmt: skip
def test_relative_prices(text, relative):
    assert [limit.relative for limit in values(read(text).money_limits)] == [relative]


def test_plain_sums_are_amounts_and_not_limits():
    found = read("i want a refund of $20 and 29,99 EUR and fifty dollars")
    assert [(a.amount_minor, a.currency) for a in values(found.amounts)] == [
        (2000, "USD"),
        (2999, "EUR"),
        (5000, "USD"),
    ]
    assert found.money_limits == ()


def test_price_range_joins_limits_said_apart():
    assert read("over $20 but under $50").price_range == MoneyRange(2000, 5000, "USD")
    assert read("cheap shirts under 30").price_range == MoneyRange(None, 3000, None, "cheap")
    assert read("a shirt").price_range is None


def day(month: int, number: int, year: int = 2026) -> date:
    return date(year, month, number)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("5 days ago", day(6, 12), day(6, 12)), ("yesterday", day(6, 16), day(6, 16)), ("today", TODAY, TODAY),
        ("the day before yesterday", day(6, 15), day(6, 15)), ("last March", day(3, 1), day(3, 31)),
        ("in May", day(5, 1), day(5, 31)), ("in december", day(12, 1, 2025), day(12, 31, 2025)),
        ("on the 3rd", day(6, 3), day(6, 3)), ("on the 20th", day(5, 20), day(5, 20)),
        ("since Monday", day(6, 15), TODAY),
        ("last week", day(6, 8), day(6, 14)), ("next week", day(6, 22), day(6, 28)),
        ("12/03/2026", day(12, 3), day(12, 3)),
        ("13/03/2026", day(3, 13), day(3, 13)), ("2026-03-12", day(3, 12), day(3, 12)),
        ("12.03.2026", day(3, 12), day(3, 12)),
        ("march 3rd", day(3, 3), day(3, 3)), ("3 march 2025", day(3, 3, 2025), day(3, 3, 2025)),
        ("on the 3rd of march", day(3, 3), day(3, 3)), ("May 5, 2025", day(5, 5, 2025), day(5, 5, 2025)),
        ("last month", day(5, 1), day(5, 31)), ("two weeks ago", day(5, 31), day(6, 6)),
        ("i ordered on monday", day(6, 15), day(6, 15)), ("i need it by friday", TODAY, day(6, 19)),
        ("in the last 30 days", day(5, 18), TODAY), ("before christmas", None, day(12, 24)),
        ("will it come next tuesday", day(6, 23), day(6, 23)), ("last friday", day(6, 12), day(6, 12)),
        ("a couple of days ago", day(6, 14), day(6, 15)), ("last night", day(6, 16), day(6, 16)),
        ("in 3 days", day(6, 20), day(6, 20)), ("february 29", date(2024, 2, 29), date(2024, 2, 29)),
        ("since may", day(5, 1), TODAY), ("back in the winter", day(12, 1, 2025), day(2, 28)),
        ("last summer", day(6, 1, 2025), day(8, 31, 2025)), ("this spring", day(3, 1), day(5, 31)),
        ("last year", day(1, 1, 2025), day(12, 31, 2025)),
        ("feb 3", day(2, 3), day(2, 3)),
    ],
)  # fmt: skip
def test_dates_and_spans(text, start, end):
    assert values(read(text).dates) == [DateSpan(start, end)]


@pytest.mark.parametrize(
    "text",
    [
        "may I return it", "you may keep it", "i march to work", "the second one", "black friday deals", "sun hat",
        "i sat down", "the 2nd one", "32/45/2026", "30/02/2026", "we have 3 shirts", "can i return it anytime",
        "what is the last one", "order VM-10234", "a mon cheri", "marching band shirt",
    ],
)  # fmt: skip
def test_words_that_are_no_dates(text):
    assert read(text).dates == ()


def test_date_order_follows_the_shop():
    assert values(read("12/03/2026", day_first=True).dates) == [DateSpan(day(3, 12), day(3, 12))]


def test_other_languages_fall_back_to_dateparser():
    found = read("vor 5 tagen bestellt", languages=("en", "de"))
    assert values(found.dates) == [DateSpan(day(6, 12), day(6, 12))]


def test_huge_counts_of_days_do_not_overflow():
    assert len(read("999 years ago").dates) == 1


@given(st.text(max_size=300))
def test_any_text_is_read_and_every_place_is_true(text):
    found = read(text, languages=("en", "de", "fr", "es"))
    for name in Entities.__dataclass_fields__:
        for item in getattr(found, name):
            assert 0 <= item.start < item.end <= len(text)
            assert item.text == text[item.start : item.end]


@given(
    st.integers(0, 99999),
    st.sampled_from(["VM-{}", "vm{}", "vm {}", "VM–{}", "#{}", "order {}", "order no. {}", "my order is {}"]),
    st.sampled_from(["{}", "where is {}?", "hello, {} please", "i want to return {}, it is torn", "({})"]),
)
def test_every_order_number_survives_every_spelling(number, spelling, frame):
    text = frame.format(spelling.format(f"{number:05d}"))
    assert values(read(text).order_numbers) == [f"VM-{number:05d}"]


@given(st.integers(1, 99999), st.sampled_from(["$", "€", "£"]))
def test_a_limit_with_currency_keeps_its_exact_cents(cents, sign):
    text = f"something under {sign}{cents // 100}.{cents % 100:02d}"
    assert [limit.max_minor for limit in values(read(text).money_limits)] == [cents]


def test_last_week_on_a_sunday_is_the_six_days_before_and_the_week_before_them():
    """Where weeks begin on Sunday it is the week that ended yesterday; where they end on it, the one before."""
    assert period("last", "week", date(2026, 6, 21)) == DateSpan(date(2026, 6, 8), date(2026, 6, 20))
    assert period("last", "week", date(2026, 6, 22)) == DateSpan(date(2026, 6, 15), date(2026, 6, 21))

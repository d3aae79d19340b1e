"""What may leave the shop in a trace: what a thing is about, and nothing of whom."""

import time

import pytest

from domain.redact import Redactor, without_secrets

MAYA = [
    ("name", "Maya Lind"),
    ("name", "Maya"),
    ("name", "Lind"),
    ("email", "maya@example.com"),
    ("address", "Portland"),
    ("address", "12 Oak Street"),
]

GONE = {
    "an e-mail address": ("write to ada.b+1@mail.example.co.uk please", "ada.b+1@mail.example.co.uk"),
    "one in words": ("ada (at) example.org", "ada"),
    "a phone number": ("call +1 (503) 555-0123 now", "555"),
    "a local phone number": ("my mobile is 0171 2345678", "2345678"),
    "a card number": ("4242 4242 4242 4242", "4242"),
    "last digits": ("the Visa ending in 4242", "4242"),
    "an order number": ("where is VM-10234?", "10234"),
    "a tracking number": ("it says 1Z999AA10123456784", "1Z999"),
    "a code from a mail": ("the code is 482913", "482913"),
    "an American postcode": ("zip 97209", "97209"),
    "a British postcode": ("to SW1A 1AA", "SW1A"),
    "a street": ("send it to 77 North Elm Avenue", "Elm"),
    "a German street": ("Lindenstraße 12", "Linden"),
    "a name that is announced": ("my name is Ada Byron", "Byron"),
    "a key": ("sk_live_51Hx2y9ABCDEFGHIJKLMNOP", "51Hx2"),
    "a known name, whatever its case": ("hello MAYA  LIND!", "LIND"),
    "a part of it": ("Dear Lind family", "Lind"),
    "a known town": ("it goes to portland", "portland"),
}

KEPT = [
    "Your refund of $129.00 arrives by 2026-11-28, 14 days after the return.",
    "Delivered on 21/11/2026 at 10:30.",
    "Size M in Forest Green costs €49.95; 20% off with two.",
    "Returns are free within 30 days.",
]


@pytest.mark.parametrize(("text", "value"), GONE.values(), ids=GONE)
def test_personal_values_go(text: str, value: str) -> None:
    assert value not in Redactor(MAYA).text(text)


@pytest.mark.parametrize("text", KEPT)
def test_what_a_thing_is_about_stays(text: str) -> None:
    assert Redactor(MAYA).text(text) == text


def test_the_same_value_is_the_same_placeholder_throughout() -> None:
    redactor = Redactor(MAYA)
    given = {"in": ["VM-10234 or VM-10235?", "Maya"], "out": "VM-10235, Maya", "n": 3, "ok": True, "none": None}

    assert redactor.tree(given) == {
        "in": ["[reference 1] or [reference 2]?", "[name 1]"],
        "out": "[reference 2], [name 1]",
        "n": 3,
        "ok": True,
        "none": None,
    }


@pytest.mark.parametrize("piece", ["a@", "1 ", "a-", "7 x ", "1-", "name is ", "A1", "•", "1.", "a.b"])
def test_no_text_is_slow_to_read(piece: str) -> None:
    began = time.perf_counter()
    Redactor(MAYA).text(piece * 5_000)
    assert time.perf_counter() - began < 10.0, "a quadratic reading takes minutes"


@pytest.mark.parametrize(
    "secret",
    [
        "482913",
        "482 913",
        "4-8-2-9-1-3",
        "4111 1111 1111 1111",
        "378282246310005",
        "four eight two nine one three",
        "ABCD-1234-EFGH-5678",
    ],
)
def test_what_lets_somebody_in_or_pays_is_taken_out(secret: str) -> None:
    assert without_secrets(f"it is {secret}, thanks") == "it is [removed], thanks"


@pytest.mark.parametrize("said", ["my password is hunter2!", "Passwort: geheim99", "the pin is 4711", "CVV: 123"])
def test_a_password_goes_by_what_announces_it(said: str) -> None:
    assert without_secrets(said).endswith("[removed]")


@pytest.mark.parametrize(
    "said",
    ["order VM-10234 for $1,250.00", "claim CL-ABC123", "3 shirts in size 38, 100 % linen", "on 11/23/2026 at 18:30"],
)
def test_what_a_colleague_needs_stays(said: str) -> None:
    assert without_secrets(said) == said

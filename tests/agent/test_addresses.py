"""Addresses as people type them, whole and in parts, and sentences that hold none."""

import pytest

from agent.entities.addresses import find_address

OAK = {"street": "12 Oak Street", "city": "Salem", "state": "OR", "postcode": "97301"}


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("12 Oak Street, Salem, OR 97301", OAK),
        ("12 Oak Street, Salem, Oregon 97301", OAK),
        ("12 Oak Street Salem OR 97301", OAK),
        ("12 oak street, salem, or 97301", OAK),
        ("Please change the address of VM-10251 to 12 Oak Street, Salem, OR 97301, thanks", OAK),
        ("the new address is 12 Oak Street, Salem, OR 97301", OAK),
        ("send order VM-10251 to 12 Oak Street, Salem, OR 97301 please", OAK),
        ("97301 Salem OR, 12 Oak Street", OAK),
        ("12 Oak Street\nSalem, OR 97301\nUSA", {**OAK, "country": "US"}),
        ("12 Oak Street, Apt 4B, Salem, OR 97301", {**OAK, "street2": "Apt 4B"}),
        ("street: 12 Oak Street, city: Salem, state: OR, zip: 97301", OAK),
        ("350 5th Avenue, New York, NY 10118", {
            "street": "350 5th Avenue", "city": "New York", "state": "NY", "postcode": "10118"}),
        ("350 5th Avenue, New York, New York 10118", {
            "street": "350 5th Avenue", "city": "New York", "state": "NY", "postcode": "10118"}),
        ("953 Park Avenue, Suite 613, New York, NY 10064, USA", {
            "street": "953 Park Avenue", "street2": "Suite 613", "city": "New York", "state": "NY",
            "postcode": "10064", "country": "US"}),
        ("101 Highway, New York, 10001", {
            "street": "101 Highway", "city": "New York", "state": "NY", "postcode": "10001"}),
        ("5 Lake Rd, Albany, New York 12201", {
            "street": "5 Lake Rd", "city": "Albany", "state": "NY", "postcode": "12201"}),
        ("12 Oak Street, Salt Lake City, Utah 84101", {
            "street": "12 Oak Street", "city": "Salt Lake City", "state": "UT", "postcode": "84101"}),
        ("PO Box 221, Salem, OR 97301", {**OAK, "street": "PO Box 221"}),
        ("221B Baker Street, London NW1 6XE, UK", {
            "street": "221B Baker Street", "city": "London", "postcode": "NW1 6XE", "country": "GB"}),
        ("218 Maple Grove Ave, Kingston ontario K7L 3N6", {
            "street": "218 Maple Grove Ave", "city": "Kingston", "state": "ON", "postcode": "K7L 3N6",
            "country": "CA"}),
        ("c/o Priya Singh, 12 Hill Park Court, Salem, OR 97301", {
            **OAK, "street": "12 Hill Park Court", "street2": "c/o Priya Singh"}),
        ("the street is 12 Oak Street and the city is Salem. put it c/o Sam Lee please", {
            "street": "12 Oak Street", "city": "Salem", "street2": "c/o Sam Lee"}),
        ("leave out the c/o. Street: 12 Oak Street. City: Salem. State: Oregon. Zip: 97301", {**OAK, "street2": ""}),
        ("100 Main Street St. Louis MO 63101", {
            "street": "100 Main Street", "city": "St. Louis", "state": "MO", "postcode": "63101"}),
        ("Lindenstraße 5, 10969 Berlin", {"street": "Lindenstraße 5", "postcode": "10969", "city": "Berlin"}),
        ("12 rue de la Paix, 75002 Paris, France", {
            "street": "12 rue de la Paix", "city": "Paris", "postcode": "75002", "country": "FR"}),
        ("or 97301", {"state": "OR", "postcode": "97301"}),
        ("20 king street, toronto, on m5v 2t6, canada", {
            "street": "20 King Street", "city": "Toronto", "state": "ON", "postcode": "M5V 2T6", "country": "CA"}),
        ("200 sw market street, portland, or 97201", {
            "street": "200 SW Market Street", "city": "Portland", "state": "OR", "postcode": "97201"}),
        ("12 Oak Steet, Salem, OR 97301", {**OAK, "street": "12 Oak Steet"}),
        ("97301", {"postcode": "97301"}),
        ("Salem", {"city": "Salem"}),
        ("Oregon", {"state": "OR"}),
        ("14 Alder Court", {"street": "14 Alder Court"}),
        ("it should be 1824 Alder Court", {"street": "1824 Alder Court"}),
        ("the zip should be 97215", {"postcode": "97215"}),
        ("via Roma 12, 20121 Milano", {"street": "via Roma 12", "postcode": "20121", "city": "Milano"}),
        ("to Toronto, Canada", {"city": "Toronto", "country": "CA"}),
    ],
)  # fmt: skip
def test_what_was_said_is_found(text: str, parts: dict[str, str]) -> None:
    assert find_address(text) == parts


@pytest.mark.parametrize(
    "text",
    [
        "I want to change my address",
        "change the delivery address of VM-10251",
        "I moved last week, can you update it?",
        "my address has changed",
        "we moved house, my address changed",
        "my order is going to the wrong address!",
        "can you send it somewhere else please",
        "same address as last time",
        "",
        "yes please",
        "maya.lindholm@example.com",
        "actually, never mind",
        "via gift card",
        "via e-mail please",
    ],
)
def test_what_is_no_address_is_none(text: str) -> None:
    assert find_address(text) is None


def test_one_house_number_and_not_another_is_no_street() -> None:
    assert "street" not in (find_address("it should be 1824 not 1842") or {})

"""Compares what was said and done with what a scenario expects. Pure; each miss is a sentence for a reader."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from evals.given import written
from evals.observed import Changes, Said
from evals.scenario import ClaimExpected, End, Expect

Roles = Mapping[str, Mapping[str, str]]


def misses_of_reply(expect: Expect | None, said: Said, roles: Roles) -> list[str]:
    """What is wrong with one reply; a reply without words is wrong even where nothing was expected."""
    misses = [] if said.text.strip() or said.cards else ["the reply is empty"]
    if expect is None:
        return misses
    everything = "\n".join([said.text, *(text for _, text in said.cards), *said.quick_replies])
    misses += [
        f"not said: {_readable(patterns, roles)}"
        for patterns in expect.said
        if not any(found(pattern, said.text, roles) for pattern in patterns)
    ]
    misses += [
        f"said, and should not be: {_readable([pattern], roles)}"
        for patterns in expect.not_said
        for pattern in patterns
        if found(pattern, everything, roles)
    ]
    misses += _misses_of_cards(expect, said, roles)
    misses += _misses_of_lists(expect, said, roles)
    if expect.asks is not None and expect.asks != said.asks:
        misses.append(f"asks for {said.asks}, not for {expect.asks}")
    if expect.open is not None and expect.open != said.open:
        misses.append(f"{said.open} requests are open, not {expect.open}")
    if expect.handoff is not None and expect.handoff is not said.handed_off:
        misses.append("a person was asked" if said.handed_off else "no person was asked")
    return misses


def kept(expect: Expect | None, said: Said, roles: Roles) -> tuple[dict[str, dict[str, str]], list[str]]:
    """Variables that a reply gives to later turns, and those it fails to give."""
    values: dict[str, dict[str, str]] = {}
    missing: list[str] = []
    for name, pattern in (expect.keep if expect else {}).items():
        match = re.search(written(pattern, roles, quoted=True), said.text, re.IGNORECASE)
        if match is None:
            missing.append(f"nothing to keep as {{{name}}}: {pattern}")
        values[name] = {"": match[match.lastindex or 0] if match else f"<no {name}>"}
    return values, missing


def misses_at_end(end: End | None, changes: Changes, roles: Roles) -> list[str]:
    """What is wrong with the shop's data. Without an `end` nothing may have changed."""
    end = end or End(unchanged=True)
    misses = list(_misses_of_claims(end.claims, changes.claims, roles))
    expected = {written(number, roles): status for number, status in end.orders.items()}
    for number in sorted(expected.keys() | changes.orders.keys()):
        if number not in changes.orders:
            misses.append(f"{number} is as before, not {expected[number]}")
        elif number not in expected:
            misses.append(f"{number} was changed ({changes.orders[number]})")
        elif expected[number] != changes.orders[number]:
            misses.append(f"{number} is {changes.orders[number]}, not {expected[number]}")
    if end.mails is not None and end.mails != changes.mails:
        misses.append(f"{changes.mails} mails were queued, not {end.mails}")
    if end.handoffs != "any" and end.handoffs != changes.handoffs:
        misses.append(f"{changes.handoffs} tickets were opened, not {end.handoffs}")
    is_free = "stock" not in end.model_fields_set and bool(end.orders)  # an order that changes moves its own pieces
    if end.stock != "any" and not is_free and dict(end.stock) != dict(changes.stock):
        misses.append(f"the stock changed by {dict(changes.stock)}, not by {dict(end.stock)}")
    misses += _misses_of_customers(end.customers, changes.customers, roles)
    return misses + [f"changed: {row}" for row in changes.others]


def _misses_of_customers(
    expected: Mapping[str, Mapping[str, Any]], changed: Mapping[str, Mapping[str, Any]], roles: Roles
) -> Iterator[str]:
    """Every changed fact of every changed customer must have been expected, and the other way round."""
    wanted = {written(email, roles): dict(facts) for email, facts in expected.items()}
    for email in sorted(wanted.keys() | changed.keys()):
        there = {name: value for name, value in changed.get(email, {}).items() if name in wanted.get(email, ())}
        unexpected = changed.get(email, {}).keys() - wanted.get(email, {}).keys()
        if there != wanted.get(email, {}):
            yield f"{email}: changed {_described(there) or 'nothing'}, not {_described(wanted[email])}"
        if unexpected:
            yield f"{email}: changed too: {', '.join(sorted(unexpected))}"


def found(pattern: str, text: str, roles: Roles) -> bool:
    return re.search(written(pattern, roles, quoted=True), text, re.IGNORECASE) is not None


def _readable(patterns: Sequence[str], roles: Roles) -> str:
    return " | ".join(written(pattern, roles) for pattern in patterns)


def _misses_of_cards(expect: Expect, said: Said, roles: Roles) -> Iterator[str]:
    kinds = [kind for kind, _ in said.cards]
    for wanted in expect.cards:
        for kind, pattern in wanted.items() if isinstance(wanted, dict) else [(wanted, "")]:
            texts = [text for shown, text in said.cards if shown == kind]
            if not texts:
                yield f"no card {kind}, but {', '.join(kinds) or 'none'}"
            elif not any(found(pattern, text, roles) for text in texts):
                yield f"the card {kind} does not say {pattern}"
    for kind in expect.not_cards:
        if kind in kinds:
            yield f"the card {kind} is shown"


def _misses_of_lists(expect: Expect, said: Said, roles: Roles) -> Iterator[str]:
    for name, wanted, there in (
        ("quick reply", expect.quick_replies, said.quick_replies),
        ("source", expect.sources, said.sources),
    ):
        for patterns in wanted:
            if not any(found(pattern, one, roles) for pattern in patterns for one in there):
                yield f"no {name} {' | '.join(patterns)}, but {', '.join(there) or 'none'}"
    for intent in expect.intents:
        if intent not in said.intents:
            yield f"not understood as {intent}, but as {', '.join(said.intents) or 'nothing'}"
    for tool in expect.tools:
        if tool not in said.tools:
            yield f"{tool} was not called, but {', '.join(said.tools) or 'nothing'}"
    for tool in expect.not_tools:
        if tool in said.tools:
            yield f"{tool} was called"


def _misses_of_claims(
    expected: Sequence[ClaimExpected], filed: Sequence[Mapping[str, Any]], roles: Roles
) -> Iterator[str]:
    """Matches each expected claim with a new one of its own, those that say most first."""
    left = list(filed)
    for claim in sorted(expected, key=lambda each: -len(each.model_fields_set)):
        wanted = _wanted(claim, roles)
        match = next((row for row in left if all(_value(row, key) == value for key, value in wanted.items())), None)
        if match is None:
            yield f"not filed: {_described(wanted)}"
        else:
            left.remove(match)
    for row in left:
        there = {key: _value(row, key) for key in ("order", "line", "quantity", "reason", "status")}
        yield f"filed: {_described(there)}"


def _wanted(claim: ClaimExpected, roles: Roles) -> dict[str, Any]:
    values = {key: value for key, value in dict(claim).items() if value is not None}
    values = {key: written(value, roles) if isinstance(value, str) else value for key, value in values.items()}
    return values | ({"line": int(values["line"])} if "line" in values else {})


def _value(row: Mapping[str, Any], key: str) -> Any:
    if key == "refund":
        return row["refund_minor"] / 100
    return row["order_id" if key == "order" else key]


def _described(values: Mapping[str, Any]) -> str:
    return ", ".join(f"{key} {value}" for key, value in values.items())

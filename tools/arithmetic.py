"""Sums over amounts, exactly: no float, no eval, nothing but numbers, brackets and four signs."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, DivisionByZero, InvalidOperation, localcontext

from pydantic import Field

from domain.errors import InvalidInput
from tools.spec import Arguments, Effect, ToolContext, ToolResult, tool

_TOKEN = re.compile(r"\s*(?:(\d{1,15}(?:\.\d{1,6})?|\.\d{1,6})|([-+*/()]))", re.ASCII)
_DEEPEST = 20


class Sum(Arguments):
    expression: str = Field(
        min_length=1, max_length=200, description='Numbers, "+", "-", "*", "/" and brackets: "2 * (59.90 + 4.95)".'
    )


@dataclass(frozen=True, slots=True)
class SumResult:
    expression: str
    value: Decimal
    """To the hundredth, half a hundredth rounded up."""


@tool(effect=Effect.READ)
async def calculate(arguments: Sum, context: ToolContext) -> ToolResult:
    """Add up, subtract, multiply or divide amounts exactly, to the hundredth.

    Use it for every sum that is told to a customer. It knows only numbers: no names, never a currency sign.
    """
    return ToolResult(SumResult(arguments.expression, value_of(arguments.expression)))


def value_of(expression: str) -> Decimal:
    """Raises InvalidInput: no sum, or one without a result."""
    with localcontext() as context:
        context.prec = 40
        try:
            return _Reader(_tokens(expression)).whole().quantize(Decimal("0.01"), ROUND_HALF_UP)
        except (DivisionByZero, InvalidOperation) as error:
            raise InvalidInput("this sum has no result") from error


def _tokens(expression: str) -> list[str]:
    tokens: list[str] = []
    at = 0
    text = expression.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise InvalidInput(f"unexpected {text[at]!r} in a sum")
        tokens.append(match[1] or match[2])
        at = match.end()
    return tokens


class _Reader:
    """sum = product {+|- product}; product = factor {*|/ factor}; factor = [-] (number | "(" sum ")")."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    def whole(self) -> Decimal:
        value = self._sum()
        if self._at < len(self._tokens):
            raise InvalidInput(f"unexpected {self._tokens[self._at]!r} in a sum")
        return value

    def _sum(self) -> Decimal:
        value = self._product()
        while (sign := self._next("+-")) is not None:
            other = self._product()
            value = value + other if sign == "+" else value - other
        return value

    def _product(self) -> Decimal:
        value = self._factor()
        while (sign := self._next("*/")) is not None:
            other = self._factor()
            value = value * other if sign == "*" else value / other
        return value

    def _factor(self) -> Decimal:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise InvalidInput("too many brackets in a sum")
        if self._next("-"):
            value = -self._factor()
        elif self._next("("):
            value = self._sum()
            if not self._next(")"):
                raise InvalidInput("a bracket is not closed")
        else:
            value = self._number()
        self._depth -= 1
        return value

    def _number(self) -> Decimal:
        if self._at >= len(self._tokens) or not self._tokens[self._at][-1].isdigit():
            raise InvalidInput("a number is missing in a sum")
        self._at += 1
        return Decimal(self._tokens[self._at - 1])

    def _next(self, signs: str) -> str | None:
        if self._at < len(self._tokens) and self._tokens[self._at] in signs:
            self._at += 1
            return self._tokens[self._at - 1]
        return None

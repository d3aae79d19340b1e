"""Text that comes in pieces, printed at once and broken between words, which a terminal does not do by itself."""

import re
from dataclasses import dataclass

from rich.console import Console

_WORD = re.compile(r"(?P<word>\S*)(?P<space>\s+)")


@dataclass(slots=True)
class Flow:
    """A word is printed when it is whole, so `end` follows the last piece. A file gets the text as it is."""

    console: Console
    _column: int = 0
    _rest: str = ""

    def say(self, piece: str) -> None:
        self._rest += piece
        at = 0
        for match in _WORD.finditer(self._rest):
            self._put(match["word"], match["space"])
            at = match.end()
        self._rest = self._rest[at:]

    def end(self) -> None:
        self._put(self._rest, "")
        self._rest, self._column = "", 0

    def _put(self, word: str, space: str) -> None:
        width = self.console.width if self.console.is_terminal else None
        if width and self._column and self._column + len(word) > width:
            self._print("\n")
            self._column = 0
        self._print(word)
        self._column += len(word)
        if width and "\n" not in space and self._column + len(space) >= width:
            space = "\n" if space else ""
        self._print(space)
        self._column = 0 if "\n" in space else self._column + len(space)

    def _print(self, text: str) -> None:
        self.console.print(text, end="", markup=False, soft_wrap=True)

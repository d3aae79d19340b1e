"""The glossaries of all languages, each made when somebody first writes in it, or in a quiet moment.

Making one takes 20-80 ms, which neither a start nor a message in English should pay.
"""

from collections.abc import Callable, Iterator, Mapping
from threading import Lock

from agent.glossing.glossary import Glossary

Open = Callable[[str], Glossary]
"""Of a language."""


class Glossaries(Mapping[str, Glossary]):
    """By language. Threads may share it."""

    def __init__(self, languages: frozenset[str], open_one: Open) -> None:
        self._languages = languages
        self._open = open_one
        self._made: dict[str, Glossary] = {}
        self._making = Lock()

    def __getitem__(self, language: str) -> Glossary:
        if language not in self._languages:
            raise KeyError(language)
        if language not in self._made:
            with self._making:
                if language not in self._made:
                    self._made[language] = self._open(language)
        return self._made[language]

    def __contains__(self, language: object) -> bool:
        """Without making it."""
        return language in self._languages

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._languages))

    def __len__(self) -> int:
        return len(self._languages)

    def make(self) -> None:
        """All that are not made yet. CPU-bound: run it in a thread."""
        for language in self:
            self[language]


class ShoppersWords(Mapping[str, frozenset[str]]):
    """What shoppers say in each language, looked up in its glossary when it is asked for."""

    def __init__(self, glossaries: Mapping[str, Glossary]) -> None:
        self._glossaries = glossaries

    def __getitem__(self, language: str) -> frozenset[str]:
        return self._glossaries[language].words

    def __iter__(self) -> Iterator[str]:
        return iter(self._glossaries)

    def __len__(self) -> int:
        return len(self._glossaries)

"""The tables that glosses are made from, read from their files; the formats are told in `agent.glossing.glossary`."""

from collections.abc import Iterable
from pathlib import Path

from agent.glossing.verbs import MAKERS, SplitForm, VerbForm

GLOSSES = Path(__file__).parent / "glosses"


def read_verbs(language: str) -> Iterable[VerbForm | SplitForm]:
    """Every form of every verb of the language's table.

    Raises:
        ValueError: a line has not two or three columns.
    """
    file = GLOSSES / f"verbs.{language}.tsv"
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines() if file.exists() else (), 1):
        if not line.strip() or line.startswith("#"):
            continue
        columns = line.split("\t")
        if not 2 <= len(columns) <= 3:
            raise ValueError(f"{file.name}:{number}: not infinitive<TAB>English<TAB>irregular")
        yield from MAKERS[language](columns[0], columns[1], columns[2] if columns[2:] else "")


def read_entries(file: Path) -> list[tuple[str, str]]:
    """Lines that begin with # are remarks; "-" as English leaves the word out.

    Raises:
        ValueError: a line has not two columns.
    """
    entries: list[tuple[str, str]] = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        foreign, tab, english = line.partition("\t")
        if not tab or not foreign.strip() or "\t" in english:
            raise ValueError(f"{file.name}:{number}: not foreign<TAB>English")
        entries.append((foreign.strip(), english.strip()))
    return entries

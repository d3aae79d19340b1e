"""Regular expressions kept compiled between starts, beside the byte code and as it is.

Python compiles every pattern anew in each process: 1,100 of them, 0.3 s of CPU, in a start and its first turn. Here
the last step of `re`'s compiler is given what the steps before it made in an earlier start. That last step checks the
code that it gets, and what is found for a pattern is what this very Python made of this very pattern: the file is
another one for each version. A file that cannot be read is one that is not there.
"""

import marshal
import os
import re
import sys
from array import array
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "__pycache__" / f"patterns.{sys.implementation.cache_tag}.bin"
MOST = 2500
"""Patterns made of a shop's own words change with them: when there are more, only those of this start are kept."""

_Key = tuple[str | bytes, int]
_Made = tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]
"""Flags, code, number of groups, groups by name, names of groups: what `_sre.compile` takes beside the pattern."""


class CompiledPatterns:
    def __init__(self, file: Path = FILE) -> None:
        self._file = file
        self._kept = _read(file)
        self._used: dict[_Key, _Made] = {}
        self._is_new = False

    def install(self) -> None:
        """From here on `re` looks here first. Does nothing where Python keeps its compiler elsewhere."""
        try:
            import _sre  # pyright: ignore[reportMissingImports]
            from re import _compiler, _parser  # pyright: ignore[reportAttributeAccessIssue]

            made_by, parse, code_of = _compiler.compile, _parser.parse, _compiler._code
        except (ImportError, AttributeError):
            return

        def compile(pattern: Any, flags: int = 0) -> re.Pattern[Any]:
            flags = int(flags)
            # A scanner hands over parsed patterns; whoever debugs wants to see the steps.
            if not isinstance(pattern, str | bytes) or flags & re.DEBUG:
                return made_by(pattern, flags)
            made = self._kept.get((pattern, flags))
            if made is None:
                made = _taken_apart(parse(pattern, flags), flags, code_of)
                self._is_new = True
            self._used[pattern, flags] = made
            all_flags, code, groups, by_name, names = made
            return _sre.compile(pattern, all_flags, array("I", code).tolist(), groups, dict(by_name), names)

        try:
            compile("(?P<is>works)").match("works")
        except TypeError:
            # Another Python's last step wants something else.
            return
        _compiler.compile = compile

    def keep(self) -> None:
        """For the next start. Where the folder cannot be written there is none, as with byte code."""
        if not self._is_new or sys.dont_write_bytecode:
            return
        every = {**self._kept, **self._used}
        draft = self._file.with_suffix(f".{os.getpid()}.draft")
        try:
            draft.write_bytes(marshal.dumps((sys.version, every if len(every) <= MOST else self._used)))
            draft.replace(self._file)
        except OSError:
            return
        self._is_new = False


def _taken_apart(parsed: Any, flags: int, code_of: Any) -> _Made:
    # Plain numbers: the compiler's own are named ones, which cannot be stored.
    code = array("I", [int(one) for one in code_of(parsed, flags)])
    by_name = dict(parsed.state.groupdict)
    names: list[str | None] = [None] * parsed.state.groups
    for name, number in by_name.items():
        names[number] = name
    return int(flags | parsed.state.flags), code.tobytes(), parsed.state.groups - 1, by_name, tuple(names)


def _read(file: Path) -> dict[_Key, _Made]:
    try:
        version, kept = marshal.loads(file.read_bytes())
    except (OSError, EOFError, ValueError, TypeError):
        return {}
    return kept if version == sys.version else {}

"""A pattern that an earlier start compiled is the same pattern; any other content of the file is as none."""

import marshal
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from re import _compiler, _parser  # pyright: ignore[reportAttributeAccessIssue]

import pytest

from api.compiled_patterns import CompiledPatterns

PATTERNS: list[tuple[str | bytes, int, str | bytes]] = [
    (r"(?P<low>\d+)\s*(?:-|to)\s*(?P<high>\d+) (?:days?|weeks?)", re.IGNORECASE, "in 3 to 5 DAYS"),
    (r"(?i)(?<![\w-])straße|ñandú(?!\w)", 0, "Die STRASSE, der Ñandú"),
    (rb"\x00([a-f]+)(?:\1)?", 0, b"\x00abcabc"),
    (
        r"""^ (\w+) [ ]? # a word
         (?(1)x|y) $""",
        re.VERBOSE | re.MULTILINE,
        "one x\ntwo x",
    ),
]


@pytest.fixture(autouse=True)
def compiler(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Python's own again afterwards, and nothing remembered on the way."""
    monkeypatch.setattr(_compiler, "compile", _compiler.compile)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    re.purge()
    yield
    re.purge()


def told(pattern: "re.Pattern[str] | re.Pattern[bytes]", text: str | bytes) -> tuple[object, ...]:
    found = [(one.span(), one.groups(), one.groupdict()) for one in pattern.finditer(text)]  # pyright: ignore
    return pattern.pattern, pattern.flags, pattern.groups, dict(pattern.groupindex), found


def compile_all() -> list[tuple[object, ...]]:
    re.purge()
    return [told(re.compile(pattern, flags), text) for pattern, flags, text in PATTERNS]


def start(file: Path) -> CompiledPatterns:
    patterns = CompiledPatterns(file)
    patterns.install()
    return patterns


def test_the_next_start_compiles_nothing_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = compile_all()
    assert all(found for *_, found in plain)
    first = start(tmp_path / "kept")
    assert compile_all() == plain
    first.keep()
    start(tmp_path / "kept")

    def parsed(*_: object) -> None:
        raise AssertionError("parsed")

    monkeypatch.setattr(_parser, "parse", parsed)
    assert compile_all() == plain


@pytest.mark.parametrize(
    "content", [b"", b"not a table", marshal.dumps(("3.1", {("a", 0): (32, b"", 0, {}, (None,))})), marshal.dumps(7)]
)
def test_a_file_of_something_else_is_none(tmp_path: Path, content: bytes) -> None:
    plain = compile_all()
    (tmp_path / "kept").write_bytes(content)
    patterns = start(tmp_path / "kept")
    assert compile_all() == plain
    assert re.compile("a").match("a")
    patterns.keep()
    assert marshal.loads((tmp_path / "kept").read_bytes())[0] == sys.version


def test_a_folder_that_cannot_be_written_is_no_trouble(tmp_path: Path) -> None:
    patterns = start(tmp_path / "nowhere" / "kept")
    compile_all()
    patterns.keep()
    assert not (tmp_path / "nowhere").exists()


def test_a_bad_pattern_is_still_refused(tmp_path: Path) -> None:
    start(tmp_path / "kept")
    with pytest.raises(re.error):
        re.compile("(")


def test_a_python_whose_compiler_wants_something_else_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = compile_all()
    code_of = _compiler._code
    monkeypatch.setattr(_compiler, "_code", lambda parsed: code_of(parsed, 0))
    before = _compiler.compile
    start(tmp_path / "kept")
    assert _compiler.compile is before
    monkeypatch.setattr(_compiler, "_code", code_of)
    assert compile_all() == plain

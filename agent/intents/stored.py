"""Weights in a file: arrays, what is known of them, and a digest: nothing damaged or of another make is used."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np


class WeightsUnusable(RuntimeError):
    """The weights are damaged, of another version, or were trained over another encoder."""


def read_stored(path: Path, *, version: int) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """What is known of the arrays, and the arrays as they were stored.

    Raises:
        WeightsUnusable: the file is missing, damaged or of another version.
    """
    try:
        with np.load(path, allow_pickle=False) as stored:
            about: dict[str, Any] = json.loads(str(stored["about"]))
            arrays = {name: stored[name] for name in stored.files if name != "about"}
    except (OSError, ValueError, KeyError, BadZipFile) as error:
        raise WeightsUnusable(f"{path.name} cannot be read: {error}") from error
    if about.get("version") != version:
        raise WeightsUnusable(f"{path.name} is version {about.get('version')}, expected {version}")
    if about.get("sha256") != _digest(arrays):
        raise WeightsUnusable(f"{path.name} is damaged")
    return about, arrays


def write_stored(path: Path, arrays: dict[str, np.ndarray], *, version: int, **about: Any) -> None:
    with path.open("wb") as file:
        known = json.dumps({"version": version, **about, "sha256": _digest(arrays)})
        np.savez_compressed(file, about=np.array(known), **arrays)  # pyright: ignore[reportArgumentType]


def _digest(arrays: Mapping[str, np.ndarray]) -> str:
    digest = hashlib.sha256()
    for name in sorted(arrays):
        digest.update(name.encode() + str(arrays[name].shape).encode() + arrays[name].tobytes())
    return digest.hexdigest()

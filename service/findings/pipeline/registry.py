"""Models that this installation keeps: immutable folders named by version and content, of which one is current.

A kept folder holds a manifest of what every file of it is. Only the pointer to the current one ever changes, and it
changes at once or not at all.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from findings.errors import Code, FindingsError

MANIFEST = "manifest.json"
POINTER = "current.json"
META = "meta.json"
SHORT = 12
READABLE = 0o644


class Kept(BaseModel):
    """A kept model; `hash` is of its content, `files` are the sha256 of each file by its path in the folder."""

    version: str
    hash: str
    files: dict[str, str]


class Pointer(BaseModel):
    """The version that is current (null: the shipped model) and those that were before it, latest last."""

    version: str | None = None
    before: list[str | None] = []


def keep(folder: Path, home: Path) -> Kept:
    """Take a trained folder into `home` under its version and content; the same content again is the same model."""
    meta = json.loads((folder / META).read_text())
    content = _hash(_files(folder))
    version = f"{meta['version'].partition('+')[0]}+{content[:SHORT]}"
    home.mkdir(parents=True, exist_ok=True)
    if (home / version).is_dir():
        return check(home / version)
    with tempfile.TemporaryDirectory(dir=home, prefix=".") as made:
        new = Path(made) / version
        shutil.copytree(folder, new, ignore=shutil.ignore_patterns(MANIFEST))
        (new / META).write_text(json.dumps(meta | {"version": version}, indent=2))
        kept = Kept(version=version, hash=content, files=_files(new))
        (new / MANIFEST).write_text(kept.model_dump_json(indent=1))
        new.rename(home / version)
    return kept


def seal(folder: Path) -> Kept:
    """Write the manifest of a folder that was just trained, in place: from then on a change of any file is noticed."""
    meta = json.loads((folder / META).read_text())
    files = _files(folder)
    kept = Kept(version=meta["version"], hash=_hash(files), files=files)
    (folder / MANIFEST).write_text(kept.model_dump_json(indent=1))
    return kept


def check(folder: Path) -> Kept:
    """The manifest of a kept folder. Raises FindingsError where any file is not what it was when it was kept."""
    try:
        kept = Kept.model_validate_json((folder / MANIFEST).read_bytes())
    except (OSError, ValidationError) as error:
        told = f"{folder} has no readable {MANIFEST}: it is no kept model. Keep the model again from where it was made."
        raise FindingsError(Code.MODEL_FOREIGN, told) from error
    found = _files(folder)
    if wrong := sorted({name for name, _ in kept.files.items() ^ found.items()}):
        told = f"{folder} is damaged: {', '.join(wrong[:3])} changed since it was kept. Roll back, or keep it again."
        raise FindingsError(Code.MODEL_FOREIGN, told)
    return kept


def kept_models(home: Path) -> list[Kept]:
    """The kept models, latest first; folders without a readable manifest are not among them."""
    paths = [path for path in home.glob(f"*/{MANIFEST}") if not path.parent.name.startswith(".")]
    found = []
    for path in sorted(paths, key=lambda path: path.stat().st_mtime_ns, reverse=True):
        with suppress(ValidationError):
            found.append(Kept.model_validate_json(path.read_bytes()))
    return found


def pointer(home: Path) -> Pointer:
    """Which kept model is current. Raises FindingsError where the pointer cannot be read."""
    path = home / POINTER
    if not path.exists():
        return Pointer()
    try:
        return Pointer.model_validate_json(path.read_bytes())
    except ValidationError as error:
        told = f"{path} cannot be read. Remove it to go back to the shipped model, then promote the one you want."
        raise FindingsError(Code.MODEL_FOREIGN, told) from error


def kept_model(version: str, home: Path) -> Kept:
    """A kept model by its version. Raises FindingsError where there is none."""
    found = {each.version: each for each in kept_models(home)}
    if version not in found:
        told = (
            f"No model {version!r} is kept; there are: {', '.join(found) or 'none'}. `findings models keep` adds one."
        )
        raise FindingsError(Code.NOT_FOUND, told)
    return found[version]


def promote(version: str, home: Path) -> Pointer:
    """Make a kept model current. Raises FindingsError where it is not kept, or damaged."""
    check(home / kept_model(version, home).version)
    now = pointer(home)
    return now if now.version == version else _point(home, version, [*now.before, now.version])


def roll_back(home: Path) -> Pointer:
    """Make the model current that was before. Raises FindingsError where there is none, or it is damaged."""
    now = pointer(home)
    if not now.before:
        raise FindingsError(Code.CONFLICT, "No model was current before this one; promote the one you want.")
    *before, version = now.before
    if version is not None:
        check(home / version)
    return _point(home, version, before)


def _point(home: Path, version: str | None, before: Sequence[str | None]) -> Pointer:
    made = Pointer(version=version, before=list(before))
    with tempfile.NamedTemporaryFile("w", dir=home, prefix=".", delete=False) as file:
        file.write(made.model_dump_json())
        file.flush()
        os.fsync(file.fileno())
    os.chmod(file.name, READABLE)
    os.replace(file.name, home / POINTER)
    return made


def _files(folder: Path) -> dict[str, str]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST)
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def _hash(files: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(files, sort_keys=True).encode()).hexdigest()

"""What holds of the repository as a whole: its commands, its locks, its size, what it may name."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from importlib.metadata import distribution, packages_distributions
from pathlib import Path
from typing import Any

import pytest
import typer

from findings.cli import app

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
MAX_LINES = 300
LOCKED = re.compile(
    r"^(?P<name>[a-z0-9.-]+)==[^ ]+(?: ; [^\\]+)? \\\n(?P<hashes>(?: +--hash=sha256:[0-9a-f]{64}.*\n?)+)", re.M
)
# Written in parts so that this file does not find itself.
FOLDERS = ["wo" + "rk", "ro" + "ot", "tm" + "p", "op" + "t"]
MACHINE_PATH = re.compile(r"(?<![\w.\"'])/(?:" + "|".join(FOLDERS) + r")/\w")
REGISTRIES = ["py" + "pi.org", "pythonhost" + "ed", "registry.npm" + "js", "registry.yarn" + "pkg"]


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("needs a git checkout")
    return [path for name in listed.stdout.decode().split("\0") if name and (path := ROOT / name).is_file()]


def sources(*folders: str) -> list[Path]:
    return sorted(path for root in folders for path in (ROOT / root).rglob("*.py"))


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def declared(*extras: str) -> set[str]:
    project = PROJECT["project"]
    lines = [*project["dependencies"], *(line for extra in extras for line in project["optional-dependencies"][extra])]
    return {normal(re.match(r"[\w.-]+", line).group()) for line in lines}  # type: ignore[union-attr]


def locked(name: str) -> dict[str, str]:
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    found = {normal(match["name"]): match["hashes"] for match in LOCKED.finditer(text)}
    assert len(LOCKED.findall(text)) == len(re.findall(r"^\w", text, re.M)), f"{name}.txt: no version or no hash"
    return found


def test_the_readmes_commands_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.M))
    used = set(re.findall(r"(?:`|^ {4})make ([a-z]+)\b", (ROOT / "README.md").read_text(), re.M))
    assert used >= {"serve", "test"}
    assert used <= targets
    assert targets >= {"setup", "serve", "test", "check", "train", "bench"}


def test_the_readme_names_every_command() -> None:
    readme = (ROOT / "README.md").read_text()
    group: Any = typer.main.get_command(app)
    assert [name for name in group.commands if f"findings {name}" not in readme] == []


def test_no_file_names_a_machine_or_a_registry() -> None:
    wrong = []
    for path in tracked():
        text = path.read_bytes().decode("utf-8", "ignore")
        if MACHINE_PATH.search(text) or any(address in text for address in REGISTRIES):
            wrong.append(str(path.relative_to(ROOT)))
    assert wrong == []


@pytest.mark.parametrize(("lock", "extras"), [("run", ()), ("dev", ("dev",))])
def test_the_locks_pin_every_dependency_by_hash(lock: str, extras: tuple[str, ...]) -> None:
    assert declared(*extras) - set(locked(lock)) == set()


def test_the_locks_agree() -> None:
    run, dev = locked("run"), locked("dev")
    assert {name for name in run if dev.get(name) != run[name]} == set()


def test_what_builds_the_package_is_locked() -> None:
    assert {normal(name) for name in PROJECT["build-system"]["requires"]} <= set(locked("run"))


def test_the_front_end_lock_has_hashes_and_no_addresses() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    locked_packages = {name: value for name, value in packages.items() if name}
    assert locked_packages
    assert all("integrity" in value and "resolved" not in value for value in locked_packages.values())


def test_files_stay_small() -> None:
    long = {
        str(path.relative_to(ROOT)): n
        for path in sources("service", "training")
        if (n := path.read_text().count("\n")) > MAX_LINES
    }
    assert long == {}


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


EXTRAS = set(PROJECT["project"]["optional-dependencies"])


@pytest.mark.parametrize(
    ("folders", "extras"),
    [(("service", "training"), EXTRAS - {"dev"}), (("tests", "benchmarks"), EXTRAS)],
    ids=["product", "tests"],
)
def test_what_is_imported_is_declared(folders: tuple[str, ...], extras: set[str]) -> None:
    ours = {"findings", "findings_training", "benchmarks", "__future__"}
    providers = packages_distributions()
    allowed = declared(*extras)
    wrong = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in sources(*folders)
        for name in set(imported(path)) - ours - set(sys.stdlib_module_names)
        if not {normal(provider) for provider in providers.get(name, [name])} & allowed
    }
    assert wrong == set()


def test_every_factory_is_an_entry_point() -> None:
    factories = {
        name
        for path in (ROOT / "service" / "findings" / "pipeline").glob("*.py")
        for name in re.findall(r'@Language\.(?:factory|component)\(\s*"(\w+)"', path.read_text())
    }
    assert factories == set(PROJECT["project"]["entry-points"]["spacy_factories"])


def test_every_entry_point_leads_somewhere() -> None:
    ours = distribution("findings").entry_points
    assert {entry.name for entry in ours} >= {"findings", "findings.ReportTokenizer.v1", "findings_segments"}
    for entry in ours:
        entry.load()


def commands() -> list[Any]:
    group: Any = typer.main.get_command(app)
    return [group, *group.commands.values()]


@pytest.mark.parametrize("command", commands(), ids=lambda command: command.name)
def test_every_command_and_option_has_help(command: Any) -> None:
    assert command.help
    assert [param.name for param in command.params if not param.help] == []


def test_the_wheel_holds_code_models_and_data(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*build, "--wheel-dir", str(tmp_path), str(ROOT)], check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    here = {
        path for path in (ROOT / "service").rglob("*") if path.suffix in {".jsonl", ".yaml", ".csv", ".html", ".css"}
    }
    data = {path.relative_to(ROOT / "service").as_posix() for path in here}
    data |= {f"findings/_models/{path.relative_to(ROOT / 'models')}" for path in tracked() if "models" in path.parts}
    assert data - names == set()

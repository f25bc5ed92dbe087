"""What the repository keeps to: nothing of one machine, nothing unpinned, nothing huge."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import warnings
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Written in halves, or this file would find itself.
INDEX_HOSTS = tuple(
    a + b
    for a, b in (
        ("pypi", ".org"),
        ("pypi", ".python.org"),
        ("pythonhosted", ".org"),
        ("registry.npm", "js.org"),
        ("registry.yarn", "pkg.com"),
        ("crates", ".io/"),
    )
)
MACHINE_PATH = re.compile(r"(?<![\w.<>}*$-])/(?:work|root|tmp|home)/[\w.]")
# Folders and kinds of files that setting up and running make.
MADE = {
    *(".git", ".venv", "var", "node_modules", "__pycache__", ".mypy_cache", ".pytest_cache"),
    *(".ruff_cache", ".import_linter_cache", ".mo", ".pyc", ".db", ".log"),
}
FILE_LINES, FUNCTION_LINES = 200, 40


def tracked() -> list[Path]:
    """Files of the repository; of an unpacked archive, all but what running it makes."""
    if (ROOT / ".git").exists() and shutil.which("git"):
        # A checkout that belongs to somebody else is read all the same.
        command = ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z"]
        result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        paths = [ROOT / name for name in result.stdout.split("\0") if name]
        return [path for path in paths if path.is_file()]
    return [p for p in ROOT.rglob("*") if p.is_file() and not MADE & {*p.parts, p.suffix}]


def texts() -> list[tuple[Path, str]]:
    found = []
    for path in tracked():
        content = path.read_bytes()
        if b"\0" not in content[:8000]:
            found.append((path.relative_to(ROOT), content.decode(errors="replace")))
    return found


def test_no_file_names_a_package_index() -> None:
    assert [(str(p), host) for p, text in texts() for host in INDEX_HOSTS if host in text] == []


def test_no_file_carries_a_path_of_one_machine() -> None:
    here = Path(__file__).relative_to(ROOT)
    found = [
        (str(path), text[match.start() - 30 : match.end() + 30])
        for path, text in texts()
        if path != here and "vendor" not in path.parts
        for match in MACHINE_PATH.finditer(text)
    ]
    assert found == []


def test_nothing_made_is_tracked() -> None:
    assert [str(path) for path in tracked() if MADE & {*path.parts, path.suffix}] == []


@pytest.mark.parametrize("name", ["base", "dev"])
def test_every_requirement_is_pinned_and_hashed(name: str) -> None:
    lock = (ROOT / "requirements" / f"{name}.txt").read_text()
    blocks = re.split(r"\n(?=\S)", re.sub(r"^\s*#.*\n", "", lock, flags=re.MULTILINE))
    loose = [
        block.split("\n")[0]
        for block in blocks
        if not re.match(r"[\w.-]+==[\w.]+ ", block) or "--hash=sha256:" not in block
    ]
    assert loose == []


def test_what_runs_is_what_is_tested() -> None:
    pins = {}
    for name in ("base", "dev"):
        lock = (ROOT / "requirements" / f"{name}.txt").read_text()
        pins[name] = set(re.findall(r"^[\w.-]+==\S+", lock, flags=re.MULTILINE))
    assert pins["base"] - pins["dev"] == set()


@pytest.mark.parametrize(
    ("folders", "locks"),
    [(("fairapp", "migrations"), ("base",)), (("tests", "benchmarks", "bin"), ("base", "dev"))],
)
def test_what_is_imported_is_required(folders: tuple[str, ...], locks: tuple[str, ...]) -> None:
    """By name, in the .in files: what another library happens to bring may go with it."""
    listed = "\n".join((ROOT / "requirements" / f"{lock}.in").read_text() for lock in locks)
    wanted = {name.lower() for name in re.findall(r"^([\w-]+)", listed, flags=re.MULTILINE)}
    owners = packages_distributions()
    unlisted = {
        (str(path), module)
        for path, text in texts()
        if path.suffix == ".py" and path.parts[0] in folders
        for module in imported(text)
        if module in owners and not wanted & {name.lower() for name in owners[module]}
    }
    assert unlisted == set()


def imported(source: str) -> set[str]:
    modules = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            modules |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            modules.add(node.module or "")
    return {module.split(".")[0] for module in modules}


def test_no_file_is_called_utils() -> None:
    vague = {"utils", "helpers", "misc", "common"}
    assert [str(path) for path in tracked() if path.stem in vague and path.suffix == ".py"] == []


def test_long_files_and_functions_are_reported() -> None:
    """A report, not a rule: the summary of warnings names what grew."""
    long = []
    for path, text in texts():
        if path.suffix != ".py" or path.parts[0] != "fairapp":
            continue
        if (lines := text.count("\n")) > FILE_LINES:
            long.append(f"{path}: {lines} lines")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or 0) - node.lineno + 1
                if length > FUNCTION_LINES:
                    long.append(f"{path}:{node.lineno}: {node.name} has {length} lines")
    if long:
        warnings.warn("long:\n  " + "\n  ".join(long), stacklevel=1)

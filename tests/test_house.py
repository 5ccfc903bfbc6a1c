"""The house is in order: its layout, what it ships, its sizes and names, its commands, and no trace of one machine."""

from __future__ import annotations

import ast
import importlib.util
import os
import re
import statistics
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiemtin import __version__

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src/kiemtin"
SHIPPED = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]["sdist"][
    "include"
]
MADE_BY_TOOLS = {"__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis"}
TEXTS = {".py", ".toml", ".txt", ".md", ".yaml", ".json", ".jinja", ".in", ".tsv", ".ambr", ".html", ""}

MAX_MODULE_LINES = 400
MAX_FUNCTION_LINES = 60
COMPILED, MORE_COMPILED = "/compiled/", 2
MAX_MEDIAN_LINES = 10
MAX_PARAMETERS = 5
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "misc", "common", "manager", "managers"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def files_under(*folders: Path) -> Iterator[Path]:
    """The files of the project under ``folders``, without what tools leave behind."""
    for folder in folders:
        for path in sorted([folder] if folder.is_file() else folder.rglob("*")):
            if path.is_file() and not MADE_BY_TOOLS & set(path.relative_to(ROOT).parts):
                yield path


def modules(*folders: Path) -> list[tuple[str, ast.Module]]:
    """Each Python module under ``folders``: its path from the root, and its syntax tree."""
    paths = [path for path in files_under(*folders) if path.suffix == ".py"]
    return [(str(path.relative_to(ROOT)), ast.parse(path.read_text("utf-8"))) for path in paths]


def functions(tree: ast.Module) -> Iterator[Function]:
    """Every function and method of a module."""
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def lines_of(function: Function) -> int:
    """Lines of a function after its docstring."""
    documented = ast.get_docstring(function) is not None
    start = function.body[0].end_lineno if documented else function.lineno
    return (function.end_lineno or 0) - (start or 0)


OURS = modules(PACKAGE, ROOT / "tools", ROOT / "benchmarks")


def test_what_is_to_be_shipped_is_there() -> None:
    """Each file and folder that the source distribution names exists."""
    assert [] == [name for name in SHIPPED if not (ROOT / name).exists()]


def test_a_wheel_holds_every_file_of_the_package(tmp_path: Path) -> None:
    """What is built from the checkout holds the data files too, and nothing but the package."""
    if importlib.util.find_spec("hatchling") is None:
        pytest.skip("hatchling is not installed")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.iterdir()
    packed = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert {str(path.relative_to(ROOT / "src")) for path in files_under(PACKAGE)} == packed


def test_tests_stand_where_the_code_stands() -> None:
    """The folders of ``tests/`` are folders of the package, and each of these has one."""
    named = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert named == {path.parent.name for path in (ROOT / "tests").glob("*/__init__.py")}


def test_modules_and_functions_are_short() -> None:
    """No module and no function passes its limit, and the middle function is small."""
    sizes = {f"{path}:{one.lineno} {one.name}": lines_of(one) for path, tree in OURS for one in functions(tree)}
    assert {} == {name: size for name, size in sizes.items() if size > MAX_FUNCTION_LINES}
    assert statistics.median(sizes.values()) <= MAX_MEDIAN_LINES
    lengths = {path: len((ROOT / path).read_text("utf-8").splitlines()) for path, _ in OURS}
    assert {} == {path: length for path, length in lengths.items() if length >= MAX_MODULE_LINES}


def test_functions_take_few_parameters() -> None:
    """More than five parameters want a value of their own; what a command line hands over is counted apart."""
    many = [
        f"{path}:{one.lineno} {one.name}"
        for path, tree in OURS
        for one in functions(tree)
        if len(one.args.posonlyargs + one.args.args + one.args.kwonlyargs) - _has_self(one) > _most_parameters(path)
        and not _is_command(one)
    ]
    assert [] == many


def _most_parameters(path: str) -> int:
    """Compiled functions are handed their tables one by one: bundles of them are copied at each call."""
    return MAX_PARAMETERS + (COMPILED in path) * MORE_COMPILED


def _has_self(function: Function) -> bool:
    return bool(function.args.args) and function.args.args[0].arg in ("self", "cls")


def _is_command(function: Function) -> bool:
    return any("command" in ast.unparse(one) for one in function.decorator_list)


def test_names_of_modules_say_something() -> None:
    """No module is called after nothing in particular."""
    assert [] == [path for path, _ in OURS if Path(path).stem in NAMES_THAT_SAY_NOTHING]


def test_every_test_says_in_one_sentence_what_it_keeps() -> None:
    """Each test has a docstring of one paragraph."""
    silent = [
        f"{path}:{one.lineno} {one.name}"
        for path, tree in modules(ROOT / "tests")
        for one in functions(tree)
        if one.name.startswith("test_") and not re.fullmatch(r"(?s)\S(?:(?!\n\n).)*\.", ast.get_docstring(one) or "")
    ]
    assert [] == silent


def test_only_net_may_fetch() -> None:
    """No module outside ``kiemtin.net`` imports the half of urllib that opens connections."""
    fetching = [path for path, tree in modules(PACKAGE) if "/net/" not in path and "urllib.request" in _imports(tree)]
    assert [] == fetching


def _imports(tree: ast.Module) -> set[str]:
    plain = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    froms = [(node.module or "", node.names) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return (
        plain
        | {module for module, _ in froms}
        | {f"{module}.{alias.name}" for module, names in froms for alias in names}
    )


# Written in pieces: the test reads itself as well.
PLACES = r"(?<![\w.-])/(?:wo" + r"rk|ro" + r"ot|ho" + r"me|Us" + r"ers)/\w"
REGISTRIES = "py" + r"pi\.org|pythonho" + "sted"
TRACES = re.compile(f"{PLACES}|{REGISTRIES}")


def test_no_file_names_a_machine_or_a_registry() -> None:
    """No file of the project holds a path of one person's machine or the host of a package registry."""
    texts = [path for path in files_under(*(ROOT / name for name in SHIPPED)) if path.suffix in TEXTS]
    found = {str(path.relative_to(ROOT)): TRACES.search(path.read_text("utf-8")) for path in texts}
    assert {} == {path: hit.group() for path, hit in found.items() if hit}


def test_make_lists_its_commands_and_the_docs_name_real_ones() -> None:
    """``make`` tells of every target that is a command, and each ``make x`` in the docs is one of them."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    commands = set((re.search(r"^\.PHONY: (.*)$", makefile, re.M) or [""])[1].split())
    told = re.findall(r"^([a-z]+):.*## \S.* · \S", makefile, re.M)
    pages = [path.read_text("utf-8") for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]]
    named = {name for page in pages for name in re.findall(r"(?:`|^)make ([a-z]+)\b", page, re.M)}
    assert commands == set(told)
    assert {"demo", "test"} <= named <= commands


def test_every_link_between_the_pages_leads_somewhere() -> None:
    """A relative link or picture in a page of the project leads to a file that exists."""
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    links = [(page, link) for page in pages for link in re.findall(r"\]\(([^)#\s]+)", page.read_text("utf-8"))]
    local = [(page, link) for page, link in links if "://" not in link]
    assert [] == [(str(page.relative_to(ROOT)), link) for page, link in local if not (page.parent / link).exists()]


def test_continuous_integration_runs_what_everyone_runs() -> None:
    """``.ci/run`` can be executed and is ``make test``."""
    script = ROOT / ".ci/run"
    assert os.access(script, os.X_OK)
    assert "make test" == script.read_text("utf-8").splitlines()[-1]


def test_the_changelog_knows_this_version() -> None:
    """The version in use has an entry of its own."""
    assert f"## [{__version__}]" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_the_demo_shows_what_it_promises() -> None:
    """Every sample of ``make demo`` ends as it should, and what to type next follows."""
    shown = subprocess.run([sys.executable, ROOT / "tools/demo.py"], check=False, capture_output=True, text=True)
    assert 0 == shown.returncode, shown.stdout + shown.stderr
    assert "kiemtin check --file" in shown.stdout

"""The house stays small: what is big is listed here with today's number, and may only shrink."""

import ast
from statistics import median

from tests.house.trees import ROOT, functions, modules, name

MODULE, FUNCTION, MEDIAN, SCRIPT = 300, 50, 100, 400

BIG_MODULES: dict[str, int] = {
    "liveboard/store/entries.py": 365,  # every decision about an entry, with its words
}
BIG_FUNCTIONS: dict[str, int] = {}


def lines(node):
    """Lines of a function without its docstring."""
    first = node.body[0]
    is_doc = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    doc = first.end_lineno - first.lineno + 1 if is_doc else 0
    return node.end_lineno - node.lineno + 1 - doc


def test_modules_are_short():
    """
    A file is one idea; one that grows past the limit is two.
    """
    long = {
        name(path): n
        for path in modules()
        if (n := len(path.read_text().splitlines())) > BIG_MODULES.get(name(path), MODULE)
    }

    assert {} == long


def test_functions_are_short():
    """
    A function fits on a screen, with its docstring beside it.
    """
    long = {
        key: n
        for path, tree in modules().items()
        for function in functions(tree)
        if (n := lines(function))
        > BIG_FUNCTIONS.get(key := f"{name(path)}:{function.name}", FUNCTION)
    }

    assert {} == long


def test_most_files_are_small():
    """
    The median file can be read in a minute.
    """
    sizes = [len(path.read_text().splitlines()) for path in modules()]

    assert median(sizes) <= MEDIAN


def test_scripts_of_pages_are_short():
    """
    JavaScript is split before it grows.
    """
    static = ROOT / "liveboard" / "static"
    long = {
        name(path): n
        for path in static.rglob("*.js")
        if "vendor" not in path.parts and (n := len(path.read_text().splitlines())) > SCRIPT
    }

    assert {} == long

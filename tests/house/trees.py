"""The source trees, read once."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
OURS = ("liveboard", "workers")


@cache
def modules() -> dict[Path, ast.Module]:
    """Every Python module of the product, parsed."""
    paths = [path for folder in OURS for path in sorted((ROOT / folder).rglob("*.py"))]
    return {path: ast.parse(path.read_text()) for path in paths}


@cache
def checks() -> dict[Path, ast.Module]:
    """Every test module, parsed."""
    return {
        path: ast.parse(path.read_text()) for path in sorted((ROOT / "tests").rglob("test_*.py"))
    }


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function of a module, methods and inner ones too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def name(path: Path) -> str:
    """A path as people write it."""
    return path.relative_to(ROOT).as_posix()

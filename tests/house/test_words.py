"""What is written beside the code is there, and true."""

import ast
import re
import tomllib

import click

from liveboard import __version__
from liveboard.cli.main import liveboard
from liveboard.config.settings import NAMES
from liveboard.web.app import ROUTES
from tests.house.trees import ROOT, checks, functions, modules, name

DOCS = ROOT / "liveboard" / "docs"


def test_every_test_says_what_it_promises():
    """
    A test has a docstring: the promise, in words that somebody who runs the day would use.
    """
    silent = [
        f"{name(path)}:{function.name}"
        for path, tree in checks().items()
        for function in functions(tree)
        if function.name.startswith("test_") and not ast.get_docstring(function)
    ]

    assert [] == silent


def test_everything_public_is_explained():
    """
    Whatever another module may use says what it means.
    """
    silent = [
        f"{name(path)}:{node.name}"
        for path, tree in modules().items()
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]

    assert [] == silent


def test_every_module_says_what_it_is_for():
    """
    A module opens with a sentence about itself.
    """
    assert [] == [name(path) for path, tree in modules().items() if not ast.get_docstring(tree)]


def test_every_setting_is_in_the_readme():
    """
    An operator finds every setting in the README's table.
    """
    readme = (ROOT / "README.md").read_text()

    assert [] == [setting for setting in NAMES if f"`LIVEBOARD_{setting}`" not in readme]


def test_every_address_is_in_the_documents():
    """
    Every route is named in the page about the public interface.
    """
    page = (DOCS / "interface.md").read_text()
    paths = {re.sub(r":\w+}", "}", route.path) for route in ROUTES}

    assert [] == sorted(path for path in paths if f"`{path}`" not in page)


def commands(group, prefix=""):
    for key, command in group.commands.items():
        yield f"{prefix}{key}"
        if isinstance(command, click.Group):
            yield from commands(command, f"{prefix}{key} ")


def test_every_command_is_in_the_documents():
    """
    Every command of the command line is named in the page about the public interface.
    """
    page = (DOCS / "interface.md").read_text()

    assert [] == sorted(key for key in commands(liveboard) if f"liveboard {key}" not in page)


def test_the_newest_heading_of_the_changelog_is_the_version():
    """
    The changelog and the program cannot disagree about what this is.
    """
    headings = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)

    assert __version__ == next(heading for heading in headings if heading != "Unreleased")


def test_the_glossary_speaks_of_words_we_use():
    """
    A word in the glossary is a word in the code; one nobody uses is taken out.
    """
    terms = re.findall(r"^\*\*([\w ]+)\*\*", (DOCS / "glossary.md").read_text(), re.MULTILINE)
    code = "\n".join(path.read_text().lower() for path in modules())

    assert len(terms) > 20
    assert [] == [term for term in terms if term.lower() not in code]


def test_every_dependency_says_why():
    """
    Each dependency stands in pyproject.toml with one line why.
    """
    text = (ROOT / "pyproject.toml").read_text()
    project = tomllib.loads(text)
    wanted = project["project"]["dependencies"] + project["dependency-groups"]["test"]
    unsaid = [
        dependency
        for dependency in wanted
        if not re.search(rf'"{re.escape(dependency)}",\s+# \w', text)
    ]

    assert [] == unsaid


def test_links_between_documents_lead_somewhere():
    """
    A link to a file of ours in the documents is not broken.
    """
    broken = []
    for page in [*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *(ROOT / "deploy").glob("*.md")]:
        targets = re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", page.read_text())
        broken += [f"{name(page)}: {to}" for to in targets if not (page.parent / to).exists()]

    assert [] == broken

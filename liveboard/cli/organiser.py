"""`liveboard organiser`: who may sign in at the desk."""

import asyncio
import json
import sys

import click

from liveboard.cli import common
from liveboard.domain.names import tidy
from liveboard.domain.roles import Role
from liveboard.store import organisers
from liveboard.store.call import run
from liveboard.web import signin

PASSWORD = click.option(
    "--password-stdin",
    "from_stdin",
    is_flag=True,
    help="Read the password from standard input (else you are asked for it).",
)


@click.group()
def organiser() -> None:
    """Add, list, reset or remove organisers."""


@organiser.command()
@click.argument("name")
@click.option(
    "--role",
    type=click.Choice([str(role) for role in Role]),
    required=True,
    help="What they may do.",
)
@PASSWORD
def add(name: str, role: str, *, from_stdin: bool) -> None:
    """Add NAME."""
    account = _account(tidy(name), Role(role), from_stdin=from_stdin)
    kit = common.kit()
    run(kit.redis, organisers.put(kit.keys, account, new=True))
    click.echo(f"added: {account.name} ({role}); they sign in at {kit.settings.url}/organise")


@organiser.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print it for a script.")
def everybody(*, as_json: bool) -> None:
    """List names and roles."""
    kit = common.kit()
    found = run(kit.redis, organisers.everybody(kit.keys))
    if as_json:
        click.echo(json.dumps([{"name": one.name, "role": str(one.role)} for one in found]))
        return
    for one in found:
        click.echo(f"{one.role:<10} {one.name}")
    if not found:
        click.echo("nobody yet; add one with `liveboard organiser add NAME --role owner`")


@organiser.command()
@click.argument("name")
@PASSWORD
def reset(name: str, *, from_stdin: bool) -> None:
    """Give NAME a new password; whoever is signed in with the old one is signed out."""
    kit = common.kit()
    old = run(kit.redis, organisers.find(kit.keys, name))
    if old is None:
        raise _nobody(name)
    account = _account(name, old.role, from_stdin=from_stdin)
    run(kit.redis, organisers.put(kit.keys, account, new=False))
    click.echo(f"reset: {name}")


@organiser.command()
@click.argument("name")
def remove(name: str) -> None:
    """Remove NAME; they are signed out at once."""
    kit = common.kit()
    everybody_ = run(kit.redis, organisers.everybody(kit.keys))
    owners = [one.name for one in everybody_ if one.role is Role.OWNER]
    if owners == [name] and len(everybody_) > 1:
        raise common.Said(
            [f"{name} is the only owner"],
            "add another with `--role owner` first, then remove this one",
        )
    if not run(kit.redis, organisers.remove(kit.keys, name)):
        raise _nobody(name)
    click.echo(f"removed: {name}")


def _password(*, from_stdin: bool) -> str:
    if from_stdin:
        word = sys.stdin.readline().rstrip("\n")
    else:
        word = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return str(word)


def _account(name: str, role: Role, *, from_stdin: bool) -> organisers.Organiser:
    return asyncio.run(signin.account(name, role, _password(from_stdin=from_stdin)))


def _nobody(name: str) -> common.Said:
    return common.Said(
        [f'there is no organiser "{name}"'], "`liveboard organiser list` shows who there is"
    )

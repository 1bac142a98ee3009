"""`python -m liveboard`, and what the `liveboard` command calls."""

from liveboard.cli.main import liveboard


def main() -> None:
    """Run the command line; does not return."""
    liveboard(prog_name="liveboard")


if __name__ == "__main__":
    main()

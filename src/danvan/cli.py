"""The command danvan: check a report before it is signed."""


def main() -> int:
    """Run the command line."""
    raise NotImplementedError

"""Make a vault in a server's database; run as a program with the office's role."""


def main() -> None:
    """Make units, holders and keys, and say the receiving unit's code."""
    import django

    django.setup()
    from danvan.vault import passphrases
    from danvan.vault.tests.conftest import make_vault

    passphrases.COST = passphrases.Cost(64, 1, 1)  # nobody attacks these
    print(make_vault().commune.code)  # noqa: T201


if __name__ == "__main__":
    main()

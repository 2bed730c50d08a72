"""The ceremony at the prompt."""

import base64
import io

from django.core.management import call_command

from danvan.vault import shares


def test_two_of_the_printed_shares_make_the_printed_key():
    out = io.StringIO()

    call_command("vault", "ceremony", stdout=out)

    lines = [line for line in out.getvalue().splitlines() if line]
    words = [line for line in lines if len(line.split()) > 20]
    public = base64.b64decode(lines[1])
    assert len(words) == 3
    assert shares.put_together(words[1:], public).public == public

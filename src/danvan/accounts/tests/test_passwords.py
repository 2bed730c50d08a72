"""Which passwords are refused."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from danvan.accounts.models import User
from danvan.accounts.passwords import known_words


@pytest.mark.parametrize(
    "password",
    [
        "short1!",
        "matkhau123456",
        "Mật khẩu 2026!",
        "M4tkh@u123456",
        "anhyeuem20252026",
        "Việt Nam 1945!!!",
        "adminadminadmin",
        "qwerty-asdfgh-zxcvbn",
        "UBND@VinhLong2026",
        "iloveyou12345678",
        "111111111111",
        "abababababababab",
        "2026-07-01-2026",
        "nguyen.clerk-1999!",
        "password12345678",
    ],
)
def test_short_and_known_passwords_are_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password, User(username="nguyen.clerk"))


@pytest.mark.parametrize(
    "password",
    [
        "chín con mèo ngủ trưa",
        "correct horse battery",
        "thuyền nan qua sông",
        "kqzvwxyjhgtp",
        "mái nhà lợp lá dừa",
    ],
)
def test_words_of_ones_own_need_neither_digits_nor_capitals(password):
    validate_password(password, User(username="clerk"))


def test_the_words_are_folded_and_stand_once():
    from importlib import resources

    lines = resources.files("danvan.accounts").joinpath("data", "known_words.txt")
    words = [w for w in lines.read_text("utf-8").splitlines() if w[:1] not in ("", "#")]

    assert all(word.isascii() and word.islower() for word in words)
    assert len(words) == len(known_words())

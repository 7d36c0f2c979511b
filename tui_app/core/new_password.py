"""Make a SIP password."""

import string
from typing import Final

PASSWORD_LENGTH: Final = 20
LONG_PASSWORD: Final = 32
"""Characters of a password for who wants more than is needed; some devices take no longer one."""
# Without 0/O and 1/l/I, since passwords are read off a screen into a phone; without punctuation,
# which some SIP devices mangle.
PASSWORD_ALPHABET = "".join(sorted(set(string.ascii_letters + string.digits) - set("0O1lI")))


def generate_password(length: int = PASSWORD_LENGTH) -> str:
    """Return a random SIP password of ASCII letters and digits; 20 have about 116 bits.

    It has at least one lower-case letter, one capital and one digit.
    """
    import secrets  # 5 ms, only when first needed

    while True:
        password = "".join(secrets.choice(PASSWORD_ALPHABET) for _ in range(length))
        if all(any(map(test, password)) for test in (str.islower, str.isupper, str.isdigit)):
            return password

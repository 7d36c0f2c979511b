"""Make a SIP password."""

import string

PASSWORD_LENGTH = 20
# Without 0/O and 1/l/I, since passwords are read off a screen into a phone; without punctuation,
# which some SIP devices mangle.
PASSWORD_ALPHABET = "".join(sorted(set(string.ascii_letters + string.digits) - set("0O1lI")))


def generate_password() -> str:
    """Return a random SIP password: 20 ASCII letters and digits (about 116 bits).

    It has at least one lower-case letter, one capital and one digit.
    """
    import secrets  # 5 ms, only when first needed

    while True:
        password = "".join(secrets.choice(PASSWORD_ALPHABET) for _ in range(PASSWORD_LENGTH))
        if all(any(map(test, password)) for test in (str.islower, str.isupper, str.isdigit)):
            return password

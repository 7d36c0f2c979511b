"""The texts of `--help` beside the options: what a command prints, outcomes and exit codes."""

from typing import Final

DESCRIPTION: Final = (
    "Sets up a Telnyx credential connection: a SIP trunk with user name and password."
)
EPILOG: Final = "TELNYX_API_KEY holds the API key. More: COMMAND --help, man telnyx-wizard."
CHECK_EPILOG: Final = """\
--json prints {"valid", "problems", "payload", "form", "notes"}. A problem is
{"pointer", "severity", "code", "message"}, its severity error, warning or hint.

exit codes: 0 valid, 2 usage or unreadable file, 3 invalid
"""
CREATE_EPILOG: Final = """\
--json prints {"outcome", "connection", "problems", "attempts"}.
Progress goes to standard error.

outcomes and exit codes:
  created      0  the API answered 201
  found        0  the answer was lost; a look-up showed the connection
  invalid      3  nothing was sent
  rejected     4  the API refused it, or the user name is taken
  not_created  5  not reached, busy, or not recorded; 0 after --dry-run
  unknown      6  it may have been created

A value that the API did not keep as sent is a warning: not_kept.
"""
EXPORT_EPILOG: Final = """\
No secret is in it: whoever runs it sets TELNYX_API_KEY and TELNYX_SIP_PASSWORD.
json has no password; check and create take it from TELNYX_SIP_PASSWORD.

exit codes: 0 done, 2 usage or unreadable file, 3 invalid, nothing printed
"""
UPDATE_EPILOG: Final = """\
Reads the connection, sends what differs, and compares the reply. --json prints
{"outcome", "changes", "problems"}; a change is {"pointer", "from", "to"}.

outcomes and exit codes:
  updated      0  changed, or a look showed so after a lost answer
  unchanged    0  the connection holds all of it already
  invalid      3  nothing was sent
  rejected     4  the API refused it, or there is no such connection
  not_updated  5  not reached, busy, or not recorded; 0 after --dry-run
  unknown      6  it may have been changed
"""
DELETE_EPILOG: Final = """\
--json prints {"outcome", "problems"}.

outcomes and exit codes:
  deleted      0  deleted, or a look showed so after a lost answer
  rejected     4  the API refused it, or it has another name
  not_deleted  5  not reached, busy, or not recorded
  unknown      6  it may have been deleted
"""
VERIFY_EPILOG: Final = """\
It reads the user name by the API and takes the password from
TELNYX_SIP_PASSWORD, or asks for it. It changes nothing: no device is logged out.
Each transport takes 10 seconds at most, less after a shorter --timeout.

--json prints {"outcome", "detail", "transport"}.

outcomes and exit codes:
  accepted     0  the registrar takes the login
  refused      4  it does not; also if the API refused the request
  unreachable  5  nobody answered, or not about the login
"""
SANDBOX_EPILOG: Final = """\
It takes any API key and shares its connections with --sandbox. It never keeps
a password, only hashes of it that let a device register.

The first line printed is the base URL, the second the registrar: sip:HOST:PORT.
"""

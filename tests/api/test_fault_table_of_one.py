"""Every fault through a change and a deletion, on a real wire: sent again only if it certainly was
not carried out, a true outcome, an end within its bound.
"""

import pytest
import telnyx

from tests.support.fault_row import ENDS, FAULTS_OF, OFFICE, WORKS, Row, Work
from tests.support.fault_server import FaultServer
from tui_app.api.progress import Pace


@pytest.mark.parametrize(("work", "name"), WORKS)
def test_nothing_twice_and_nothing_untrue(work: Work, name: str) -> None:
    fault = FAULTS_OF[work][name]
    row = Row(work, name)
    row.check()
    assert row.outcome.kind in [ENDS[work].get(end, end) for end in fault.ends]
    again = (Pace().tries if not fault.once else 2) if "429 " in name else 1
    sent_again = fault.certain == "refused" and fault.ends != ("rejected",)
    if not fault.unread:
        assert len(row.sent) == (again if sent_again and "a day" not in name else 1)


@pytest.mark.sampled(every=4)
@pytest.mark.parametrize(("work", "name"), WORKS)
def test_what_befalls_the_read_before_sends_nothing_wrong(work: Work, name: str) -> None:
    """It is read again if that may help; if not, nothing is sent."""
    row = Row(work, reads=(name,))
    row.check()
    assert len(row.sent) <= 1
    assert row.outcome.kind != "unknown", "nothing was sent that could be lost"
    fault = FAULTS_OF[work][name]
    if fault.certain == "created":
        assert row.done


@pytest.mark.sampled(every=4)
@pytest.mark.parametrize(("work", "name"), WORKS)
def test_what_befalls_every_look_proves_nothing(work: Work, name: str) -> None:
    row = Row(work, "commit then drop", reads=("none", *(name,) * Pace().looks))
    row.check()
    assert len(row.sent) == 1
    # What can be read shows what was done; and a deleted connection is not there to be shown.
    shows = FAULTS_OF[work][name].certain == "created" or name in ("404", "commit then 404")
    if work == "change" and name != "404":
        assert row.outcome.kind == ("updated" if shows else "unknown")


def test_the_table_sees_a_client_that_sends_again() -> None:
    """The positive control: one call of the vendor's own SDK, and the server has three."""
    with FaultServer(*["commit then drop"] * 3) as server:
        server.connections.append(dict(OFFICE))
        client = telnyx.Telnyx(api_key="KEY", base_url=server.base_url)
        with pytest.raises(telnyx.APIConnectionError):
            client.credential_connections.update("7", tags=["mine"])
        assert len(server.patches) == 3

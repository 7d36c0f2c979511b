"""Resolve host names in threads that nothing waits for at the end."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from tui_app.system.threads import left_to_main


class Unattended(ThreadPoolExecutor):
    """Resolves host names for an event loop.

    A name server that does not answer delays neither the end of the loop nor that of the process.
    """

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        future: Future[Any] = Future()

        def work() -> None:
            try:
                future.set_result(fn(*args, **kwargs))
            except (OSError, ValueError, RuntimeError) as error:
                future.set_exception(error)

        future.set_running_or_notify_cancel()
        with left_to_main():
            threading.Thread(target=work, name="resolver", daemon=True).start()
        return future

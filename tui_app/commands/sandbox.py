"""`sandbox`: serve the sandbox on loopback until it is interrupted."""

import argparse


def run(options: argparse.Namespace) -> int:
    """Serve the sandbox. Return the exit code."""
    from tui_app.sandbox.serve import serve  # Starlette and uvicorn: 150 ms

    return serve(
        options.port,
        sip_port=options.sip_port,
        sha256=options.sip_sha256,
        drops=options.drop_values,
        seed=options.seed,
        restricted=options.no_profiles,
        slow=options.slow,
        lose=dict(options.lose),
    )

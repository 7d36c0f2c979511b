"""The endpoints for what an account has besides its connections."""

from collections.abc import Sequence

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tui_app.sandbox.exchange import Item, reply, route
from tui_app.sandbox.listing import containing, equal, paged, sorted_by, wanted_text
from tui_app.sandbox.refusal import refusal
from tui_app.sandbox.store import Store

PROFILE_ORDERS = (
    "created_at",
    "name",
    "enabled",
    "service_plan",
    "traffic_type",
    "usage_payment_method",
)


class Account:
    """Outbound voice profiles and push credentials, to read."""

    def __init__(
        self, store: Store, voice_profiles: Sequence[Item], push_credentials: Sequence[Item]
    ) -> None:
        self._store = store
        self._profiles = sorted(voice_profiles, key=lambda each: str(each["created_at"]))
        self._push = sorted(push_credentials, key=lambda each: str(each["created_at"]))

    def routes(self, base: str) -> list[Route]:
        """Return the routes below the path `base`."""
        return [
            route(f"{base}/outbound_voice_profiles", GET=self._list_profiles),
            route(f"{base}/outbound_voice_profiles/{{id}}", GET=self._read_profile),
            route(f"{base}/mobile_push_credentials", GET=self._list_push),
        ]

    async def _counted(self) -> list[Item]:
        """Return the profiles, each with the number of its connections."""
        used = await run_in_threadpool(self._store.profiles_in_use)
        return [
            {**profile, "connections_count": used.get(str(profile["id"]), 0)}
            for profile in self._profiles
        ]

    async def _list_profiles(self, request: Request) -> Response:
        query = request.query_params
        items = containing(
            await self._counted(), "name", wanted_text(query, "filter[name][contains]")
        )
        return reply(paged(sorted_by(items, query, PROFILE_ORDERS, "-created_at"), query, 20))

    async def _read_profile(self, request: Request) -> Response:
        for profile in await self._counted():
            if profile["id"] == request.path_params["id"]:
                return reply({"data": profile})
        raise refusal(404, "10005", "there is no outbound voice profile with this id")

    async def _list_push(self, request: Request) -> Response:
        query = request.query_params
        items = equal(self._push, query, "filter[type]", lambda item: item["type"])
        items = equal(items, query, "filter[alias]", lambda item: item["alias"])
        return reply(paged(items, query, 20))

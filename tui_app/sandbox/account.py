"""The endpoints for what an account has besides its connections."""

import re
from collections.abc import Sequence

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tui_app.sandbox.assignments import Assignments
from tui_app.sandbox.exchange import body_of, reply, route
from tui_app.sandbox.listing import Item, containing, equal, paged, sorted_by, wanted_text
from tui_app.sandbox.refusal import refusal
from tui_app.sandbox.seeds import PHONE_NUMBERS
from tui_app.sandbox.store import Store

PROFILE_ORDERS = (
    "created_at",
    "name",
    "enabled",
    "service_plan",
    "traffic_type",
    "usage_payment_method",
)
NUMBER_ORDERS = ("purchased_at", "phone_number", "connection_name")


class Account:
    """Outbound voice profiles and push credentials, to read; phone numbers, to assign.

    `restricted`: the key may not read profiles and push credentials.
    """

    def __init__(
        self,
        store: Store,
        voice_profiles: Sequence[Item],
        push_credentials: Sequence[Item],
        restricted: bool,
    ) -> None:
        self._store = store
        self._assignments = Assignments(store.database)
        self._profiles = sorted(voice_profiles, key=lambda each: str(each["created_at"]))
        self._restricted = restricted
        self._push = sorted(push_credentials, key=lambda each: str(each["created_at"]))

    def routes(self, base: str) -> list[Route]:
        """Return the routes below the path `base`."""
        return [
            route(f"{base}/outbound_voice_profiles", GET=self._list_profiles),
            route(f"{base}/outbound_voice_profiles/{{id}}", GET=self._read_profile),
            route(f"{base}/mobile_push_credentials", GET=self._list_push),
            route(f"{base}/phone_numbers", GET=self._list_numbers),
            route(f"{base}/phone_numbers/{{id}}", GET=self._read_number, PATCH=self._assign),
        ]

    async def _counted(self) -> list[Item]:
        """Return the profiles, each with the number of its connections."""
        self._check_permission()
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
        profile = _with_id(await self._counted(), request, "outbound voice profile")
        return reply({"data": profile})

    async def _list_push(self, request: Request) -> Response:
        self._check_permission()
        query = request.query_params
        items = equal(equal(self._push, query, "type"), query, "alias")
        return reply(paged(items, query, 20))

    def _check_permission(self) -> None:
        if self._restricted:
            raise refusal(403, "10010", "the API key may not read this", pointer=None)

    async def _numbers(self) -> list[Item]:
        """Return the phone numbers, each with its connection."""
        assigned = await run_in_threadpool(self._assignments.every)
        unassigned: Item = {"connection_id": None, "connection_name": None}
        return [
            {
                **number,
                **unassigned,
                **(
                    {"connection_id": str(found.id), "connection_name": found.name}
                    if (found := assigned.get(str(number["id"])))
                    else {}
                ),
            }
            for number in PHONE_NUMBERS
        ]

    async def _list_numbers(self, request: Request) -> Response:
        query = request.query_params
        items = await self._numbers()
        for member in ("connection_id", "status", "country_iso_alpha2"):
            items = equal(items, query, member)
        digits = wanted_text(query, "filter[phone_number]", 3)
        # What has something else than digits in it finds nothing, as published.
        items = [item for item in items if digits in str(item["phone_number"]).removeprefix("+")]
        return reply(paged(sorted_by(items, query, NUMBER_ORDERS, "-purchased_at"), query, 20))

    async def _read_number(self, request: Request) -> Response:
        return reply({"data": _with_id(await self._numbers(), request, "phone number")})

    async def _assign(self, request: Request) -> Response:
        """Give the number to the connection that the body names; null or "" takes it away."""
        number = _with_id(await self._numbers(), request, "phone number")
        wanted = (await body_of(request)).get("connection_id", number["connection_id"])
        if wanted is not None and not isinstance(wanted, str):
            raise refusal(422, "10026", "connection_id must be text", pointer="/connection_id")
        known = not wanted or bool(re.fullmatch("[0-9]{1,18}|[1-8][0-9]{18}", wanted))
        if not known or not await run_in_threadpool(
            self._assignments.assign, str(number["id"]), int(wanted) if wanted else None
        ):
            raise refusal(
                422,
                "10017",
                "connection_id names nothing in this account",
                pointer="/connection_id",
            )
        return await self._read_number(request)


def _with_id(items: list[Item], request: Request, what: str) -> Item:
    """Return the item with the id in the path. What has no such id is not found."""
    for item in items:
        if item["id"] == request.path_params["id"]:
            return item
    raise refusal(404, "10005", f"there is no {what} with this id")

"""Creating, reading and changing users."""

import asyncio
import re

from client import (
    JUNCTION,
    NOBODY,
    STRANGERS,
    at_once,
    equal,
    fields,
    fresh,
    invalid,
    missing,
    recent,
    refused,
    send,
    step,
    unauthorized,
)
from junction.errors import BadRequestError, UnprocessableEntityError

users = JUNCTION.user

# What a user is that was created with a reference alone.
BARE = {
    "connected_sources": [],
    "fallback_time_zone": None,
    "fallback_birth_date": None,
    "ingestion_start": None,
    "ingestion_end": None,
}


def is_user(user, **expected):
    """Demands all fields of a user, and no others; those that Kith makes are only looked at."""
    made = {name: getattr(user, name) for name in ("user_id", "team_id", "created_on")}
    equal(fields(user), {**made, **BARE, **expected})
    for identifier in (user.user_id, user.team_id):
        assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", identifier), identifier
    equal(user.created_on.utcoffset().total_seconds(), 0)


def create_users():
    with step("a user is created with a reference alone"):
        anna = users.create(client_user_id=fresh("anna"))
        is_user(anna, client_user_id=fresh("anna"))
        recent(anna.created_on)

    with step("what goes in as text comes out with its source"):
        bruno = users.create(
            client_user_id=fresh("bruno"),
            fallback_time_zone="Europe/London",
            fallback_birth_date="1980-03-13",
            ingestion_start="2024-01-01",
            ingestion_end="2024-12-15",
        )
        updated_at = bruno.fallback_time_zone.updated_at
        recent(updated_at)
        is_user(
            bruno,
            client_user_id=fresh("bruno"),
            fallback_time_zone={"id": "Europe/London", "source_slug": "manual", "updated_at": updated_at},
            fallback_birth_date={"value": "1980-03-13", "source_slug": "manual", "updated_at": updated_at},
            ingestion_start="2024-01-01",
            ingestion_end="2024-12-15",
        )
        equal(bruno.team_id, anna.team_id)

    with step("None is the same as nothing"):
        nothing = {name: None for name in BARE if name != "connected_sources"}
        is_user(users.create(client_user_id=fresh("carla"), **nothing), client_user_id=fresh("carla"))

    with step("a reference has one holder, whom the refusal names"):
        detail = refused(lambda: users.create(client_user_id=anna.client_user_id), 400, kind=BadRequestError)
        created_on = send("GET", f"/v2/user/{anna.user_id}").json()["created_on"]
        expected = {"error_type": "INVALID_REQUEST", "user_id": anna.user_id, "created_on": created_on}
        assert detail["error_message"], detail
        equal(detail, {**expected, "error_message": detail["error_message"]})
        equal(users.get(anna.user_id), anna)

    with step("of many who want one reference at once, one gets it"):
        outcomes = asyncio.run(create_at_once(fresh("popular"), 12))
        refusals = [outcome for outcome in outcomes if isinstance(outcome, BadRequestError)]
        winners = [outcome for outcome in outcomes if not isinstance(outcome, Exception)]
        equal((len(winners), len(refusals)), (1, 11))
        equal({refusal.body["detail"]["user_id"] for refusal in refusals}, {winners[0].user_id})

    with step("a refused user is told what is wrong"):
        reference = {"client_user_id": fresh("refused")}
        zone = {**reference, "fallback_time_zone": "Europe/Atlantis"}
        birth = {**reference, "fallback_birth_date": "1980-02-30"}
        bounds = {**reference, "ingestion_start": "2024-02-01", "ingestion_end": "2024-01-01"}
        invalid(lambda: users.create(client_user_id=""), None, "body", "client_user_id")
        invalid(lambda: users.create(client_user_id="a" * 256), None, "body", "client_user_id")
        invalid(lambda: users.create(client_user_id=1), "string_type", "body", "client_user_id")
        invalid(lambda: users.create(client_user_id=None), "string_type", "body", "client_user_id")
        invalid(lambda: users.create(**zone), "value_error", "body", "fallback_time_zone")
        invalid(lambda: users.create(**birth), "date_from_datetime_parsing", "body", "fallback_birth_date")
        refused(lambda: users.create(**bounds), 422, kind=UnprocessableEntityError)
        missing(lambda: users.get_by_client_user_id(fresh("refused")))

    with step("who has no key is told nothing else"):
        for stranger in STRANGERS:
            unauthorized(lambda: stranger.user.create(client_user_id=""))
            unauthorized(lambda: stranger.user.get(anna.user_id))
            unauthorized(lambda: stranger.user.get("no-uuid"))
            unauthorized(lambda: stranger.user.get_all(limit=501))
            unauthorized(lambda: stranger.user.delete(NOBODY))
            unauthorized(lambda: stranger.user.get_team_metrics())
            unauthorized(lambda: stranger.user.deregister_provider(anna.user_id, "bad"))
            unauthorized(lambda: stranger.providers.get_all())
            unauthorized(lambda: stranger.link.connect_demo_provider(user_id=NOBODY, provider="bad"))
            unauthorized(lambda: stranger.link.bulk_export(provider="fitbit"))

    return anna, bruno


async def create_at_once(client_user_id, times):
    client = at_once()
    attempts = (client.user.create(client_user_id=client_user_id) for _ in range(times))
    return await asyncio.gather(*attempts, return_exceptions=True)


def read_users(anna, bruno):
    with step("a user is read as created"):
        for user in (anna, bruno):
            equal(users.get(user.user_id), user)
            equal(users.get(user.user_id.upper()), user)
            equal(users.get_by_client_user_id(user.client_user_id), user)

    with step("a user who is unknown is not found, an id that is none is invalid"):
        missing(lambda: users.get(NOBODY))
        missing(lambda: users.get_connected_providers(NOBODY))
        missing(lambda: users.get_by_client_user_id(fresh("nobody")))
        invalid(lambda: users.get("no-uuid"), "uuid_parsing", "path", "user_id")
        invalid(lambda: users.get_connected_providers("no-uuid"), "uuid_parsing", "path", "user_id")

    with step("a reference is found although the SDK leaves most of it as it is"):
        for text in ("w 9+ü@%", "100% sure", "a&b=c;d", "日本"):
            user = users.create(client_user_id=f"{fresh('odd')} {text}")
            equal(users.get_by_client_user_id(user.client_user_id), user)

    with step("users are listed in pages, the newest first"):
        before = users.get_all(limit=1)
        made = [users.create(client_user_id=fresh(name)) for name in ("first", "second", "third")]
        page = users.get_all(offset=0, limit=2)
        equal(sorted(fields(page)), ["limit", "offset", "total", "users"])
        equal((page.offset, page.limit, page.total), (0, 2, before.total + 3))
        equal(page.users, [made[2], made[1]])
        equal(users.get_all(offset=2, limit=1).users, [made[0]])
        everyone = users.get_all()
        equal((everyone.offset, everyone.limit), (0, 100))
        equal(users.get_all(offset=everyone.total).users, [])

    with step("a page beyond the bounds is refused"):
        invalid(lambda: users.get_all(limit=501), "less_than_equal", "query", "limit")
        invalid(lambda: users.get_all(offset=-1), "greater_than_equal", "query", "offset")
        invalid(lambda: users.get_all(limit="many"), "int_parsing", "query", "limit")


def change_users(anna, bruno):
    with step("a value is set, None resets it, and what is left out stays"):
        equal(users.patch(anna.user_id, fallback_time_zone="Europe/Paris"), None)
        equal(users.get(anna.user_id).fallback_time_zone.id, "Europe/Paris")
        users.patch(anna.user_id, fallback_birth_date="1990-12-31", ingestion_end="2025-01-01")
        users.patch(anna.user_id, fallback_time_zone=None)
        changed = users.get(anna.user_id)
        equal(changed.fallback_birth_date.value, "1990-12-31")
        is_user(
            changed,
            client_user_id=anna.client_user_id,
            fallback_birth_date=fields(changed.fallback_birth_date),
            ingestion_end="2025-01-01",
        )
        users.patch(anna.user_id, fallback_birth_date=None, ingestion_end=None)
        equal(users.get(anna.user_id), anna)

    with step("a refused change changes nothing"):
        taken = {"client_user_id": bruno.client_user_id, "fallback_time_zone": "Asia/Tokyo"}
        refused(lambda: users.patch(anna.user_id), 400)
        refused(lambda: users.patch(anna.user_id, **taken), 409)
        invalid(lambda: users.patch(anna.user_id, client_user_id=None), None, "body", "client_user_id")
        zone = "Mars/Olympus"
        invalid(lambda: users.patch(anna.user_id, fallback_time_zone=zone), "value_error", "body", "fallback_time_zone")
        equal(users.get(anna.user_id), anna)
        equal(users.get(bruno.user_id), bruno)

    with step("a user gets another reference"):
        users.patch(bruno.user_id, client_user_id=fresh("bruno-renamed"))
        equal(users.get_by_client_user_id(fresh("bruno-renamed")).user_id, bruno.user_id)
        missing(lambda: users.get_by_client_user_id(bruno.client_user_id))

    with step("a user who is unknown cannot be changed"):
        missing(lambda: users.patch(NOBODY, fallback_time_zone=None))
        invalid(lambda: users.patch("no-uuid", fallback_time_zone=None), "uuid_parsing", "path", "user_id")

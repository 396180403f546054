"""Linking providers: import, pause, export, deregister; demo; and how a connection fails."""

import json
from datetime import datetime, timezone
from pathlib import Path

from client import (
    JUNCTION,
    NOBODY,
    equal,
    fields,
    fresh,
    invalid,
    missing,
    recent,
    refused,
    send,
    step,
)
from junction import ConnectionRecipe, DemoProviders, OAuthProviders, Providers

users, link = JUNCTION.user, JUNCTION.link

_REQUIREMENTS = json.loads((Path(__file__).parent.parent / "fitbit.json").read_text(encoding="utf-8"))

# Every resource that Fitbit supports.
EVERY_RESOURCE = set(_REQUIREMENTS)

# Every scope that some Fitbit resource needs.
EVERY_SCOPE = {scope for lists in _REQUIREMENTS.values() for scopes in lists.values() for scope in scopes}


def fitbit_with(granted):
    """The availability of every Fitbit resource with those scopes; None if they are unknown."""
    if granted is None:
        return {resource: {"status": "available", "scope_requirements": None} for resource in _REQUIREMENTS}

    def of(lists):
        given = {kind: [scope for scope in scopes if scope in granted] for kind, scopes in lists.items()}
        denied = {kind: [scope for scope in scopes if scope not in granted] for kind, scopes in lists.items()}
        return {
            "status": "unavailable" if denied["required"] else "available",
            "scope_requirements": {"user_granted": given, "user_denied": denied},
        }

    return {resource: of(lists) for resource, lists in _REQUIREMENTS.items()}


def recipe(user, **more):
    """A connection as it is imported."""
    values = {
        "user_id": user.user_id,
        "access_token": fresh("access"),
        "refresh_token": fresh("refresh"),
        "provider_id": fresh("FB1"),
        "expires_at": 2147483647,
        "oauth_scopes": ["weight", "sleep"],
    }
    return ConnectionRecipe(**{**values, **more})


def import_all(provider, connections):
    """Imports connections, which must all succeed."""
    answer = link.bulk_import(provider=provider, connections=connections, wait_for_completion=True)
    user_ids = [connection.user_id for connection in connections]
    equal(fields(answer), {"user_ids_imported": user_ids, "user_ids_failed": []})


def providers_of(user):
    """What a user is connected with."""
    answer = users.get_connected_providers(user.user_id)
    equal(list(answer), ["providers"])
    return [fields(entry) for entry in answer["providers"]]


def everything(provider):
    """All that can be exported, page by page."""
    found, token = [], None
    while True:
        page = link.bulk_export(provider=provider, next_token=token)
        found += page.data
        token = page.next_token
        if token is None:
            return found


def link_providers():
    user = users.create(client_user_id=fresh("linking"))
    imported = recipe(user)

    with step("an imported connection has eight fields, and its scopes decide"):
        equal(providers_of(user), [])
        import_all(OAuthProviders.FITBIT, [imported])
        [first] = providers_of(user)
        recent(first["created_on"])
        expected = {
            "name": "Fitbit",
            "slug": "fitbit",
            "logo": first["logo"],
            "created_on": first["created_on"],
            "status": "connected",
            "external_user_id": imported.provider_id,
            "error_details": None,
            "resource_availability": fitbit_with({"weight", "sleep"}),
        }
        equal(first, expected)

    with step("a user shows what is connected"):
        provider = {name: first[name] for name in ("name", "slug", "logo")}
        source = {"provider": provider, "source": provider, "created_on": first["created_on"]}
        equal(fields(users.get(user.user_id))["connected_sources"], [source])

    with step("an export gives back what was imported"):
        answer = link.bulk_export(provider="fitbit", user_ids=[user.user_id])
        exported = fields(answer)
        for connection in exported["data"]:
            connection["oauth_scopes"].sort(key=imported.oauth_scopes.index)  # a set, in any order
        equal(exported, {"data": [fields(imported)], "next_token": None})

    with step("a paused connection stays, and says so"):
        assert link.bulk_pause(user_ids=[user.user_id], provider="fitbit") is not None
        equal(providers_of(user), [{**first, "status": "paused"}])

    with step("an import connects again: other scopes and tokens, the same connection"):
        again = recipe(user, oauth_scopes=None, access_token=fresh("newer"))
        import_all("fitbit", [again])
        equal(providers_of(user), [{**first, "resource_availability": fitbit_with(None)}])
        answer = link.bulk_export(provider="fitbit", user_ids=[user.user_id], next_token=None)
        equal([fields(exported) for exported in answer.data], [fields(again)])
        equal([exported for exported in everything("fitbit") if exported.user_id == user.user_id], [again])

    with step("an import names whom it could not import"):
        answer = link.bulk_import(provider="fitbit", connections=[recipe(user, user_id=NOBODY), recipe(user)])
        equal(fields(answer), {"user_ids_imported": [user.user_id], "user_ids_failed": [NOBODY]})

    with step("only providers with OAuth are imported, exported and paused"):
        for provider in ("bad", "peloton", "apple_health_kit"):
            where = ("enum", "body", "provider")
            invalid(lambda: link.bulk_import(provider=provider, connections=[recipe(user)]), *where)
            invalid(lambda: link.bulk_export(provider=provider), *where)
            invalid(lambda: link.bulk_pause(provider=provider, user_ids=[user.user_id]), *where)

    with step("a deregistered connection is gone"):
        equal(fields(users.deregister_provider(user.user_id, Providers.FITBIT)), {"success": True})
        equal(providers_of(user), [])
        equal(users.get(user.user_id).connected_sources, [])
        refused(lambda: users.deregister_provider(user.user_id, Providers.FITBIT), 404)
        missing(lambda: users.deregister_provider(NOBODY, Providers.FITBIT))
        invalid(lambda: users.deregister_provider(user.user_id, "bad"), "enum", "path", "provider")
        invalid(lambda: users.deregister_provider("no-uuid", Providers.FITBIT), "uuid_parsing", "path", "user_id")

    with step("a connection that is made anew is a new one"):
        import_all("fitbit", [imported])
        [anew] = providers_of(user)
        assert anew["created_on"] > first["created_on"]
        equal(anew, {**first, "created_on": anew["created_on"]})


def connect_demo():
    user = users.create(client_user_id=fresh("demo"))

    with step("a demo connection has every scope"):
        answer = link.connect_demo_provider(user_id=user.user_id, provider=DemoProviders.FITBIT)
        equal((answer.success, type(answer.detail)), (True, str))
        [entry] = providers_of(user)
        equal((entry["status"], entry["external_user_id"]), ("connected", None))
        equal(entry["resource_availability"], fitbit_with(EVERY_SCOPE))

    with step("only demo providers are connected, and only users"):
        where = ("enum", "body", "provider")
        invalid(lambda: link.connect_demo_provider(user_id=user.user_id, provider="garmin"), *where)
        no_uuid = {"user_id": "no-uuid", "provider": "oura"}
        invalid(lambda: link.connect_demo_provider(**no_uuid), "uuid_parsing", "body", "user_id")
        missing(lambda: link.connect_demo_provider(user_id=NOBODY, provider="oura"))


def fail_and_recover():
    user = users.create(client_user_id=fresh("failing"))
    import_all("fitbit", [recipe(user)])
    [connected] = providers_of(user)
    address = f"/kith/v1/users/{user.user_id}/providers/fitbit"

    with step("an error that is reported is seen through the SDK, and changes nothing else"):
        report = {"error_type": "token_refresh_failed", "error_message": "Refused."}
        report["errored_at"] = "2026-01-24T23:45:32Z"
        equal(send("POST", f"{address}/error", report).status_code, 200)
        details = {**report, "errored_at": datetime(2026, 1, 24, 23, 45, 32, tzinfo=timezone.utc)}
        equal(providers_of(user), [{**connected, "status": "error", "error_details": details}])

    with step("an import mends what has failed"):
        import_all("fitbit", [recipe(user)])
        equal(providers_of(user), [connected])

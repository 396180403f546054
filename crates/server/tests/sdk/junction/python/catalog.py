"""The catalog of providers, held against the lists that the SDK brings along, and the team's numbers."""

from client import JUNCTION, equal, fields, fresh, step
from junction import (
    ClientFacingResource,
    OAuthProviders,
    PasswordProviders,
    Providers,
    SourceAuthType,
)
from linking import EVERY_RESOURCE, import_all, recipe


def known(kind):
    """The values of one of the SDK's enumerations, without its own for the unknown."""
    return {member.value for member in kind if not member.name.startswith("_")}


def read_catalog():
    catalog = JUNCTION.providers.get_all()
    by_slug = {entry.slug: entry for entry in catalog}

    with step("the catalog has exactly the providers that the SDK knows"):
        equal(len(catalog), 41)
        equal(set(by_slug), known(Providers))

    with step("every entry has all its fields"):
        for entry in catalog:
            sent = fields(entry)
            equal(sorted(sent), ["auth_type", "description", "logo", "name", "slug", "supported_resources"])
            assert entry.name and entry.description and entry.logo.startswith("http"), entry
            assert set(sent["supported_resources"]) <= known(ClientFacingResource), entry

    with step("a provider supports what its connections show"):
        equal(set(by_slug["fitbit"].supported_resources), EVERY_RESOURCE)

    with step("providers authenticate as the SDK expects"):
        oauth = {by_slug[slug].auth_type for slug in known(OAuthProviders)}
        equal(oauth, {SourceAuthType.OAUTH, SourceAuthType.TEAM_OAUTH})
        equal({by_slug[slug].auth_type for slug in known(PasswordProviders)}, {SourceAuthType.PASSWORD})
        equal(by_slug["freestyle_libre"].auth_type, SourceAuthType.EMAIL)

    with step("the type of source narrows the catalog"):
        equal(JUNCTION.providers.get_all(source_type="no-such-type"), [])
        for source_type in ("app", "ble", "device", "lab", "provider"):
            narrowed = JUNCTION.providers.get_all(source_type=source_type)
            assert all(by_slug[entry.slug] == entry for entry in narrowed), narrowed


def read_metrics():
    with step("the metrics count what there is"):
        before = fields(JUNCTION.user.get_team_metrics())
        counts = {"number_of_users", "number_of_connected_sources", "number_of_errored_connected_sources"}
        equal(set(before), counts | {"team_id", "number_of_connected_sources_by_week", "number_of_ordered_tests"})
        equal(before["number_of_users"], JUNCTION.user.get_all(limit=1).total)
        user = JUNCTION.user.create(client_user_id=fresh("counted"))
        equal(user.team_id, before["team_id"])
        import_all("fitbit", [recipe(user)])
        after = fields(JUNCTION.user.get_team_metrics())
        added = {name: after[name] - before[name] for name in counts}
        expected = {"number_of_users": 1, "number_of_connected_sources": 1, "number_of_errored_connected_sources": 0}
        equal(added, expected)


def read_operations():
    with step("every import is an operation, which can be looked at page by page"):
        before = every_operation(page_size=50)
        for slug in ("oura", "strava"):
            user = JUNCTION.user.create(client_user_id=fresh(slug))
            import_all(slug, [recipe(user)])
        found = every_operation(page_size=2)
        equal(every_operation(page_size=50), found)
        added = [fields(operation) for operation in found if operation not in before]
        for operation in added:
            assert operation.pop("started_at") <= operation.pop("ended_at")
        finished = {"type": "link_bulk_import", "status": "success", "pending": 0, "processed": 1}
        expected = [{**finished, "provider": slug} for slug in ("oura", "strava")]
        equal(sorted(added, key=lambda operation: operation["provider"]), expected)


def every_operation(page_size):
    """All operations, page by page."""
    found, cursor = [], None
    while True:
        page = JUNCTION.link.list_bulk_ops(next_cursor=cursor, page_size=page_size)
        assert len(page.data) <= page_size, page
        found += page.data
        cursor = page.next_cursor
        if cursor is None:
            return found

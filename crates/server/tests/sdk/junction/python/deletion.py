"""Deleting users, and taking it back."""

from client import (
    JUNCTION,
    NOBODY,
    equal,
    fields,
    fresh,
    invalid,
    missing,
    refused,
    step,
)
from linking import import_all, recipe

users, link = JUNCTION.user, JUNCTION.link


def delete_users():
    reference = f"{fresh('deleted')} w 9+ü@%"
    user = users.create(client_user_id=reference, fallback_time_zone="Asia/Tokyo")

    with step("a deleted user is gone from everywhere"):
        import_all("fitbit", [recipe(user)])
        total = users.get_all(limit=1).total
        equal(fields(users.delete(user.user_id)), {"success": True})
        missing(lambda: users.get(user.user_id))
        missing(lambda: users.get_by_client_user_id(reference))
        missing(lambda: users.get_connected_providers(user.user_id))
        missing(lambda: users.patch(user.user_id, fallback_time_zone=None))
        missing(lambda: users.delete(user.user_id))
        missing(lambda: users.deregister_provider(user.user_id, "fitbit"))
        missing(lambda: link.connect_demo_provider(user_id=user.user_id, provider="fitbit"))
        failed = link.bulk_import(provider="fitbit", connections=[recipe(user)])
        equal(fields(failed), {"user_ids_imported": [], "user_ids_failed": [user.user_id]})
        equal(users.get_all(limit=1).total, total - 1)

    with step("a deletion is undone by id; the connections do not come back"):
        equal(fields(users.undo_delete(user_id=user.user_id)), {"success": True})
        equal(users.get(user.user_id), user)
        equal(users.get_connected_providers(user.user_id), {"providers": []})

    with step("a deletion is undone by reference"):
        users.delete(user.user_id)
        equal(fields(users.undo_delete(client_user_id=reference)), {"success": True})
        equal(users.get_by_client_user_id(reference), user)

    with step("a user who is not deleted cannot be undeleted"):
        refused(lambda: users.undo_delete(user_id=user.user_id), 404)
        refused(lambda: users.undo_delete(client_user_id=reference), 404)
        refused(lambda: users.undo_delete(user_id=NOBODY), 404)
        refused(lambda: users.undo_delete(client_user_id=fresh("nobody")), 404)
        invalid(lambda: users.undo_delete(user_id="no-uuid"), "uuid_parsing", "query", "user_id")

    with step("undoing needs one of the two, and not both"):
        users.delete(user.user_id)
        refused(lambda: users.undo_delete(), 400)
        refused(lambda: users.undo_delete(user_id=user.user_id, client_user_id=reference), 400)
        missing(lambda: users.get(user.user_id))

    with step("the reference of a deleted user is free"):
        heir = users.create(client_user_id=reference)
        assert heir.user_id != user.user_id
        refused(lambda: users.undo_delete(user_id=user.user_id), 400)
        refused(lambda: users.undo_delete(client_user_id=reference), 400)
        equal(users.get_by_client_user_id(reference), heir)

    with step("nobody unknown is deleted"):
        missing(lambda: users.delete(NOBODY))
        invalid(lambda: users.delete("no-uuid"), "uuid_parsing", "path", "user_id")

"""One user through both APIs."""

from client import JUNCTION, equal, fresh, send, step


def meet_in_both_apis():
    with step("a user of this API is a user of the other, under both ids"):
        user = JUNCTION.user.create(client_user_id=fresh("both"))
        faces = send("GET", f"/kith/v1/users/{user.user_id}").json()
        equal((faces["uuid"], faces["client_user_id"]), (user.user_id, user.client_user_id))
        profile = send("GET", f"/api/v2/user/{faces['id']}/").json()
        equal((profile["id"], profile["username"]), (faces["id"], faces["username"]))

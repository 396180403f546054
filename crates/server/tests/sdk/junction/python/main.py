"""Drives a running Kith with the official Junction SDK; ../README.md says how to start it."""

from catalog import read_catalog, read_metrics, read_operations
from deletion import delete_users
from linking import connect_demo, fail_and_recover, link_providers
from two_faces import meet_in_both_apis
from users import change_users, create_users, read_users

anna, bruno = create_users()
read_users(anna, bruno)
change_users(anna, bruno)
read_catalog()
link_providers()
connect_demo()
fail_and_recover()
read_metrics()
read_operations()
meet_in_both_apis()
delete_users()

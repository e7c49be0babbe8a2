"""Addresses of the accounts app."""

from django.urls import path

from .views import joining, own, people, reach

app_name = "accounts"

urlpatterns = [
    path("", people.people, name="people"),
    path("not-reached/", reach.not_reached, name="not_reached"),
    path("invite/", people.invite_person, name="invite_person"),
    path("invitation/<str:token>/", joining.accept_invitation, name="accept_invitation"),
    path("invitations/<int:pk>/revoke/", people.revoke_invitation, name="revoke_invitation"),
    path("me/", own.profile, name="profile"),
    path("me/here/", own.stay_signed_in, name="stay_signed_in"),
    path("me/sessions/<int:pk>/end/", own.end_session, name="end_session"),
    path("me/calendar/", own.make_calendar_link, name="make_calendar_link"),
    path("me/calendar/revoke/", own.revoke_calendar_link, name="revoke_calendar_link"),
    path("<int:pk>/", people.person, name="person"),
    path("<int:pk>/change/", people.change_person, name="change_person"),
    path("<int:pk>/address/", reach.change_address, name="change_address"),
    path("<int:pk>/invite-again/", people.invite_again, name="invite_again"),
    path("<int:pk>/disable/", people.disable_person, name="disable_person"),
    path("<int:pk>/enable/", people.enable_person, name="enable_person"),
    path("<int:pk>/hand-over/", people.hand_over, name="hand_over"),
]

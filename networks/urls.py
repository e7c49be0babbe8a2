"""Addresses of the networks app."""

from django.urls import path

from .views import clusters, meetings, pairings

app_name = "networks"

urlpatterns = [
    path("", clusters.networks, name="networks"),
    path("clusters/new/", clusters.create_cluster, name="create_cluster"),
    path("clusters/<int:pk>/", clusters.cluster, name="cluster"),
    path("clusters/<int:pk>/edit/", clusters.edit_cluster, name="edit_cluster"),
    path("clusters/<int:pk>/members/", clusters.add_member, name="add_member"),
    path("members/<int:pk>/end/", clusters.end_membership, name="end_membership"),
    path("clusters/<int:pk>/meetings/", meetings.plan_meeting, name="plan_meeting"),
    path("meetings/<int:pk>/", meetings.meeting, name="meeting"),
    path("meetings/<int:pk>/edit/", meetings.edit_meeting, name="edit_meeting"),
    path("meetings/<int:pk>/cancel/", meetings.cancel_meeting, name="cancel_meeting"),
    path("meetings/<int:pk>/minutes/", meetings.minute_meeting, name="minute_meeting"),
    path("meetings/<int:pk>/calendar.ics", meetings.meeting_calendar, name="meeting_calendar"),
    path("mentoring/for/<int:pk>/", pairings.offer_pairing, name="offer_pairing"),
    path("mentoring/<int:pk>/", pairings.pairing, name="pairing"),
    path("mentoring/<int:pk>/accept/", pairings.accept_pairing, name="accept_pairing"),
    path("mentoring/<int:pk>/end/", pairings.end_pairing, name="end_pairing"),
    path("mentoring/<int:pk>/visits/", pairings.log_pairing_visit, name="log_pairing_visit"),
    path("mentoring/<int:pk>/share/", pairings.share_plan, name="share_plan"),
    path("mentoring/<int:pk>/plan/", pairings.mentored_plan, name="mentored_plan"),
]
